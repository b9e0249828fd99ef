package server

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/resp"
)

// Conn is a connection to a server that shows replies as they came. It is not for several
// goroutines at once, but for Close.
type Conn struct {
	conn     net.Conn
	replies  *bufio.Reader
	protocol int
	timeout  time.Duration // for one command; 0 for none
}

// Dial connects to the server by a protocol, 2 or 3. The connection closes when the context
// is done.
func (s *Server) Dial(ctx context.Context, protocol int) (*Conn, error) {
	network := s.Options.Network
	if network == "" {
		network = "tcp"
	}
	var conn net.Conn
	var err error
	dialer := net.Dialer{Timeout: 10 * time.Second}
	if s.Options.TLSConfig != nil {
		conn, err = (&tls.Dialer{NetDialer: &dialer, Config: s.Options.TLSConfig}).DialContext(ctx, network, s.Options.Addr)
	} else {
		conn, err = dialer.DialContext(ctx, network, s.Options.Addr)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot reach the server at %s: %w", s.Options.Addr, err)
	}
	c := &Conn{conn: conn, replies: bufio.NewReader(conn), protocol: protocol}
	context.AfterFunc(ctx, c.Close)
	if err := c.begin(s.Options); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *Conn) begin(opts *redis.Options) error {
	var commands [][]string
	switch {
	case opts.Username != "":
		commands = append(commands, []string{"AUTH", opts.Username, opts.Password})
	case opts.Password != "":
		commands = append(commands, []string{"AUTH", opts.Password})
	}
	if c.protocol == 3 {
		commands = append(commands, []string{"HELLO", "3"})
	}
	if opts.DB != 0 {
		commands = append(commands, []string{"SELECT", strconv.Itoa(opts.DB)})
	}
	for _, command := range commands {
		v, err := c.Do(command...)
		if err != nil {
			return err
		}
		if v.Kind == '-' {
			return fmt.Errorf("the server at %s refuses %s: %s", opts.Addr, command[0], v.Text)
		}
	}
	return nil
}

// Protocol is the protocol of the connection: 2 or 3.
func (c *Conn) Protocol() int { return c.protocol }

// SetTimeout bounds the wait for each reply that is to come; 0 ends that.
func (c *Conn) SetTimeout(d time.Duration) { c.timeout = d }

// ErrTimeout is the error of a command that was not answered in time. The connection is of
// no use after it.
var ErrTimeout = errors.New("no answer")

// LostError is the error of a connection that broke.
type LostError struct{ Cause error }

func (e *LostError) Error() string { return "the server closed the connection: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *LostError) Unwrap() error { return e.Cause }

// Do sends a command and returns its reply, errors among them. What the server pushes before
// is passed over.
func (c *Conn) Do(args ...string) (resp.Value, error) {
	var deadline time.Time // none
	if c.timeout > 0 {
		deadline = time.Now().Add(c.timeout)
	}
	if err := c.conn.SetDeadline(deadline); err != nil {
		return resp.Value{}, &LostError{err}
	}
	err := resp.WriteCommand(c.conn, args)
	var v resp.Value
	for err == nil {
		if v, err = resp.Read(c.replies); err == nil && v.Kind != '>' {
			return v, nil
		}
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return resp.Value{}, fmt.Errorf("%w within %v", ErrTimeout, c.timeout)
	}
	return resp.Value{}, &LostError{err}
}

// Close closes the connection. It may be called twice.
func (c *Conn) Close() { _ = c.conn.Close() }

// Client is a client of go-redis on the connection, which passes every command through do:
// to c.Do, or to what it does instead. The client must be closed before the connection is
// used again.
func (c *Conn) Client(do func(args []string) (resp.Value, error)) *redis.Client {
	return redis.NewClient(&redis.Options{
		Protocol: c.protocol, DisableIdentity: true, MaxRetries: -1, PoolSize: 1, ReadTimeout: -1, WriteTimeout: -1,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			outside, inside := net.Pipe()
			go relay(inside, do)
			return outside, nil
		},
	})
}

// relay answers the commands of a client until one side ends.
func relay(client net.Conn, do func(args []string) (resp.Value, error)) {
	defer client.Close()
	commands := bufio.NewReader(client)
	for {
		command, err := resp.Read(commands)
		if err != nil {
			return
		}
		args := make([]string, len(command.List))
		for i, a := range command.List {
			args[i] = a.Text
		}
		v, err := do(args)
		if err != nil {
			return
		}
		if _, err := client.Write(v.Raw); err != nil {
			return
		}
	}
}
