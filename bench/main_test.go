package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestUnknownPart(t *testing.T) {
	err := run(t.Context(), []string{"-part", "strom"}, &strings.Builder{})
	const want = `there is no part "strom"; the parts are tool, build, editor, client, end-to-end, round-trip, storm`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestGeneratedCallsAreCurrent compares scripts/ and shapes/ with what luagen generates.
func TestGeneratedCallsAreCurrent(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "run", "./cmd/luagen", "generate", "--check", "bench/scripts", "bench/shapes")
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: run make generate in bench\n%s", err, out)
	}
}
