package lint

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/randlua"
	"github.com/luagen/luagen/internal/redistest"
)

// TestConditionsAreCertain runs random scripts on a real server, in which every condition that is an
// error tells how it turned out.
func TestConditionsAreCertain(t *testing.T) {
	scripts := uint64(3000)
	if testing.Short() {
		scripts = 150
	}
	ctx := context.Background()
	client := redistest.Start(t).Client(2)
	judged := 0
	for seed := range scripts {
		text := randlua.Traced(rand.New(rand.NewPCG(seed, 7)), "")
		_, found := lintText(t, text)
		probed, conditions := probe(text, found)
		if len(conditions) == 0 {
			continue
		}
		randlua.Run(t, client, probed)
		for i, d := range conditions {
			outcomes := client.SMembers(ctx, fmt.Sprint("probe:", i)).Val()
			if len(outcomes) == 0 {
				continue // never evaluated
			}
			judged++
			want := "false"
			if strings.Contains(d.Message, "is always true") {
				want = "true"
			}
			if !slices.Equal(outcomes, []string{want}) {
				t.Fatalf("seed %d: line %d turned out %v in spite of: %s\n%s", seed, d.Span.Start.Line, outcomes, d.Message, randlua.Numbered(text))
			}
		}
	}
	if judged < int(scripts)/20 {
		t.Errorf("only %d conditions in %d scripts: the generator is too careful", judged, scripts)
	}
}

// probe writes a call around each condition that is an error, which adds its outcome to a set. Of
// one within another the inner one is left out.
func probe(text string, found []diag.Diagnostic) (string, []diag.Diagnostic) {
	var conditions []diag.Diagnostic
	for _, d := range found {
		within := func(o diag.Diagnostic) bool { return d.Span.Start.Offset < o.Span.End.Offset }
		if d.Rule == "reply-condition" && d.Severity == diag.Error && !slices.ContainsFunc(conditions, within) {
			conditions = append(conditions, d)
		}
	}
	for i, d := range slices.Backward(conditions) {
		from, to := d.Span.Start.Offset, d.Span.End.Offset
		text = text[:from] + fmt.Sprintf(" probe(%d, %s) ", i, text[from:to]) + text[to:]
	}
	return "local function probe(i, v) redis.call('SADD', 'probe:' .. i, tostring(not not v)) return v end " + text, conditions
}
