package endtoend

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net"
	"os/exec"
	"strconv"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/scripts"
)

// redisBenchmarkName is the program, and what its rates are listed under: what the
// server can do for a client in C that ignores the replies.
const redisBenchmarkName = "redis-benchmark"

// redisBenchmark runs the same script with redis-benchmark, call by call and in
// pipelines of 100 and 1,000. It cannot be told a time, so it makes as many calls in a
// turn as luagen did. Where it is not installed there are no rates.
func redisBenchmark(ctx context.Context, addr string, r Result, effort Effort) ([]Rate, error) {
	path, err := exec.LookPath(redisBenchmarkName)
	if err != nil {
		return nil, nil
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	var rates []Rate
	for _, way := range []struct {
		name  string
		depth int
	}{{plain, 1}, {batchOf(100), 100}, {batchOf(1000), 1000}} {
		calls := r.best(way.name, is(luagen)).Speed.PerSecond * effort.Turn.Seconds()
		rate := Rate{Way: way.name, Name: redisBenchmarkName}
		for range effort.Rounds {
			cmd := exec.CommandContext(ctx, path, "-h", host, "-p", port, "--csv",
				"-c", strconv.Itoa(r.Callers), "-n", strconv.Itoa(max(1000, int(calls))), "-P", strconv.Itoa(way.depth),
				"EVALSHA", scripts.IncrementBelowScript.SHA(), "1", "counter:redis-benchmark", limitText)
			out, err := cmd.Output()
			if err != nil {
				return nil, fmt.Errorf("%v: %w", cmd, err)
			}
			perS, err := requestsPerSecond(out)
			if err != nil {
				return nil, fmt.Errorf("%v: %w", cmd, err)
			}
			rate.rounds = append(rate.rounds, measure.Speed{PerSecond: perS})
		}
		rate.Speed = measure.MedianSpeed(rate.rounds)
		rates = append(rates, rate)
	}
	return rates, nil
}

// requestsPerSecond reads the report of redis-benchmark --csv: a heading, then one
// line whose second field is the figure.
func requestsPerSecond(report []byte) (float64, error) {
	rows, err := csv.NewReader(bytes.NewReader(report)).ReadAll()
	if err != nil {
		return 0, err
	}
	if len(rows) != 2 || len(rows[0]) < 2 || rows[0][1] != "rps" {
		return 0, fmt.Errorf("the report is not one line of test, rps, …: %q", report)
	}
	return strconv.ParseFloat(rows[1][1], 64)
}
