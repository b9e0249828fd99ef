//go:build unix

package server

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

const childEnv = "LUAGEN_TEST_GUARD_CHILD"

// TestGuard kills a process that has started a server: the server and its folder go with it.
func TestGuard(t *testing.T) {
	if os.Getenv(childEnv) != "" {
		child()
	}
	child := exec.Command(os.Args[0], "-test.run=^TestGuard$")
	child.Env = append(os.Environ(), childEnv+"=1", "TMPDIR="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	told := make([]byte, 1000)
	n, err := out.Read(told)
	if err != nil {
		t.Fatal(err)
	}
	addr, dir, _ := strings.Cut(strings.TrimSpace(string(told[:n])), " ")
	if err := syscall.Kill(-child.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()

	deadline := time.After(startTimeout)
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		conn, dialed := (&Server{Kind: Given, Options: &redis.Options{Addr: addr}}).Dial(context.Background(), 2)
		_, found := os.Stat(dir)
		if dialed != nil && errors.Is(found, fs.ErrNotExist) {
			return
		}
		if dialed == nil {
			conn.Close()
		}
		select {
		case <-look.C:
		case <-deadline:
			t.Fatalf("the server at %s answers: %t; its folder %s: %v", addr, dialed == nil, dir, found)
		}
	}
}

// child starts a server, tells where it is, and waits to be killed.
func child() {
	s, err := Start(context.Background(), cmp.Or(os.Getenv("LUAGEN_REDIS_SERVER"), "redis-server"))
	if err != nil {
		os.Exit(1)
	}
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), "luagen-server-*"))
	_, _ = os.Stdout.WriteString(s.Options.Addr + " " + dirs[0] + "\n")
	select {}
}
