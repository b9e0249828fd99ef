// Package broken does not type-check: one of its imports is not there.
package broken

import (
	"context"

	"example.test/gone"
	"github.com/redis/go-redis/v7"
)

const unlock = `return redis.call('DEL', KEYS[1])`

var script = redis.NewScript(unlock)

func run(ctx context.Context, c *redis.Client) {
	gone.Do()
	c.Eval(ctx, "return 1", nil)
	var n int = "no number"
}
