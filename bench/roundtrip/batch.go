package roundtrip

import (
	"context"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/scripts"
)

// countersPerBatch is how many counters one operation increments.
const countersPerBatch = 1000

// counterBatch adds one to each of 1,000 counters, with one caller: nothing is
// decided, so every method is right and only the round trips differ.
func counterBatch() workload {
	counters := make([]string, countersPerBatch)
	for i := range counters {
		counters[i] = "counter:" + strconv.Itoa(i)
	}
	script := redis.NewScript(scripts.IncrementAllScript.Source())
	byHand := func(cmd *redis.Cmd) error {
		_, err := cmd.Int64Slice()
		return err
	}
	queue := func(ctx context.Context, pipe redis.Pipeliner) error {
		for _, counter := range counters {
			pipe.Incr(ctx, counter)
		}
		_, err := pipe.Exec(ctx)
		return err
	}
	return workload{
		name: "batch of 1,000 counters", unit: "batches", callers: 1,
		methods: []method{
			{separate, func(ctx context.Context, run *run, _ int) error {
				for _, counter := range counters {
					if err := run.client.Incr(ctx, counter).Err(); err != nil {
						return err
					}
				}
				return nil
			}},
			{pipelined, func(ctx context.Context, run *run, _ int) error { return queue(ctx, run.client.Pipeline()) }},
			{multiExec, func(ctx context.Context, run *run, _ int) error { return queue(ctx, run.client.TxPipeline()) }},
			{watched, func(ctx context.Context, run *run, _ int) error {
				return watch(ctx, run.client, func(tx *redis.Tx) error { return queue(ctx, tx.TxPipeline()) }, counters...)
			}},
			{eval, func(ctx context.Context, run *run, _ int) error {
				return byHand(script.Eval(ctx, run.client, counters))
			}},
			{evalSHA, func(ctx context.Context, run *run, _ int) error { return byHand(script.Run(ctx, run.client, counters)) }},
			{luagen, func(ctx context.Context, run *run, _ int) error {
				_, err := scripts.IncrementAll(ctx, run.client, counters)
				return err
			}},
		},
		check: func(ctx context.Context, direct *redis.Client, run *run) (wrong int, err error) {
			for _, counter := range counters {
				value, err := valueOf(direct.Get(ctx, counter))
				if err != nil {
					return 0, err
				}
				wrong += distance(value, int(run.next.Load()))
			}
			return wrong, nil
		},
	}
}
