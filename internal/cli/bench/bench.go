// Package bench measures one script on a real server: the latency and throughput that
// clients see, and the time that the script takes inside the server.
//
// Flags and the printing of the figures are internal/cli's.
package bench

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/redis/go-redis/v9"
)

// Load is what is sent: the same command by every client, as fast as replies come.
type Load struct {
	Command []any // the whole command
	Calls   int   // in all
	Clients int   // at the same time
	// Declared is the declared error that a reply stands for; nil for any other reply.
	Declared func(ctx context.Context, reply any, err error) error
}

// run sends the command once. A declared error is a reply like any other.
func (l Load) run(ctx context.Context, client interface {
	Do(ctx context.Context, args ...any) *redis.Cmd
}) (declared, err error) {
	reply, err := client.Do(ctx, l.Command...).Result()
	if declared := l.Declared(ctx, reply, err); declared != nil {
		return declared, nil
	}
	if errors.Is(err, redis.Nil) {
		err = nil
	}
	return nil, err
}

// Result is what clients saw.
type Result struct {
	PerSecond                float64
	P50, P95, P99, P999, Max time.Duration
	Declared                 map[error]int // how many calls took each declared error
}

// slowest is the longest latency that is recorded; longer ones count as this one.
const slowest = time.Minute

// Measure puts a load on a server. It tells progress how many calls are done, from
// several goroutines, and ends with the first call that fails.
func Measure(ctx context.Context, client *redis.Client, load Load, progress func(done int)) (Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	total := hdrhistogram.New(1, int64(slowest), 3)
	took := map[error]int{}
	var mu sync.Mutex
	var begun, done atomic.Int64
	var group sync.WaitGroup
	conns, err := connect(ctx, client, load.Clients)
	defer func() {
		for _, c := range conns {
			_ = c.Close() // only given back
		}
	}()
	if err != nil {
		return Result{}, err
	}
	start := time.Now()
	for _, conn := range conns {
		group.Go(func() {
			own, mine := hdrhistogram.New(1, int64(slowest), 3), map[error]int{}
			for ctx.Err() == nil && begun.Add(1) <= int64(load.Calls) {
				sent := time.Now()
				declared, err := load.run(ctx, conn)
				if err != nil {
					cancel(err)
					return
				}
				if declared != nil {
					mine[declared]++
				}
				_ = own.RecordValue(min(int64(time.Since(sent)), int64(slowest))) // never out of range
				progress(int(done.Add(1)))
			}
			mu.Lock()
			defer mu.Unlock()
			total.Merge(own)
			for declared, n := range mine {
				took[declared] += n
			}
		})
	}
	group.Wait()
	lasted := time.Since(start)
	if err := context.Cause(ctx); err != nil {
		return Result{}, err
	}
	at := func(quantile float64) time.Duration { return time.Duration(total.ValueAtQuantile(quantile)) }
	return Result{
		PerSecond: float64(load.Calls) / lasted.Seconds(),
		P50:       at(50), P95: at(95), P99: at(99), P999: at(99.9),
		Max:      time.Duration(total.Max()),
		Declared: took,
	}, nil
}

// connect opens a connection for each client, so that no call pays for that.
func connect(ctx context.Context, client *redis.Client, clients int) ([]*redis.Conn, error) {
	var conns []*redis.Conn
	for range clients {
		c := client.Conn()
		conns = append(conns, c)
		if err := c.Ping(ctx).Err(); err != nil {
			return conns, err
		}
	}
	return conns, nil
}
