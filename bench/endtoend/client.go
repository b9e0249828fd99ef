package endtoend

import (
	"context"
	"runtime"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/bench/server"
)

// clients are the peers, connected to one server. Each has as many connections as
// there are callers where it uses one per call, and its own defaults otherwise.
type clients struct {
	goRedis *goredis.Client
	auto    *goredis.AutoPipeliner // one batch after the other, the default
	// One batch after the other, sent as soon as it holds a call of every caller.
	sizedClient *goredis.Client
	sized       *goredis.AutoPipeliner
	// Several batches at once, in no order, on as many connections as rueidis uses.
	unorderedClient *goredis.Client
	unordered       *goredis.AutoPipeliner
	redigo          *redis.Pool
	rueidis         rueidis.Client
}

// rueidisConnections is over how many connections rueidis spreads its pipelines by
// default: up to four, where there are cores for them.
func rueidisConnections() int { return min(runtime.GOMAXPROCS(0), 4) }

func dial(ctx context.Context, addr string, callers int) (*clients, error) {
	c := &clients{
		goRedis: goredis.NewClient(&goredis.Options{Addr: addr, PoolSize: callers, MinIdleConns: callers}),
		redigo: &redis.Pool{
			MaxIdle: callers, MaxActive: callers, Wait: true,
			Dial: func() (redis.Conn, error) { return redis.Dial("tcp", addr) },
		},
	}
	var err error
	if c.auto, err = c.goRedis.AutoPipeline(); err != nil {
		return nil, err
	}
	// A client has one face of a kind, so the others take clients of their own.
	c.sizedClient = goredis.NewClient(&goredis.Options{Addr: addr})
	c.sized, err = c.sizedClient.AutoPipelineWithOptions(&goredis.AutoPipelineOptions{MaxBatchSize: callers})
	if err != nil {
		return nil, err
	}
	c.unorderedClient = goredis.NewClient(&goredis.Options{Addr: addr})
	c.unordered, err = c.unorderedClient.AutoPipelineWithOptions(&goredis.AutoPipelineOptions{
		Unordered: true, MaxConcurrentBatches: rueidisConnections(),
	})
	if err != nil {
		return nil, err
	}
	if c.rueidis, err = rueidis.NewClient(rueidis.ClientOption{InitAddress: []string{addr}, DisableCache: true}); err != nil {
		return nil, err
	}
	if err := server.FillPool(ctx, c.goRedis, callers); err != nil {
		return nil, err
	}
	// Hand-written pipelines cannot recover from NOSCRIPT.
	return c, scripts.Load(ctx, c.goRedis)
}

func (c *clients) close() {
	_ = c.auto.Close()
	_ = c.sized.Close()
	_ = c.sizedClient.Close()
	_ = c.unordered.Close()
	_ = c.unorderedClient.Close()
	_ = c.goRedis.Close()
	_ = c.redigo.Close()
	c.rueidis.Close()
}
