package runtime

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

// go-redis reports lost connections to its log, which the tests are full of.
func TestMain(m *testing.M) {
	logging.Disable()
	m.Run()
}

func shaOf(source string) string {
	sum := sha1.Sum([]byte(source))
	return hex.EncodeToString(sum[:])
}

func script(name, source string, options ...Option) *Script {
	return NewScript(name, source, shaOf(source), options...)
}

// call makes a call with keys and string arguments.
func call[T any](s *Script, decode func(*Decoder) T, keys []string, args ...string) *Call[T] {
	c := NewCall(s, decode, len(keys)+len(args))
	c.Keys(keys)
	c.Strings(args)
	return c
}

// eval runs a script without keys once.
func eval[T any](t testing.TB, client Client, source string, decode func(*Decoder) T, args ...string) (T, error) {
	t.Helper()
	return call(script("t.lua", source), decode, nil, args...).Run(context.Background(), client)
}

// canned is a server in memory that answers each command with what reply
// returns for its words.
type canned struct {
	reply func(words []string) string
}

// client connects to the canned server through a pipe.
func (s *canned) client(t testing.TB, protocol int) *redis.Client {
	t.Helper()
	c := redis.NewClient(s.options(protocol))
	t.Cleanup(func() { c.Close() })
	return c
}

func (s *canned) options(protocol int) *redis.Options {
	return &redis.Options{
		Protocol:        protocol,
		DisableIdentity: true,
		MaxRetries:      3,
		MinRetryBackoff: time.Microsecond,
		MaxRetryBackoff: time.Microsecond,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go s.serve(far)
			return near, nil
		},
	}
}

// hangUp makes a canned server close the connection in place of a reply.
const hangUp = "\x00hang up"

func (s *canned) serve(conn net.Conn) {
	defer conn.Close()
	rd := bufio.NewReader(conn)
	for {
		words, err := readCommand(rd)
		if err != nil {
			return
		}
		var answer string
		switch strings.ToLower(words[0]) {
		case "hello":
			if words[1] == "3" {
				answer = "%1\r\n+proto\r\n:3\r\n"
			} else {
				answer = "*2\r\n+proto\r\n:2\r\n"
			}
		case "client", "select":
			answer = "+OK\r\n"
		default:
			answer = s.reply(words)
		}
		answer, cut := strings.CutSuffix(answer, hangUp)
		if _, err := io.WriteString(conn, answer); err != nil || cut {
			return
		}
	}
}

func readCommand(rd *bufio.Reader) ([]string, error) {
	n, err := readHead(rd, '*')
	if err != nil {
		return nil, err
	}
	words := make([]string, n)
	for i := range words {
		size, err := readHead(rd, '$')
		if err != nil {
			return nil, err
		}
		payload := make([]byte, size+2)
		if _, err := io.ReadFull(rd, payload); err != nil {
			return nil, err
		}
		words[i] = string(payload[:size])
	}
	return words, nil
}

func readHead(rd *bufio.Reader, mark byte) (int, error) {
	line, err := rd.ReadString('\n')
	if err != nil {
		return 0, err
	}
	if line[0] != mark {
		return 0, fmt.Errorf("want %q, got %q", mark, line)
	}
	return strconv.Atoi(strings.TrimSpace(line[1:]))
}

// proxy forwards connections to a server, counts what goes through, and can spoil
// the replies once a request has been passed on.
type proxy struct {
	addr string
	sent atomic.Int64 // bytes towards the server

	target string
	mu     sync.Mutex
	spoil  func(request []byte) spoiling // nil passes all replies as they are
}

// A spoiling is what a proxy does to the reply of a request.
type spoiling int32

const (
	passReply     spoiling = iota
	replyInPieces          // a few bytes at a time
	cutReply               // the connection is closed in place of the reply
	stallReply             // the reply never comes, and nothing after it
)

// everyNth spoils one request in n.
func everyNth(n int64, how spoiling) func([]byte) spoiling {
	var requests atomic.Int64
	return func([]byte) spoiling {
		if requests.Add(1)%n == 0 {
			return how
		}
		return passReply
	}
}

func startProxy(t testing.TB, target string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	p := &proxy{addr: listener.Addr().String(), target: target}
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(near)
		}
	}()
	return p
}

func (p *proxy) spoilWhen(spoil func(request []byte) spoiling) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spoil = spoil
}

func (p *proxy) spoiling(request []byte) spoiling {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spoil == nil {
		return passReply
	}
	return p.spoil(request)
}

func (p *proxy) serve(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer far.Close()
	var how atomic.Int32
	go passReplies(near, far, &how)
	buf := make([]byte, 64<<10)
	for {
		n, err := near.Read(buf)
		if n > 0 {
			p.sent.Add(int64(n))
			// A connection that is cut or stalled stays so.
			if next := p.spoiling(buf[:n]); next > spoiling(how.Load()) {
				how.Store(int32(next))
			}
			if _, err := far.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// passReplies passes on what the server says, until one side hangs up.
func passReplies(near, far net.Conn, how *atomic.Int32) {
	defer near.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := far.Read(buf)
		if err != nil {
			return
		}
		step := n
		switch spoiling(how.Load()) {
		case cutReply:
			return
		case stallReply:
			continue
		case replyInPieces:
			step = 7
		}
		for rest := buf[:n]; len(rest) > 0; rest = rest[min(step, len(rest)):] {
			if _, err := near.Write(rest[:min(step, len(rest))]); err != nil {
				return
			}
		}
	}
}

// connect is a client of an address, closed with the test.
func connect(t testing.TB, addr string, change ...func(*redis.Options)) *redis.Client {
	t.Helper()
	opt := &redis.Options{Addr: addr, DisableIdentity: true}
	for _, f := range change {
		f(opt)
	}
	c := redis.NewClient(opt)
	t.Cleanup(func() { c.Close() })
	return c
}

// concurrently runs f n times at once and waits.
func concurrently(n int, f func(i int)) {
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { f(i) })
	}
	wait.Wait()
}

// text is an error's text, "" for nil.
func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// reading is the option of a script that only reads, where the server has EVALSHA_RO.
func reading(server *redistest.Server) Option {
	if server.Before("7.0") {
		return Lines()
	}
	return ReadOnly()
}

func wantText(t testing.TB, err error, want string) {
	t.Helper()
	if got := text(err); got != want {
		t.Errorf("error\n got %s\nwant %s", got, want)
	}
}

func mustInt(t testing.TB, cmd *redis.Cmd) int64 {
	t.Helper()
	n, err := cmd.Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		t.Fatal(err)
	}
	return n
}

func bulk(s string) string { return fmt.Sprintf("$%d\r\n%s\r\n", len(s), s) }
