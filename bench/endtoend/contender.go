package endtoend

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	call      func(ctx context.Context, caller int) (int, error)
}

// Names that the bars refer to.
const (
	rueidisLua    = "rueidis Lua"
	goRedisByHand = "go-redis by hand"
	// luagenUnordered gives up the order between callers, as rueidis does.
	luagenUnordered = "luagen, unordered"
)

// limit is never reached.
const limit = 1 << 40

// counter is the key that a caller works on.
func counter(caller int) string { return "counter:" + strconv.Itoa(caller) }

// spread are the keys of a caller's batches over different counters, and same
// those of batches on one. luagen keeps calls that share a key in order even
// when the script goes missing half-way, which has a price.
func spread(callers int) [][]string {
	keys := make([][]string, callers)
	for caller := range keys {
		for i := range batchSize {
			keys[caller] = append(keys[caller], counter(caller)+":"+strconv.Itoa(i))
		}
	}
	return keys
}

func same(callers int) [][]string {
	keys := make([][]string, callers)
	for caller := range keys {
		keys[caller] = slices.Repeat([]string{counter(caller)}, batchSize)
	}
	return keys
}

func contenders(c *clients, callers int) []contender {
	list := singleContenders(c)
	list = append(list, batchContenders(c, batched, spread(callers))...)
	return append(list, batchContenders(c, batchedOnOneKey, same(callers))...)
}

// singleContenders make one call after the other.
func singleContenders(c *clients) []contender {
	source := scripts.IncrementBelowScript.Source()
	goRedis, redigo, lua := goredis.NewScript(source), redis.NewScript(1, source), rueidis.NewLuaScript(source)
	text := strconv.Itoa(limit)
	return []contender{
		{plain, luagen, func(ctx context.Context, caller int) (int, error) {
			_, err := scripts.IncrementBelow(ctx, c.goRedis, counter(caller), limit)
			return 1, err
		}},
		{plain, goRedisByHand, func(ctx context.Context, caller int) (int, error) {
			_, err := goRedis.Run(ctx, c.goRedis, []string{counter(caller)}, limit).Int64()
			return 1, err
		}},
		{plain, "redigo Script", func(ctx context.Context, caller int) (n int, err error) {
			conn := c.redigo.Get()
			defer func() { err = errors.Join(err, conn.Close()) }()
			_, err = redis.Int64(redigo.Do(conn, counter(caller), limit))
			return 1, err
		}},
		{autoPipelined, luagen, func(ctx context.Context, caller int) (int, error) {
			_, err := scripts.IncrementBelow(ctx, c.auto, counter(caller), limit)
			return 1, err
		}},
		{autoPipelined, luagenUnordered, func(ctx context.Context, caller int) (int, error) {
			_, err := scripts.IncrementBelow(ctx, c.unordered, counter(caller), limit)
			return 1, err
		}},
		{autoPipelined, goRedisByHand, func(ctx context.Context, caller int) (int, error) {
			_, err := goRedis.Run(ctx, c.auto, []string{counter(caller)}, limit).Int64()
			return 1, err
		}},
		{autoPipelined, rueidisLua, func(ctx context.Context, caller int) (int, error) {
			_, err := lua.Exec(ctx, c.rueidis, []string{counter(caller)}, []string{text}).AsInt64()
			return 1, err
		}},
	}
}

// batchContenders make batchSize calls together, on the given keys of each caller.
func batchContenders(c *clients, way string, keys [][]string) []contender {
	source, sha := scripts.IncrementBelowScript.Source(), scripts.IncrementBelowScript.SHA()
	lua, text := rueidis.NewLuaScript(source), strconv.Itoa(limit)
	return []contender{
		{way, luagen, func(ctx context.Context, caller int) (int, error) {
			calls := make([]runtime.Command, batchSize)
			typed := make([]*runtime.Call[int64], batchSize)
			for i, key := range keys[caller] {
				typed[i] = scripts.IncrementBelowCall(key, limit)
				calls[i] = typed[i]
			}
			if err := runtime.Pipeline(ctx, c.goRedis, calls...); err != nil {
				return 0, err
			}
			for _, call := range typed {
				if _, err := call.Result(); err != nil {
					return 0, err
				}
			}
			return batchSize, nil
		}},
		{way, goRedisByHand, func(ctx context.Context, caller int) (int, error) {
			pipe := c.goRedis.Pipeline()
			typed := make([]*goredis.Cmd, batchSize)
			for i, key := range keys[caller] {
				typed[i] = pipe.EvalSha(ctx, sha, []string{key}, limit)
			}
			if _, err := pipe.Exec(ctx); err != nil {
				return 0, err
			}
			for _, cmd := range typed {
				if _, err := cmd.Int64(); err != nil {
					return 0, err
				}
			}
			return batchSize, nil
		}},
		{way, rueidisLua, func(ctx context.Context, caller int) (int, error) {
			calls := make([]rueidis.LuaExec, batchSize)
			for i, key := range keys[caller] {
				calls[i] = rueidis.LuaExec{Keys: []string{key}, Args: []string{text}}
			}
			for _, r := range lua.ExecMulti(ctx, c.rueidis, calls...) {
				if _, err := r.AsInt64(); err != nil {
					return 0, fmt.Errorf("rueidis: %w", err)
				}
			}
			return batchSize, nil
		}},
	}
}
