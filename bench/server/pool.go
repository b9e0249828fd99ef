package server

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// fillTimeout bounds how long a pool may take to connect.
const fillTimeout = time.Minute

// FillPool waits until a client whose MinIdleConns is n has made its connections,
// so that what is measured afterwards does not make them.
func FillPool(ctx context.Context, client *redis.Client, n int) error {
	ctx, cancel := context.WithTimeout(ctx, fillTimeout)
	defer cancel()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for int(client.PoolStats().IdleConns) < n {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d connections are made: %w", client.PoolStats().IdleConns, n, ctx.Err())
		}
	}
	return nil
}
