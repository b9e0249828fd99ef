package examples_test

import (
	"context"
	"testing"

	"github.com/luagen/luagen/examples/gen"
)

// The error names the function to use instead.
func TestPipelinerIsRefused(t *testing.T) {
	pipe := client(t).Pipeline()
	_, err := gen.LikePost(context.Background(), pipe, 7, "user", likedAt)
	const want = "like_post.lua: a redis.Pipeliner answers only when it is executed, so it cannot run a call; " +
		"make the call with LikePostCall and hand it to runtime.Pipeline, or to runtime.Tx for MULTI/EXEC"
	if err == nil || err.Error() != want {
		t.Errorf("error\n got %v\nwant %s", err, want)
	}
	if pipe.Len() > 0 {
		t.Errorf("%d commands were queued", pipe.Len())
	}
}
