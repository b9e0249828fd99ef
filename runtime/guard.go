package runtime

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strconv"
	"syscall"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime/core"
)

// Guard is a redis.Hook that bounds whatever a server may send, before go-redis reads it:
// add it with AddHook to a client whose server you do not trust. (Of a ClusterClient or
// Ring, to the client of each node, in OnNewNode.) Without it the replies of calls
// alone are bounded, and by RESP3 not the attributes in front of them, which go-redis
// passes over itself, each inside of the one before: a long row of them ends the program.
//
// A reply that is nested more than 4096 levels deep, attributes included, or that takes
// more memory than the limit, is an error that ends its connection.
type Guard struct {
	// Limit bounds the memory of one reply, in bytes, as Script.LimitReplies counts it.
	// The default is 1 GiB, and so is 0.
	Limit int64
}

var _ redis.Hook = Guard{}

// DialHook implements redis.Hook.
func (g Guard) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := next(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		limit := g.Limit
		if limit <= 0 {
			limit = core.DefaultReplyLimit
		}
		return over(conn, &guardedConn{Conn: conn, limit: limit}), nil
	}
}

// over is the connection of a hook over another, with the system's handle of that if it has one:
// go-redis finds out by it whether the connection is alive.
func over(conn, own net.Conn) net.Conn {
	if system, ok := conn.(syscall.Conn); ok {
		type network = net.Conn // both are called Conn
		return struct {
			network
			syscall.Conn
		}{own, system}
	}
	return own
}

// ProcessHook implements redis.Hook.
func (Guard) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook implements redis.Hook.
func (Guard) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// guardedConn looks at what it reads.
type guardedConn struct {
	net.Conn
	limit   int64
	reply   replyBuffer // keeps count of the reply that is being read
	head    []byte      // the line that is being read, as far as it matters
	long    int64       // the rest of that line, in bytes
	payload int64       // bytes still to come of a string and its CRLF
	err     error       // why nothing is read any more
}

// headSize is as much of a line as is kept: an aggregate's or a string's is shorter.
const headSize = 32

var errLongLine = errors.New("the reply has a line that takes more memory than a reply may")

// Read implements net.Conn.
func (c *guardedConn) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.Conn.Read(p)
	if c.err = c.look(p[:n]); c.err != nil {
		return 0, c.err
	}
	return n, err
}

// look follows the bytes of replies.
func (c *guardedConn) look(p []byte) error {
	for len(p) > 0 {
		if c.payload > 0 {
			n := min(c.payload, int64(len(p)))
			c.payload -= n
			p = p[n:]
			continue
		}
		end := bytes.IndexByte(p, '\n')
		part := p
		if end >= 0 {
			part = p[:end]
		}
		kept := min(len(part), headSize-len(c.head))
		c.head = append(c.head, part[:kept]...)
		if c.long += int64(len(part) - kept); c.long > c.limit {
			return errLongLine
		}
		if end < 0 {
			return nil
		}
		p = p[end+1:]
		if err := c.line(); err != nil {
			return err
		}
	}
	return nil
}

// line counts a line that has come.
func (c *guardedConn) line() error {
	head := bytes.TrimSuffix(c.head, []byte("\r"))
	long := c.long
	c.head, c.long = c.head[:0], 0
	if len(head) == 0 {
		return nil // which go-redis refuses
	}
	b := &c.reply
	if b.depth == 0 {
		b.budget = c.limit
	}
	if err := b.count(head); err != nil {
		return err
	}
	switch head[0] {
	case '$', '=', '!':
		if n, err := strconv.ParseInt(string(head[1:]), 10, 64); err == nil && n >= 0 {
			c.payload = n + int64(len("\r\n"))
		}
		return nil
	default:
		return b.spend(long)
	}
}
