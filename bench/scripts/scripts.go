// Package scripts holds the scripts that are measured.
package scripts

import (
	"context"
	"crypto/sha1"
	_ "embed"
	"encoding/hex"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime"
)

var (
	//go:embed increment_below.lua
	incrementBelowSource string
	//go:embed like_post.lua
	likePostSource string
	//go:embed increment_all.lua
	incrementAllSource string
	//go:embed reserve_slot.lua
	reserveSlotSource string
	//go:embed allow.lua
	allowSource string
	//go:embed read_names.lua
	readNamesSource string
	//go:embed read_counts.lua
	readCountsSource string
)

func sha(s string) string { h := sha1.Sum([]byte(s)); return hex.EncodeToString(h[:]) }

var (
	IncrementBelowScript = runtime.NewScript("increment_below.lua", incrementBelowSource, sha(incrementBelowSource))
	LikePostScript       = runtime.NewScript("like_post.lua", likePostSource, sha(likePostSource))
	IncrementAllScript   = runtime.NewScript("increment_all.lua", incrementAllSource, sha(incrementAllSource))
	ReserveSlotScript    = runtime.NewScript("reserve_slot.lua", reserveSlotSource, sha(reserveSlotSource))
	AllowScript          = runtime.NewScript("allow.lua", allowSource, sha(allowSource))
	ReadNamesScript      = runtime.NewScript("read_names.lua", readNamesSource, sha(readNamesSource), runtime.ReadOnly())
	ReadCountsScript     = runtime.NewScript("read_counts.lua", readCountsSource, sha(readCountsSource), runtime.ReadOnly())
)

func Load(ctx context.Context, c runtime.Client) error {
	for _, s := range []*runtime.Script{IncrementBelowScript, LikePostScript, IncrementAllScript, ReserveSlotScript, AllowScript, ReadNamesScript, ReadCountsScript} {
		if err := c.(*redis.Client).ScriptLoad(ctx, s.Source()).Err(); err != nil {
			return err
		}
	}
	return nil
}

func IncrementBelow(ctx context.Context, c runtime.Client, counter string, limit int64) (int64, error) {
	return IncrementBelowCall(counter, limit).Run(ctx, c)
}

func IncrementBelowCall(counter string, limit int64) *runtime.Call[int64] {
	call := runtime.NewCall(IncrementBelowScript, (*runtime.Decoder).Int, 2)
	call.Key(counter)
	call.Int(limit)
	return call
}

type LikePostResult struct {
	Liked bool
	Likes int64
}

func LikePost(ctx context.Context, c runtime.Client, likes, count, user string) (LikePostResult, error) {
	return LikePostCall(likes, count, user).Run(ctx, c)
}

func LikePostCall(likes, count, user string) *runtime.Call[LikePostResult] {
	call := runtime.NewCall(LikePostScript, decodeLikePostResult, 3)
	call.Key(likes)
	call.Key(count)
	call.String(user)
	return call
}

func decodeLikePostResult(d *runtime.Decoder) (v LikePostResult) {
	d.Tuple(2, 2)
	v.Liked = d.Field("liked").Bool()
	v.Likes = d.Field("likes").Int()
	d.End()
	return v
}

func IncrementAll(ctx context.Context, c runtime.Client, counters []string) ([]int64, error) {
	return IncrementAllCall(counters).Run(ctx, c)
}

func IncrementAllCall(counters []string) *runtime.Call[[]int64] {
	call := runtime.NewCall(IncrementAllScript, decodeInts, len(counters))
	call.Keys(counters)
	return call
}

func decodeInts(d *runtime.Decoder) []int64 {
	return runtime.Slice(d, (*runtime.Decoder).Int)
}

func ReserveSlot(ctx context.Context, c runtime.Client, slots, holder string, capacity int64, now, expiry time.Time) (bool, error) {
	return ReserveSlotCall(slots, holder, capacity, now, expiry).Run(ctx, c)
}

func ReserveSlotCall(slots, holder string, capacity int64, now, expiry time.Time) *runtime.Call[bool] {
	call := runtime.NewCall(ReserveSlotScript, (*runtime.Decoder).Bool, 5)
	call.Key(slots)
	call.String(holder)
	call.Int(capacity)
	call.Time(now, time.Millisecond)
	call.Time(expiry, time.Millisecond)
	return call
}

type AllowResult struct {
	Allowed   bool
	Remaining int64
	ResetIn   time.Duration // whole seconds
}

func Allow(ctx context.Context, c runtime.Client, counter string, limit int64, window time.Duration) (AllowResult, error) {
	return AllowCall(counter, limit, window).Run(ctx, c)
}

func AllowCall(counter string, limit int64, window time.Duration) *runtime.Call[AllowResult] {
	call := runtime.NewCall(AllowScript, decodeAllowResult, 3)
	call.Key(counter)
	call.Int(limit)
	call.Duration(window, time.Second)
	return call
}

func decodeAllowResult(d *runtime.Decoder) (v AllowResult) {
	d.Tuple(3, 3)
	v.Allowed = d.Field("allowed").Bool()
	v.Remaining = d.Field("remaining").Int()
	v.ResetIn = d.Field("resetIn").Duration(time.Second)
	d.End()
	return v
}

func ReadNames(ctx context.Context, c runtime.Client, names string) ([]string, error) {
	return ReadNamesCall(names).Run(ctx, c)
}

func ReadNamesCall(names string) *runtime.Call[[]string] {
	call := runtime.NewCall(ReadNamesScript, decodeStrings, 1)
	call.Key(names)
	return call
}

func decodeStrings(d *runtime.Decoder) []string {
	return runtime.Slice(d, (*runtime.Decoder).String)
}

func ReadCounts(ctx context.Context, c runtime.Client, counts string) ([]int64, error) {
	return ReadCountsCall(counts).Run(ctx, c)
}

func ReadCountsCall(counts string) *runtime.Call[[]int64] {
	call := runtime.NewCall(ReadCountsScript, decodeInts, 1)
	call.Key(counts)
	return call
}
