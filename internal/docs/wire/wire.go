// Package wire records what a client and a Redis server say to each other, and
// shows it as redis-cli would. The documentation is made with it.
//
// It leaves out RESP3: the recorded client speaks RESP2, which shows what a script
// returned most plainly.
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
		words, err := readCommand(commands)
		if err == io.EOF {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "> %s\n", strings.Join(words, " "))
		if err := showReply(&b, replies, ""); err != nil {
			return "", err
		}
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

// readCommand reads an array of bulk strings as words ready to show.
func readCommand(r *bufio.Reader) ([]string, error) {
	_, count, err := readHead(r)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		return nil, err
	}
	words := make([]string, n)
	for i := range words {
		_, size, err := readHead(r)
		if err != nil {
			return nil, err
		}
		text, err := readBulk(r, size)
		if err != nil {
			return nil, err
		}
		words[i] = showWord(i, words[0], text)
	}
	return words, nil
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
func showReply(b *strings.Builder, r *bufio.Reader, indent string) error {
	kind, head, err := readHead(r)
	if err != nil {
		return err
	}
	switch {
	case kind == ':':
		fmt.Fprintf(b, "(integer) %s\n", head)
	case kind == '+':
		fmt.Fprintf(b, "%s\n", head)
	case kind == '-':
		fmt.Fprintf(b, "(error) %s\n", head)
	case head == "-1":
		b.WriteString("(nil)\n")
	case kind == '$':
		text, err := readBulk(r, head)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s\n", strconv.Quote(text))
	case kind == '*':
		return showArray(b, r, head, indent)
	default:
		return fmt.Errorf("unknown reply %c%s", kind, head)
	}
	return nil
}

func showArray(b *strings.Builder, r *bufio.Reader, count, indent string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	if n == 0 {
		b.WriteString("(empty array)\n")
	}
	width := len(strconv.Itoa(n))
	for i := range n {
		if i > 0 {
			b.WriteString(indent)
		}
		number := fmt.Sprintf("%*d) ", width, i+1)
		b.WriteString(number)
		if err := showReply(b, r, indent+strings.Repeat(" ", len(number))); err != nil {
			return err
		}
	}
	return nil
}

func readHead(r *bufio.Reader) (kind byte, head string, err error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return 0, "", err
	}
	if len(line) < 3 || !strings.HasSuffix(line, "\r\n") {
		return 0, "", fmt.Errorf("not a line of RESP: %q", line)
	}
	return line[0], line[1 : len(line)-2], nil
}

func readBulk(r *bufio.Reader, size string) (string, error) {
	n, err := strconv.Atoi(size)
	if err != nil || n < 0 {
		return "", fmt.Errorf("not the size of a bulk string: %q", size)
	}
	text := make([]byte, n+2)
	if _, err := io.ReadFull(r, text); err != nil {
		return "", err
	}
	return string(text[:n]), nil
}
