package runtime

import (
	"bytes"
	"context"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// answering is a connection on which every command has been answered already,
// so that only the client's own work is measured.
type answering struct {
	net.Conn // nil; what is not below is not called

	reply   string
	pending string
}

func (c *answering) Write(p []byte) (int, error) {
	switch {
	case bytes.Contains(p[:min(len(p), 24)], []byte("hello")):
		c.pending = "*2\r\n+proto\r\n:2\r\n"
	default:
		c.pending = c.reply
	}
	return len(p), nil
}

func (c *answering) Read(p []byte) (int, error) {
	n := copy(p, c.pending)
	c.pending = c.pending[n:]
	return n, nil
}

func (*answering) Close() error                     { return nil }
func (*answering) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*answering) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (*answering) SetDeadline(time.Time) error      { return nil }
func (*answering) SetReadDeadline(time.Time) error  { return nil }
func (*answering) SetWriteDeadline(time.Time) error { return nil }

func benchClient(b testing.TB, reply string) *redis.Client {
	c := redis.NewClient(&redis.Options{
		Protocol:        2,
		DisableIdentity: true,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			return &answering{reply: reply}, nil
		},
	})
	b.Cleanup(func() { c.Close() })
	return c
}

func BenchmarkInt(b *testing.B) {
	ctx := context.Background()
	client := benchClient(b, ":1\r\n")
	s := script("incr.lua", "return redis.call('INCR', KEYS[1])")
	b.Run("Incr", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.Incr(ctx, "counter").Result(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Script", func(b *testing.B) {
		b.ReportAllocs()
		hand := redis.NewScript(s.Source())
		for b.Loop() {
			if _, err := hand.Run(ctx, client, []string{"counter"}).Int64(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Call", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := NewCall(s, (*Decoder).Int, 1)
			c.Args.Key("counter")
			if _, err := Run(ctx, client, c); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkInts(b *testing.B) {
	ctx := context.Background()
	client := benchClient(b, "*1000\r\n"+strings.Repeat(":123456\r\n", 1000))
	s := script("ints.lua", "return 1")
	b.Run("Int64Slice", func(b *testing.B) {
		b.ReportAllocs()
		hand := redis.NewScript(s.Source())
		for b.Loop() {
			if _, err := hand.Run(ctx, client, []string{"counter"}).Int64Slice(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Call", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := NewCall(s, (*Decoder).Ints, 1)
			c.Args.Key("counter")
			if _, err := Run(ctx, client, c); err != nil {
				b.Fatal(err)
			}
		}
	})
}

type benchTuple struct {
	allowed   bool
	remaining int64
	name      string
}

func decodeBenchTuple(d *Decoder) (v benchTuple) {
	d.Tuple(3, 3)
	v.allowed = d.Field("allowed").Bool()
	v.remaining = d.Field("remaining").Int()
	v.name = d.Field("name").String()
	d.End()
	return v
}

func BenchmarkTuple(b *testing.B) {
	ctx := context.Background()
	client := benchClient(b, "*3\r\n:1\r\n:1234\r\n$5\r\nhello\r\n")
	s := script("tuple.lua", "return 1")
	b.Run("Slice", func(b *testing.B) {
		b.ReportAllocs()
		hand := redis.NewScript(s.Source())
		for b.Loop() {
			list, err := hand.Run(ctx, client, []string{"counter"}).Slice()
			if err != nil {
				b.Fatal(err)
			}
			_ = benchTuple{list[0].(int64) == 1, list[1].(int64), list[2].(string)}
		}
	})
	b.Run("Call", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := NewCall(s, decodeBenchTuple, 1)
			c.Args.Key("counter")
			if _, err := Run(ctx, client, c); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkPipeline sends a hundred calls together, on keys of their own and on
// one key. The figures are per batch.
func BenchmarkPipeline(b *testing.B) {
	const size = 100
	ctx := context.Background()
	s := script("incr.lua", "return redis.call('INCR', KEYS[1])")
	own := make([]string, size)
	for i := range own {
		own[i] = "counter:" + strconv.Itoa(i)
	}
	inside := "+OK\r\n" + strings.Repeat("+QUEUED\r\n", size) + "*100\r\n" + strings.Repeat(":123456\r\n", size)
	for _, batch := range []struct {
		name, reply string
		key         func(i int) string
	}{
		{"OwnKeys", strings.Repeat(":123456\r\n", size), func(i int) string { return own[i] }},
		{"OneKey", inside, func(int) string { return "counter" }},
	} {
		b.Run(batch.name+"/Call", func(b *testing.B) {
			b.ReportAllocs()
			client := benchClient(b, batch.reply)
			for b.Loop() {
				calls := make([]Command, size)
				typed := make([]*Call[int64], size)
				for i := range calls {
					typed[i] = NewCall(s, (*Decoder).Int, 2)
					typed[i].Args.Key(batch.key(i))
					typed[i].Args.Int(1 << 40)
					calls[i] = typed[i]
				}
				if err := Pipeline(ctx, client, calls...); err != nil {
					b.Fatal(err)
				}
				for _, c := range typed {
					if _, err := c.Result(); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run(batch.name+"/EvalSha", func(b *testing.B) {
			b.ReportAllocs()
			client := benchClient(b, strings.Repeat(":123456\r\n", size))
			for b.Loop() {
				pipe := client.Pipeline()
				typed := make([]*redis.Cmd, size)
				for i := range typed {
					typed[i] = pipe.EvalSha(ctx, s.SHA(), []string{batch.key(i)}, int64(1<<40))
				}
				if _, err := pipe.Exec(ctx); err != nil {
					b.Fatal(err)
				}
				for _, c := range typed {
					if _, err := c.Int64(); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
