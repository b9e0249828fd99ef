package storm

import (
	"context"
	"crypto/tls"
	"net"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/server"
	"github.com/luagen/luagen/runtime"
)

// peers are the clients that storm one server. What they send is counted.
type peers struct {
	sent    atomic.Int64
	goRedis *redis.Client  // with a connection per caller
	gather  runtime.Client // luagen's own auto-pipelining
	auto    *redis.AutoPipeliner
	rueidis rueidis.Client
	lua     *rueidis.Lua
	direct  *redis.Client // for what is not counted
}

func dial(ctx context.Context, addr string, callers int) (*peers, error) {
	p := &peers{lua: rueidis.NewLuaScript(source()), direct: redis.NewClient(&redis.Options{Addr: addr})}
	dialer := func(ctx context.Context, network, addr string) (net.Conn, error) {
		var d net.Dialer
		c, err := d.DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return counted{c, &p.sent}, nil
	}
	p.goRedis = redis.NewClient(&redis.Options{Addr: addr, Dialer: dialer, PoolSize: callers, MinIdleConns: callers, ReadTimeout: time.Minute})
	p.gather = runtime.AutoPipeline(p.goRedis)
	var err error
	if p.auto, err = p.goRedis.AutoPipeline(); err != nil {
		return nil, err
	}
	p.rueidis, err = rueidis.NewClient(rueidis.ClientOption{
		InitAddress: []string{addr}, DisableCache: true,
		DialCtxFn: func(ctx context.Context, addr string, _ *net.Dialer, _ *tls.Config) (net.Conn, error) {
			return dialer(ctx, "tcp", addr)
		},
	})
	if err != nil {
		return nil, err
	}
	return p, server.FillPool(ctx, p.goRedis, callers)
}

// waitUntilSent returns when callers have begun to send and then sent nothing for
// a while: all wait for the server.
func (p *peers) waitUntilSent(before int64) {
	const quiet = 20 * time.Millisecond
	ticker := time.NewTicker(quiet)
	defer ticker.Stop()
	for last, first := before, time.Now(); time.Since(first) < pause/2; {
		<-ticker.C
		now := p.sent.Load()
		if now > before && now == last {
			return
		}
		last = now
	}
}

func (p *peers) rueidisCall(ctx context.Context, key string) error {
	return p.lua.Exec(ctx, p.rueidis, []string{key}, nil).Error()
}

func (p *peers) close() {
	_ = p.auto.Close()
	_ = p.goRedis.Close()
	p.rueidis.Close()
	_ = p.direct.Close()
}

// counted counts what is written to a connection.
type counted struct {
	net.Conn
	sent *atomic.Int64
}

func (c counted) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.sent.Add(int64(n))
	return n, err
}
