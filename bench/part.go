package main

import (
	"context"
	"time"

	"github.com/luagen/luagen/bench/buildcost"
	"github.com/luagen/luagen/bench/clientcost"
	"github.com/luagen/luagen/bench/editor"
	"github.com/luagen/luagen/bench/endtoend"
	"github.com/luagen/luagen/bench/roundtrip"
	"github.com/luagen/luagen/bench/storm"
	"github.com/luagen/luagen/bench/tool"
)

// part is one of the questions that are measured, each in a package of its own.
type part struct {
	name    string
	measure func(ctx context.Context, addr string, e effort) (findings, error)
}

// effort bounds every part.
type effort struct {
	client    clientcost.Effort
	endToEnd  endtoend.Effort
	roundTrip roundtrip.Effort
	storm     storm.Effort
	tool      tool.Effort
	build     buildcost.Effort
	editor    editor.Effort
}

// callersSteps and roundTripSteps are what the end-to-end and the round-trip part
// vary.
func callersSteps() []int { return []int{1, 16, 128} }

func roundTripSteps() []time.Duration {
	return []time.Duration{0, 200 * time.Microsecond, time.Millisecond, 5 * time.Millisecond}
}

// thorough is for figures that are quoted.
func thorough() effort {
	return effort{
		client:    clientcost.Effort{Rounds: 15, Turn: 15 * time.Millisecond},
		endToEnd:  endtoend.Effort{Callers: callersSteps(), Rounds: 9, Turn: 50 * time.Millisecond},
		roundTrip: roundtrip.Effort{RoundTrips: roundTripSteps(), Rounds: 5, Turn: 60 * time.Millisecond},
		storm:     storm.Effort{Callers: 1000, Rounds: 7},
		tool:      tool.Effort{Scripts: []int{1000, 10000}, Rounds: 3, Edits: 30},
		build:     buildcost.Effort{Scripts: 1000, Rounds: 3},
		editor:    editor.Effort{Scripts: 10000, Lines: 1000, Edits: 1000, Starts: 5, GoFiles: 300, GoColds: 1},
	}
}

// short is for a look.
func short() effort {
	return effort{
		client:    clientcost.Effort{Rounds: 5, Turn: 10 * time.Millisecond},
		endToEnd:  endtoend.Effort{Callers: callersSteps(), Rounds: 3, Turn: 20 * time.Millisecond},
		roundTrip: roundtrip.Effort{RoundTrips: roundTripSteps(), Rounds: 1, Turn: 50 * time.Millisecond},
		storm:     storm.Effort{Callers: 1000, Rounds: 3},
		tool:      tool.Effort{Scripts: []int{1000}, Rounds: 1, Edits: 5},
		build:     buildcost.Effort{Scripts: 200, Rounds: 1},
		editor:    editor.Effort{Scripts: 1000, Lines: 1000, Edits: 100, Starts: 1, GoFiles: 300},
	}
}

func partNames() []string {
	var names []string
	for _, p := range parts() {
		names = append(names, p.name)
	}
	return names
}

func parts() []part {
	return []part{
		// First: a process counts as its own the memory that its parent held when it began.
		{"tool", func(ctx context.Context, _ string, e effort) (findings, error) {
			results, watched, err := tool.Measure(ctx, "..", e.tool)
			if err != nil {
				return findings{}, err
			}
			return findings{tables: tool.Tables(results, watched), bars: tool.Bars(results, watched)}, nil
		}},
		{"build", func(ctx context.Context, _ string, e effort) (findings, error) {
			results, err := buildcost.Measure(ctx, "..", e.build)
			if err != nil {
				return findings{}, err
			}
			return findings{tables: buildcost.Tables(e.build, results), bars: buildcost.Bars(results)}, nil
		}},
		{"editor", func(ctx context.Context, _ string, e effort) (findings, error) {
			result, err := editor.Measure(ctx, "..", e.editor)
			if err != nil {
				return findings{}, err
			}
			return findings{tables: editor.Tables(result), bars: editor.Bars(result)}, nil
		}},
		{"client", func(ctx context.Context, _ string, e effort) (findings, error) {
			results, err := clientcost.Measure(ctx, e.client)
			if err != nil {
				return findings{}, err
			}
			return findings{tables: clientcost.Tables(results), charts: clientcost.Charts(results), bars: clientcost.Bars(results)}, nil
		}},
		{"end-to-end", func(ctx context.Context, addr string, e effort) (findings, error) {
			results, err := endtoend.Measure(ctx, addr, e.endToEnd)
			if err != nil {
				return findings{}, err
			}
			return findings{tables: endtoend.Tables(results), charts: endtoend.Charts(results), bars: endtoend.Bars(results)}, nil
		}},
		{"round-trip", func(ctx context.Context, addr string, e effort) (findings, error) {
			results, err := roundtrip.Measure(ctx, addr, e.roundTrip)
			if err != nil {
				return findings{}, err
			}
			return findings{
				tables: roundtrip.Tables(results), notes: []string{roundtrip.RoundTrips(results)},
				charts: roundtrip.Charts(results), bars: roundtrip.Bars(results),
			}, nil
		}},
		{"storm", func(ctx context.Context, addr string, e effort) (findings, error) {
			results, err := storm.Measure(ctx, addr, e.storm)
			if err != nil {
				return findings{}, err
			}
			return findings{tables: storm.Tables(e.storm, results), charts: storm.Charts(e.storm, results), bars: storm.Bars(results)}, nil
		}},
	}
}
