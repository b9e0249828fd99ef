package runtime

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/internal/wire"
)

// choppedConn gives what it reads in pieces, so that a reply is in go-redis's buffer whole,
// in part or not at all when its first string is read.
type choppedConn struct {
	net.Conn
	piece int
}

func (c *choppedConn) Read(p []byte) (int, error) { return c.Conn.Read(p[:min(len(p), c.piece)]) }

// randomReply is a value that nests up to depth levels.
func randomReply(r *rand.Rand, depth int) string {
	text := func() string { return strings.Repeat("x", r.IntN(40)) }
	if depth > 0 && r.IntN(3) == 0 {
		n := r.IntN(6)
		var b strings.Builder
		kind := "*~>%|"[r.IntN(5)]
		fmt.Fprintf(&b, "%c%d\r\n", kind, n)
		switch kind {
		case '%':
			n *= 2
		case '|':
			n = 2*n + 1
		}
		for range n {
			b.WriteString(randomReply(r, depth-1))
		}
		return b.String()
	}
	switch r.IntN(14) {
	case 0:
		return "_\r\n"
	case 1:
		return "$-1\r\n"
	case 2:
		return "*-1\r\n"
	case 3:
		return "+" + text() + "\r\n"
	case 4:
		return "#t\r\n"
	case 5:
		return ",3.5\r\n"
	case 6:
		return "(12345678901234567890123\r\n"
	case 7:
		return "-ERR " + text() + "\r\n"
	case 8:
		return "=8\r\ntxt:abcd\r\n"
	case 9:
		return "!7\r\nERR abc\r\n"
	case 10:
		return fmt.Sprintf(":%d\r\n", r.Int64()>>r.IntN(63))
	default:
		return bulk(text() + "\r\n" + text())
	}
}

// TestReadAhead reads random replies in pieces of every size, two on one connection: what is
// taken ahead is what is read value by value, and the connection stays in step.
func TestReadAhead(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 150 {
		reply := "*3\r\n" + bulk("first") + randomReply(r, 4) + randomReply(r, 3)
		var want []byte
		for _, piece := range []int{1, 2, 7, 30, 100, 1 << 20} {
			client := redis.NewClient(&redis.Options{
				Protocol: 2, DisableIdentity: true, PoolSize: 1,
				Dialer: func(context.Context, string, string) (net.Conn, error) {
					return &choppedConn{&answering{reply: reply + ":7\r\n"}, piece}, nil
				},
			})
			first, second := new(command), new(command)
			first.route(t.Context(), "", []any{"evalsha", "first"})
			second.route(t.Context(), "", []any{"evalsha", "second"})
			pipe := client.Pipeline()
			if err := pipe.BatchProcess(t.Context(), first, second); err != nil {
				t.Fatal(err)
			}
			if _, err := pipe.Exec(t.Context()); err != nil {
				t.Fatalf("%q in pieces of %d: %v", reply, piece, err)
			}
			got := slices.Clone(first.reply.bytes())
			if want == nil {
				want = got
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("%q in pieces of %d: got %q, want %q", reply, piece, got, want)
			}
			if n, ok := wire.CompactAt(second.reply.bytes(), 0); !ok || n != 7 {
				t.Fatalf("%q in pieces of %d: the next command got %q", reply, piece, second.reply.bytes())
			}
			if b := first.reply; b.depth != 0 || b.borrowed {
				t.Fatalf("%q in pieces of %d: %d aggregates are open, borrowed: %t", reply, piece, b.depth, b.borrowed)
			}
			client.Close()
		}
	}
}

// TestReplyByValue hands replies over value by value, as a release of go-redis might that
// decides what to read before it passes a line on: the command takes the same.
func TestReplyByValue(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 500 {
		reply := fmt.Sprintf("*%d\r\n", 4) + randomReply(r, 4) + ":12\r\n" + bulk("text") + randomReply(r, 3)
		if r.IntN(2) == 0 {
			reply = "*3\r\n:1\r\n:2\r\n" + randomReply(r, 1)
		}
		var got [2]any
		for i, kept := range []bool{false, true} {
			c := newRouted(t.Context(), "", "get", "k")
			if i == 1 && r.IntN(2) == 0 {
				c.count.marks |= asInts
			}
			rd := bufio.NewReader(strings.NewReader(reply + ":7\r\n"))
			if err := handOver(rd, c, kept); err != nil {
				t.Fatalf("%q: %v", reply, err)
			}
			if rest, err := io.ReadAll(rd); string(rest) != ":7\r\n" || err != nil {
				t.Fatalf("%q: %q is left, %v", reply, rest, err)
			}
			var d Decoder
			core.Begin(&d, script("t.lua", ""), c.reply.bytes(), nil)
			if c.reply.ints != nil {
				list := []any{}
				for _, n := range c.reply.ints {
					list = append(list, n)
				}
				got[i] = list
				continue
			}
			got[i] = d.Any()
		}
		if fmt.Sprintf("%#v", got[0]) != fmt.Sprintf("%#v", got[1]) {
			t.Fatalf("%q: %#v by value, %#v at once", reply, got[1], got[0])
		}
	}
}

// handOver reads a reply as go-redis does. kept says whether it decides what follows a line by
// what the line was before it was passed on.
func handOver(rd *bufio.Reader, to *command, kept bool) error {
	for left := int64(1); left > 0; left-- {
		line, err := rd.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = line[:len(line)-2]
		if kept {
			line = slices.Clone(line)
		}
		passed := line
		if kept {
			passed = slices.Clone(line)
		}
		for _, p := range [][]byte{passed, []byte("\r\n")} {
			if _, err := to.Write(p); err != nil {
				return err
			}
		}
		n, err := strconv.ParseInt(string(line[1:]), 10, 64)
		switch line[0] {
		case '$', '=', '!':
			if n >= 0 {
				if _, err := io.CopyN(to, rd, n+2); err != nil {
					return err
				}
			}
		case '*', '~', '>':
			left += max(n, 0)
		case '%':
			left += 2 * n
		case '|':
			left += 2*n + 1
		}
		if strings.IndexByte("$=!*~>%|", line[0]) >= 0 && err != nil {
			return err
		}
	}
	return nil
}
