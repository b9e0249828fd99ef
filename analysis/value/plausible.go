package value

import "github.com/luagen/luagen/analysis/kind"

// What follows is plausible, not sound: it reads out of a script what its author takes for granted
// where what is certain would be of no use. Nothing else in this package does so.
//
//   - A kind is evidence when the script suggests it: Nil where a nil is written or tested for,
//     Fraction where something is divided. A value of which nothing is known has every kind and
//     yet suggests none of those.
//   - A test that looks impossible is taken for one that is not: what it guards is judged as if the
//     value were what is asked for.
//   - What is read out of a table that changes is what was put there for that reader.
//   - Counts of groups, #ARGV / 2, are whole.
//
// An error needs more than plausibility: rules ask for what a value is (Value.Is), which no step here
// makes true of a value of which it was not, save for what a script has itself tested.

// unsuggested is what an unknown value can be without any evidence for more.
const unsuggested = kind.Unknown &^ (kind.Nil | kind.Int | kind.Fraction | kind.Numeral | kind.Text) // unevidenced(Unknown)

// Suggested returns the kinds that a value can have, without those of an unknown value that
// stand for evidence: that nothing is known does not suggest a fraction.
func (v Value) Suggested() kind.Set {
	if v.kinds == kind.Unknown {
		return unsuggested
	}
	return v.kinds
}

// unevidenced is a set of kinds without those that the others stand for: a test for numbers is no
// evidence of a fraction.
func unevidenced(k kind.Set) kind.Set {
	for _, sort := range sorts {
		if k&sort.any != 0 {
			k = k&^sort.all | sort.any
		}
	}
	return k
}

// Limit returns the value cut down to some kinds. A value that has none of them is
// left as it is: what looks impossible is then at least not called so.
func (v Value) Limit(k kind.Set) Value {
	suggested := Value{v.Suggested(), v.from, v.detail}
	left := Meet(suggested, Of(unevidenced(k), 0))
	if left.kinds == 0 || left.kinds == v.kinds {
		return v
	}
	return left
}

// Settled is an entry as a reader of the table finds it. Tables are not followed by flow: of
// one that was given numbers where it held strings, as "t.n = tonumber(t.n)" does, the entry
// can be either as far as is known, and by all appearances is not.
func Settled(s *Shape, v Value) Value {
	changed := s.Changed || s.IsInput && s.Rest.kinds != 0
	if changed && v.Can(kind.Number) && v.Can(kind.String) {
		return Unknown(v.from)
	}
	return v
}
