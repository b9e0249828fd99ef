package command

import "testing"

// TestSummaries holds that an editor can say what a command does of which it knows how it is called.
func TestSummaries(t *testing.T) {
	for name, c := range All() {
		ours := c.Since != "" || c.Valkey != ""
		if ours && !c.Grammar.Loose && len(c.Grammar.Params) > 0 && c.Summary == "" {
			t.Errorf("%s has no summary; add it to summaries.txt", name)
		}
	}
	if c, _ := Lookup("get"); c.Summary != "Get the value of a key" || c.Complexity != "O(1)" {
		t.Errorf("GET: %q, %q", c.Summary, c.Complexity)
	}
}
