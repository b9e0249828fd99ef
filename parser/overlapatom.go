package parser

import "strconv"

// String is the atom as a message shows it.
func (a Atom) String() string {
	switch a.Kind {
	case WireNil:
		return "nil"
	case WireBulk, WireStatus, WireVerbatim:
		return shorten(quoted(a.Text))
	case WireBoolean:
		return "true"
	default:
		return a.Text
	}
}

// plainAtoms stand for all replies that no type names: every two types without named
// values that have a value in common have one of these in common.
var plainAtoms = [...]Atom{
	{WireBulk, "a"}, {WireInteger, "1"}, {WireBulk, "1"}, {WireDouble, "1.5"}, {WireBoolean, "t"},
}

// meetAtoms tries the values that the types name, and plainAtoms.
func (o *overlap) meetAtoms(a, b Type) meeting {
	candidates := append(namedAtoms(a), namedAtoms(b)...)
	for _, c := range append(candidates, plainAtoms[:]...) {
		status := Atom{WireStatus, c.Text} // ok takes more of these than of other strings
		if o.accepts(a, c) && o.accepts(b, c) || c.Kind == WireBulk && o.accepts(a, status) && o.accepts(b, status) {
			return meeting{c.String(), true}
		}
	}
	return meeting{}
}

// namedAtoms are the values that a literal, an enum or a bool with words names.
func namedAtoms(t Type) []Atom {
	var atoms []Atom
	switch t := t.(type) {
	case *Literal:
		atoms = append(atoms, namedAtom(t.Ints, t.Int, t.Text))
	case *Enum:
		for _, m := range t.Members {
			atoms = append(atoms, namedAtom(t.Ints, m.Int, m.Text))
		}
	case *Scalar:
		for _, w := range t.Words {
			atoms = append(atoms, Atom{WireBulk, w})
		}
	}
	return atoms
}

func namedAtom(ints bool, n int64, s string) Atom {
	if ints {
		return Atom{WireInteger, strconv.FormatInt(n, 10)}
	}
	return Atom{WireBulk, s}
}

// accepts reports whether an atom may be a reply of the type.
func (o *overlap) accepts(t Type, a Atom) bool {
	o.steps++
	if e, ok := t.(*Enum); ok {
		o.steps += len(e.Members)
	}
	return isAtomic(t) && Judge(t, a) != Rejects
}

// sample is a reply that the type accepts, as a message shows it.
func (o *overlap) sample(t Type) string {
	if m := o.meet(t, t); m.ok {
		return m.example
	}
	return "of " + shorten(t.String())
}
