package clientcost

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/bench/shapes"
)

func unexpected(value any) error { return fmt.Errorf("unexpected reply: %v", value) }

// allowOf is the tuple as a careful person would return it.
func allowOf(values []any, err error) (scripts.AllowResult, error) {
	if err != nil {
		return scripts.AllowResult{}, err
	}
	if len(values) != 3 {
		return scripts.AllowResult{}, unexpected(values)
	}
	yes, ok1 := values[0].(int64)
	remaining, ok2 := values[1].(int64)
	seconds, ok3 := values[2].(int64)
	if !ok1 || !ok2 || !ok3 || yes != 0 && yes != 1 {
		return scripts.AllowResult{}, unexpected(values)
	}
	return scripts.AllowResult{Allowed: yes == 1, Remaining: remaining, ResetIn: time.Duration(seconds) * time.Second}, nil
}

func allowOfInts(values []int64, err error) (scripts.AllowResult, error) {
	if err != nil {
		return scripts.AllowResult{}, err
	}
	if len(values) != 3 || values[0] != 0 && values[0] != 1 {
		return scripts.AllowResult{}, unexpected(values)
	}
	return scripts.AllowResult{Allowed: values[0] == 1, Remaining: values[1], ResetIn: time.Duration(values[2]) * time.Second}, nil
}

func allowContenders(ctx context.Context, c clients) []Contender {
	source := scripts.AllowScript.Source()
	h, redigo, lua := handOf(c, scripts.AllowScript), redis.NewScript(1, source), rueidis.NewLuaScript(source)
	seconds := int64(window / time.Second)
	args := []string{strconv.Itoa(limit), strconv.FormatInt(seconds, 10)}
	return []Contender{
		way(luagen, func() (scripts.AllowResult, error) { return scripts.Allow(ctx, c.goRedis, key, limit, window) }),
		byHand(scriptRun, func() (scripts.AllowResult, error) { return allowOf(h.run(ctx, limit, seconds).Slice()) }),
		way(typedCommand, func() (scripts.AllowResult, error) {
			return allowOfInts(typed(ctx, h, source, goredis.NewIntSliceCmd, limit, seconds).Result())
		}),
		way(redigoScript, func() (scripts.AllowResult, error) {
			return allowOf(redis.Values(redigo.Do(c.redigo, key, limit, seconds)))
		}),
		way(rueidisPlain, func() (scripts.AllowResult, error) {
			return allowOfInts(lua.Exec(context.Background(), c.rueidis, []string{key}, args).AsIntSlice())
		}),
		way(rueidisCancel, func() (scripts.AllowResult, error) {
			return allowOfInts(lua.Exec(ctx, c.cancellable, []string{key}, args).AsIntSlice())
		}),
		ignored(ctx, h, limit, seconds),
	}
}

func bestOf(values []any, err error) (best shapes.ReadBestResult, _ error) {
	if err != nil {
		return best, err
	}
	if len(values) != 3 {
		return best, unexpected(values)
	}
	rank, ok1 := values[0].(int64)
	player, ok2 := values[1].([]any)
	game, ok3 := values[2].([]any)
	if !ok1 || !ok2 || !ok3 || len(player) != 2 || len(game) != 2 {
		return best, unexpected(values)
	}
	name, ok1 := player[0].(string)
	level, ok2 := player[1].(int64)
	text, ok3 := game[0].(string)
	at, ok4 := game[1].(int64)
	score, err := strconv.ParseFloat(text, 64)
	if !ok1 || !ok2 || !ok3 || !ok4 || err != nil {
		return best, unexpected(values)
	}
	best.Rank = rank
	best.Player.Name, best.Player.Level = name, level
	best.Best.Score, best.Best.At = score, time.Unix(at, 0).UTC()
	return best, nil
}

func bestContenders(ctx context.Context, c clients) []Contender {
	h := handOf(c, shapes.ReadBestScript)
	return []Contender{
		way(luagen, func() (shapes.ReadBestResult, error) { return shapes.ReadBest(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (shapes.ReadBestResult, error) { return bestOf(h.runRO(ctx).Slice()) }),
		ignored(ctx, h),
	}
}

// jobOf tells the variants apart by hand.
func jobOf(value any, err error) (shapes.TakeJobResult, error) {
	switch {
	case errors.Is(err, goredis.Nil):
		return shapes.TakeJobEmpty{}, nil
	case err != nil:
		return nil, err
	}
	switch v := value.(type) {
	case int64:
		return shapes.TakeJobWait{Value: v}, nil
	case string:
		if v == "paused" {
			return shapes.TakeJobPaused{}, nil
		}
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, unexpected(value)
		}
		return shapes.TakeJobWait{Value: n}, nil
	case []any:
		if len(v) == 2 {
			id, ok1 := v[0].(string)
			payload, ok2 := v[1].(string)
			if ok1 && ok2 {
				return shapes.TakeJobJob{ID: id, Payload: payload}, nil
			}
		}
	}
	return nil, unexpected(value)
}

func jobContenders(ctx context.Context, c clients) []Contender {
	h := handOf(c, shapes.TakeJobScript)
	return []Contender{
		way(luagen, func() (shapes.TakeJobResult, error) { return shapes.TakeJob(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (shapes.TakeJobResult, error) { return jobOf(h.run(ctx).Result()) }),
		ignored(ctx, h),
	}
}
