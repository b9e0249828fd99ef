package analysis

import (
	"slices"

	"github.com/luagen/luagen/parser"
)

// inputElement returns element n of KEYS or ARGV; any when n is 0.
func (m *machine) inputElement(s *Shape, n int) Value {
	from := FromArgs
	if s.input == KEYS {
		from = KeysElement
	}
	v := of(AnyString|Absent, from)
	if n > 0 {
		if s.input == ARGV {
			v = declaredArg(m.script, n, from)
		} else if declaredKey(m.script, n) {
			v = of(AnyString, from)
		}
		v = v.WithInput(InputRef{Table: s.input, Index: n})
	}
	if s.Rest.kinds != 0 {
		v = m.join(v, s.Rest)
	}
	return v
}

// declaredKey reports whether every call sends KEYS[n].
func declaredKey(s *parser.Script, n int) bool {
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

// declaredArgAt returns the declaration of ARGV[n]; nil when there is none or more than one
// element may stand for it.
func declaredArgAt(s *parser.Script, n int) *parser.Arg {
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
func declaredArg(s *parser.Script, n int, from Origin) Value {
	a := declaredArgAt(s, n)
	if a == nil {
		return of(AnyString|Absent, from)
	}
	switch {
	case a.Optional && sentAfter(s, n):
		return of(AnyString, from) // the empty string in place of nil
	case a.Optional:
		return of(AnyString|Nil, from)
	}
	if scalar, ok := a.Type.(*parser.Scalar); ok && len(scalar.Words) == 0 {
		switch scalar.Kind {
		case parser.Int, parser.Uint, parser.Float, parser.Bool, parser.Time, parser.Duration:
			return of(Numeral, from)
		}
	}
	return of(AnyString, from)
}

// sentAfter reports whether every call sends a declared argument after ARGV[n].
func sentAfter(s *parser.Script, n int) bool {
	return slices.ContainsFunc(s.Args[n:], func(a parser.Arg) bool { return !a.Optional && !a.Variadic })
}
