// Package redistest runs private redis-servers for tests: one server, one with a
// sentinel, or a cluster of six nodes, each on free loopback ports and in a folder
// that is removed after the test.
//
// It does not start the embedded miniredis, which is never the judge of what Redis
// does, or install redis-server, which the Makefile does.
package redistest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// ServerVar is the environment variable that names the server to test against: a
// redis-server or valkey-server, by its absolute path or a name on PATH. Without it
// that is redis-server.
const ServerVar = "LUAGEN_REDIS_SERVER"

// startTimeout bounds every wait for a server; the waits themselves poll.
const startTimeout = time.Minute

// Server is one running redis-server.
type Server struct {
	Addr string // "127.0.0.1:port"

	tb     testing.TB
	path   string // of its binary
	dir    string
	config string   // lines of its configuration file beside those that all servers have
	args   []string // of its command line

	mu   sync.Mutex
	cmd  *exec.Cmd
	done chan struct{} // closed when cmd has ended
}

// Binary returns the path of the server to test against. Where none is installed it
// ends the test: with a failure in CI (where CI is set), as skipped elsewhere. One
// that ServerVar names and that is not there is a failure everywhere.
func Binary(tb testing.TB) string {
	tb.Helper()
	named := os.Getenv(ServerVar)
	path, err := exec.LookPath(cmp.Or(named, "redis-server"))
	if err == nil {
		return path
	}
	const missing = "redis-server is not installed: run make test, which installs it, or apt-get install redis-server"
	switch {
	case named != "":
		tb.Fatalf("%s: %v", ServerVar, err)
	case os.Getenv("CI") != "":
		tb.Fatal(missing)
	default:
		tb.Skip(missing)
	}
	return ""
}

// Start runs a redis-server without persistence until the test ends. args are
// added to its command line ("--maxmemory", "10mb").
func Start(tb testing.TB, args ...string) *Server {
	tb.Helper()
	return run(tb, "save \"\"\nappendonly no\n", args...)
}

// StartSentinel runs a sentinel until the test ends that watches master under a
// name.
func StartSentinel(tb testing.TB, name string, master *Server) *Server {
	tb.Helper()
	return run(tb, fmt.Sprintf("sentinel monitor %s 127.0.0.1 %s 1\n", name, master.Port()), "--sentinel")
}

func run(tb testing.TB, config string, args ...string) *Server {
	tb.Helper()
	path := Binary(tb)
	// A port that was free a moment ago may be taken by the time the server binds
	// it; another one is tried then.
	var err error
	for range 10 {
		s := &Server{Addr: freeAddr(tb), tb: tb, path: path, dir: tb.TempDir(), config: config, args: args}
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

// Version returns what runs, "redis", "valkey" or the name of another fork, and its own
// version: "7.0.15".
func (s *Server) Version() (name, version string) {
	s.tb.Helper()
	return serverVersion(s.info())
}

func (s *Server) info() map[string]string {
	s.tb.Helper()
	info, err := s.Client(2).InfoMap(context.Background(), "server").Result()
	if err != nil {
		s.tb.Fatal(err)
	}
	return info["Server"]
}

// serverVersion finds the version of a fork beside that of the Redis that it stands for.
func serverVersion(info map[string]string) (name, version string) {
	for _, key := range slices.Sorted(maps.Keys(info)) {
		fork, ok := strings.CutSuffix(key, "_version")
		if ok && fork != "redis" && fork != "gcc" {
			return fork, info[key]
		}
	}
	return "redis", info["redis_version"]
}

// Development reports whether the server was built between two releases, so that its
// version says nothing of what it has.
func (s *Server) Development() bool {
	s.tb.Helper()
	_, version := s.Version()
	return slices.Compare(numbers(version), []int{255}) >= 0
}

// Before reports whether the server is a Redis older than a version, such as "7.0", or a
// fork that stands for one. Valkey, which began as Redis 7.2, never is.
func (s *Server) Before(version string) bool {
	s.tb.Helper()
	info := s.info()
	name, _ := serverVersion(info)
	return name != "valkey" && slices.Compare(numbers(info["redis_version"]), numbers(version)) < 0
}

// numbers are the numbers of a version, up to what is none: 8.0 of "8.0-rc1".
func numbers(version string) []int {
	var list []int
	for part := range strings.SplitSeq(version, ".") {
		digits := part[:len(part)-len(strings.TrimLeft(part, "0123456789"))]
		n, err := strconv.Atoi(digits)
		if err != nil {
			break
		}
		list = append(list, n)
		if digits != part {
			break
		}
	}
	return list
}

// Kill ends the server at once, as a crash would. It may be called twice.
func (s *Server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kill()
}

// Restart kills the server, if it still runs, and starts it again, empty, on the
// same port.
func (s *Server) Restart() error {
	s.Kill()
	return s.start()
}

// log returns what the server has logged.
func (s *Server) log() string {
	b, err := os.ReadFile(filepath.Join(s.dir, "redis.log"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func (s *Server) start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	config := filepath.Join(s.dir, "redis.conf")
	common := fmt.Sprintf("bind 127.0.0.1\nport %s\ndir %q\nlogfile redis.log\n", s.Port(), s.dir)
	if err := os.WriteFile(config, []byte(common+s.config), 0o600); err != nil {
		return err
	}
	cmd := exec.Command(s.path, append([]string{config}, s.args...)...)
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
			return fmt.Errorf("%w: redis-server ended: %s", errFatal, s.log())
		default:
		}
		info, err := c.InfoMap(context.Background(), "server").Result()
		if err != nil {
			return err
		}
		// Another server may have taken the port: only ours has our file.
		if info["Server"]["config_file"] != config {
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

// Servers listen on ports from lowest to highest, and as nodes of a cluster also
// on the one busOffset above. They all lie below those that systems give to
// outgoing connections, which could otherwise take the port of a server that is being
// restarted.
const lowest, highest, busOffset = 10_000, 21_999, 10_000

// freeAddr returns a loopback address whose port and cluster bus port were free a
// moment ago.
func freeAddr(tb testing.TB) string {
	tb.Helper()
	for range 100 {
		port := lowest + rand.IntN(highest-lowest+1)
		if isFree(port) && isFree(port+busOffset) {
			return net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		}
	}
	tb.Fatal("no free port found with its cluster bus port")
	return ""
}

func isFree(port int) bool {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	return l.Close() == nil
}
