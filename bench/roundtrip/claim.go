package roundtrip

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/runtime"
)

// Claim is how many times faster scripts were found to be, here and elsewhere.
type Claim struct {
	What      string
	Published string // elsewhere, "7.2x"; empty for a variation that nobody published
	Measured  measure.Ratio
}

// scriptSizes are the lengths in bytes with which EVAL is compared with EVALSHA.
var scriptSizes = [...]int{300, 2_000, 20_000}

// conditionalBatch is how many conditional operations go in one pipeline in the
// variation of the claim that pipelines them.
const conditionalBatch = 100

// measureClaims compares with one caller, in operations per second.
func measureClaims(ctx context.Context, client, direct *redis.Client, effort Effort) ([]Claim, error) {
	loads := []measure.Load{
		single(watchedIncrement(client)),
		single(func(ctx context.Context) (int, error) {
			_, err := scripts.IncrementBelow(ctx, client, "claim:luagen", 1<<40)
			return 1, err
		}),
		single(func(ctx context.Context) (int, error) {
			calls := make([]runtime.Command, conditionalBatch)
			for i := range calls {
				calls[i] = scripts.IncrementBelowCall("claim:pipeline", 1<<40)
			}
			return conditionalBatch, runtime.Pipeline(ctx, client, calls...)
		}),
	}
	for _, size := range scriptSizes {
		text, sha := paddedScript(size)
		if err := direct.ScriptLoad(ctx, text).Err(); err != nil {
			return nil, err
		}
		key := []string{"claim:" + strconv.Itoa(size)}
		loads = append(loads,
			single(func(ctx context.Context) (int, error) { return 1, client.Eval(ctx, text, key).Err() }),
			single(func(ctx context.Context) (int, error) { return 1, client.EvalSha(ctx, sha, key).Err() }))
	}
	speeds, err := measure.Speeds(ctx, effort.Rounds, effort.Turn, loads)
	if err != nil {
		return nil, err
	}
	over := func(i, j int) measure.Ratio { return measure.CompareSpeed(speeds[i], speeds[j]) }
	claims := []Claim{
		{"conditional operations, luagen over WATCH/MULTI/EXEC", "7.2x", over(1, 0)},
		{fmt.Sprintf("the same, luagen in pipelines of %d", conditionalBatch), "", over(2, 0)},
	}
	for i, size := range scriptSizes {
		claim := Claim{What: fmt.Sprintf("EVALSHA over EVAL, script of %d bytes", size), Measured: over(4+2*i, 3+2*i)}
		if i == 0 {
			claim.Published = "7.9x"
		}
		claims = append(claims, claim)
	}
	return claims, nil
}

func single(call func(context.Context) (int, error)) measure.Load {
	return measure.Load{Callers: 1, Call: func(ctx context.Context, _ int) (int, error) { return call(ctx) }}
}

// watchedIncrement is the conditional increment as a transaction that is safe.
func watchedIncrement(client *redis.Client) func(context.Context) (int, error) {
	const counter = "claim:watch"
	return func(ctx context.Context) (int, error) {
		return 1, watch(ctx, client, func(tx *redis.Tx) error {
			value, err := valueOf(tx.Get(ctx, counter))
			if err != nil || value >= 1<<40 {
				return err
			}
			return increment(ctx, tx.TxPipeline(), counter)
		}, counter)
	}
}

// paddedScript returns a script of about size bytes, which increments its key, and
// its SHA-1.
func paddedScript(size int) (text, sha string) {
	const body = "return redis.call('INCR', KEYS[1])\n"
	const line = "-- A comment, as long scripts have them; Redis reads it again at every EVAL.\n"
	text = strings.Repeat(line, max(0, size-len(body))/len(line)) + body
	sum := sha1.Sum([]byte(text))
	return text, hex.EncodeToString(sum[:])
}
