package parser

import "testing"

// A new scalar has a word and accepts something.
func TestEveryScalarIsKnown(t *testing.T) {
	words := map[string]ScalarKind{}
	for k := range ScalarKinds {
		if first, dup := words[k.String()]; dup || k.String() == "" {
			t.Errorf("the kind %d has the word %q, as %d has", k, k, first)
		}
		words[k.String()] = k
		if scalarForms[k] == (WireForm{}) {
			t.Errorf("%s accepts no reply", k)
		}
	}
}

// Two types that have a value in common have one in common that meetAtoms tries.
func TestPlainAtomsStandForAll(t *testing.T) {
	texts := []string{"", "0", "1", "5", "-5", "+5", "1.5", "1e3", "nan", "OK", "a", "{}", "true", "99999999999999999999"}
	var atoms []Atom
	for kind := WireNil; kind < WireArray; kind++ {
		for _, text := range texts {
			if kind != WireInteger && kind != WireBigNumber || text == "0" || text == "1" || text == "5" || text == "-5" {
				atoms = append(atoms, Atom{kind, text})
			}
		}
	}
	var types []Type
	for k := range ScalarKinds {
		types = append(types, &Scalar{Kind: k, Unit: Seconds})
	}
	types = append(types,
		&Scalar{Kind: Duration, Unit: Seconds, Rest: RestFraction}, &Scalar{Kind: Bool, Words: []string{"true", "false"}}, &Scalar{Kind: Bool, Words: []string{"1", ""}},
		&Literal{Text: "+5"}, &Literal{Text: "5"}, &Literal{Ints: true, Int: 5}, &Literal{Text: "nan"}, &Literal{Text: "OK"},
		&Enum{Ints: true, Members: []EnumMember{{Int: -5}, {Int: 5}}}, &Enum{Members: []EnumMember{{Text: "a"}, {Text: "1.5"}}})
	for _, a := range types {
		for _, b := range types {
			if isAny(a) || isAny(b) {
				continue // which overlap says of itself
			}
			met := (&overlap{known: map[[2]Type]meeting{}}).meet(a, b)
			for _, atom := range atoms {
				if Judge(a, atom) != Rejects && Judge(b, atom) != Rejects && !met.ok {
					t.Errorf("%s and %s both accept %s, of the kind %d, and do not meet", a, b, atom, atom.Kind)
				}
			}
		}
	}
}
