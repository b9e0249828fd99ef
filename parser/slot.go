package parser

import (
	"slices"
	"strings"
)

// slotRelation says what is known about the cluster slots of two keys.
type slotRelation int

// What can be known about two keys' slots from their templates alone.
const (
	slotsUnknown slotRelation = iota // it depends on the parameters, or on chance
	slotsEqual                       // the same hash tag, whatever the parameters
	slotsDiffer                      // never the same hash tag
)

// ClusterSafe reports whether every key is built from a template and all of them
// provably have the same hash tag, so that a call never spans two slots.
func (s *Script) ClusterSafe() bool {
	for _, k := range s.Keys {
		if k.Template == nil || compareSlots(s.Keys[0].Template, k.Template) != slotsEqual {
			return false
		}
	}
	return len(s.Keys) > 0
}

// SlotsDiffer reports whether two keys that are built from templates of one script, or begin
// with what is, provably have different hash tags.
func SlotsDiffer(a, b *Template) bool { return compareSlots(a, b) == slotsDiffer }

// compareSlots compares the hash tags of two templates of one script. A tag is what
// is between the first "{" of the key and the first "}" after it, and when
// that is empty the key has none. The values of text parameters may hold braces
// themselves, so nothing after one is certain, unless both keys begin alike up to
// there. A parameter that is all of a tag is taken not to be empty.
func compareSlots(a, b *Template) slotRelation {
	ta, oka := findHashTag(a)
	tb, okb := findHashTag(b)
	if !oka || !okb {
		if slices.EqualFunc(elements(a.Parts), elements(b.Parts), templateElem.equal) {
			return slotsEqual
		}
		return slotsUnknown
	}
	certain := !mayHoldBrace(ta.before) && !mayHoldBrace(tb.before)
	switch {
	case slices.EqualFunc(ta.tag, tb.tag, templateElem.equal) &&
		(certain || slices.EqualFunc(ta.before, tb.before, templateElem.equal)):
		return slotsEqual
	case certain && alwaysDiffer(ta.tag, tb.tag):
		return slotsDiffer
	default:
		return slotsUnknown
	}
}

// templateElem is a run of literal text without a brace, one literal byte of a
// tag, or a placeholder.
type templateElem struct {
	literal byte
	param   *Placeholder
}

func (e templateElem) equal(other templateElem) bool {
	if e.param == nil || other.param == nil {
		return e == other
	}
	return e.param.Text == other.param.Text && e.param.Type.String() == other.param.Type.String()
}

func elements(parts []TemplatePart) []templateElem {
	n := 0
	for _, p := range parts {
		n += max(1, len(p.Literal))
	}
	elems := make([]templateElem, 0, n)
	for _, p := range parts {
		if p.Param != nil {
			elems = append(elems, templateElem{param: p.Param})
			continue
		}
		for i := range len(p.Literal) {
			elems = append(elems, templateElem{literal: p.Literal[i]})
		}
	}
	return elems
}

// hashTag is the part of a template that a cluster hashes, and what precedes it.
type hashTag struct {
	before, tag []templateElem
}

// findHashTag finds the tag that a template has when no parameter holds a brace.
func findHashTag(t *Template) (hashTag, bool) {
	elems := elements(t.Parts)
	open := slices.Index(elems, templateElem{literal: '{'})
	if open < 0 {
		return hashTag{}, false
	}
	n := slices.Index(elems[open+1:], templateElem{literal: '}'})
	if n <= 0 {
		return hashTag{}, false
	}
	return hashTag{elems[:open], elems[open+1 : open+1+n]}, true
}

// alwaysDiffer reports whether two tags differ for all parameters.
func alwaysDiffer(a, b []templateElem) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i].equal(b[i]) {
		if a[i].mayHoldBrace() {
			return false // the tag may end inside it
		}
		i++
	}
	switch {
	case i == len(a) && i == len(b):
		return false
	case i == len(a):
		return !b[i].mayHoldBrace() // and so not empty either
	case i == len(b):
		return !a[i].mayHoldBrace()
	case disjoint(a[i], b[i], templateElem.mayBegin):
		return true
	}
	// Different parameters may have equal values, but what follows them may tell.
	if mayHoldBrace(a) || mayHoldBrace(b) {
		return false
	}
	i, j := len(a)-1, len(b)-1
	for i >= 0 && j >= 0 && a[i].equal(b[j]) {
		i, j = i-1, j-1
	}
	return i >= 0 && j >= 0 && disjoint(a[i], b[j], templateElem.mayEnd)
}

// disjoint reports whether two unequal elements, one of them literal, have no byte
// in common at the end that may looks at.
func disjoint(a, b templateElem, may func(templateElem, byte) bool) bool {
	switch {
	case a.param == nil && b.param == nil:
		return true
	case a.param == nil:
		return !b.mayHoldBrace() && !may(b, a.literal)
	case b.param == nil:
		return !a.mayHoldBrace() && !may(a, b.literal)
	default:
		return false
	}
}

// mayBegin reports whether a value of the parameter, which holds no brace and is
// not empty, may begin with the byte.
func (e templateElem) mayBegin(c byte) bool { return c == '-' || e.mayEnd(c) }

// mayEnd reports whether such a value may end with the byte: a number ends with a
// digit.
func (e templateElem) mayEnd(c byte) bool {
	switch t := e.param.Type.(type) {
	case *Enum:
		return isDigit(c) || !t.Ints
	case *Scalar:
		return isDigit(c) || len(t.Words) > 0
	default:
		return isDigit(c)
	}
}

func mayHoldBrace(elems []templateElem) bool {
	return slices.ContainsFunc(elems, templateElem.mayHoldBrace)
}

// mayHoldBrace reports whether a value of the parameter may hold a brace or be
// empty, as that of a text may and that of a number may not.
func (e templateElem) mayHoldBrace() bool {
	if e.param == nil {
		return false
	}
	switch t := e.param.Type.(type) {
	case *Scalar:
		return t.Kind == String || t.Kind == Bytes || t.Kind == Text || t.Kind == JSON || t.Kind == MsgPack ||
			slices.ContainsFunc(t.Words, isBraceOrEmpty)
	case *Enum:
		return !t.Ints && slices.ContainsFunc(t.Members, func(m EnumMember) bool { return isBraceOrEmpty(m.Text) })
	default:
		return true
	}
}

func isBraceOrEmpty(word string) bool { return word == "" || strings.ContainsAny(word, "{}") }
