// Package store keeps jobs.
package store

import (
	"context"

	"github.com/redis/go-redis/v9"
)

var take = redis.NewScript(`
local job = redis.call('LPOP', KEYS[1])
if job == nil then
  return 0
end
return redis.call('HSET', KEYS[2], job, ARGV[1])
`)

// Take takes the next job.
func Take(ctx context.Context, c redis.Scripter, worker string) (int, error) {
	return take.Run(ctx, c, []string{"jobs", "taken"}, worker).Int()
}
