package clientcost

import (
	"math"
	"slices"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// slack is how far a mean count of allocations may be off: the Go runtime allocates
// now and then on its own account.
const slack = 0.05

// Bars checks what luagen promises of client cost.
func Bars(results []Result) []report.Bar {
	return append(allocationBars(results), timeBar(results))
}

// allocationBars are the same on every machine.
func allocationBars(results []Result) []report.Bar {
	allocs := func(reply, name string) float64 { return costOf(results, reply, name).Allocs }
	return []report.Bar{
		report.AtMost("int reply: at most 1 allocation more than built-in INCR", "%+.0f",
			allocs(integer, luagen)-allocs(integer, builtIn), 1+slack),
		report.AtLeast("int reply: at least 3 allocations fewer than Script.Run(…).Int64()", "%.0f fewer",
			allocs(integer, byHand)-allocs(integer, luagen), 3-slack),
		report.AtMost("1,000 ints: under 10 allocations", "%.0f", allocs(integers, luagen), 9+slack),
		report.AtLeast("tuple: at least 3 allocations fewer than Slice() with assertions", "%.0f fewer",
			allocs(tuple, byHand)-allocs(tuple, luagen), 3-slack),
	}
}

func timeBar(results []Result) report.Bar {
	return report.AtLeast("1,000 ints: at least 2x as fast as Int64Slice()", "%.2fx",
		costOf(results, integers, byHand).Nanoseconds/costOf(results, integers, luagen).Nanoseconds, 2)
}

// costOf finds a figure; a contender that was not measured costs NaN, which meets
// no bar.
func costOf(results []Result, reply, name string) measure.Cost {
	for _, r := range results {
		if i := slices.Index(r.Names, name); r.Reply == reply && i >= 0 {
			return r.Costs[i]
		}
	}
	return measure.Cost{Nanoseconds: math.NaN(), Allocs: math.NaN(), Bytes: math.NaN()}
}
