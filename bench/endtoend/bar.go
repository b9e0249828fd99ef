package endtoend

import (
	"fmt"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// What a batch may take of the processor against the fastest by hand.
const mostCPU = 1.1

// Bars checks what luagen promises of throughput, for every number of callers.
func Bars(results []Result) []report.Bar {
	var bars []report.Bar
	for _, r := range results {
		callers := report.Count(r.Callers, "caller")
		if r.Callers > 1 {
			own, other := r.own(autoPipelined), r.best(autoPipelined, is(rueidisLua))
			bars = append(bars,
				report.RatioAtLeast(fmt.Sprintf("%s, auto-pipelined: at least the calls of rueidis, each at its best setting", callers),
					measure.CompareSpeed(own.rounds, other.rounds), 1),
				report.RatioAtMost(fmt.Sprintf("%s, auto-pipelined: at most its processor time", callers),
					measure.CompareCPU(own.rounds, other.rounds), 1))
		}
		for _, way := range []string{batchOf(100), batchOf(1000), txOf(100), txOf(1000)} {
			own, other := r.own(way), r.best(way, isByHand)
			bars = append(bars,
				report.RatioAtLeast(fmt.Sprintf("%s, %s: at least the calls of the fastest by hand (%s)", callers, way, other.label()),
					measure.CompareSpeed(own.rounds, other.rounds), 1),
				report.RatioAtMost(fmt.Sprintf("%s, %s: at most %.1fx of its processor time", callers, way, mostCPU),
					measure.CompareCPU(own.rounds, other.rounds), mostCPU))
		}
	}
	return bars
}
