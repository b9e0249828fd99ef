package endtoend

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/runtime"
)

// spread are the keys of each caller's batch, on different counters, and same those of
// batches on one. luagen keeps calls that share a key in order even when the script goes
// missing half-way, which has a price.
func spread(callers, size int) [][]string {
	keys := make([][]string, callers)
	for caller := range keys {
		for i := range size {
			keys[caller] = append(keys[caller], counter(caller)+":"+strconv.Itoa(i))
		}
	}
	return keys
}

func same(callers, size int) [][]string {
	keys := make([][]string, callers)
	for caller := range keys {
		keys[caller] = slices.Repeat([]string{counter(caller)}, size)
	}
	return keys
}

// batchContenders make calls together, on the given keys of each caller.
func batchContenders(c *clients, way string, keys [][]string) []contender {
	source, sha := scripts.IncrementBelowScript.Source(), scripts.IncrementBelowScript.SHA()
	lua, client := rueidis.NewLuaScript(source), c.rueidis[0]
	return []contender{
		{way, luagen, batchHook, luagenBatch(keys, c.hooked, runtime.Pipeline)},
		{way, luagen, defaults, luagenBatch(keys, c.goRedis, runtime.Pipeline)},
		{way, goRedisByHand, "", goRedisBatch(keys, sha, c.goRedis.Pipeline)},
		{way, redigoByHand, "", redigoBatch(keys, sha, c.redigo)},
		{way, rueidisMulti, "", func(_ context.Context, caller int) (int, error) {
			commands := make(rueidis.Commands, len(keys[caller]))
			for i, key := range keys[caller] {
				commands[i] = client.B().Evalsha().Sha1(sha).Numkeys(1).Key(key).Arg(limitText).Build()
			}
			for _, r := range client.DoMulti(context.Background(), commands...) {
				if _, err := r.AsInt64(); err != nil {
					return 0, err
				}
			}
			return len(commands), nil
		}},
		{way, rueidisLua, "", func(_ context.Context, caller int) (int, error) {
			calls := make([]rueidis.LuaExec, len(keys[caller]))
			for i, key := range keys[caller] {
				calls[i] = rueidis.LuaExec{Keys: []string{key}, Args: []string{limitText}}
			}
			for _, r := range lua.ExecMulti(context.Background(), client, calls...) {
				if _, err := r.AsInt64(); err != nil {
					return 0, err
				}
			}
			return len(calls), nil
		}},
	}
}

// txContenders make calls inside MULTI and EXEC.
func txContenders(c *clients, way string, keys [][]string) []contender {
	sha, client := scripts.IncrementBelowScript.SHA(), c.rueidis[0]
	return []contender{
		{way, luagen, batchHook, luagenBatch(keys, c.hooked, runtime.Tx)},
		{way, luagen, defaults, luagenBatch(keys, c.goRedis, runtime.Tx)},
		{way, goRedisByHand, "", goRedisBatch(keys, sha, c.goRedis.TxPipeline)},
		{way, redigoByHand, "", redigoTx(keys, sha, c.redigo)},
		{way, rueidisMulti, "", func(_ context.Context, caller int) (int, error) {
			conn, release := client.Dedicate()
			defer release()
			commands := make(rueidis.Commands, 0, len(keys[caller])+2)
			commands = append(commands, conn.B().Multi().Build())
			for _, key := range keys[caller] {
				commands = append(commands, conn.B().Evalsha().Sha1(sha).Numkeys(1).Key(key).Arg(limitText).Build())
			}
			commands = append(commands, conn.B().Exec().Build())
			results := conn.DoMulti(context.Background(), commands...)
			replies, err := results[len(results)-1].ToArray()
			if err != nil {
				return 0, err
			}
			for i := range replies {
				if _, err := replies[i].AsInt64(); err != nil {
					return 0, err
				}
			}
			return len(replies), nil
		}},
	}
}

func luagenBatch(keys [][]string, client runtime.Client, send func(context.Context, runtime.Client, ...runtime.Command) error) func(context.Context, int) (int, error) {
	return func(ctx context.Context, caller int) (int, error) {
		calls := make([]runtime.Command, len(keys[caller]))
		typed := make([]*runtime.Call[int64], len(calls))
		for i, key := range keys[caller] {
			typed[i] = scripts.IncrementBelowCall(key, limit)
			calls[i] = typed[i]
		}
		if err := send(ctx, client, calls...); err != nil {
			return 0, err
		}
		for _, call := range typed {
			if _, err := call.Result(); err != nil {
				return 0, err
			}
		}
		return len(calls), nil
	}
}

func goRedisBatch(keys [][]string, sha string, pipeline func() goredis.Pipeliner) func(context.Context, int) (int, error) {
	return func(ctx context.Context, caller int) (int, error) {
		pipe := pipeline()
		typed := make([]*goredis.Cmd, len(keys[caller]))
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
		return len(typed), nil
	}
}

func redigoBatch(keys [][]string, sha string, pool *redis.Pool) func(context.Context, int) (int, error) {
	return func(_ context.Context, caller int) (n int, err error) {
		conn := pool.Get()
		defer func() { err = errors.Join(err, conn.Close()) }()
		for _, key := range keys[caller] {
			if err := conn.Send("EVALSHA", sha, 1, key, limit); err != nil {
				return 0, err
			}
		}
		if err := conn.Flush(); err != nil {
			return 0, err
		}
		for range keys[caller] {
			if _, err := redis.Int64(conn.Receive()); err != nil {
				return 0, err
			}
		}
		return len(keys[caller]), nil
	}
}

func redigoTx(keys [][]string, sha string, pool *redis.Pool) func(context.Context, int) (int, error) {
	return func(_ context.Context, caller int) (n int, err error) {
		conn := pool.Get()
		defer func() { err = errors.Join(err, conn.Close()) }()
		if err := conn.Send("MULTI"); err != nil {
			return 0, err
		}
		for _, key := range keys[caller] {
			if err := conn.Send("EVALSHA", sha, 1, key, limit); err != nil {
				return 0, err
			}
		}
		replies, err := redis.Int64s(conn.Do("EXEC"))
		return len(replies), err
	}
}
