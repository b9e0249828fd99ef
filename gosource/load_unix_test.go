//go:build unix

package gosource_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/luagen/luagen/gosource"
)

// TestLoadEnds ends a load whose go command would never come to an end.
func TestLoadEnds(t *testing.T) {
	bin, dir := t.TempDir(), t.TempDir()
	running := filepath.Join(bin, "running")
	if err := syscall.Mkfifo(running, 0o600); err != nil {
		t.Fatal(err)
	}
	command := "#!/bin/sh\necho >" + running + "\nexec tail -f /dev/null\n"
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte(command), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = os.ReadFile(running) // waits for the command
		cancel()
	}()
	_, err := gosource.Load(gosource.Request{Dir: dir, Patterns: []string{"./..."}, Context: ctx})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Load returns %v, want %v", err, context.Canceled)
	}
}
