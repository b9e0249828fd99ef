package randlua

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Run runs a script on fresh data; raised is set when it failed before its return.
func Run(tb testing.TB, client *redis.Client, text string) (reply any, raised bool) {
	tb.Helper()
	ctx := context.Background()
	setup := client.Pipeline()
	setup.FlushAll(ctx)
	setup.Set(ctx, "string", "text", 0)
	setup.RPush(ctx, "list", "one", "2", "three")
	setup.Set(ctx, "counter", "5", 0)
	setup.HSet(ctx, "hash", "f", "v")
	setup.ZAdd(ctx, "zset", redis.Z{Score: 1.5, Member: "m"})
	setup.XAdd(ctx, &redis.XAddArgs{Stream: "stream", Values: []string{"f", "v"}})
	setup.SAdd(ctx, "set", "only")
	if _, err := setup.Exec(ctx); err != nil {
		tb.Fatalf("before running\n%s\n%v", Numbered(text), err)
	}
	// Where the server does not call its library server too, the script gets it under that name.
	text = "local server = rawget(_G, 'server') or redis " + text
	reply, err := client.Eval(ctx, text, Keys, Args...).Result()
	switch {
	case err == redis.Nil:
		return nil, false
	case err != nil && strings.Contains(err.Error(), "@user_script"):
		return nil, true
	case os.IsTimeout(err):
		tb.Fatalf("does not end:\n%s\n%v", Numbered(text), err)
	case err != nil:
		return err, false
	}
	return reply, false
}

// Numbered is a text with the numbers of its lines.
func Numbered(text string) string {
	var b strings.Builder
	n := 0
	for line := range strings.Lines(text) {
		n++
		fmt.Fprintf(&b, "%d: %s", n, line)
	}
	return b.String()
}
