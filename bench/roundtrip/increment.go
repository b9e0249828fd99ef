package roundtrip

import (
	"context"
	"errors"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/scripts"
)

// Every counter is tried more often than its limit allows, so that its limit is
// reached again and again under contention.
const (
	triesPerCounter = 8
	counterLimit    = 5
)

func counterOf(number int) string { return "counter:" + strconv.Itoa(number/triesPerCounter) }

// conditionalIncrement adds one to a counter that must not exceed a limit.
func conditionalIncrement() workload {
	script := redis.NewScript(scripts.IncrementBelowScript.Source())
	byHand := func(run *run, cmd *redis.Cmd) error {
		value, err := cmd.Int64()
		run.count(err == nil && value > 0)
		return err
	}
	return workload{
		name: "conditional increment", unit: "attempts", callers: callers,
		methods: []method{
			{separate, func(ctx context.Context, run *run, number int) error {
				counter := counterOf(number)
				value, err := valueOf(run.client.Get(ctx, counter))
				if err != nil || value >= counterLimit {
					return err
				}
				run.count(true)
				return run.client.Incr(ctx, counter).Err()
			}},
			{multiExec, func(ctx context.Context, run *run, number int) error {
				counter := counterOf(number)
				value, err := valueOf(run.client.Get(ctx, counter))
				if err != nil || value >= counterLimit {
					return err
				}
				run.count(true)
				return increment(ctx, run.client.TxPipeline(), counter)
			}},
			{watched, func(ctx context.Context, run *run, number int) error {
				counter := counterOf(number)
				return watch(ctx, run.client, func(tx *redis.Tx) error {
					value, err := valueOf(tx.Get(ctx, counter))
					if err != nil || value >= counterLimit {
						return err
					}
					err = increment(ctx, tx.TxPipeline(), counter)
					run.count(err == nil)
					return err
				}, counter)
			}},
			{eval, func(ctx context.Context, run *run, number int) error {
				return byHand(run, script.Eval(ctx, run.client, []string{counterOf(number)}, counterLimit))
			}},
			{evalSHA, func(ctx context.Context, run *run, number int) error {
				return byHand(run, script.Run(ctx, run.client, []string{counterOf(number)}, counterLimit))
			}},
			{luagen, func(ctx context.Context, run *run, number int) error {
				value, err := scripts.IncrementBelow(ctx, run.client, counterOf(number), counterLimit)
				run.count(value > 0)
				return err
			}},
		},
		check: checkCounters,
	}
}

func increment(ctx context.Context, pipe redis.Pipeliner, counter string) error {
	pipe.Incr(ctx, counter)
	_, err := pipe.Exec(ctx)
	return err
}

// valueOf is the value of a counter, 0 when it does not exist.
func valueOf(cmd *redis.StringCmd) (int, error) {
	value, err := cmd.Int()
	if errors.Is(err, redis.Nil) {
		return 0, nil
	}
	return value, err
}

// checkCounters finds counters above their limit, or below it although there were
// attempts enough, and increments that nobody was told of.
func checkCounters(ctx context.Context, direct *redis.Client, run *run) (wrong int, err error) {
	tries, total := int(run.next.Load()), 0
	for first := 0; first < tries; first += triesPerCounter {
		value, err := valueOf(direct.Get(ctx, counterOf(first)))
		if err != nil {
			return 0, err
		}
		wrong += distance(value, min(counterLimit, tries-first))
		total += value
	}
	return wrong + distance(total, int(run.succeeded.Load())), nil
}
