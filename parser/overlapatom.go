package parser

import (
	"encoding/json"
	"strconv"
)

// atom is a reply that is not an array: an integer, a string, a RESP3 double or a
// RESP3 boolean.
type atom struct {
	kind atomKind
	n    int64
	s    string
}

type atomKind int

const (
	intAtom atomKind = iota
	stringAtom
	doubleAtom
	boolAtom
)

func (a atom) String() string {
	switch a.kind {
	case intAtom:
		return strconv.FormatInt(a.n, 10)
	case stringAtom:
		return shorten(quoted(a.s))
	case doubleAtom:
		return "1.5"
	default:
		return "true"
	}
}

// meetAtoms tries the values that the types name, and the few that stand for all
// others: every two types without named values that have a value in common have one
// of these in common.
func (o *overlap) meetAtoms(a, b Type) meeting {
	candidates := append(namedAtoms(a), namedAtoms(b)...)
	candidates = append(candidates,
		atom{kind: stringAtom, s: "a"}, atom{kind: intAtom, n: 1}, atom{kind: stringAtom, s: "1"},
		atom{kind: doubleAtom}, atom{kind: boolAtom})
	for _, c := range candidates {
		if o.accepts(a, c) && o.accepts(b, c) {
			return meeting{c.String(), true}
		}
	}
	return meeting{}
}

// namedAtoms are the values that a literal or an enum names.
func namedAtoms(t Type) []atom {
	var atoms []atom
	switch t := t.(type) {
	case *Literal:
		atoms = append(atoms, namedAtom(t.Ints, t.Int, t.Text))
	case *Enum:
		for _, m := range t.Members {
			atoms = append(atoms, namedAtom(t.Ints, m.Int, m.Text))
		}
	}
	return atoms
}

func namedAtom(ints bool, n int64, s string) atom {
	if ints {
		return atom{kind: intAtom, n: n}
	}
	return atom{kind: stringAtom, s: s}
}

// accepts reports whether an atom is a reply of the type.
func (o *overlap) accepts(t Type, a atom) bool {
	o.steps++
	switch t := t.(type) {
	case *Literal:
		return a == namedAtom(t.Ints, t.Int, t.Text)
	case *Enum:
		for _, m := range t.Members {
			if o.steps++; a == namedAtom(t.Ints, m.Int, m.Text) {
				return true
			}
		}
		return false
	case *Scalar:
		return t.accepts(a)
	default:
		return false
	}
}

func (t *Scalar) accepts(a atom) bool {
	switch t.Kind {
	case Int, Time, Duration:
		_, err := strconv.ParseInt(a.s, 10, 64)
		return a.kind == intAtom || a.kind == stringAtom && err == nil
	case Uint:
		_, err := strconv.ParseUint(a.s, 10, 64)
		return a.kind == intAtom && a.n >= 0 || a.kind == stringAtom && err == nil
	case Float:
		_, err := strconv.ParseFloat(a.s, 64)
		return a.kind == intAtom || a.kind == doubleAtom || a.kind == stringAtom && err == nil
	case Bool:
		return a.kind == boolAtom || a.kind == intAtom && (a.n == 0 || a.n == 1) ||
			a.kind == stringAtom && (a.s == "0" || a.s == "1")
	case JSON:
		return a.kind == stringAtom && json.Valid([]byte(a.s))
	case Any:
		return true
	default:
		return a.kind == stringAtom
	}
}

// sample is a reply that the type accepts, as a message shows it.
func (o *overlap) sample(t Type) string {
	if m := o.meet(t, t); m.ok {
		return m.example
	}
	return "of " + shorten(t.String())
}
