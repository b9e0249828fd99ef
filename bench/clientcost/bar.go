package clientcost

import (
	"fmt"

	"github.com/luagen/luagen/bench/report"
)

// slack is how far a mean count of allocations may be off, and slackBytes one of bytes: the
// Go runtime allocates now and then on its own account.
const (
	slack      = 0.05
	slackBytes = 4
)

// Bars checks what luagen promises of client cost.
func Bars(results []Result) []report.Bar {
	var bars []report.Bar
	for _, r := range results {
		bars = append(bars, report.RatioAtMost(
			fmt.Sprintf("reply of %s: at most %.2fx of the time by hand", r.Reply, r.most), r.byHand().Luagen, r.most))
	}
	return append(append(bars, bytesBars(results)...), allocationBars(results)...)
}

func bytesBars(results []Result) []report.Bar {
	var bars []report.Bar
	for _, r := range results {
		if own, hand := r.way(luagen).Cost, r.byHand().Cost; r.bytes {
			bars = append(bars, report.Bar{
				Promise:  fmt.Sprintf("reply of %s: no more bytes than by hand", r.Reply),
				Measured: fmt.Sprintf("%.0f against %.0f", own.Bytes, hand.Bytes),
				Met:      own.Bytes <= hand.Bytes+slackBytes,
			})
		}
	}
	return bars
}

// allocationBars are the same on every machine.
func allocationBars(results []Result) []report.Bar {
	allocs := func(reply, name string) float64 { return find(results, reply).way(name).Cost.Allocs }
	return []report.Bar{
		report.AtMost("reply of an int: no more allocations than built-in INCR", "%+.0f",
			allocs(integer, luagen)-allocs(integer, builtIn), slack),
		report.AtLeast("reply of an int: at least 5 allocations fewer than Script.Run(…).Int64()", "%.0f fewer",
			allocs(integer, scriptRun)-allocs(integer, luagen), 5-slack),
		report.AtMost("reply of 1,000 ints: under 10 allocations", "%.0f", allocs(integers, luagen), 9+slack),
		report.AtLeast("reply of a tuple: at least 7 allocations fewer than Slice() with assertions", "%.0f fewer",
			allocs(tuple, scriptRun)-allocs(tuple, luagen), 7-slack),
	}
}
