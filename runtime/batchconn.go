package runtime

import (
	"bufio"
	"bytes"
	"net"
	"sync"
	"sync/atomic"
)

// batchConn is a connection of go-redis's. Where go-redis writes a bundle, it sends the
// commands in it; when go-redis reads the answer, it reads their replies and answers itself.
type batchConn struct {
	net.Conn
	hook *BatchHook

	sent  *bundle // whose replies have not been read
	err   error   // why no more can be read
	inbox []byte  // what go-redis is still to read before anything else

	// Where go-redis reads and writes at the same time there are no bundles.
	dirty   atomic.Bool // go-redis may hold a part of a message, since it last wrote
	reading atomic.Bool // go-redis waits for the server
}

// bundleAnswer is what go-redis reads for a bundle.
const bundleAnswer = "+OK\r\n"

// readers holds buffers for the replies of bundles.
var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 16<<10) }}

// Write implements net.Conn.
func (c *batchConn) Write(p []byte) (int, error) {
	dirty := c.dirty.Swap(false)
	b := c.hook.find(p)
	if b == nil || b.begun || dirty || c.reading.Load() || len(c.inbox) > 0 || c.sent != nil {
		return c.Conn.Write(p)
	}
	b.begun = true
	c.sent = b
	if err := b.write(c.Conn); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Read implements net.Conn.
func (c *batchConn) Read(p []byte) (int, error) {
	if b := c.sent; b != nil {
		c.sent = nil
		c.err = c.receive(b)
	}
	if c.err != nil {
		return 0, c.err // at each time: go-redis passes over one where it looks for messages
	}
	if len(c.inbox) > 0 {
		n := copy(p, c.inbox)
		if c.inbox = c.inbox[n:]; len(c.inbox) == 0 {
			c.inbox = nil
		}
		return n, nil
	}
	c.reading.Store(true)
	n, err := c.Conn.Read(p)
	c.reading.Store(false)
	if mayHoldMessage(p[:n]) {
		c.dirty.Store(true)
	}
	return n, err
}

// mayHoldMessage reports whether a message of RESP3 may begin in what was read: it may then
// end in what is not read yet.
func mayHoldMessage(p []byte) bool {
	at := bytes.IndexByte(p, '>')
	return at == 0 || at > 0 && bytes.Contains(p, []byte("\n>"))
}

// receive reads the replies of a bundle. What else comes is for go-redis.
func (c *batchConn) receive(b *bundle) error {
	rd := readers.Get().(*bufio.Reader)
	rd.Reset(c.Conn)
	messages, err := b.receive(rd)
	if err != nil {
		return err // go-redis closes the connection
	}
	c.inbox = append(messages, bundleAnswer...)
	if n := rd.Buffered(); n > 0 {
		rest, _ := rd.Peek(n)
		c.inbox = append(c.inbox, rest...)
		c.dirty.Store(true)
	}
	rd.Reset(nil)
	readers.Put(rd)
	return nil
}
