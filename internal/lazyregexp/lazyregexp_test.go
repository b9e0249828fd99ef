package lazyregexp

import "testing"

func TestNew(t *testing.T) {
	digits := New(`^[0-9]+$`)
	if re := digits(); re != digits() || !re.MatchString("12") || re.MatchString("1a") {
		t.Errorf("it compiles to %v, again and again", re)
	}
}

// TestNewInTests has an expression that is none found where it is made, though nothing uses it.
func TestNewInTests(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an expression that is none was accepted")
		}
	}()
	New(`(`)
}
