package clientcost

import (
	"context"
	"strconv"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/bench/shapes"
)

func integersContenders(ctx context.Context, c clients) []Contender {
	source := scripts.ReadCountsScript.Source()
	h, redigo, lua := handOf(c, scripts.ReadCountsScript), redis.NewScript(1, source), rueidis.NewLuaScriptReadOnly(source)
	return []Contender{
		way(luagen, func() ([]int64, error) { return scripts.ReadCounts(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() ([]int64, error) { return h.runRO(ctx).Int64Slice() }),
		way(typedCommand, func() ([]int64, error) { return typed(ctx, h, source, goredis.NewIntSliceCmd).Result() }),
		way(redigoScript, func() ([]int64, error) { return redis.Int64s(redigo.Do(c.redigo, key)) }),
		way(rueidisPlain, func() ([]int64, error) {
			return lua.Exec(context.Background(), c.rueidis, []string{key}, nil).AsIntSlice()
		}),
		way(rueidisCancel, func() ([]int64, error) { return lua.Exec(ctx, c.cancellable, []string{key}, nil).AsIntSlice() }),
		ignored(ctx, h),
	}
}

func namesContenders(ctx context.Context, c clients) []Contender {
	source := scripts.ReadNamesScript.Source()
	h, redigo, lua := handOf(c, scripts.ReadNamesScript), redis.NewScript(1, source), rueidis.NewLuaScriptReadOnly(source)
	return []Contender{
		way(luagen, func() ([]string, error) { return scripts.ReadNames(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() ([]string, error) { return h.runRO(ctx).StringSlice() }),
		way(typedCommand, func() ([]string, error) { return typed(ctx, h, source, goredis.NewStringSliceCmd).Result() }),
		way(redigoScript, func() ([]string, error) { return redis.Strings(redigo.Do(c.redigo, key)) }),
		way(rueidisPlain, func() ([]string, error) {
			return lua.Exec(context.Background(), c.rueidis, []string{key}, nil).AsStrSlice()
		}),
		way(rueidisCancel, func() ([]string, error) { return lua.Exec(ctx, c.cancellable, []string{key}, nil).AsStrSlice() }),
		ignored(ctx, h),
	}
}

func boardOf(values []any, err error) ([]shapes.ReadBoardResultEntry, error) {
	if err != nil {
		return nil, err
	}
	if len(values)%2 != 0 {
		return nil, unexpected(values)
	}
	rows := make([]shapes.ReadBoardResultEntry, len(values)/2)
	for i := range rows {
		player, ok1 := values[2*i].(string)
		text, ok2 := values[2*i+1].(string)
		score, err := strconv.ParseInt(text, 10, 64)
		if !ok1 || !ok2 || err != nil {
			return nil, unexpected(values[2*i:])
		}
		rows[i] = shapes.ReadBoardResultEntry{Player: player, Score: score}
	}
	return rows, nil
}

func boardContenders(ctx context.Context, c clients) []Contender {
	source := shapes.ReadBoardScript.Source()
	h := handOf(c, shapes.ReadBoardScript)
	return []Contender{
		way(luagen, func() ([]shapes.ReadBoardResultEntry, error) { return shapes.ReadBoard(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() ([]shapes.ReadBoardResultEntry, error) { return boardOf(h.runRO(ctx).Slice()) }),
		way(typedCommand, func() ([]shapes.ReadBoardResultEntry, error) {
			pairs, err := typed(ctx, h, source, goredis.NewKeyValueSliceCmd).Result()
			if err != nil {
				return nil, err
			}
			rows := make([]shapes.ReadBoardResultEntry, len(pairs))
			for i, pair := range pairs {
				score, err := strconv.ParseInt(pair.Value, 10, 64)
				if err != nil {
					return nil, unexpected(pair)
				}
				rows[i] = shapes.ReadBoardResultEntry{Player: pair.Key, Score: score}
			}
			return rows, nil
		}),
		ignored(ctx, h),
	}
}

func stockOf(values []any, err error) (map[string]int64, error) {
	if err != nil {
		return nil, err
	}
	if len(values)%2 != 0 {
		return nil, unexpected(values)
	}
	stock := make(map[string]int64, len(values)/2)
	for i := 0; i < len(values); i += 2 {
		article, ok1 := values[i].(string)
		text, ok2 := values[i+1].(string)
		n, err := strconv.ParseInt(text, 10, 64)
		if !ok1 || !ok2 || err != nil {
			return nil, unexpected(values[i:])
		}
		stock[article] = n
	}
	return stock, nil
}

func stockContenders(ctx context.Context, c clients) []Contender {
	source := shapes.ReadStockScript.Source()
	h := handOf(c, shapes.ReadStockScript)
	return []Contender{
		way(luagen, func() (map[string]int64, error) { return shapes.ReadStock(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (map[string]int64, error) { return stockOf(h.runRO(ctx).Slice()) }),
		way(typedCommand, func() (map[string]int64, error) {
			return typed(ctx, h, source, goredis.NewMapStringIntCmd).Result()
		}),
		ignored(ctx, h),
	}
}
