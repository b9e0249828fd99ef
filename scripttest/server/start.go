package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// startTimeout bounds the wait for a server.
const startTimeout = 30 * time.Second

// Start runs a redis-server or valkey-server, by its path or a name on PATH, on a free port
// of the loopback, without persistence, in a folder that Close removes. The server ends with
// this process, too, however that ends.
func Start(ctx context.Context, binary string) (*Server, error) {
	path, err := exec.LookPath(binary)
	if err != nil {
		return nil, fmt.Errorf("cannot start a server: %w", err)
	}
	// A port that was free a moment ago may be taken by the time the server binds it.
	for range 10 {
		var s *Server
		if s, err = start(ctx, path); err == nil || !errors.Is(err, errPortTaken) {
			return s, err
		}
	}
	return nil, err
}

var errPortTaken = errors.New("the port was taken by another process")

func start(ctx context.Context, path string) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "luagen-server-")
	if err != nil {
		return nil, err
	}
	config := filepath.Join(dir, "server.conf")
	text := fmt.Sprintf("bind 127.0.0.1\nport %d\ndir %q\nlogfile server.log\nsave \"\"\nappendonly no\n", port, dir)
	process, err := launch(path, config, text)
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	guard, err := watch(process, dir)
	if err != nil {
		process.kill()
		_ = os.RemoveAll(dir)
		return nil, err
	}
	s := &Server{
		Kind:    Own,
		Options: &redis.Options{Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))},
		stop: func() {
			process.kill()
			_ = os.RemoveAll(dir)
			guard.dismiss()
		},
	}
	if err := s.await(ctx, process, config); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// process is a running server.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	log  string        // the file of its log
}

// launch starts a server with a configuration.
func launch(path, config, text string) (*process, error) {
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command(path, config)
	apart(cmd)
	var told strings.Builder
	cmd.Stdout, cmd.Stderr = &told, &told
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start %s: %w", path, err)
	}
	p := &process{cmd: cmd, done: make(chan struct{}), log: filepath.Join(filepath.Dir(config), "server.log")}
	go func() {
		_ = cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// await waits until the server answers, and makes sure that it is the one that was started.
func (s *Server) await(ctx context.Context, p *process, config string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer: %w", p.cmd.Path, ctx.Err())
		case <-p.done:
			return p.failure()
		case <-ticker.C:
		}
		c, err := s.Dial(ctx, 2)
		if err != nil {
			continue
		}
		v, err := c.Do("INFO", "server")
		if err == nil {
			err = s.identify(c)
		}
		c.Close()
		if err != nil {
			continue // it is loading, or ending
		}
		if !strings.Contains(v.Text, "config_file:"+config) {
			return errPortTaken
		}
		return nil
	}
}

// failure says why the server ended.
func (p *process) failure() error {
	text, _ := os.ReadFile(p.log)
	told := strings.TrimSpace(string(text))
	if strings.Contains(told, "Address already in use") {
		return errPortTaken
	}
	if b, ok := p.cmd.Stdout.(*strings.Builder); ok && told == "" {
		told = strings.TrimSpace(b.String())
	}
	if i := strings.LastIndexByte(told, '\n'); i >= 0 {
		told = told[i+1:]
	}
	return fmt.Errorf("%s ended at once: %s", p.cmd.Path, told)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
