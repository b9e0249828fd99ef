//go:build editors

package terminal

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/editors/tmux"
	"github.com/luagen/luagen/internal/redistest"
)

var update = flag.Bool("update", false, "rewrite the golden sessions")

// TestSessions runs each archive of testdata: its files in a folder, what "steps" says in a shell
// in tmux there, and compares all that the terminal has shown with "shown".
//
// The lines of "steps" are
//
//	columns N        the width of the terminal, 100 without
//	type TEXT        type the text and Enter
//	press KEY        press a key, as tmux names it
//	see LINE         wait until the step has shown the line and a prompt stands at the end
//	meanwhile LINE   wait until the step has shown the line, and the script runs on
//
// $REDIS is the URL of a server, $ADDR its address, and users.acl has the rules of its users.
func TestSessions(t *testing.T) {
	if err := tmux.Missing(); err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "luagen"), "./cmd/luagen")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// The server that luagen starts is the one that is tested against.
	if err := os.Symlink(redistest.Binary(t), filepath.Join(bin, "redis-server")); err != nil {
		t.Fatal(err)
	}
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no sessions: %v", err)
	}
	for _, archive := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(archive), ".txtar"), func(t *testing.T) {
			session(t, bin, archive)
		})
	}
}

func session(t *testing.T, bin, archive string) {
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	server := redistest.Start(t)
	dir := t.TempDir()
	var steps string
	var want *txtar.File
	for i := range a.Files {
		f := &a.Files[i]
		switch f.Name {
		case "steps":
			steps = string(f.Data)
		case "shown":
			want = f
		case "users.acl":
			addUsers(t, server, string(f.Data))
		default:
			path := filepath.Join(dir, filepath.FromSlash(f.Name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want == nil || steps == "" {
		t.Fatal(`the archive needs the files "steps" and "shown"`)
	}
	profile := filepath.Join(t.TempDir(), "profile") // for the prompt, which shells set for root
	if err := os.WriteFile(profile, []byte("PS1='$ '\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	shown := act(t, steps, tmux.Config{
		Dir: dir, Columns: 100, Rows: 40, Command: []string{"sh", "-i"},
		Env: []string{
			"PATH=" + bin + string(filepath.ListSeparator) + os.Getenv("PATH"), "ENV=" + profile, "HOME=" + dir,
			"ADDR=" + server.Addr, "REDIS=redis://" + server.Addr,
		},
	})
	if err := server.Client(2).Ping(context.Background()).Err(); err != nil {
		t.Errorf("the server does not go on: %v", err)
	}
	got := refusal.ReplaceAllString(strings.ReplaceAll(shown, server.Addr, "ADDR"), "NOPERM ...")
	if *update {
		want.Data = []byte(got)
		if err := os.WriteFile(archive, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := udiff.Unified("want", "shown", string(want.Data), got); d != "" {
		t.Errorf("what the terminal shows has changed:\n%s", d)
	}
}

// refusal is a text of the server's that differs between its versions.
var refusal = regexp.MustCompile(`NOPERM [^);\n]*`)

func addUsers(t *testing.T, server *redistest.Server, rules string) {
	t.Helper()
	for rule := range strings.Lines(rules) {
		words := []any{"ACL", "SETUSER"}
		for word := range strings.FieldsSeq(rule) {
			words = append(words, word)
		}
		if err := server.Client(2).Do(context.Background(), words...).Err(); err != nil {
			t.Fatalf("%s: %v", rule, err)
		}
	}
}

// act takes the steps, and returns all that the terminal has shown.
func act(t *testing.T, steps string, c tmux.Config) string {
	t.Helper()
	sockets, err := os.MkdirTemp("", "tmux") // a short name, which sockets need
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(sockets)
	c.Socket = filepath.Join(sockets, "s")
	lines := strings.Split(strings.TrimSuffix(steps, "\n"), "\n")
	if columns, ok := strings.CutPrefix(lines[0], "columns "); ok {
		if c.Columns, err = strconv.Atoi(columns); err != nil {
			t.Fatal(err)
		}
		lines = lines[1:]
	}
	terminal, err := tmux.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	screen, err := terminal.WaitAll("$", func(s tmux.Screen) bool { return slices.Equal(s.Lines(), []string{"$"}) })
	if err != nil {
		t.Fatal(err)
	}
	begun := 0 // the line of the screen where the step begins
	for _, line := range lines {
		verb, text, _ := strings.Cut(line, " ")
		switch verb {
		case "type":
			begun = len(screen.Lines()) - 1
			if err = terminal.Type(text); err == nil {
				err = terminal.Press("Enter")
			}
		case "press":
			begun = len(screen.Lines()) - 1
			err = terminal.Press(text)
		case "see", "meanwhile":
			screen, err = terminal.WaitAll(text, func(s tmux.Screen) bool {
				lines := s.Lines()
				if len(lines) <= begun || !slices.Contains(lines[begun+1:], text) {
					return false
				}
				last := lines[len(lines)-1]
				return verb == "meanwhile" || last == "(luagen)" || last == "$"
			})
		default:
			t.Fatalf("%q is no step", line)
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	return strings.Join(screen.Lines(), "\n") + "\n"
}
