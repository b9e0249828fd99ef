package buildcost

import (
	"strings"
	"testing"
)

// The bars of a build are times and memory, which depend on the machine. What they come from is
// counted here: functions in the package, and the bytes of what they compile to. A generated call
// has one function more than one by hand, the Call function, and three short methods for each type
// of result that no other script has.
func TestGeneratedCallsAreSmall(t *testing.T) {
	generated, hand, err := Write(t.Context(), "../..", t.TempDir(), 200)
	if err != nil {
		t.Fatal(err)
	}
	var costs [2]struct {
		functions      int
		archive, built float64
	}
	for i, p := range []Program{generated, hand} {
		built, err := p.Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		compiled, err := p.Compiled(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		costs[i].functions, costs[i].archive, costs[i].built = len(compiled.Functions), compiled.Size, built.Size
		if p == generated {
			checkInstances(t, compiled.Functions)
		}
	}
	own, byHand := costs[0], costs[1]
	t.Logf("functions, MiB of the package, MiB of the program: %v, by hand %v", own, byHand)
	for _, bar := range []struct {
		what      string
		own, hand float64
		most      float64
	}{
		{"functions", float64(own.functions), float64(byHand.functions), 2.75},
		{"MiB of the package", own.archive, byHand.archive, 2.1},
		{"MiB of the program", own.built, byHand.built, 1.4},
	} {
		if ratio := bar.own / bar.hand; ratio > bar.most {
			t.Errorf("%.2f %s against %.2f by hand: %.2f times, want at most %.2f", bar.own, bar.what, bar.hand, ratio, bar.most)
		}
	}
}

// checkInstances finds generic functions of the runtime that a type of result has been compiled
// for, beside the methods of Call: a program would have them for each of its scripts.
func checkInstances(t *testing.T, functions []string) {
	t.Helper()
	const runtime = "github.com/luagen/luagen/runtime"
	for _, f := range functions {
		name, types, generic := strings.Cut(f, "[")
		if !generic || !strings.HasPrefix(name, runtime) || !strings.Contains(types, "program/calls.") {
			continue
		}
		if name != runtime+".(*Call" || !strings.HasSuffix(types, "]).Result") && !strings.HasSuffix(types, "]).arguments") {
			t.Errorf("%s is compiled for a type of the scripts", f)
		}
	}
}
