package runtime

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/redistest"
)

// Every call gets its own reply, and keeps it, whatever becomes of the others: of
// replies of all sizes, in every form and through every face, amid cut
// connections, short contexts and missing scripts.
func TestRepliesKeepTheirPlace(t *testing.T) {
	server := redistest.Start(t)
	p := startProxy(t, server.Addr)
	half, pieces := everyNth(40, halfReply), everyNth(7, replyInPieces)
	p.spoilWhen(func(request []byte) spoiling { return max(half(request), pieces(request)) })
	stop := flushing(t, server.Addr)
	defer stop()
	var (
		wait     sync.WaitGroup
		number   atomic.Int64
		answered atomic.Int64
	)
	for face, client := range faces(t, p.addr) {
		if isConn(face) { // once it is broken it stays so
			continue
		}
		for way, send := range numberedWays {
			spawn(&wait, func() {
				var kept []numberedCall
				for round := range 60 {
					ctx, cancel := context.Background(), func() {}
					if round%5 == 4 {
						ctx, cancel = context.WithTimeout(ctx, time.Duration(round%4)*time.Millisecond)
					}
					calls := numbered(number.Add(1), fmt.Sprint(round%2))
					send(ctx, client, calls)
					cancel()
					kept = append(kept, calls...)
				}
				for _, c := range kept {
					if wrong, ok := c.check(); ok {
						answered.Add(1)
					} else if wrong != "" {
						t.Errorf("%s, %s: %s", face, way, wrong)
					}
				}
			})
		}
	}
	wait.Wait()
	if made := number.Load() * int64(len(numbered(0, ""))); answered.Load() < made/4 {
		t.Errorf("only %d of %d calls were answered", answered.Load(), made)
	}
}

// A numberedCall is a call whose reply tells its number.
type numberedCall struct {
	Command
	run   func(context.Context, Client)
	check func() (wrong string, answered bool) // whether the result is another call's, and whether it is this one's
}

var numberedWays = map[string]func(context.Context, Client, []numberedCall){
	"Run": func(ctx context.Context, client Client, calls []numberedCall) {
		for _, c := range calls {
			c.run(ctx, client)
		}
	},
	"Pipeline": func(ctx context.Context, client Client, calls []numberedCall) {
		_ = Pipeline(ctx, client, numberedCommands(calls)...)
	},
	"Tx": func(ctx context.Context, client Client, calls []numberedCall) {
		_ = Tx(ctx, client, numberedCommands(calls)...)
	},
}

func numberedCommands(calls []numberedCall) []Command {
	list := make([]Command, len(calls))
	for i, c := range calls {
		list[i] = c.Command
	}
	return list
}

// numbered are calls with replies of several shapes that tell a number. Some share
// a key and some have none.
func numbered(n int64, key string) []numberedCall {
	up := make([]int64, n%700+1)
	for i := range up {
		up[i] = n + int64(i)
	}
	long := strings.Repeat(fmt.Sprint(n), int(n%3000+1))
	return []numberedCall{
		numberedBy(NewIntsCall(upwards, 2), up, n, key),
		numberedBy(NewIntsCall(spilling, 2), up, n, key),
		numberedBy(NewIntsCall(upwards, 1), up, n),
		numberedBy(NewCall(echoing, (*Decoder).Int, 2), n, n, key+"other"),
		numberedBy(NewCall(repeating, (*Decoder).String, 2), long, n, key+"long"),
		numberedBy(NewCall(repeating, (*Decoder).Bytes, 1), []byte(long), n),
	}
}

var (
	upwards   = script("upwards.lua", "local list = {} for i = 0, ARGV[1] % 700 do list[i + 1] = ARGV[1] + i end return list")
	spilling  = script("spilling.lua", "local list = {} for i = 0, ARGV[1] % 700 do list[i + 1] = ARGV[1] + i end list[#list] = tostring(list[#list]) return list")
	echoing   = script("echoing.lua", "return tonumber(ARGV[1])")
	repeating = script("repeating.lua", "return string.rep(ARGV[1], ARGV[1] % 3000 + 1)")
)

func numberedBy[T any](c *Call[T], want T, n int64, keys ...string) numberedCall {
	c.Args.Keys(keys)
	c.Args.Int(n)
	return numberedCall{
		Command: c,
		run:     func(ctx context.Context, client Client) { _, _ = Run(ctx, client, c) },
		check: func() (string, bool) {
			got, err := c.Result()
			switch {
			case isReplyFailure(err):
				return fmt.Sprintf("call %d: %v", n, err), false
			case err == nil && !reflect.DeepEqual(got, want):
				return fmt.Sprintf("call %d of %s got %.60q", n, c.Args.script(), fmt.Sprint(got)), false
			}
			return "", err == nil
		},
	}
}

// isReplyFailure reports an error that only another call's reply could have caused.
func isReplyFailure(err error) bool {
	return errors.As(err, new(*DecodeError)) || errors.As(err, new(*ScriptError))
}
