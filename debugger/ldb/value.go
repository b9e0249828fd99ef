package ldb

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// Kind says what a value is.
type Kind int

// The kinds of value. The debugger writes functions and the like as strings that name
// their address; a string of that very form is taken for one.
const (
	Nil Kind = iota
	Boolean
	Number
	String
	Table
	Function
	Userdata // cjson.null too
	Thread
	Deep // a table nested deeper than the debugger prints
)

// Value is a Lua value as the debugger prints it.
type Value struct {
	Kind    Kind
	Text    string  // the bytes of a String; of others but tables what was printed. A Number has 6 digits at most
	Entries []Entry // of a Table: numbers first, by size, then others by their text
	Array   bool    // of a Table: it was printed as a list, so that its keys are 1, 2, 3, …
}

// Entry is a key and a value of a table.
type Entry struct{ Key, Value Value }

// Inexact reports whether a number may have more digits than were printed.
func (v Value) Inexact() bool {
	if v.Kind != Number {
		return false
	}
	mantissa, _, _ := strings.Cut(v.Text, "e")
	digits := strings.Trim(strings.NewReplacer(".", "", "-", "").Replace(mantissa), "abcdefghijklmnopqrstuvwxyz")
	return len(strings.TrimLeft(digits, "0")) >= 6 || strings.Contains(v.Text, "e")
}

const deep = "<max recursion level reached! Nested table?>"

// reference is how the debugger prints what has an address only.
var reference = lazyregexp.New(`^(function|userdata|light-userdata|thread)@(0x[0-9a-f]+|\(nil\))$`)

// ParseValue reads a value as the debugger prints it. From 9.1 on Valkey prints strings without
// quotes: one that looks like another value is taken for that, and text without quotes that is no
// value is a string.
func ParseValue(text string) (Value, error) {
	strict := &valueParser{rest: text}
	v, err := strict.value()
	if err == nil && strict.rest == "" {
		return v, nil
	}
	loose := &valueParser{rest: text, bare: true}
	if v, bare := loose.value(); bare == nil && loose.rest == "" {
		return v, nil
	}
	if err == nil {
		err = strict.unexpected("the end")
	}
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, `"`) {
		return Value{}, fmt.Errorf("the debugger printed a value that cannot be read, %w: %q", err, text)
	}
	return Value{Kind: String, Text: text}, nil
}

type valueParser struct {
	rest string
	bare bool // strings have no quotes
}

func (p *valueParser) unexpected(expected string) error {
	return fmt.Errorf("expected %s at %q", expected, p.rest[:min(len(p.rest), 20)])
}

func (p *valueParser) skip(prefix string) bool {
	rest, ok := strings.CutPrefix(p.rest, prefix)
	p.rest = rest
	return ok
}

func (p *valueParser) value() (Value, error) {
	switch {
	case p.skip(deep):
		return Value{Kind: Deep, Text: deep}, nil
	case p.skip("{"):
		return p.table()
	case strings.HasPrefix(p.rest, `"`):
		s, err := p.quoted()
		if m := reference().FindStringSubmatch(s); m != nil {
			kinds := map[string]Kind{"function": Function, "thread": Thread, "userdata": Userdata, "light-userdata": Userdata}
			return Value{Kind: kinds[m[1]], Text: s}, err
		}
		return Value{Kind: String, Text: s}, err
	}
	ends := ";}]"
	if p.bare {
		ends = ";]" // each value in a table is followed by a semicolon
	}
	n := strings.IndexAny(p.rest, ends)
	if n < 0 {
		n = len(p.rest)
	}
	word := p.rest[:n]
	p.rest = p.rest[n:]
	switch {
	case word == "nil":
		return Value{Kind: Nil, Text: word}, nil
	case word == "true" || word == "false":
		return Value{Kind: Boolean, Text: word}, nil
	case numeral().MatchString(word):
		return Value{Kind: Number, Text: word}, nil
	case p.bare && word != "":
		return Value{Kind: String, Text: word}, nil
	}
	p.rest = word + p.rest
	return Value{}, p.unexpected("a value")
}

// numeral matches what C's %g prints.
var numeral = lazyregexp.New(`^-?([0-9]+(\.[0-9]+)?(e[-+][0-9]+)?|inf|nan)$`)

// table reads a table behind its opening brace: {a; b} or {["k"]=a; [2]=b}.
func (p *valueParser) table() (Value, error) {
	t := Value{Kind: Table, Array: true}
	if p.skip("}") {
		return t, nil
	}
	for {
		var e Entry
		var err error
		if p.skip("[") {
			t.Array = false
			if e.Key, err = p.value(); err != nil {
				return t, err
			}
			if !p.skip("]=") {
				return t, p.unexpected("]=")
			}
		} else {
			e.Key = Value{Kind: Number, Text: fmt.Sprint(len(t.Entries) + 1)}
		}
		if e.Value, err = p.value(); err != nil {
			return t, err
		}
		t.Entries = append(t.Entries, e)
		more := p.skip("; ")
		if p.skip("}") {
			slices.SortStableFunc(t.Entries, byKey)
			return t, nil
		}
		if !more {
			return t, p.unexpected("; or }")
		}
	}
}

// byKey orders the entries of a table, which servers print in an order of their own.
func byKey(a, b Entry) int {
	switch {
	case a.Key.Kind == Number && b.Key.Kind != Number:
		return -1
	case a.Key.Kind != Number && b.Key.Kind == Number:
		return 1
	case a.Key.Kind != Number:
		return cmp.Or(cmp.Compare(a.Key.Kind, b.Key.Kind), cmp.Compare(a.Key.Text, b.Key.Text))
	}
	x, _ := strconv.ParseFloat(a.Key.Text, 64) // numeral matched it
	y, _ := strconv.ParseFloat(b.Key.Text, 64)
	return cmp.Compare(x, y)
}

// quoted reads a string in quotes with the escapes that Redis writes.
func (p *valueParser) quoted() (string, error) {
	escapes := map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'a': '\a', 'b': '\b', '\\': '\\', '"': '"'}
	var b strings.Builder
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; c {
		case '"':
			if i+1 < len(p.rest) && !strings.ContainsRune(";}],)=", rune(p.rest[i+1])) {
				b.WriteByte(c) // Valkey 8.1 does not escape it
				continue
			}
			p.rest = p.rest[i+1:]
			return b.String(), nil
		case '\\':
			i++
			if i+2 < len(p.rest) && p.rest[i] == 'x' {
				code, err := hex.DecodeString(p.rest[i+1 : i+3])
				if err != nil {
					return "", p.unexpected("two hexadecimal digits after \\x")
				}
				b.Write(code)
				i += 2
				continue
			}
			if i == len(p.rest) || escapes[p.rest[i]] == 0 {
				return "", p.unexpected("an escape that Redis writes")
			}
			b.WriteByte(escapes[p.rest[i]])
		default:
			b.WriteByte(c)
		}
	}
	return "", p.unexpected("a closing quote")
}
