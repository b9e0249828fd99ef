package runtime

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/internal/wire"
	"github.com/redis/go-redis/v9"
)

// seedReplies are replies of every shape, whole and broken.
var seedReplies = []string{
	":1\r\n", "$-1\r\n", "_\r\n", "+OK\r\n", "-ERR no\r\n", "!3\r\nERR\r\n", ",1.5\r\n", "#t\r\n", "(123\r\n", "=5\r\ntxt:x\r\n",
	"*0\r\n", "*-1\r\n", "*2\r\n:1\r\n$1\r\na\r\n", "~1\r\n+a\r\n", "%1\r\n+a\r\n:1\r\n", "%1\r\n*0\r\n:1\r\n",
	"|1\r\n+a\r\n+b\r\n:1\r\n", "|1\r\n|1\r\n:1\r\n:1\r\n:1\r\n:1\r\n", ">1\r\n+push\r\n",
	"*4\r\n+name\r\n+Ann\r\n+age\r\n:7\r\n", "*2\r\n*3\r\n+a\r\n:1\r\n_\r\n*2\r\n+b\r\n:2\r\n",
	"$9223372036854775807\r\n", "*9223372036854775807\r\n", "%9223372036854775807\r\n", "$-2\r\n", "*+1\r\n:1\r\n", "$5\r\nab", "*2\r\n:1\r\n",
	strings.Repeat("*1\r\n", 1000), strings.Repeat("|1\r\n", 1000), "\r\n", "\n", "", ":", "?\r\n", ":\r\n", "$1\r\n\r\n\r\n",
}

// Any bytes on the wire give a value or an error, and what follows a reply that
// was complete is the next call's.
func FuzzWire(f *testing.F) {
	for _, reply := range seedReplies {
		f.Add([]byte(reply))
	}
	s := script("t.lua", "return 1")
	first := []func(Client) error{
		func(c Client) error {
			_, err := Run(context.Background(), c, NewCall(s, (*Decoder).Any, 0))
			return err
		},
		func(c Client) error { _, err := Run(context.Background(), c, NewIntsCall(s, 0)); return err },
	}
	f.Fuzz(func(t *testing.T, reply []byte) {
		if len(reply) > 1<<16 {
			return
		}
		for _, run := range first {
			client := answeringOnce(reply)
			conn := client.Conn()
			if err := run(conn); err == nil || isReplyFailure(err) {
				n, err := eval(t, conn, "return 42", (*Decoder).Int)
				if wholeReply(reply) && (err != nil || n != 42) {
					t.Errorf("%q: next reply is %d, %v", reply, n, err)
				}
			}
			conn.Close()
			client.Close()
		}
	})
}

// Integers that were collected as they arrived are those that are decoded.
func FuzzInts(f *testing.F) {
	for _, reply := range slices.Concat(seedReplies, intReplies) {
		f.Add([]byte(reply))
	}
	s := script("t.lua", "return 1")
	f.Fuzz(func(t *testing.T, reply []byte) {
		if len(reply) > 1<<16 {
			return
		}
		var results [2]string
		for i, c := range []*Call[[]int64]{NewIntsCall(s, 0), NewCall(s, (*Decoder).Ints, 0)} {
			client := answeringOnce(reply)
			list, err := Run(context.Background(), client, c)
			client.Close()
			results[i] = fmt.Sprintf("%#v, %v", list, err)
		}
		if results[0] != results[1] {
			t.Errorf("%q: collected %s, decoded %s", reply, results[0], results[1])
		}
	})
}

// answeringOnce is a client whose connections each answer the first call with the
// bytes and the next with 42.
func answeringOnce(reply []byte) *redis.Client {
	return redis.NewClient(&redis.Options{
		Protocol: 2, DisableIdentity: true, MaxRetries: -1,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go answerOnce(far, reply)
			return near, nil
		},
	})
}

// wholeReply reports whether the bytes are exactly one reply; only then is the
// next one the server's next. A reply that lacks something takes it from the
// next, and the mark of the compact form means nothing to the client.
func wholeReply(reply []byte) bool {
	const next = ":42\r\n"
	return !bytes.Contains(reply, []byte{wire.CompactMark}) && wire.Skip(slices.Concat(reply, []byte(next)), 0, 1) == len(reply)
}

// answerOnce answers the first command with the bytes and the next with 42, or
// hangs up where the client may be waiting for more.
func answerOnce(conn net.Conn, reply []byte) {
	defer conn.Close()
	rd := bufio.NewReader(conn)
	for _, answer := range [][]byte{reply, []byte(":42\r\n")} {
		for {
			words, err := readCommand(rd)
			if err != nil {
				return
			}
			if words[0] != "hello" {
				break
			}
			if _, err := io.WriteString(conn, "*2\r\n+proto\r\n:2\r\n"); err != nil {
				return
			}
		}
		if _, err := conn.Write(answer); err != nil || !wholeReply(answer) {
			return
		}
	}
}
