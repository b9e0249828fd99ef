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
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
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

// TestGroup starts a server in a group of processes of its own, so that Ctrl-C in a terminal does not end it.
func TestGroup(t *testing.T) {
	s, err := Start(t.Context(), redistest.Binary(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	conn, err := s.Dial(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	info, err := conn.Do("INFO", "server")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(info.Text, "process_id:")
	text, _, _ := strings.Cut(rest, "\r\n")
	pid, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	if group, err := syscall.Getpgid(pid); group != pid || err != nil {
		t.Errorf("process %d is in group %d, %v", pid, group, err)
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
