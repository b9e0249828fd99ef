package redistest

import (
	"context"
	"errors"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Compile has a server compile scripts and returns, for each, why it refuses to; an
// empty text says that it does not. The server keeps none of them.
func Compile(tb testing.TB, client *redis.Client, scripts []string) []string {
	tb.Helper()
	ctx := context.Background()
	verdicts := make([]string, 0, len(scripts))
	for len(scripts) > 0 {
		batch := scripts[:min(len(scripts), 1000)]
		scripts = scripts[len(batch):]
		pipe := client.Pipeline()
		for _, script := range batch {
			pipe.ScriptLoad(ctx, script)
		}
		pipe.ScriptFlush(ctx)
		cmds, err := pipe.Exec(ctx)
		if replied := redis.Error(nil); err != nil && !errors.As(err, &replied) {
			tb.Fatal(err)
		}
		for _, cmd := range cmds[:len(batch)] {
			verdict := ""
			if err := cmd.Err(); err != nil {
				verdict = err.Error()
			}
			verdicts = append(verdicts, verdict)
		}
	}
	return verdicts
}
