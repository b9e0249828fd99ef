package runtime

import (
	"strconv"
	"testing"
)

// Finding the calls that share keys takes a time in proportion to their keys. A
// comparison of each key with each would not end here.
func TestPartOfManyKeys(t *testing.T) {
	s := script("t.lua", "")
	keys := make([]string, 1_000_000)
	for i := range keys {
		keys[i] = strconv.Itoa(i)
	}
	calls := []Command{call(s, Discard, keys), call(s, Discard, keys), call(s, Discard, []string{"other"})}
	if w := part(calls); len(w.chains) != 1 || len(w.chains[0]) != 2 || len(w.single) != 1 {
		t.Errorf("%d chains and %d single calls", len(w.chains), len(w.single))
	}
}
