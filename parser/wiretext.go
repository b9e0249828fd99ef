package parser

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Atom is a reply that holds no others.
type Atom struct {
	Kind WireKind // none of the arrays and maps
	Text string   // as it is on the wire, a verbatim string without its format; of nil none
}

// Answer says whether a type accepts a reply.
type Answer int

// What is known of a reply and a type.
const (
	Rejects Answer = iota
	Perhaps        // the type's Go type, which only generated code knows, decides
	Accepts
)

// Judge says whether an atom decodes as a type. It looks at the grammar for the atom's
// kind in the type's WireForm.
func Judge(t Type, a Atom) Answer {
	if opt, ok := t.(*Optional); ok && a.Kind != WireNil {
		t = opt.Elem
	}
	if a.Kind == WireInteger { // a number, however it is written
		if n, ok := integerOf(a.Text); ok {
			a.Text = strconv.FormatInt(n, 10)
		}
	}
	g := FormOf(t)[a.Kind]
	switch {
	case g == Refused || !inGrammar(g, t, a):
		return Rejects
	case g == GoText || isNarrowed(t):
		return Perhaps
	default:
		return Accepts
	}
}

// isNarrowed reports whether a type's Go type may take less than the annotation's.
func isNarrowed(t Type) bool {
	s, ok := t.(*Scalar)
	return ok && s.Go != nil && s.Kind != String && s.Kind != Bytes && s.Kind != Bool
}

// inGrammar reports whether a grammar has an atom's text, as far as the annotation says.
func inGrammar(g Grammar, t Type, a Atom) bool {
	switch g {
	case Refused:
		return false
	case AnyText, GoText:
		return true
	case IntegerText:
		_, ok := integerOf(a.Text)
		return ok
	case NaturalText:
		_, err := strconv.ParseUint(a.Text, 10, 64)
		return err == nil
	case UnitText:
		n, ok := integerOf(a.Text)
		return ok && withinUnit(t, n)
	case NumberText:
		_, ok := numberOf(a.Text)
		return ok
	case FractionText:
		f, ok := numberOf(a.Text)
		whole, _, _ := strings.Cut(a.Text, ".")
		n, exact := integerOf(whole)
		if !exact {
			n = int64(f) // it has an exponent
		}
		return ok && math.Abs(f) < math.MaxInt64 && withinUnit(t, n)
	case BitText:
		return a.Text == "1" || a.Text == "0"
	case JSONText:
		return json.Valid([]byte(a.Text))
	case OKText:
		return a.Text == "OK"
	case MemberText:
		return hasMember(t, a)
	}
	return false
}

// hasMember reports whether an atom is one of the values that a type names.
func hasMember(t Type, a Atom) bool {
	switch t := t.(type) {
	case *Literal:
		return isValue(a, t.Ints, t.Int, t.Text)
	case *Enum:
		return slices.ContainsFunc(t.Members, func(m EnumMember) bool { return isValue(a, t.Ints, m.Int, m.Text) })
	case *Scalar:
		return slices.Contains(t.Words, a.Text)
	default:
		return false
	}
}

func isValue(a Atom, ints bool, n int64, text string) bool {
	if ints {
		got, ok := integerOf(a.Text)
		return ok && got == n
	}
	return a.Text == text
}

// integerOf reads -?[0-9]+ within 64 bits.
func integerOf(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && text[0] != '+'
}

// numberOf reads a number as Redis writes them.
func numberOf(text string) (float64, bool) {
	if text == "-nan" {
		return math.NaN(), true
	}
	// Go also reads hexadecimal numbers and a leading plus.
	if strings.ContainsAny(text, "xX_") || strings.HasPrefix(text, "+") {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// farthestSecond bounds Unix times: time.Time counts 64 bits of seconds from the year 1.
const farthestSecond = math.MaxInt64 - 62135596800

// withinUnit reports whether a time.Time or a time.Duration holds n units of a type.
func withinUnit(t Type, n int64) bool {
	s, ok := t.(*Scalar)
	if !ok || s.Unit == NoUnit {
		return false
	}
	unit := int64(s.Unit.Duration())
	if s.Kind == Duration {
		limit := math.MaxInt64 / unit
		if s.Rest == RestFraction {
			limit-- // room for the fraction
		}
		return -limit <= n && n <= limit
	}
	seconds := n / (int64(time.Second) / unit)
	return -farthestSecond <= seconds && seconds <= farthestSecond
}
