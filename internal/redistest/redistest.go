// Package redistest runs private redis-servers for tests: one server, a primary
// with a replica, or a cluster of six nodes, each on free loopback ports and in a
// folder that goes with the test.
//
// It leaves out the embedded miniredis, which is never the judge of what Redis
// does, and installing redis-server, which is the Makefile's.
package redistest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// startTimeout bounds every wait for a server; the waits themselves poll.
const startTimeout = 20 * time.Second

// Server is one running redis-server.
type Server struct {
	Addr string // "127.0.0.1:port"

	tb   testing.TB
	dir  string
	args []string

	mu   sync.Mutex
	cmd  *exec.Cmd
	done chan struct{} // closed when cmd has ended
}

// Binary returns the path of redis-server, or ends the test: with a failure in CI
// (where CI is set), as skipped elsewhere.
func Binary(tb testing.TB) string {
	tb.Helper()
	path, err := exec.LookPath("redis-server")
	if err == nil {
		return path
	}
	const missing = "redis-server is not installed: run make test, which installs it, or apt-get install redis-server"
	if os.Getenv("CI") != "" {
		tb.Fatal(missing)
	}
	tb.Skip(missing)
	return ""
}

// Start runs a redis-server without persistence until the test ends. args are
// added to its command line ("--maxmemory", "10mb").
func Start(tb testing.TB, args ...string) *Server {
	tb.Helper()
	Binary(tb)
	// A port that was free a moment ago may be taken by the time the server binds
	// it; another one is tried then.
	var err error
	for range 10 {
		s := &Server{Addr: freeAddr(tb), tb: tb, dir: tb.TempDir(), args: args}
		if err = s.start(); err == nil {
			tb.Cleanup(s.Kill)
			return s
		}
	}
	tb.Fatalf("start redis-server: %v", err)
	return nil
}

// Port returns the port that the server listens on.
func (s *Server) Port() string {
	_, port, _ := net.SplitHostPort(s.Addr)
	return port
}

// Client returns a client that speaks the given protocol (2 or 3) and is closed
// when the test ends.
func (s *Server) Client(protocol int) *redis.Client {
	s.tb.Helper()
	c := redis.NewClient(&redis.Options{Addr: s.Addr, Protocol: protocol})
	s.tb.Cleanup(func() { _ = c.Close() })
	return c
}

// Kill ends the server at once, as a crash would. It may be called twice.
func (s *Server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kill()
}

// Restart kills the server, if it still runs, and starts it again, empty, on the
// same port.
func (s *Server) Restart() {
	s.tb.Helper()
	s.Kill()
	if err := s.start(); err != nil {
		s.tb.Fatalf("restart redis-server: %v", err)
	}
}

// Log returns what the server has logged.
func (s *Server) Log() string {
	b, err := os.ReadFile(filepath.Join(s.dir, "redis.log"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func (s *Server) start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	args := append([]string{
		"--bind", "127.0.0.1", "--port", s.Port(), "--dir", s.dir,
		"--save", "", "--appendonly", "no", "--daemonize", "no",
		"--logfile", filepath.Join(s.dir, "redis.log"),
	}, s.args...)
	cmd := exec.Command("redis-server", args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(done)
	}()
	s.cmd, s.done = cmd, done

	c := redis.NewClient(&redis.Options{Addr: s.Addr, MaxRetries: -1})
	defer c.Close()
	err := poll(func() error {
		select {
		case <-done:
			return fmt.Errorf("%w: redis-server ended: %s", errFatal, s.Log())
		default:
		}
		// Another server may have taken the port: only ours has our folder.
		dir, err := c.ConfigGet(context.Background(), "dir").Result()
		if err != nil {
			return err
		}
		if real, err := filepath.EvalSymlinks(s.dir); err != nil || (dir["dir"] != s.dir && dir["dir"] != real) {
			return fmt.Errorf("%w: port %s belongs to another server", errFatal, s.Port())
		}
		return nil
	})
	if err != nil {
		s.kill()
	}
	return err
}

func (s *Server) kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	<-s.done
	s.cmd = nil
}

// errFatal marks a failure that polling will not mend.
var errFatal = errors.New("redistest")

// poll calls ready until it succeeds, fails for good or the time is up.
func poll(ready func() error) error {
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(startTimeout)
	for {
		err := ready()
		if err == nil || errors.Is(err, errFatal) {
			return err
		}
		select {
		case <-ticker.C:
		case <-deadline:
			return fmt.Errorf("not ready after %v: %w", startTimeout, err)
		}
	}
}

// freeAddr returns a loopback address whose port, and whose cluster bus port
// 10,000 above it, were free a moment ago.
func freeAddr(tb testing.TB) string {
	tb.Helper()
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			tb.Fatal(err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		bus, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+10000)))
		_ = l.Close()
		if err != nil {
			continue
		}
		_ = bus.Close()
		return l.Addr().String()
	}
	tb.Fatal("no free port found with its cluster bus port")
	return ""
}
