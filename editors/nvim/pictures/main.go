// Pictures draws docs/editors/*.svg: what Neovim shows of the language server, taken from a
// real terminal. It needs tmux and nvim, and runs in this folder ("make pictures").
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	columns = 112
	patient = time.Minute // for what is waited for
)

// picture is what is pressed in Neovim, and the text by which it is seen that it is done.
type picture struct {
	name  string
	file  string // opened, in project
	rows  int
	steps []step
}

// step is keys, as tmux names them, and a text that is on the screen afterwards.
type step struct {
	keys  []string
	until string
}

func keys(k ...string) []string { return k }

func pictures() []picture {
	broken := step{keys("/tonumber", "Enter", "dt(", "x", "f)", "x", ":noh", "Enter"), "limit is a string"}
	return []picture{
		{"diagnostics", "scripts/allow.lua", 20, []step{broken}},
		{"hover", "scripts/allow.lua", 20, []step{{keys("/EXPIRE", "Enter", ":noh", "Enter", "K"), "Complexity"}}},
		{"signature", "scripts/allow.lua", 20, []step{{keys("8G", "O", "redis.call('SET', KEYS[1], 1, ", "C-k"), "KEEPTTL"}}},
		{"completion", "scripts/allow.lua", 20, []step{{keys("8G", "O", "redis.call('ZRANGEB", "C-x", "C-o"), "ZRANGEBYSCORE"}}},
		{"actions", "scripts/allow.lua", 20, []step{broken, {keys("G", "0", "f{", "l", ":lua vim.lsp.buf.code_action()", "Enter"), "Suppress"}}},
		{"references", "scripts/allow.lua", 20, []step{{keys("/limit:", "Enter", ":noh", "Enter", ":lua vim.lsp.buf.references()", "Enter"), "allow.lua|"}}},
		{"definition", "scripts/allow.lua", 20, []step{{keys("/counter, window", "Enter", ":noh", "Enter", ":lua vim.lsp.buf.definition()", "Enter"), "8,7"}}},
		{"rename", "scripts/allow.lua", 20, []step{{keys("/limit:", "Enter", ":noh", "Enter", ":lua vim.lsp.buf.rename('calls')", "Enter"), "calls - used"}}},
		{"lenses", "scripts/allow.lua", 20, []step{{keys(":lua vim.lsp.codelens.refresh()", "Enter"), "run"}}},
		{"symbols", "scripts/allow.lua", 20, []step{{keys(":lua vim.lsp.buf.document_symbol()", "Enter"), "[Key] counter"}}},
		{"formatting", "scripts/allow.lua", 20, []step{
			{keys("4G", ":s/limit:int */limit:   int /", "Enter", ":noh", "Enter"), "limit:   int"},
			{keys(":lua vim.lsp.buf.formatting()", "Enter"), "limit:int  "},
		}},
		{"go", "store.go", 20, []step{{nil, "never nil"}}},
	}
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "luagen-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	luagen := filepath.Join(dir, "bin", "luagen")
	if out, err := exec.Command("go", "build", "-o", luagen, "../../../cmd/luagen").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	shown, err := filepath.Abs("../../../docs/editors")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(shown, 0o755); err != nil {
		return err
	}
	init, err := filepath.Abs("init.lua")
	if err != nil {
		return err
	}
	for _, p := range pictures() {
		project := filepath.Join(dir, p.name, "shop")
		if err := os.CopyFS(project, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
			return err
		}
		screen, err := session{project: project, init: init, luagen: luagen, socket: filepath.Join(dir, p.name, "tmux")}.take(p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := os.WriteFile(filepath.Join(shown, p.name+".svg"), []byte(draw(parse(screen))), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// session is a Neovim in a terminal.
type session struct{ project, init, luagen, socket string }

func (s session) tmux(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-f", "/dev/null", "-S", s.socket}, args...)...)
	cmd.Dir = s.project
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(s.luagen)+string(filepath.ListSeparator)+os.Getenv("PATH"), "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("tmux %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

// take does what a picture says, and returns the screen, with its escape sequences.
func (s session) take(p picture) (string, error) {
	const name = "luagen"
	if _, err := s.tmux("new-session", "-d", "-s", name, "-x", strconv.Itoa(columns), "-y", strconv.Itoa(p.rows),
		"nvim", "-u", s.init, "-i", "NONE", "-n", p.file); err != nil {
		return "", err
	}
	defer func() { _, _ = s.tmux("kill-server") }()
	if _, err := s.wait(name, "luagen ready"); err != nil {
		return "", err
	}
	var screen string
	for _, st := range p.steps {
		for _, k := range st.keys {
			if _, err := s.tmux("send-keys", "-t", name, k); err != nil {
				return "", err
			}
		}
		var err error
		if screen, err = s.wait(name, st.until); err != nil {
			return "", err
		}
	}
	return screen, nil
}

// wait returns the screen when it shows a text, and shows the same a moment later.
func (s session) wait(name, text string) (string, error) {
	deadline := time.After(patient)
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	var before string
	for {
		select {
		case <-deadline:
			return "", fmt.Errorf("%q did not appear on\n%s", text, before)
		case <-look.C:
		}
		screen, err := s.tmux("capture-pane", "-e", "-p", "-t", name)
		if err != nil {
			return "", err
		}
		if strings.Contains(plain(screen), text) && screen == before {
			return screen, nil
		}
		before = screen
	}
}
