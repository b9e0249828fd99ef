package endtoend

import (
	"context"
	"time"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/bench/server"
	"github.com/luagen/luagen/runtime"
)

// clients are the peers, connected to one server. Each has as many connections as
// there are callers where it uses one per call, and its own defaults otherwise.
type clients struct {
	goRedis    *goredis.Client
	hooked     *goredis.Client // the same with luagen's hook for batches
	auto       runtime.Client  // luagen's own auto-pipelining over goRedis
	hookedAuto runtime.Client  // and over hooked
	redigo     *redis.Pool
	faces      []face
	rueidis    []multiplexed
	close      func()
}

// A face is go-redis's auto-pipelining with some options.
type face struct {
	setting string
	*goredis.AutoPipeliner
}

// multiplexed is rueidis, which pipelines by itself, with some options.
type multiplexed struct {
	setting string
	rueidis.Client
}

// defaults is the setting of a client without options.
const defaults = "default"

// faceOptions are the settings of auto-pipelining that are tried. The unordered ones give
// up the order between callers, which rueidis does not keep either.
func faceOptions() []struct {
	setting string
	options *goredis.AutoPipelineOptions
} {
	batches := func(n, size int) *goredis.AutoPipelineOptions {
		return &goredis.AutoPipelineOptions{Unordered: true, MaxConcurrentBatches: n, MaxBatchSize: size}
	}
	delayed := batches(3, 6)
	delayed.MaxFlushDelay = 20 * time.Microsecond
	return []struct {
		setting string
		options *goredis.AutoPipelineOptions
	}{
		{defaults, nil},
		{"unordered, 3 batches of 6", batches(3, 6)},
		{"unordered, 2 batches of 16", batches(2, 16)},
		{"unordered, 3 batches of 32", batches(3, 32)},
		{"unordered, 4 batches of 8", batches(4, 8)},
		{"unordered, 3 batches of 6, MaxFlushDelay 20µs", delayed},
		{"MaxFlushDelay 20µs", &goredis.AutoPipelineOptions{MaxFlushDelay: 20 * time.Microsecond}},
		{"FullDuplex", &goredis.AutoPipelineOptions{FullDuplex: true}},
	}
}

// rueidisOptions are rueidis's settings that are tried: its connections and how long it
// waits for more calls.
func rueidisOptions() []struct {
	setting   string
	multiplex int
	delay     time.Duration
} {
	return []struct {
		setting   string
		multiplex int
		delay     time.Duration
	}{
		{defaults, 0, 0},
		{"MaxFlushDelay 20µs", 0, 20 * time.Microsecond},
		{"MaxFlushDelay 100µs", 0, 100 * time.Microsecond},
		{"1 connection", -1, 0},
		{"1 connection, MaxFlushDelay 20µs", -1, 20 * time.Microsecond},
		{"1 connection, MaxFlushDelay 100µs", -1, 100 * time.Microsecond},
	}
}

func dial(ctx context.Context, addr string, callers int) (*clients, error) {
	var closers []func()
	c := &clients{
		goRedis: goredis.NewClient(&goredis.Options{Addr: addr, PoolSize: callers, MinIdleConns: callers}),
		hooked:  goredis.NewClient(&goredis.Options{Addr: addr, PoolSize: callers}),
		redigo: &redis.Pool{
			MaxIdle: callers, MaxActive: callers, Wait: true,
			Dial: func() (redis.Conn, error) { return redis.Dial("tcp", addr) },
		},
		close: func() {
			for _, f := range closers {
				f()
			}
		},
	}
	c.hooked.AddHook(runtime.NewBatchHook())
	c.auto, c.hookedAuto = runtime.AutoPipeline(c.goRedis), runtime.AutoPipeline(c.hooked)
	closers = append(closers, func() { _ = c.goRedis.Close() }, func() { _ = c.hooked.Close() }, func() { _ = c.redigo.Close() })
	for _, f := range faceOptions() {
		// A client has one face of a kind, so each takes a client of its own.
		client := goredis.NewClient(&goredis.Options{Addr: addr})
		made, err := client.AutoPipelineWithOptions(f.options)
		if err != nil {
			c.close()
			return nil, err
		}
		closers = append(closers, func() { _ = made.Close() }, func() { _ = client.Close() })
		c.faces = append(c.faces, face{f.setting, made})
	}
	for _, r := range rueidisOptions() {
		client, err := rueidis.NewClient(rueidis.ClientOption{
			InitAddress: []string{addr}, DisableCache: true, PipelineMultiplex: r.multiplex, MaxFlushDelay: r.delay,
		})
		if err != nil {
			c.close()
			return nil, err
		}
		closers = append(closers, client.Close)
		c.rueidis = append(c.rueidis, multiplexed{r.setting, client})
	}
	if err := server.FillPool(ctx, c.goRedis, callers); err != nil {
		c.close()
		return nil, err
	}
	// Hand-written pipelines cannot recover from NOSCRIPT.
	return c, scripts.Load(ctx, c.goRedis)
}
