package luagenotel

import (
	"context"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

func TestReportsOfCalls(t *testing.T) {
	count, find, fail, odd := scripts()
	testReports(t, []reportTest{
		{
			name:    "call",
			options: []Option{WithServer("cache.test:6390"), WithDatabase(3)},
			do:      func(ctx context.Context, c *redis.Client) { run(ctx, c, count, "n") },
			want: `span "EVALSHA count.lua" {db.namespace=3 op=EVALSHA script=count.lua server.address=cache.test server.port=6390}
db.client.operation.duration {db.namespace=3 op=EVALSHA script=count.lua server.address=cache.test server.port=6390} 1
luagen.script.calls {db.namespace=3 op=EVALSHA script=count.lua luagen.outcome=ok server.address=cache.test server.port=6390} 1
`,
		},
		{
			name:    "missing script",
			missing: true,
			do:      func(ctx context.Context, c *redis.Client) { run(ctx, c, count, "n") },
			want: `span "EVALSHA count.lua" {op=EVALSHA code=NOSCRIPT script=count.lua}
span "SCRIPT LOAD count.lua" {op=SCRIPT LOAD script=count.lua}
span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
db.client.operation.duration {op=EVALSHA code=NOSCRIPT script=count.lua} 1
db.client.operation.duration {op=EVALSHA script=count.lua} 1
db.client.operation.duration {op=SCRIPT LOAD script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
luagen.script.loads {op=SCRIPT LOAD script=count.lua luagen.outcome=ok} 1
luagen.script.noscript {op=EVALSHA script=count.lua} 1
`,
		},
		{
			name: "nil reply",
			do:   func(ctx context.Context, c *redis.Client) { run(ctx, c, find, "absent") },
			want: `span "EVALSHA_RO find.lua" {op=EVALSHA_RO script=find.lua}
db.client.operation.duration {op=EVALSHA_RO script=find.lua} 1
luagen.script.calls {op=EVALSHA_RO script=find.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "error with a code",
			do:   func(ctx context.Context, c *redis.Client) { run(ctx, c, fail, "text") },
			want: `span "EVALSHA fail.lua" {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE} Error: WRONGTYPE Operation against a key holding the wrong kind of value
db.client.operation.duration {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE} 1
luagen.script.calls {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE luagen.outcome=error} 1
`,
		},
		{
			name: "error whose first word is no code",
			do:   func(ctx context.Context, c *redis.Client) { run(ctx, c, odd, "n") },
			want: `span "EVALSHA odd.lua" {op=EVALSHA script=odd.lua error.type=_OTHER} Error: ada is not allowed
db.client.operation.duration {op=EVALSHA script=odd.lua error.type=_OTHER} 1
luagen.script.calls {op=EVALSHA script=odd.lua error.type=_OTHER luagen.outcome=error} 1
`,
		},
		{
			name: "cancelled",
			do: func(ctx context.Context, c *redis.Client) {
				ctx, cancel := context.WithCancel(ctx)
				cancel()
				run(ctx, c, count, "n")
			},
			want: `span "EVALSHA count.lua" {op=EVALSHA script=count.lua error.type=canceled} Error: context canceled
db.client.operation.duration {op=EVALSHA script=count.lua error.type=canceled} 1
luagen.script.calls {op=EVALSHA script=count.lua error.type=canceled luagen.outcome=error} 1
`,
		},
		{
			name: "by hand",
			do: func(ctx context.Context, c *redis.Client) {
				c.Eval(ctx, count.Source(), []string{"n"})
				c.EvalSha(ctx, strings.ToUpper(count.SHA()), []string{"n"})
				c.Do(ctx, "EVALSHA", []byte(count.SHA()), 1, "n")
				c.Eval(ctx, "return 'another script'", nil)
				c.Incr(ctx, "n")
				c.ScriptExists(ctx, count.SHA())
			},
			want: `span "EVAL count.lua" {op=EVAL script=count.lua}
span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
db.client.operation.duration {op=EVAL script=count.lua} 1
db.client.operation.duration {op=EVALSHA script=count.lua} 2
luagen.script.calls {op=EVAL script=count.lua luagen.outcome=ok} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
`,
		},
	})
}
