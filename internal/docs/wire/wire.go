// Package wire records what a client and a Redis server say to each other, and
// shows it as redis-cli would. The documentation is made with it.
//
// The recorded client speaks RESP2, which shows most plainly what a script returned.
package wire

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"

	"github.com/luagen/luagen/internal/resp"
)

// Recorder keeps the bytes of all connections that it dials, in both directions.
// One connection at a time gives a readable record.
type Recorder struct {
	mu       sync.Mutex
	sent     bytes.Buffer
	received bytes.Buffer
}

// Dial connects and records; it is a redis.Options.Dialer.
func (r *Recorder) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, r: r}, nil
}

// Reset forgets what was recorded.
func (r *Recorder) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent.Reset()
	r.received.Reset()
}

// Text returns the commands, each followed by its reply. SHA-1s are shortened.
func (r *Recorder) Text() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	commands := bufio.NewReader(bytes.NewReader(r.sent.Bytes()))
	replies := bufio.NewReader(bytes.NewReader(r.received.Bytes()))
	var b strings.Builder
	for {
		command, err := resp.Read(commands)
		if err == io.EOF {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		words := make([]string, len(command.List))
		for i, w := range command.List {
			words[i] = showWord(i, words[0], w.Text)
		}
		fmt.Fprintf(&b, "> %s\n", strings.Join(words, " "))
		reply, err := resp.Read(replies)
		if err != nil {
			return "", err
		}
		showReply(&b, reply, "")
	}
}

type conn struct {
	net.Conn
	r *Recorder
}

func (c *conn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	c.r.sent.Write(p[:n])
	return n, err
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	c.r.received.Write(p[:n])
	return n, err
}

// showWord shows a command's name in capitals, a number of keys as it is, a SHA-1
// by its beginning and anything else quoted.
func showWord(i int, name, text string) string {
	switch {
	case i == 0:
		return strings.ToUpper(text)
	case i == 1 && strings.HasPrefix(name, "EVALSHA"):
		return text[:8] + "…"
	case i == 2 && strings.HasPrefix(name, "EVALSHA"):
		return text
	}
	return strconv.Quote(text)
}

// showReply shows one reply in the form of redis-cli.
func showReply(b *strings.Builder, v resp.Value, indent string) {
	switch {
	case v.Null:
		b.WriteString("(nil)\n")
	case v.Kind == ':':
		fmt.Fprintf(b, "(integer) %s\n", v.Text)
	case v.Kind == '*' && len(v.List) == 0:
		b.WriteString("(empty array)\n")
	case v.Kind == '*':
		width := len(strconv.Itoa(len(v.List)))
		for i, e := range v.List {
			if i > 0 {
				b.WriteString(indent)
			}
			number := fmt.Sprintf("%*d) ", width, i+1)
			b.WriteString(number)
			showReply(b, e, indent+strings.Repeat(" ", len(number)))
		}
	default:
		fmt.Fprintf(b, "%s\n", v)
	}
}
