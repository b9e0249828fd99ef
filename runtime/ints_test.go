package runtime

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// intReplies are replies to a call that wants integers: such as are collected
// whole, such as stop being collected half-way, and such as never are.
var intReplies = []string{
	"*0\r\n", "*-1\r\n", "_\r\n", "*1\r\n:0\r\n", "*3\r\n:1\r\n:22\r\n:9999999\r\n", "~2\r\n:1\r\n:2\r\n",
	fmt.Sprintf("*4\r\n:%d\r\n:%d\r\n:-1\r\n:10000000\r\n", int64(math.MaxInt64), int64(math.MinInt64)),
	"*3\r\n:1\r\n$1\r\n2\r\n:3\r\n", "*3\r\n:1\r\n+2\r\n:3\r\n", "*3\r\n:1\r\n:2\r\n$2\r\n33\r\n",
	"*3\r\n:1\r\n(22\r\n:3\r\n", "*3\r\n:1\r\n$-1\r\n:3\r\n", "*3\r\n:1\r\n:2\r\n_\r\n", "*3\r\n:1\r\n:2\r\n$1\r\nx\r\n",
	"*3\r\n:1\r\n*2\r\n:2\r\n:3\r\n:4\r\n", "*2\r\n*2\r\n:1\r\n:2\r\n:3\r\n", "*1\r\n*1\r\n:1\r\n",
	"*2\r\n:1\r\n-ERR inside\r\n", "*2\r\n:1\r\n!3\r\nERR\r\n", "*2\r\n:1\r\n,2.5\r\n", "*2\r\n:1\r\n#t\r\n",
	"|1\r\n+a\r\n:1\r\n*2\r\n:1\r\n:2\r\n", "*2\r\n:1\r\n|1\r\n+a\r\n:7\r\n:2\r\n",
	"*2\r\n:1\r\n:\r\n", "*2\r\n:1\r\n:1x\r\n", "*2\r\n:1\r\n:+2\r\n", "*2\r\n:1\r\n:99999999999999999999\r\n", "*2\r\n:1\r\n",
	":1\r\n", "$3\r\nabc\r\n", "-ERR no\r\n", "%1\r\n:1\r\n:2\r\n",
	"*9000\r\n" + strings.Repeat(":1\r\n", 9000), "*9001\r\n" + strings.Repeat(":1\r\n", 9000) + "$1\r\n2\r\n",
	"*1000000000\r\n:1\r\n",
}

func TestIntsAreCollected(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	s := script("list.lua", "local list = {} for i = 1, ARGV[1] do list[i] = i * 1001 end return list")
	if err := Load(ctx, connect(t, server.Addr), s); err != nil {
		t.Fatal(err)
	}
	made := func(keys ...string) *Call[[]int64] {
		c := NewIntsCall(s, len(keys)+1)
		c.Args.Keys(keys)
		c.Args.Int(20_000)
		return c
	}
	check := func(t *testing.T, c *Call[[]int64]) {
		t.Helper()
		list, err := c.Result()
		if err != nil || len(list) != 20_000 || slices.ContainsFunc(list, func(n int64) bool { return n%1001 != 0 }) || list[19_999] != 20_020_000 {
			t.Errorf("%d integers, %v", len(list), err)
		}
	}
	for _, protocol := range []int{2, 3} {
		for name, client := range faces(t, server.Addr, func(o *redis.Options) { o.Protocol = protocol }) {
			t.Run(fmt.Sprintf("%s, RESP%d", name, protocol), func(t *testing.T) {
				for _, flushed := range []bool{false, true} {
					if flushed {
						connect(t, server.Addr).ScriptFlush(ctx)
					}
					c := made("k")
					_, _ = Run(ctx, client, c)
					check(t, c)
				}
				for _, send := range batches {
					calls := []*Call[[]int64]{made("{a}"), made("{a}b"), made("{a}"), made("{a}c")}
					connect(t, server.Addr).ScriptFlush(ctx)
					if err := send(ctx, client, calls[0], calls[1], calls[2], calls[3]); err != nil {
						t.Error(err)
					}
					for _, c := range calls {
						check(t, c)
					}
				}
			})
		}
	}
}
