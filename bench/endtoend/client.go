package endtoend

import (
	"context"

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
	// Several batches on the way at once, in no order.
	unorderedClient *goredis.Client
	unordered       *goredis.AutoPipeliner
	redigo          *redis.Pool
	rueidis         rueidis.Client
}

// How the unordered face fills its batches: while the server works on one, a second
// is read or written and a third gathers. Each takes few calls, so that 16 callers
// fill all three; more callers make them larger, for the size is only that from which
// a batch no longer waits for more.
const (
	unorderedBatches = 3
	unorderedSize    = 6
)

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
	// A client has one face of a kind, so the other takes a client of its own.
	c.unorderedClient = goredis.NewClient(&goredis.Options{Addr: addr})
	c.unordered, err = c.unorderedClient.AutoPipelineWithOptions(&goredis.AutoPipelineOptions{
		Unordered: true, MaxConcurrentBatches: unorderedBatches, MaxBatchSize: unorderedSize,
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
	_ = c.unordered.Close()
	_ = c.unorderedClient.Close()
	_ = c.goRedis.Close()
	_ = c.redigo.Close()
	c.rueidis.Close()
}
