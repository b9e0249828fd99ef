// Package other has what another package uses.
package other

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Touch is a script for another package.
const Touch = `return redis.call('TOUCH', KEYS[1])`

// Run hands a script on.
func Run(ctx context.Context, c *redis.Client, src string, key string) *redis.Cmd {
	return c.Eval(ctx, src, []string{key})
}
