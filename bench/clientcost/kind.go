package clientcost

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
)

// ignored is the least that a call costs with go-redis: the reply is read as it
// comes and thrown away.
func ignored(ctx context.Context, c clients, command, sha string, args ...any) Contender {
	return Contender{"go-redis, reply ignored", func() error {
		return c.goRedis.DoRawWriteTo(ctx, io.Discard, append([]any{command, sha, "1", key}, args...)...).Err()
	}}
}

// kind is one kind of reply and the ways to ask for it.
type kind struct {
	name       string
	reply      string // RESP
	contenders func(context.Context, clients) []Contender
}

// Kinds of reply.
const (
	integer  = "an int"
	integers = "1,000 ints"
	tuple    = "a tuple"
	names    = "100 strings"
)

// The inputs are the same for all contenders.
const (
	key    = "counter:{ada}"
	limit  = 100
	window = time.Minute
)

func kinds() []kind {
	return []kind{
		{integer, ":42\r\n", integerContenders},
		{tuple, "*3\r\n:1\r\n:57\r\n:31\r\n", tupleContenders},
		{integers, array(1000, func(i int) string { return ":" + strconv.Itoa(i*i) + "\r\n" }), integersContenders},
		{names, array(100, func(i int) string { return fmt.Sprintf("$11\r\nuser:%06d\r\n", i) }), namesContenders},
	}
}

func array(n int, element func(int) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", n)
	for i := range n {
		b.WriteString(element(i))
	}
	return b.String()
}

func integerContenders(ctx context.Context, c clients) []Contender {
	source := scripts.IncrementBelowScript.Source()
	goRedis, redigo, lua := goredis.NewScript(source), redis.NewScript(1, source), rueidis.NewLuaScript(source)
	return []Contender{
		{luagen, func() error { _, err := scripts.IncrementBelow(ctx, c.goRedis, key, limit); return err }},
		{builtIn, func() error { return c.goRedis.Incr(ctx, key).Err() }},
		{byHand, func() error { _, err := goRedis.Run(ctx, c.goRedis, []string{key}, limit).Int64(); return err }},
		{"redigo Script", func() error { _, err := redis.Int64(redigo.Do(c.redigo, key, limit)); return err }},
		{"rueidis Lua", func() error {
			_, err := lua.Exec(ctx, c.rueidis, []string{key}, []string{strconv.Itoa(limit)}).AsInt64()
			return err
		}},
		ignored(ctx, c, "evalsha", goRedis.Hash(), limit),
	}
}

// allowed is the tuple as a careful person would return it.
type allowed struct {
	allowed   bool
	remaining int64
	resetIn   time.Duration
}

func allowedOf(values []any, err error) (allowed, error) {
	if err != nil {
		return allowed{}, err
	}
	if len(values) != 3 {
		return allowed{}, fmt.Errorf("%d values", len(values))
	}
	yes, ok1 := values[0].(int64)
	remaining, ok2 := values[1].(int64)
	seconds, ok3 := values[2].(int64)
	if !ok1 || !ok2 || !ok3 {
		return allowed{}, fmt.Errorf("unexpected types in %v", values)
	}
	return allowed{yes == 1, remaining, time.Duration(seconds) * time.Second}, nil
}

func tupleContenders(ctx context.Context, c clients) []Contender {
	source := scripts.AllowScript.Source()
	goRedis, redigo, lua := goredis.NewScript(source), redis.NewScript(1, source), rueidis.NewLuaScript(source)
	seconds := int64(window / time.Second)
	return []Contender{
		{luagen, func() error { _, err := scripts.Allow(ctx, c.goRedis, key, limit, window); return err }},
		{byHand, func() error {
			_, err := allowedOf(goRedis.Run(ctx, c.goRedis, []string{key}, limit, seconds).Slice())
			return err
		}},
		{"redigo Script", func() error {
			_, err := allowedOf(redis.Values(redigo.Do(c.redigo, key, limit, seconds)))
			return err
		}},
		{"rueidis Lua", func() error {
			args := []string{strconv.Itoa(limit), strconv.FormatInt(seconds, 10)}
			values, err := lua.Exec(ctx, c.rueidis, []string{key}, args).AsIntSlice()
			if err == nil && len(values) != 3 {
				err = fmt.Errorf("%d values", len(values))
			}
			return err
		}},
		ignored(ctx, c, "evalsha", goRedis.Hash(), limit, seconds),
	}
}

func integersContenders(ctx context.Context, c clients) []Contender {
	source := scripts.ReadCountsScript.Source()
	goRedis, redigo, lua := goredis.NewScript(source), redis.NewScript(1, source), rueidis.NewLuaScriptReadOnly(source)
	return []Contender{
		{luagen, func() error { _, err := scripts.ReadCounts(ctx, c.goRedis, key); return err }},
		{byHand, func() error { _, err := goRedis.RunRO(ctx, c.goRedis, []string{key}).Int64Slice(); return err }},
		{"redigo Script", func() error { _, err := redis.Int64s(redigo.Do(c.redigo, key)); return err }},
		{"rueidis Lua", func() error { _, err := lua.Exec(ctx, c.rueidis, []string{key}, nil).AsIntSlice(); return err }},
		ignored(ctx, c, "evalsha_ro", goRedis.Hash()),
	}
}

func namesContenders(ctx context.Context, c clients) []Contender {
	source := scripts.ReadNamesScript.Source()
	goRedis, redigo, lua := goredis.NewScript(source), redis.NewScript(1, source), rueidis.NewLuaScriptReadOnly(source)
	return []Contender{
		{luagen, func() error { _, err := scripts.ReadNames(ctx, c.goRedis, key); return err }},
		{byHand, func() error { _, err := goRedis.RunRO(ctx, c.goRedis, []string{key}).StringSlice(); return err }},
		{"redigo Script", func() error { _, err := redis.Strings(redigo.Do(c.redigo, key)); return err }},
		{"rueidis Lua", func() error { _, err := lua.Exec(ctx, c.rueidis, []string{key}, nil).AsStrSlice(); return err }},
		ignored(ctx, c, "evalsha_ro", goRedis.Hash()),
	}
}
