package runtime

import (
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
)

// heldConn is a connection whose server, once it is held, takes all that is written and answers
// with one text, which is made when it is read.
type heldConn struct {
	net.Conn
	held   *atomic.Bool
	answer func() string
	rest   string
	piece  int // bytes that are read at once, if not 0; then the connection ends after the answer
	reads  int // answers that were read
	writes int // since it was held
}

func (c *heldConn) Write(p []byte) (int, error) {
	if c.held.Load() {
		c.writes++
		return len(p), nil
	}
	return c.Conn.Write(p)
}

func (c *heldConn) Read(p []byte) (int, error) {
	if !c.held.Load() {
		return c.Conn.Read(p)
	}
	if c.rest == "" {
		if c.piece > 0 && c.reads > 0 {
			return 0, io.EOF
		}
		c.rest = c.answer()
		c.reads++
	}
	if c.piece > 0 {
		p = p[:min(len(p), c.piece)]
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// liveBytes is the memory in use, without what pools hold.
func liveBytes() int64 {
	for range 3 { // a pool lets go of what two cycles have not asked for
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// While a batch waits for the server its calls hold little more than their words and the
// commands that hooks may see: where there are many, each cycle of the garbage collector goes
// through all of it.
func TestCallsUnderWayAreSmall(t *testing.T) {
	const calls, most = 5000, 400 // bytes of each, with the slices of the batch
	s := script("n.lua", "return 1")
	for _, hooked := range []bool{false, true} {
		var held atomic.Bool
		var before, perCall int64
		options := (&canned{reply: func([]string) string { return "+PONG\r\n" }}).options(2)
		options.PoolSize = 1
		setNewer(options, "PipelinePoolSize", 1)
		dial := options.Dialer
		options.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := dial(ctx, network, addr)
			return &heldConn{Conn: conn, held: &held, answer: func() string {
				perCall = (liveBytes() - before) / calls
				return strings.Repeat(":7\r\n", calls)
			}}, err
		}
		client := redis.NewClient(options)
		t.Cleanup(func() { _ = client.Close() })
		if hooked {
			client.AddHook(NewBatchHook())
		}
		if _, err := client.Pipelined(t.Context(), func(p redis.Pipeliner) error { return p.Ping(t.Context()).Err() }); err != nil {
			t.Fatal(err)
		}
		held.Store(true)
		before = liveBytes()
		batch := make([]Command, calls)
		typed := make([]*Call[int64], calls)
		for i := range batch {
			c := &Call[int64]{Untyped: Untyped{Args: NewArgs(s, 2, DecodeInt)}}
			c.Args.Key(fmt.Sprint(i))
			c.Args.Int(1 << 40)
			batch[i], typed[i] = c, c
		}
		if err := Pipeline(t.Context(), client, batch...); err != nil {
			t.Fatal(err)
		}
		for _, c := range typed {
			if n, err := c.Result(); n != 7 || err != nil {
				t.Fatal(n, err)
			}
		}
		if perCall <= 0 || perCall > most {
			t.Errorf("hook %t: a call under way holds %d bytes, want at most %d", hooked, perCall, most)
		}
	}
}

// While one goroutine sends a call, and when it has, others that send it get an error that names
// the script.
func TestCallUnderWayIsNamed(t *testing.T) {
	ctx := context.Background()
	client := (&canned{reply: func(words []string) string {
		switch words[0] {
		case "multi", "unwatch":
			return "+OK\r\n"
		case "exec":
			return "*1\r\n:1\r\n"
		}
		return ":1\r\n"
	}}).client(t, 2)
	s := script("t.lua", "return 1")
	sends := []func(c *Call[int64]) error{
		func(c *Call[int64]) error { return Send(ctx, client, c) },
		func(c *Call[int64]) error { return Pipeline(ctx, client, c) },
		func(c *Call[int64]) error { return Tx(ctx, client, c) },
	}
	for i := range 60 {
		c := call(s, (*Decoder).Int, []string{"k"})
		var sent atomic.Int64
		concurrently(8, func(j int) {
			switch err := sends[(i+j)%len(sends)](c); {
			case err == nil:
				sent.Add(1)
			case text(err) != "t.lua: the call was sent before; make a new call for each time the script is to run":
				t.Error(err)
			}
		})
		if got, err := c.Result(); sent.Load() != 1 || got != 1 || err != nil {
			t.Errorf("sent %d times: %d, %v", sent.Load(), got, err)
		}
	}
}

// Whatever pieces the replies of a bundle come in, each call has its own; when the connection ends
// in between, those that have come count, and nothing is sent again.
func TestBundleEndsBetweenReplies(t *testing.T) {
	long := strings.Repeat("x", 200)
	replies := []string{":1\r\n", "+OK\r\n", bulk("hello"), "$-1\r\n", "*2\r\n:1\r\n" + bulk("a"), "-ERR no\r\n", bulk(long), ":1234567890123\r\n", bulk(""), "*1\r\n*1\r\n:7\r\n"}
	want := []string{"1, <nil>", "OK, <nil>", "hello, <nil>", "<nil>, <nil>", "[1 a], <nil>", "<nil>, t.lua: ERR no", long + ", <nil>", "1234567890123, <nil>", ", <nil>", "[[7]], <nil>"}
	s := script("t.lua", "return 1")
	for answered := range replies {
		for _, piece := range []int{1, 5, 1000} {
			var held atomic.Bool
			var conns []*heldConn
			options := (&canned{reply: func([]string) string { return "+PONG\r\n" }}).options(2)
			options.PoolSize = 1
			setNewer(options, "PipelinePoolSize", 1)
			dial := options.Dialer
			options.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
				if held.Load() {
					return nil, io.ErrClosedPipe
				}
				conn, err := dial(ctx, network, addr)
				conns = append(conns, &heldConn{Conn: conn, held: &held, piece: piece, answer: func() string {
					return strings.Join(replies[:answered], "") + replies[answered][:2]
				}})
				return conns[len(conns)-1], err
			}
			client := redis.NewClient(options)
			client.AddHook(NewBatchHook())
			if _, err := client.Pipelined(t.Context(), func(p redis.Pipeliner) error { return p.Ping(t.Context()).Err() }); err != nil {
				t.Fatal(err)
			}
			held.Store(true)
			batch, typed := make([]Command, len(replies)), make([]*Call[any], len(replies))
			for i := range batch {
				typed[i] = call(s, (*Decoder).Any, []string{fmt.Sprint(i)})
				batch[i] = typed[i]
			}
			err := Pipeline(t.Context(), client, batch...)
			if err == nil {
				t.Errorf("%d replies in pieces of %d: no error", answered, piece)
			}
			for i, c := range typed {
				value, err := c.Result()
				if got := fmt.Sprintf("%v, %v", value, err); i < answered && got != want[i] || i >= answered && err == nil {
					t.Errorf("%d replies in pieces of %d: call %d: %s", answered, piece, i, got)
				}
			}
			writes := 0
			for _, c := range conns {
				writes += c.writes
			}
			if writes != 1 {
				t.Errorf("%d replies in pieces of %d: the calls were written %d times", answered, piece, writes)
			}
			_ = client.Close()
		}
	}
}
