package ldb

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/resp"
)

// Writes says what becomes of what a script writes.
type Writes int

// What becomes of writes.
const (
	RollBack Writes = iota // the server forks for the session; it goes on serving others
	Keep                   // the server serves nobody else during the session
)

// RefusedError says that a server has no script debugger for this client.
type RefusedError struct {
	Server  string // its address
	Message string // its reply
}

func (e *RefusedError) Error() string {
	if strings.HasPrefix(e.Message, "NOPERM") {
		return fmt.Sprintf("the server at %s refuses SCRIPT DEBUG (%s): give the user that permission by +script, or debug as another user or on a redis-server of your own", e.Server, e.Message)
	}
	return fmt.Sprintf("the server at %s refuses SCRIPT DEBUG (%s); managed servers often do: debug on a redis-server of your own", e.Server, e.Message)
}

// dialTimeout is how long a server has to accept a connection, when its options do not say.
const dialTimeout = 5 * time.Second

// dial opens a connection to the server that opts name, as their user, on their database.
func dial(ctx context.Context, opts *redis.Options) (*Session, error) {
	network := opts.Network
	if network == "" {
		network = "tcp"
	}
	var conn net.Conn
	var err error
	timeout := net.Dialer{Timeout: cmp.Or(opts.DialTimeout, dialTimeout)}
	if opts.TLSConfig != nil {
		conn, err = (&tls.Dialer{NetDialer: &timeout, Config: opts.TLSConfig}).DialContext(ctx, network, opts.Addr)
	} else {
		conn, err = timeout.DialContext(ctx, network, opts.Addr)
	}
	if err != nil {
		return nil, err
	}
	s := &Session{conn: conn, server: opts.Addr, replies: bufio.NewReader(conn)}
	s.unwatch = context.AfterFunc(ctx, func() { _ = conn.Close() })
	return s, nil
}

// logIn makes the session the user's, on the user's database.
func (s *Session) logIn(opts *redis.Options) error {
	switch {
	case opts.Username != "":
		if err := s.ok("AUTH", opts.Username, opts.Password); err != nil {
			return err
		}
	case opts.Password != "":
		if err := s.ok("AUTH", opts.Password); err != nil {
			return err
		}
	}
	if opts.DB != 0 {
		return s.ok("SELECT", strconv.Itoa(opts.DB))
	}
	return nil
}

// ok sends a command that has nothing to say.
func (s *Session) ok(args ...string) error {
	v, err := s.ask(args...)
	if err == nil && v.Kind == '-' {
		err = fmt.Errorf("the server at %s refuses %s: %s", s.server, args[0], v.Text)
	}
	return err
}

// debugMode asks for the debugger.
func (s *Session) debugMode(w Writes) error {
	mode := "YES"
	if w == Keep {
		mode = "SYNC"
	}
	v, err := s.ask("SCRIPT", "DEBUG", mode)
	if err == nil && v.Kind == '-' {
		err = &RefusedError{Server: s.server, Message: strings.TrimSpace(v.Text)}
	}
	return err
}

// ask sends a command and reads one value.
func (s *Session) ask(args ...string) (resp.Value, error) {
	if err := resp.WriteCommand(s.conn, args); err != nil {
		return resp.Value{}, s.lost(err)
	}
	v, err := resp.Read(s.replies)
	if err != nil {
		return resp.Value{}, s.lost(err)
	}
	return v, nil
}
