// Command likes shows generated script functions at work: likes that count once,
// a counter with a limit, a leaderboard and a transfer that is refused.
//
// It runs on an embedded server, or on a real one when REDIS_URL is set:
//
//	go run ./examples/likes
//	REDIS_URL=redis://localhost:6379 go run ./examples/likes
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/examples/gen"
)

func main() {
	if err := run(context.Background(), os.Stdout, os.Getenv("REDIS_URL")); err != nil {
		fmt.Fprintln(os.Stderr, "likes:", err)
		os.Exit(1)
	}
}

// run shows every part on the server at url, or on an embedded one when url is
// empty. It leaves no keys behind.
func run(ctx context.Context, w io.Writer, url string) error {
	if url == "" {
		embedded, err := miniredis.Run()
		if err != nil {
			return err
		}
		defer embedded.Close()
		url = "redis://" + embedded.Addr()
	}
	opt, err := redis.ParseURL(url)
	if err != nil {
		return fmt.Errorf("REDIS_URL: %w", err)
	}
	rdb := redis.NewClient(opt)
	defer rdb.Close()

	if err := gen.Load(ctx, rdb); err != nil {
		return err
	}
	for _, show := range []func(context.Context, io.Writer, *redis.Client) error{likes, limit, board, transfer} {
		if err := show(ctx, w, rdb); err != nil {
			return err
		}
	}
	return nil
}

// likes likes one post three times, twice as the same user.
func likes(ctx context.Context, w io.Writer, rdb *redis.Client) error {
	const postID = 42
	defer rdb.Del(ctx, "{post:42}:likers", "{post:42}:trending", "{post:42}:events")

	for _, user := range []string{"ada", "grace", "ada"} {
		result, err := gen.LikePost(ctx, rdb, postID, user, time.Now())
		if err != nil {
			return err
		}
		switch r := result.(type) {
		case gen.LikePostLiked:
			fmt.Fprintf(w, "%s likes post %d: counted, %d so far\n", user, postID, r.Likes)
		case gen.LikePostAlreadyLiked:
			fmt.Fprintf(w, "%s likes post %d again: refused, still %d\n", user, postID, r.Likes)
		}
	}
	return nil
}

// limit counts to a limit and beyond.
func limit(ctx context.Context, w io.Writer, rdb *redis.Client) error {
	const counter = "example:seats"
	defer rdb.Del(ctx, counter)

	for {
		n, err := gen.IncrBelow(ctx, rdb, counter, 2, 4)
		switch {
		case errors.Is(err, gen.ErrLimitReached):
			fmt.Fprintln(w, "two more seats: none left:", err)
			return nil
		case err != nil:
			return err
		}
		fmt.Fprintf(w, "two more seats: %d taken\n", n)
	}
}

// board keeps the best scores only.
func board(ctx context.Context, w io.Writer, rdb *redis.Client) error {
	const key = "example:board"
	defer rdb.Del(ctx, key)

	for _, score := range []float64{12.5, 40, 31} {
		r, err := gen.LeaderboardUpdate(ctx, rdb, key, "ada", score)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "ada scores %v: best %v, improved %v\n", score, r.Best, r.Improved)
	}
	return nil
}

// transfer moves money that is there, then money that is not.
func transfer(ctx context.Context, w io.Writer, rdb *redis.Client) error {
	keys := []string{"{bank}:account:ada", "{bank}:account:grace"}
	defer rdb.Del(ctx, keys...)
	if err := rdb.MSet(ctx, keys[0], 100, keys[1], 5).Err(); err != nil {
		return err
	}

	for range 2 {
		balances, err := gen.Transfer(ctx, rdb, "ada", "grace", 70)
		switch {
		case errors.Is(err, gen.ErrInsufficient):
			fmt.Fprintln(w, "70 cents from ada to grace: refused:", err)
		case err != nil:
			return err
		default:
			fmt.Fprintf(w, "70 cents from ada to grace: ada has %d, grace has %d\n", balances.From, balances.To)
		}
	}
	return nil
}
