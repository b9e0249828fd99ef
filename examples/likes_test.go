package examples_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/luagen/luagen/examples/gen"
)

// likedAt is when the tests like: in the last second of a UTC day.
var likedAt = time.Date(2024, 5, 1, 23, 59, 59, 0, time.UTC)

// TestLikePostConcurrently has 10,000 users like one post at once, each of them
// twice: every user counts exactly once.
func TestLikePostConcurrently(t *testing.T) {
	const users = 10_000
	ctx := context.Background()
	rdb := client(t)

	liked := make([]bool, 2*users)
	concurrently(t, len(liked), func(i int) error {
		result, err := gen.LikePost(ctx, rdb, 7, fmt.Sprintf("user-%d", i/2), likedAt)
		if err != nil {
			return err
		}
		switch r := result.(type) {
		case gen.LikePostLiked:
			liked[i] = true
			if r.Likes < 1 || r.Likes > users {
				return fmt.Errorf("liked: %d likes", r.Likes)
			}
		case gen.LikePostAlreadyLiked:
			if r.Likes < 1 || r.Likes > users {
				return fmt.Errorf("already liked: %d likes", r.Likes)
			}
		default:
			return fmt.Errorf("result %T", result)
		}
		return nil
	})

	for user := range users {
		if liked[2*user] == liked[2*user+1] {
			t.Errorf("user %d: the two likes counted: %v and %v, want exactly one", user, liked[2*user], liked[2*user+1])
		}
	}
	if n := rdb.SCard(ctx, "{post:7}:likers").Val(); n != users {
		t.Errorf("%d likers, want %d", n, users)
	}
	if board := rdb.HGetAll(ctx, "{post:7}:trending").Val(); len(board) != 1 || board["19844"] != "10000" {
		t.Errorf("trending board = %v, want 10000 likes on day 19844", board)
	}
	// MAXLEN ~ trims whole nodes of 100 entries by default, never below the bound.
	if n := rdb.XLen(ctx, "{post:7}:events").Val(); n < 1000 || n > 1100 {
		t.Errorf("%d events are kept, want about 1,000", n)
	}
}

func TestLikePostEvent(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	result, err := gen.LikePost(ctx, rdb, 1, "ada", likedAt)
	if err != nil || result != (gen.LikePostLiked{Likes: 1}) {
		t.Fatalf("first like = %#v, %v", result, err)
	}
	result, err = gen.LikePost(ctx, rdb, 1, "ada", likedAt)
	if err != nil || result != (gen.LikePostAlreadyLiked{Likes: 1}) {
		t.Fatalf("second like = %#v, %v", result, err)
	}
	events := rdb.XRange(ctx, "{post:1}:events", "-", "+").Val()
	if len(events) != 1 || events[0].Values["user"] != "ada" || events[0].Values["at"] != "1714607999000" {
		t.Errorf("events = %v, want one of ada at 1714607999000", events)
	}
}
