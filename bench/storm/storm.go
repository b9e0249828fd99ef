// Package storm measures what happens when a server loses a long script while many
// callers use it, as it does on a restart, a failover or SCRIPT FLUSH: how many
// bytes go to the server and when the last caller has its reply.
package storm

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
	"github.com/luagen/luagen/runtime"
)

// Effort bounds a run.
type Effort struct {
	Callers int // at once, each on a connection of its own
	Rounds  int // storms per contender, whose medians count
}

// scriptSize is the length of the script in bytes, about.
const scriptSize = 20 << 10

// Result is what one contender sent and took.
type Result struct {
	Name   string
	Bytes  float64 // sent to the server by all callers together
	Last   float64 // seconds from the server's first answer to the last reply
	Bodies float64 // Bytes in lengths of the script
}

// Names that the bar refers to.
const (
	luagen = "luagen"
	byHand = "go-redis Script.Run"
)

// contender is one way to call the script.
type contender struct {
	name string
	call func(ctx context.Context, key string) error
}

// Measure storms the server at addr. Every call increments a counter, which must
// be the number of calls in the end.
func Measure(ctx context.Context, addr string, effort Effort) ([]Result, error) {
	p, err := dial(ctx, addr, effort.Callers)
	if err != nil {
		return nil, fmt.Errorf("storm: %w", err)
	}
	defer p.close()
	contenders := contenders(p)
	results := make([]Result, len(contenders))
	sent := make([][]float64, len(contenders))
	last := make([][]float64, len(contenders))
	for range effort.Rounds {
		for i, c := range contenders {
			bytes, took, err := storm(ctx, p, c, effort.Callers)
			if err != nil {
				return nil, fmt.Errorf("storm, %s: %w", c.name, err)
			}
			sent[i], last[i] = append(sent[i], float64(bytes)), append(last[i], took.Seconds())
		}
	}
	for i, c := range contenders {
		bytes := measure.Median(sent[i])
		results[i] = Result{c.name, bytes, measure.Median(last[i]), bytes / float64(len(source()))}
	}
	return results, nil
}

// storm has every caller call once on a server that has lost the script. So that all
// of them meet NOSCRIPT, and not only those who happen to be first, the server holds
// the calls back until it has them all, as one that restarts does.
func storm(ctx context.Context, p *peers, c contender, callers int) (sent int64, took time.Duration, err error) {
	const key = "storm"
	for _, command := range [][]any{{"DEL", key}, {"SCRIPT", "FLUSH"}, {"CLIENT", "PAUSE", pause.Milliseconds(), "WRITE"}} {
		if err := p.direct.Do(ctx, command...).Err(); err != nil {
			return 0, 0, err
		}
	}
	before := p.sent.Load()
	errs := make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() { errs[i] = c.call(ctx, key) })
	}
	p.waitUntilSent(before)
	began := time.Now()
	if err := p.direct.Do(ctx, "CLIENT", "UNPAUSE").Err(); err != nil {
		return 0, 0, err
	}
	wg.Wait()
	took, sent = time.Since(began), p.sent.Load()-before
	for _, err := range errs {
		if err != nil {
			return 0, 0, err
		}
	}
	n, err := p.direct.Get(ctx, key).Int()
	if err == nil && n != callers {
		err = fmt.Errorf("%d calls ran the script %d times", callers, n)
	}
	return sent, took, err
}

// pause is longer than any number of callers needs to send; the server goes on
// earlier, when it is told to.
const pause = 10 * time.Second

// source is the script: an increment below a long comment.
func source() string {
	const body = "return redis.call('INCR', KEYS[1])\n"
	const line = "-- A comment line, of which a long script of this kind has a great many.\n"
	return strings.Repeat(line, (scriptSize-len(body))/len(line)) + body
}

// script is the same as luagen would generate it.
func script() *runtime.Script {
	sum := sha1.Sum([]byte(source()))
	return runtime.NewScript("storm.lua", source(), hex.EncodeToString(sum[:]))
}

func contenders(p *peers) []contender {
	own, goRedis := script(), redis.NewScript(source())
	call := func(ctx context.Context, client runtime.Client, key string) error {
		call := runtime.NewCall(own, (*runtime.Decoder).Int, 1)
		call.Args.Key(key)
		_, err := runtime.Run(ctx, client, call)
		return err
	}
	return []contender{
		{luagen, func(ctx context.Context, key string) error { return call(ctx, p.goRedis, key) }},
		{byHand, func(ctx context.Context, key string) error { return goRedis.Run(ctx, p.goRedis, []string{key}).Err() }},
		{"luagen, runtime.AutoPipeline", func(ctx context.Context, key string) error { return call(ctx, p.gather, key) }},
		{"luagen, go-redis's face", func(ctx context.Context, key string) error { return call(ctx, p.auto, key) }},
		{"rueidis Lua", p.rueidisCall},
	}
}

// Tables prints the contenders.
func Tables(effort Effort, results []Result) []report.Table {
	t := report.Table{
		Title: fmt.Sprintf("NOSCRIPT storm: %d callers at SCRIPT FLUSH, script of %d bytes", effort.Callers, len(source())),
		Head:  []string{"client", "bytes sent", "in scripts", "bytes against luagen", "last reply ms", "time against luagen"},
	}
	for _, r := range results {
		t.Rows = append(t.Rows, []string{
			r.Name, fmt.Sprintf("%.0f", r.Bytes), fmt.Sprintf("%.1f", r.Bodies), report.Ratio(r.Bytes, results[0].Bytes),
			fmt.Sprintf("%.1f", r.Last*1000), report.Ratio(r.Last, results[0].Last),
		})
	}
	return []report.Table{t}
}

// Charts draws the bytes sent.
func Charts(effort Effort, results []Result) []report.Chart {
	chart := report.Chart{
		File:   "storm.svg",
		Title:  fmt.Sprintf("Bytes sent by %d callers after SCRIPT FLUSH", effort.Callers),
		X:      "client",
		Y:      "bytes",
		Series: []report.Series{{Name: "sent to the server"}},
	}
	for _, r := range results {
		chart.Groups = append(chart.Groups, r.Name)
		chart.Series[0].Values = append(chart.Series[0].Values, r.Bytes)
	}
	return []report.Chart{chart}
}

// Bars checks what luagen promises of a storm.
func Bars(results []Result) []report.Bar {
	bytes := map[string]float64{}
	for _, r := range results {
		bytes[r.Name] = r.Bytes
	}
	return []report.Bar{report.AtMost("storm: at most a tenth of the bytes of redis.Script", "%.3f of them", bytes[luagen]/bytes[byHand], 0.1)}
}
