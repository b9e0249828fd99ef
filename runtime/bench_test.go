package runtime

import (
	"bytes"
	"context"
	"net"
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
		hand := redis.NewScript(s.source)
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
			c.Key("counter")
			if _, err := c.Run(ctx, client); err != nil {
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
		hand := redis.NewScript(s.source)
		for b.Loop() {
			if _, err := hand.Run(ctx, client, []string{"counter"}).Int64Slice(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Call", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := NewCall(s, func(d *Decoder) []int64 { return Slice(d, (*Decoder).Int) }, 1)
			c.Key("counter")
			if _, err := c.Run(ctx, client); err != nil {
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
		hand := redis.NewScript(s.source)
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
			c.Key("counter")
			if _, err := c.Run(ctx, client); err != nil {
				b.Fatal(err)
			}
		}
	})
}
