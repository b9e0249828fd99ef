//go:build editors

package nvim

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/aymanbagabas/go-udiff"
	"github.com/luagen/luagen/internal/checkout"
)

var update = flag.Bool("update", false, "rewrite the golden sessions")

// TestSessions runs each archive of testdata: its files in a folder, session.lua in a
// headless Neovim there, and compares what that prints with "shown".
func TestSessions(t *testing.T) {
	nvim, err := exec.LookPath(cmp.Or(os.Getenv("NVIM"), "nvim"))
	if err != nil {
		t.Fatalf("nvim is needed: %v", err)
	}
	luagen := filepath.Join(t.TempDir(), "luagen")
	build := exec.Command("go", "build", "-o", luagen, "./cmd/luagen")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no sessions: %v", err)
	}
	for _, archive := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(archive), ".txtar"), func(t *testing.T) {
			session(t, nvim, luagen, archive)
		})
	}
}

func session(t *testing.T, nvim, luagen, archive string) {
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	project := filepath.Join(dir, "project")
	var want *txtar.File
	script := filepath.Join(dir, "session.lua")
	for i := range a.Files {
		f := &a.Files[i]
		path := filepath.Join(project, filepath.FromSlash(f.Name))
		switch f.Name {
		case "shown":
			want = f
			continue
		case "session.lua":
			path = script
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want == nil {
		t.Fatal(`the archive has no file "shown"`)
	}
	helpers, err := filepath.Abs("session.lua")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(project, "go.mod")); err != nil {
		checkout.WriteModule(t, filepath.Join("..", ".."), project, "example.test/shop")
	}

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	shown := filepath.Join(dir, "shown")
	cmd := exec.CommandContext(ctx, nvim, "--headless", "-n", "-u", "NONE", "-i", "NONE", "-c", "luafile "+helpers)
	cmd.Dir = project
	cmd.Env = append(os.Environ(), "LUAGEN="+luagen, "SESSION="+script, "SESSION_OUT="+shown, "XDG_STATE_HOME="+dir, "XDG_CACHE_HOME="+dir, "XDG_DATA_HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		printed, _ := os.ReadFile(shown)
		t.Fatalf("nvim: %v\n%s%s", err, out, printed)
	}
	got, err := os.ReadFile(shown)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		want.Data = got
		if err := os.WriteFile(archive, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := udiff.Unified("want", "shown", string(want.Data), string(got)); d != "" {
		t.Error(fmt.Sprintf("what Neovim shows has changed:\n%s", d))
	}
}
