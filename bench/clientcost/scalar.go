package clientcost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/bench/shapes"
)

func integerContenders(ctx context.Context, c clients) []Contender {
	source := scripts.IncrementBelowScript.Source()
	h, redigo, lua := handOf(c, scripts.IncrementBelowScript), redis.NewScript(1, source), rueidis.NewLuaScript(source)
	return []Contender{
		way(luagen, func() (int64, error) { return scripts.IncrementBelow(ctx, c.goRedis, key, limit) }),
		way(builtIn, func() (int64, error) { return c.goRedis.Incr(ctx, key).Result() }),
		byHand(scriptRun, func() (int64, error) { return h.run(ctx, limit).Int64() }),
		way(typedCommand, func() (int64, error) { return typed(ctx, h, source, goredis.NewIntCmd, limit).Result() }),
		way(redigoScript, func() (int64, error) { return redis.Int64(redigo.Do(c.redigo, key, limit)) }),
		way(rueidisPlain, func() (int64, error) {
			return lua.Exec(context.Background(), c.rueidis, []string{key}, []string{strconv.Itoa(limit)}).AsInt64()
		}),
		way(rueidisCancel, func() (int64, error) {
			return lua.Exec(ctx, c.cancellable, []string{key}, []string{strconv.Itoa(limit)}).AsInt64()
		}),
		ignored(ctx, h, limit),
	}
}

var errNotBool = errors.New("neither 1 nor 0")

// flagOf reads a bool as luagen does: nil is Lua's false.
func flagOf(n int64, err error) (bool, error) {
	switch {
	case errors.Is(err, goredis.Nil):
		return false, nil
	case err != nil:
		return false, err
	case n != 0 && n != 1:
		return false, errNotBool
	}
	return n == 1, nil
}

func flagContenders(ctx context.Context, c clients) []Contender {
	source := shapes.ReadFlagScript.Source()
	h := handOf(c, shapes.ReadFlagScript)
	return []Contender{
		way(luagen, func() (bool, error) { return shapes.ReadFlag(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (bool, error) { return flagOf(h.runRO(ctx).Int64()) }),
		way(typedCommand, func() (bool, error) { return flagOf(typed(ctx, h, source, goredis.NewIntCmd).Result()) }),
		ignored(ctx, h),
	}
}

func ratioContenders(ctx context.Context, c clients) []Contender {
	source := shapes.ReadRatioScript.Source()
	h := handOf(c, shapes.ReadRatioScript)
	return []Contender{
		way(luagen, func() (float64, error) { return shapes.ReadRatio(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (float64, error) { return h.runRO(ctx).Float64() }),
		way(typedCommand, func() (float64, error) { return typed(ctx, h, source, goredis.NewFloatCmd).Result() }),
		ignored(ctx, h),
	}
}

func nameContenders(ctx context.Context, c clients) []Contender {
	source := shapes.ReadNameScript.Source()
	h := handOf(c, shapes.ReadNameScript)
	return []Contender{
		way(luagen, func() (string, error) { return shapes.ReadName(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (string, error) { return h.runRO(ctx).Text() }),
		way(typedCommand, func() (string, error) { return typed(ctx, h, source, goredis.NewStringCmd).Result() }),
		ignored(ctx, h),
	}
}

func orderOf(text string, err error) (order shapes.Order, _ error) {
	if err != nil {
		return order, err
	}
	if err := json.Unmarshal([]byte(text), &order); err != nil {
		return shapes.Order{}, fmt.Errorf("order: %w", err)
	}
	return order, nil
}

func orderContenders(ctx context.Context, c clients) []Contender {
	source := shapes.ReadOrderScript.Source()
	h := handOf(c, shapes.ReadOrderScript)
	return []Contender{
		way(luagen, func() (shapes.Order, error) { return shapes.ReadOrder(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (shapes.Order, error) { return orderOf(h.runRO(ctx).Text()) }),
		way(typedCommand, func() (order shapes.Order, err error) {
			text, err := typed(ctx, h, source, goredis.NewStringCmd).Bytes()
			if err == nil {
				err = json.Unmarshal(text, &order)
			}
			return order, err
		}),
		ignored(ctx, h),
	}
}
