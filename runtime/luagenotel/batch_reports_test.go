package luagenotel

import (
	"context"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime"
)

func TestReportsOfBatches(t *testing.T) {
	count, find, fail, _ := scripts()
	testReports(t, []reportTest{
		{
			name: "pipeline of one script",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"), call1(count, "b"), call1(count, "c"))
			},
			want: `span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=3 op=PIPELINE EVALSHA script=count.lua}
db.client.operation.duration {op=PIPELINE EVALSHA script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 3
`,
		},
		{
			name: "pipeline of one call",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"))
			},
			want: `span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
db.client.operation.duration {op=EVALSHA script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "pipeline of several scripts, one failing",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"), call1(fail, "text"), call1(find, "absent"))
			},
			want: `span "PIPELINE" {db.operation.batch.size=3 op=PIPELINE code=WRONGTYPE error.type=WRONGTYPE luagen.script.names=["count.lua","fail.lua","find.lua"]} Error: WRONGTYPE Operation against a key holding the wrong kind of value
db.client.operation.duration {op=PIPELINE code=WRONGTYPE error.type=WRONGTYPE} 1
luagen.script.calls {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE luagen.outcome=error} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
luagen.script.calls {op=EVALSHA_RO script=find.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "pipeline with other commands",
			do: func(ctx context.Context, c *redis.Client) {
				_, _ = c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
					pipe.Get(ctx, "text")
					pipe.EvalSha(ctx, count.SHA(), []string{"a"})
					return nil
				})
			},
			want: `span "PIPELINE" {db.operation.batch.size=2 op=PIPELINE luagen.script.names=["count.lua"]}
db.client.operation.duration {op=PIPELINE} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "pipeline without scripts",
			do: func(ctx context.Context, c *redis.Client) {
				_, _ = c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
					pipe.Get(ctx, "text")
					pipe.Incr(ctx, "a")
					return nil
				})
			},
			want: "",
		},
		{
			name:    "pipeline with a missing script",
			missing: true,
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"), call1(count, "b"))
			},
			want: `span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=2 op=PIPELINE EVALSHA code=NOSCRIPT script=count.lua}
span "SCRIPT LOAD count.lua" {op=SCRIPT LOAD script=count.lua}
span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=2 op=PIPELINE EVALSHA script=count.lua}
db.client.operation.duration {op=PIPELINE EVALSHA code=NOSCRIPT script=count.lua} 1
db.client.operation.duration {op=PIPELINE EVALSHA script=count.lua} 1
db.client.operation.duration {op=SCRIPT LOAD script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
luagen.script.loads {op=SCRIPT LOAD script=count.lua luagen.outcome=ok} 1
luagen.script.noscript {op=EVALSHA script=count.lua} 2
`,
		},
		{
			name: "pipeline of calls that share a key",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "text"), call1(count, "text"), call1(count, "a"))
			},
			want: `span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=3 op=PIPELINE EVALSHA code=ERR script=count.lua error.type=ERR} Error: ERR value is not an integer or out of range
db.client.operation.duration {op=PIPELINE EVALSHA code=ERR script=count.lua error.type=ERR} 1
luagen.script.calls {op=EVALSHA code=ERR script=count.lua error.type=ERR luagen.outcome=error} 2
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "transaction",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Tx(ctx, c, call1(count, "a"), call1(count, "b"))
			},
			want: `span "MULTI EVALSHA count.lua" {db.operation.batch.size=2 op=MULTI EVALSHA script=count.lua}
db.client.operation.duration {op=MULTI EVALSHA script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
`,
		},
		{
			name:    "transaction with a missing script",
			missing: true,
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Tx(ctx, c, call1(count, "a"), call1(count, "b"))
			},
			want: `span "MULTI EVALSHA count.lua" {db.operation.batch.size=2 op=MULTI EVALSHA code=NOSCRIPT script=count.lua}
span "SCRIPT LOAD count.lua" {op=SCRIPT LOAD script=count.lua}
span "MULTI EVALSHA count.lua" {db.operation.batch.size=2 op=MULTI EVALSHA script=count.lua}
db.client.operation.duration {op=MULTI EVALSHA code=NOSCRIPT script=count.lua} 1
db.client.operation.duration {op=MULTI EVALSHA script=count.lua} 1
db.client.operation.duration {op=SCRIPT LOAD script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
luagen.script.loads {op=SCRIPT LOAD script=count.lua luagen.outcome=ok} 1
luagen.script.noscript {op=EVALSHA script=count.lua} 2
`,
		},
	})
}
