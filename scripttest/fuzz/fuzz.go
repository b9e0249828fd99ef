// Package fuzz calls a script with inputs made from its header's types, on data made from
// the commands that it uses, and looks for what is wrong whatever the script is meant to do:
// a reply that does not decode as declared, an error that is not declared, a key that is not
// declared, an error after a write, a call without end.
//
// It runs scripts on a real server of its own, and neither prints nor writes files.
package fuzz

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
)

// Config says what is tried.
type Config struct {
	Script  *parser.Script // with a header
	Facts   *analysis.Facts
	Returns parser.Type // its @returns, a bare tuple filled in
	Word    string      // how cases call it
	Binary  string      // a redis-server or valkey-server

	Seed     uint64
	Runs     int           // how many trials; 0 for no limit
	Time     time.Duration // how long; 0 for no limit
	Budget   time.Duration // what a call may take
	Commands int           // how many commands a call may issue; 0 for no limit
	Edges    bool          // whole numbers that are zero, negative and huge, too
}

// Report is what came of it.
type Report struct {
	Trials   int
	Calls    int
	Findings []Finding // in the order in which they were found
	// Missed tells what of the script no call has reached.
	Missed []string
	// Stuck is set when the script did not end so often that no more was tried.
	Stuck bool
}

// stuckAfter is how many calls without end are waited for.
const stuckAfter = 2

// Run tries a script until the runs or the time are over, or the context is done. It tells of
// each finding when it is found. One seed gives the same trials; how many there are depends on the
// time, where that is the limit.
func Run(ctx context.Context, c Config, found func(Finding)) (Report, error) {
	var report Report
	h, err := newHarness(ctx, c)
	if err != nil {
		return report, err
	}
	defer h.close()
	random := rand.New(rand.NewPCG(c.Seed, 0))
	known := newKnowledge(c)
	began := time.Now()
	for n := 0; (c.Runs == 0 || n < c.Runs) && (c.Time == 0 || time.Since(began) < c.Time) && ctx.Err() == nil; n++ {
		t := known.trial(random, n)
		f, err := h.try(ctx, t, known)
		report.Trials++
		if err != nil {
			if ctx.Err() != nil {
				break
			}
			return report, err
		}
		if f == nil {
			continue
		}
		if !h.reported[f.identity()] {
			if *f, err = h.shrink(ctx, *f, known); err != nil {
				return report, err
			}
			h.reported[f.identity()] = true
			report.Findings = append(report.Findings, *f)
			found(*f)
		}
		if h.timeouts >= stuckAfter {
			report.Stuck = true
			break
		}
	}
	report.Calls = h.calls
	if !report.Stuck && ctx.Err() == nil {
		report.Missed, err = h.reach(ctx, random, known, report.Trials)
	}
	return report, err
}
