// Package canned is a Redis server that is not there: connections in memory whose
// every script call gets the same reply, so that what is measured is the client.
//
// A connection answers inside Write, on the caller's goroutine; no other goroutine,
// system call or allocation of the server's own enters the figures. What a benchmark
// of a well-behaved client can do without is missing: deadlines, errors, and commands
// whose reply matters.
package canned

import (
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// Server answers EVAL, EVALSHA, their read-only forms and INCR with Reply, HELLO
// with a greeting and everything else with OK.
type Server struct {
	reply []byte
}

// NewServer returns a server whose scripts reply with reply, which is RESP.
func NewServer(reply string) *Server { return &Server{reply: []byte(reply)} }

// Dial opens a connection. It has the shape that clients want for a dialer.
func (s *Server) Dial(context.Context, string, string) (net.Conn, error) {
	c := &conn{reply: s.reply}
	c.ready.L = &c.mu
	return c, nil
}

const (
	// greeting is what clients look at in a HELLO reply before they go on.
	greeting = "%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n:3\r\n" +
		"$2\r\nid\r\n:1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n"
	ok = "+OK\r\n"
)

// conn is one connection. Requests and replies each go through a buffer that is
// reused, so that a warm connection does not allocate.
type conn struct {
	reply []byte

	mu     sync.Mutex
	ready  sync.Cond // signalled when out grows or the connection closes
	in     []byte    // the beginning of a request that is not complete yet
	out    []byte    // replies not yet read, from sent on
	sent   int
	closed bool
}

func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return 0, net.ErrClosed
	}
	c.in = append(c.in, p...)
	rest := c.in
	for {
		name, n := command(rest)
		if n == 0 {
			break
		}
		switch string(name) {
		case "HELLO", "hello":
			c.out = append(c.out, greeting...)
		case "EVALSHA", "evalsha", "EVAL", "eval", "EVALSHA_RO", "evalsha_ro", "EVAL_RO", "eval_ro", "INCR", "incr":
			c.out = append(c.out, c.reply...)
		default:
			c.out = append(c.out, ok...)
		}
		rest = rest[n:]
	}
	c.in = append(c.in[:0], rest...)
	c.ready.Broadcast()
	return len(p), nil
}

func (c *conn) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.sent == len(c.out) {
		if c.closed {
			return 0, io.EOF
		}
		c.ready.Wait()
	}
	n := copy(p, c.out[c.sent:])
	c.sent += n
	if c.sent == len(c.out) {
		c.out, c.sent = c.out[:0], 0
	}
	return n, nil
}

func (c *conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.ready.Broadcast()
	return nil
}

func (c *conn) LocalAddr() net.Addr              { return addr{} }
func (c *conn) RemoteAddr() net.Addr             { return addr{} }
func (c *conn) SetDeadline(time.Time) error      { return nil }
func (c *conn) SetReadDeadline(time.Time) error  { return nil }
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// addr is the address of both ends.
type addr struct{}

func (addr) Network() string { return "memory" }
func (addr) String() string  { return "canned" }

// command returns the name of the first command in b and the length of the whole
// command, or 0 while it is not complete or not an array of bulk strings.
func command(b []byte) (name []byte, length int) {
	fields, at, ok := number(b, 0, '*')
	if !ok {
		return nil, 0
	}
	for i := range fields {
		size, start, ok := number(b, at, '$')
		if !ok || size < 0 || start+size+2 > len(b) {
			return nil, 0
		}
		if i == 0 {
			name = b[start : start+size]
		}
		at = start + size + 2
	}
	return name, at
}

// number reads the line at b[at:] that begins with kind and returns its number and
// where the next line begins.
func number(b []byte, at int, kind byte) (n, next int, ok bool) {
	if at >= len(b) || b[at] != kind {
		return 0, 0, false
	}
	for i := at + 1; i < len(b); i++ {
		switch d := b[i]; {
		case d >= '0' && d <= '9':
			n = n*10 + int(d-'0')
		case d == '\r' && i+1 < len(b):
			return n, i + 2, true
		default:
			return 0, 0, false
		}
	}
	return 0, 0, false
}
