package suggest

import "testing"

func TestClosest(t *testing.T) {
	rules := []string{"unused-key", "unused-arg", "syntax", "target", "k"}
	for _, tt := range []struct{ name, want string }{
		{"unusedkey", "unused-key"},
		{"UNUSED-KEY", "unused-key"},
		{"unused-agr", "unused-arg"},
		{"sytnax", "syntax"},
		{"targets", "target"},
		{"completely-different", ""},
		{"x", ""},
		{"q", ""},
		{"", ""},
	} {
		if got := Closest(tt.name, rules); got != tt.want {
			t.Errorf("Closest(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestClosestOfEquallyNear(t *testing.T) {
	if got := Closest("lnit", []string{"init", "lint"}); got != "lint" {
		t.Errorf("Closest(lnit) = %q, want lint, which begins alike", got)
	}
}
