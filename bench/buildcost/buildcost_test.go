package buildcost

import "testing"

// The bars of a build are times and memory, which depend on the machine. What they come from is
// counted here: functions in the package, of which a generated call has more than one by hand (a
// Call function, and four short methods for each type of result), and bytes of the binary.
func TestGeneratedCallsAreSmall(t *testing.T) {
	generated, hand, err := Write(t.Context(), "../..", t.TempDir(), 100)
	if err != nil {
		t.Fatal(err)
	}
	size := map[string]float64{}
	functions := map[string]int{}
	for name, p := range map[string]Program{"generated": generated, "by hand": hand} {
		built, err := p.Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		size[name] = built.Size
		if functions[name], err = p.Functions(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("functions %v, MiB %v", functions, size)
	if ratio := float64(functions["generated"]) / float64(functions["by hand"]); ratio > 3.75 {
		t.Errorf("%d functions against %d by hand, %.2f times", functions["generated"], functions["by hand"], ratio)
	}
	if ratio := size["generated"] / size["by hand"]; ratio > 1.5 {
		t.Errorf("a binary of %.2f MiB against %.2f by hand, %.2f times", size["generated"], size["by hand"], ratio)
	}
}
