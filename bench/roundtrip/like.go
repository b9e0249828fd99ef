package roundtrip

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/scripts"
)

// Every user taps twice, and many users like the same post at once.
const (
	tapsPerUser  = 2
	usersPerPost = 64
)

// tap is one press of the button.
type tap struct{ likes, count, user string }

func tapOf(number int) tap {
	user := number / tapsPerUser
	post := user / usersPerPost
	return tap{
		likes: fmt.Sprintf("post:{%d}:likes", post),
		count: fmt.Sprintf("post:{%d}:count", post),
		user:  fmt.Sprintf("user:%d", user),
	}
}

// likeButton counts a user's like once, however often the user taps.
func likeButton() workload {
	script := redis.NewScript(scripts.LikePostScript.Source())
	byHand := func(run *run, cmd *redis.Cmd) error {
		reply, err := cmd.Int64Slice()
		if err == nil {
			run.count(reply[0] == 1)
		}
		return err
	}
	return workload{
		name: "like button", unit: "taps", callers: callers,
		methods: []method{
			{separate, func(ctx context.Context, run *run, number int) error {
				t := tapOf(number)
				liked, err := run.client.SIsMember(ctx, t.likes, t.user).Result()
				if err != nil || liked {
					return err
				}
				if err := run.client.SAdd(ctx, t.likes, t.user).Err(); err != nil {
					return err
				}
				run.count(true)
				return run.client.Incr(ctx, t.count).Err()
			}},
			{multiExec, func(ctx context.Context, run *run, number int) error {
				t := tapOf(number)
				liked, err := run.client.SIsMember(ctx, t.likes, t.user).Result()
				if err != nil || liked {
					return err
				}
				run.count(true)
				return t.add(ctx, run.client.TxPipeline())
			}},
			{watched, func(ctx context.Context, run *run, number int) error {
				t := tapOf(number)
				return watch(ctx, run.client, func(tx *redis.Tx) error {
					liked, err := tx.SIsMember(ctx, t.likes, t.user).Result()
					if err != nil || liked {
						return err
					}
					err = t.add(ctx, tx.TxPipeline())
					run.count(err == nil)
					return err
				}, t.likes)
			}},
			{eval, func(ctx context.Context, run *run, number int) error {
				t := tapOf(number)
				return byHand(run, script.Eval(ctx, run.client, []string{t.likes, t.count}, t.user))
			}},
			{evalSHA, func(ctx context.Context, run *run, number int) error {
				t := tapOf(number)
				return byHand(run, script.Run(ctx, run.client, []string{t.likes, t.count}, t.user))
			}},
			{luagen, func(ctx context.Context, run *run, number int) error {
				t := tapOf(number)
				result, err := scripts.LikePost(ctx, run.client, t.likes, t.count, t.user)
				run.count(result.Liked)
				return err
			}},
		},
		check: checkLikes,
	}
}

// add likes the post in one transaction.
func (t tap) add(ctx context.Context, pipe redis.Pipeliner) error {
	pipe.SAdd(ctx, t.likes, t.user)
	pipe.Incr(ctx, t.count)
	_, err := pipe.Exec(ctx)
	return err
}

// checkLikes finds counters that are not the number of likes, users without a like
// and taps that were told otherwise than it was.
func checkLikes(ctx context.Context, direct *redis.Client, run *run) (wrong int, err error) {
	users := (int(run.next.Load()) + tapsPerUser - 1) / tapsPerUser
	liked := 0
	for user := 0; user < users; user += usersPerPost {
		t := tapOf(user * tapsPerUser)
		likes, err := direct.SCard(ctx, t.likes).Result()
		if err != nil {
			return 0, err
		}
		count, err := valueOf(direct.Get(ctx, t.count))
		if err != nil {
			return 0, err
		}
		wrong += distance(count, int(likes))
		liked += int(likes)
	}
	return max(wrong+distance(liked, users), distance(int(run.succeeded.Load()), users)), nil
}
