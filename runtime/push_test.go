package runtime

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/internal/wire"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// A message that arrives where a reply is read is passed over, of whatever size and
// however many there are, in front of a reply of any kind.
func TestMessagesAreNoReplies(t *testing.T) {
	message := func(n int) string {
		var b strings.Builder
		fmt.Fprintf(&b, ">%d\r\n", n)
		for i := range n {
			b.WriteString([]string{bulk("message"), ":7\r\n", "*2\r\n:1\r\n*1\r\n:2\r\n", "-ERR no\r\n", "_\r\n", "|1\r\n+a\r\n:1\r\n+b\r\n"}[i%6])
		}
		return b.String()
	}
	var before []string
	for _, n := range []int{0, 1, 2, 3, 4, 8, 9, 10, 19, 20, 98, 99, 100, 999} {
		before = append(before, message(n))
	}
	before = append(before, strings.Join(before, ""), "|1\r\n+a\r\n:1\r\n"+message(3), strings.Repeat(message(3), 1000))
	for i, messages := range before {
		reply := ":42\r\n"
		server := &canned{reply: func([]string) string { return messages + reply }}
		for _, client := range []*redis.Client{server.client(t, 2), server.client(t, 3)} {
			name := fmt.Sprint("messages ", i, " on RESP", client.Options().Protocol)
			for range 2 {
				reply = ":42\r\n"
				if n, err := eval(t, client, "return 1", (*Decoder).Int); n != 42 || err != nil {
					t.Errorf("%s: int: %d, %v", name, n, err)
				}
				reply = "*3\r\n:1\r\n:-20000000000\r\n:3\r\n"
				c := NewIntsCall(script("t.lua", "return 1"), 0)
				if list, err := Run(context.Background(), client, c); !slices.Equal(list, []int64{1, -20000000000, 3}) || err != nil {
					t.Errorf("%s: ints: %v, %v", name, list, err)
				}
				reply = bulk(strings.Repeat("x", 5000))
				if s, err := eval(t, client, "return 1", (*Decoder).String); len(s) != 5000 || err != nil {
					t.Errorf("%s: string: %.20q, %v", name, s, err)
				}
				reply = "-ERR no\r\n"
				_, err := eval(t, client, "return 1", (*Decoder).Int)
				wantText(t, err, "t.lua: ERR no")
				reply = "!6\r\nERR no\r\n"
				_, err = eval(t, client, "return 1", (*Decoder).Int)
				wantText(t, err, "t.lua: ERR no")
				reply = ":42\r\n"
				first, second := call(script("t.lua", "return 1"), (*Decoder).Int, nil), call(script("t.lua", "return 1"), (*Decoder).Int, nil)
				if err := Pipeline(context.Background(), client, first, second); err != nil || first.Value != 42 || second.Value != 42 {
					t.Errorf("%s: Pipeline: %d, %d, %v", name, first.Value, second.Value, err)
				}
			}
		}
	}
}

// Messages without end, and what is no message, end the connection.
func TestOddMessages(t *testing.T) {
	for name, test := range map[string]struct{ reply, err string }{
		"nil":            {">-1\r\n", `the server sent a message or an attribute of "-1" elements`},
		"no number":      {">x\r\n", `the server sent a message or an attribute of "x" elements`},
		"endless":        {">9999999999\r\n", `the server sent a message or an attribute of "9999999999" elements`},
		"too many":       {strings.Repeat(">1\r\n:1\r\n", wire.MaxDepth+1) + ":1\r\n", wire.ErrDepth.Error()},
		"cut":            {">3\r\n+message\r\n" + hangUp, "EOF"},
		"without reply":  {">1\r\n+message\r\n" + hangUp, "EOF"},
		"cut in a value": {">2\r\n+message\r\n$100\r\nabc" + hangUp, "EOF"},
	} {
		server := &canned{reply: func(words []string) string {
			if words[len(words)-1] == "odd" {
				return test.reply
			}
			return ":42\r\n"
		}}
		client := server.client(t, 2)
		_, err := eval(t, client, "return 1", (*Decoder).Int, "odd")
		if text(err) != test.err {
			t.Errorf("%s: %v", name, err)
		}
		if n, err := eval(t, client, "return 1", (*Decoder).Int, "next"); n != 42 || err != nil {
			t.Errorf("%s: next call: %d, %v", name, n, err)
		}
	}
}

// Calls on a connection that has subscribed to channels get their own replies.
func TestCallsOnASubscribedConnection(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	admin := connect(t, server.Addr)
	one := connect(t, server.Addr, func(o *redis.Options) { o.PoolSize, o.Protocol = 1, 3; setNewer(o, "PipelinePoolSize", 1) })
	conn := connect(t, server.Addr, func(o *redis.Options) { o.Protocol = 3 }).Conn()
	t.Cleanup(func() { conn.Close() })
	list := func(d *Decoder) []string { return Slice(d, (*Decoder).String) }
	words := script("words.lua", "return {ARGV[1], 'b', ARGV[1]}")
	for name, client := range map[string]interface {
		Client
		Do(context.Context, ...any) *redis.Cmd
	}{"pool of one": one, "conn": conn} {
		if err := client.Do(ctx, "SUBSCRIBE", "news").Err(); err != nil {
			t.Fatal(name, err)
		}
		if err := client.Do(ctx, "PSUBSCRIBE", "n*").Err(); err != nil {
			t.Fatal(name, err)
		}
		for round := range 20 {
			publish := func() {
				t.Helper()
				for i := range 3 {
					if n, err := admin.Publish(ctx, "news", strconv.Itoa(i)).Result(); n < 2 || err != nil {
						t.Fatal(n, err)
					}
				}
			}
			publish()
			tag := strconv.Itoa(round)
			got, err := Run(ctx, client, call(words, list, nil, tag))
			if !slices.Equal(got, []string{tag, "b", tag}) || err != nil {
				t.Errorf("%s: %q, %v", name, got, err)
			}
			for way, send := range batches {
				publish()
				first, second := call(words, list, []string{"k"}, tag), call(words, list, []string{"k"}, "x")
				if err := send(ctx, client, first, second); err != nil || first.Value[0] != tag || second.Value[0] != "x" {
					t.Errorf("%s, %s: %q, %q, %v", name, way, first.Value, second.Value, err)
				}
			}
		}
	}
}
