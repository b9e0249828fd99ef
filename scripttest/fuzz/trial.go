package fuzz

import (
	"math/rand/v2"
	"slices"
)

// Trial is data, and calls of the script on it, one after the other.
type Trial struct {
	Setup [][]string // commands
	Calls [][]string // the inputs of each, NAME=VALUE
	// Hostile is set when keys hold what the script does not expect: errors about that are
	// the data's, not the script's.
	Hostile bool
}

func (t Trial) clone() Trial {
	t.Setup, t.Calls = slices.Clone(t.Setup), slices.Clone(t.Calls)
	for i := range t.Setup {
		t.Setup[i] = slices.Clone(t.Setup[i])
	}
	for i := range t.Calls {
		t.Calls[i] = slices.Clone(t.Calls[i])
	}
	return t
}

// trial makes the n-th trial. The first ones are on an empty database, and show what the
// script asks for.
func (k *knowledge) trial(r *rand.Rand, n int) Trial {
	var t Trial
	calls := 1 + r.IntN(3)
	for range calls {
		t.Calls = append(t.Calls, k.inputs(r))
	}
	if n < 3 {
		return t
	}
	t.Hostile = r.IntN(10) == 0
	t.Setup = k.data(r, t.Hostile)
	return t
}

// pick is one of a list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
