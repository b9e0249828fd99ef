package runtime

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// hostileReplies are what no server should send: pieces of replies, too much of them,
// lengths that nothing follows, messages, attributes and errors in each place.
func hostileReplies() []string {
	list := append([]string{
		":1\r\n:2\r\n", "+OK\r\n+OK\r\n", "$3\r\nabcdef\r\n", "$3\r\nabc", "*3\r\n:1\r\n", "*-2\r\n", "%-1\r\n", "|-1\r\n", ">-1\r\n", ">0\r\n", ">3\r\n+message\r\n+c\r\n+m\r\n",
		">1\r\n-ERR\r\n", ">9\r\n:1\r\n", "|0\r\n", "|1\r\n+a\r\n", "|1\r\n:1\r\n:1\r\n-MOVED 1 127.0.0.1:1\r\n", "|0\r\n>1\r\n:1\r\n|0\r\n",
		"*1\r\n>1\r\n:1\r\n", "*1\r\n-ERR no\r\n", "*4\r\n-NOSCRIPT x\r\n:1\r\n-NOSCRIPT x\r\n:1\r\n", "-\r\n", "- \r\n", "-ERR", "!0\r\n\r\n", "!-1\r\n", "!5\r\nMOVED\r\n",
		"-MOVED 1 127.0.0.1:1\r\n", "-ASK 1 127.0.0.1:1\r\n", "-NOSCRIPT No matching script.\r\n", "-EXECABORT no\r\n", "-ERR EXEC without MULTI\r\n", "-NOPERM no\r\n", "-LOADING Redis is loading the dataset in memory\r\n",
		"+QUEUED\r\n", "*0\r\n", "*-1\r\n", "_\r\n", "*2\r\n$1000000\r\nx", "(" + strings.Repeat("9", 100000) + "\r\n", "+" + strings.Repeat("x", 100000), strings.Repeat(">0\r\n", 5000), strings.Repeat("*1\r\n", 5000),
	}, seedReplies...)
	for _, words := range serversWords {
		list = append(list, "-"+words+"\r\n")
	}
	return list
}

// Whatever a server sends in place of one reply: every call has a result, which is its own
// reply or an error, and the connection is in step afterwards or not used again.
func TestHostileServer(t *testing.T) {
	// The server hangs up behind the reply, so that no time passes while more is waited for.
	for i, reply := range hostileReplies() {
		for _, place := range []string{"evalsha", "exec", "multi"} {
			hostileIn(t, fmt.Sprintf("%d: %.40q in place of the reply to %s", i, reply, place), place, reply+hangUp)
		}
	}
}

func hostileIn(t *testing.T, name, place, reply string) {
	t.Helper()
	for _, protocol := range []int{2, 3} {
		for way, send := range batches {
			server := &canned{}
			options := server.options(protocol)
			options.MaxRetries, options.ReadTimeout = -1, time.Second
			client := redis.NewClient(options)
			conn := client.Conn()
			for kind, c := range map[string]Client{"client": client, "conn": conn} {
				server.reply = inTransactions(func(words []string) string {
					if words[0] == place && (place != "evalsha" || words[len(words)-1] == "two") {
						return reply
					}
					return tagReply(words)
				})
				s := script("t.lua", "return ARGV[1]")
				ctx := context.Background()
				var typed []*Call[string]
				var calls []Command
				tags := []string{"one", "two", "three"}
				for _, tag := range tags {
					one := call(s, (*Decoder).String, []string{"k"}, tag)
					typed, calls = append(typed, one), append(calls, one)
				}
				_ = send(ctx, c, calls...)
				for i, call := range typed {
					got, err := call.Result()
					own := tags[i]
					if err == nil && got != own && !strings.Contains(reply, got) || text(err) == "t.lua: the call has no result yet; send it with runtime.Send, runtime.Pipeline or runtime.Tx first" {
						t.Errorf("%s: %s, %s, RESP%d: call %v got %.60q, %v", name, way, kind, protocol, own, got, err)
					}
				}
				server.reply = inTransactions(tagReply)
				answered := false
				for range 3 { // the first ones may find the connections closed
					got, err := Run(ctx, c, call(s, (*Decoder).String, []string{"k"}, "next"))
					if err == nil && got != "next" {
						t.Errorf("%s: %s, %s, RESP%d: the next call got %.60q", name, way, kind, protocol, got)
					}
					answered = answered || err == nil
				}
				if !answered && kind == "client" {
					t.Errorf("%s: %s, %s, RESP%d: no call succeeds any more", name, way, kind, protocol)
				}
			}
			conn.Close()
			client.Close()
		}
	}
}

// tagReply answers calls with their last argument, and other commands as Redis does.
func tagReply(words []string) string {
	switch words[0] {
	case "multi", "discard":
		return "+OK\r\n"
	case "script":
		return bulk(shaOf("return ARGV[1]"))
	}
	return bulk(words[len(words)-1])
}

// inTransactions queues calls between MULTI and EXEC. Who sends one connection's commands
// at a time needs no more.
func inTransactions(reply func(words []string) string) func(words []string) string {
	var queue []string
	open := false
	return func(words []string) string {
		answer := reply(words)
		switch {
		case words[0] == "multi":
			open, queue = strings.HasPrefix(answer, "+OK"), nil
		case words[0] == "discard":
			open = false
		case words[0] == "exec":
			if open = false; answer == bulk("exec") {
				return fmt.Sprintf("*%d\r\n", len(queue)) + strings.Join(queue, "")
			}
		case open && strings.HasPrefix(answer, "$") && strings.HasPrefix(words[0], "eval"):
			queue = append(queue, answer)
			return "+QUEUED\r\n"
		}
		return answer
	}
}
