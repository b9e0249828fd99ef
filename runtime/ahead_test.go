package runtime

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

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
			if b := first.reply; b.depth != 0 || b.ignore != 0 {
				t.Fatalf("%q in pieces of %d: %d aggregates are open, %d values to come", reply, piece, b.depth, b.ignore)
			}
			client.Close()
		}
	}
}
