package endtoend

import (
	"context"
	"errors"
	"strconv"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/runtime"
)

// contender is one client used in one way. call makes one call, or one batch of
// them, and returns how many.
type contender struct {
	way, name string
	setting   string // of the client, where several are tried
	call      func(ctx context.Context, caller int) (int, error)
}

// Names of clients.
const (
	luagen        = "luagen"
	goRedisByHand = "go-redis by hand"
	redigoByHand  = "redigo by hand"
	rueidisLua    = "rueidis Lua"
	rueidisMulti  = "rueidis DoMulti"
)

// ownFace is the setting of luagen's own auto-pipelining; it has no others.
const ownFace = "runtime.AutoPipeline"

// batchHook is the setting of luagen over a go-redis client with its hook.
const batchHook = "runtime.BatchHook"

// cancellable says of a setting that the context is one that may be cancelled, as most
// programs have it. rueidis waits for that too, which costs it time.
const cancellable = ", context that may end"

// limit is never reached.
const limit = 1 << 40

var limitText = strconv.Itoa(limit)

// counter is the key that a caller works on.
func counter(caller int) string { return "counter:" + strconv.Itoa(caller) }

func contenders(c *clients, callers int) []contender {
	list := append(singleContenders(c), autoContenders(c)...)
	for _, size := range []int{100, 1000} {
		list = append(list, batchContenders(c, batchOf(size), spread(callers, size))...)
	}
	list = append(list, batchContenders(c, batchedOnOneKey, same(callers, 100))...)
	for _, size := range []int{100, 1000} {
		list = append(list, txContenders(c, txOf(size), spread(callers, size))...)
	}
	return list
}

// singleContenders make one call after the other.
func singleContenders(c *clients) []contender {
	source := scripts.IncrementBelowScript.Source()
	goRedis, redigo := goredis.NewScript(source), redis.NewScript(1, source)
	return []contender{
		{plain, luagen, "", func(ctx context.Context, caller int) (int, error) {
			_, err := scripts.IncrementBelow(ctx, c.goRedis, counter(caller), limit)
			return 1, err
		}},
		{plain, goRedisByHand, "", func(ctx context.Context, caller int) (int, error) {
			_, err := goRedis.Run(ctx, c.goRedis, []string{counter(caller)}, limit).Int64()
			return 1, err
		}},
		{plain, redigoByHand, "", func(ctx context.Context, caller int) (n int, err error) {
			conn := c.redigo.Get()
			defer func() { err = errors.Join(err, conn.Close()) }()
			_, err = redis.Int64(redigo.Do(conn, counter(caller), limit))
			return 1, err
		}},
	}
}

// autoContenders make one call after the other, and the client puts those of all callers
// into pipelines.
func autoContenders(c *clients) []contender {
	source := scripts.IncrementBelowScript.Source()
	goRedis, lua := goredis.NewScript(source), rueidis.NewLuaScript(source)
	var list []contender
	for _, own := range []struct {
		setting string
		client  runtime.Client
	}{{ownFace, c.auto}, {ownFace + ", " + batchHook, c.hookedAuto}} {
		list = append(list, contender{autoPipelined, luagen, own.setting + cancellable, func(ctx context.Context, caller int) (int, error) {
			_, err := scripts.IncrementBelow(ctx, own.client, counter(caller), limit)
			return 1, err
		}}, contender{autoPipelined, luagen, own.setting, func(_ context.Context, caller int) (int, error) {
			_, err := scripts.IncrementBelow(context.Background(), own.client, counter(caller), limit)
			return 1, err
		}})
	}
	for _, face := range c.faces {
		list = append(list, contender{autoPipelined, luagen, "go-redis's face, " + face.setting, func(ctx context.Context, caller int) (int, error) {
			_, err := scripts.IncrementBelow(ctx, face, counter(caller), limit)
			return 1, err
		}})
	}
	for _, face := range c.faces {
		list = append(list, contender{autoPipelined, goRedisByHand, face.setting, func(ctx context.Context, caller int) (int, error) {
			_, err := goRedis.Run(ctx, face, []string{counter(caller)}, limit).Int64()
			return 1, err
		}})
	}
	for _, client := range c.rueidis {
		list = append(list, contender{autoPipelined, rueidisLua, client.setting, func(_ context.Context, caller int) (int, error) {
			_, err := lua.Exec(context.Background(), client, []string{counter(caller)}, []string{limitText}).AsInt64()
			return 1, err
		}})
		list = append(list, contender{autoPipelined, rueidisLua, client.setting + cancellable, func(ctx context.Context, caller int) (int, error) {
			_, err := lua.Exec(ctx, client, []string{counter(caller)}, []string{limitText}).AsInt64()
			return 1, err
		}})
	}
	return list
}
