package flow

import (
	"slices"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
)

// inputElement returns element n of KEYS or ARGV; any when n is 0.
func (m *Machine) inputElement(s *value.Shape, n int) value.Value {
	from := value.FromArgs
	if s.Input == value.KEYS {
		from = value.KeysElement
	}
	v := value.Of(kind.AnyString|kind.Absent, from)
	if n > 0 {
		if s.Input == value.ARGV {
			v = declaredArg(m.script, n, from)
		} else if DeclaredKey(m.script, n) {
			v = value.Of(kind.AnyString, from)
		}
		v = v.WithInput(value.InputRef{Table: s.Input, Index: n})
	}
	if s.Rest.Kinds() != 0 {
		v = m.join(v, s.Rest)
	}
	return v
}

// DeclaredKey reports whether every call sends KEYS[n].
func DeclaredKey(s *parser.Script, n int) bool {
	for i := range s.Keys {
		if s.Keys[i].Variadic || s.Keys[i].Group != nil {
			return false
		}
		if i == n-1 {
			return true
		}
	}
	return false
}

// DeclaredArgAt returns the declaration of ARGV[n]; nil when there is none or more than one
// element may stand for it.
func DeclaredArgAt(s *parser.Script, n int) *parser.Arg {
	for i := range s.Args {
		if s.Args[i].Variadic {
			return nil
		}
		if i == n-1 {
			return &s.Args[i]
		}
	}
	return nil
}

// declaredArg is the value of ARGV[n] as far as the script's header says.
func declaredArg(s *parser.Script, n int, from value.Origin) value.Value {
	a := DeclaredArgAt(s, n)
	if a == nil {
		return value.Of(kind.AnyString|kind.Absent, from)
	}
	switch {
	case a.Optional && sentAfter(s, n):
		return value.Of(kind.AnyString, from) // the empty string in place of nil
	case a.Optional:
		return value.Of(kind.AnyString|kind.Nil, from)
	}
	if scalar, ok := a.Type.(*parser.Scalar); ok && len(scalar.Words) == 0 {
		switch scalar.Kind {
		case parser.Int, parser.Uint, parser.Float, parser.Bool, parser.Time, parser.Duration:
			return value.Of(kind.Numeral, from)
		}
	}
	return value.Of(kind.AnyString, from)
}

// sentAfter reports whether every call sends a declared argument after ARGV[n].
func sentAfter(s *parser.Script, n int) bool {
	return slices.ContainsFunc(s.Args[n:], func(a parser.Arg) bool { return !a.Optional && !a.Variadic })
}
