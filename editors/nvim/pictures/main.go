// Pictures draws docs/editors/*.svg: what Neovim shows of the language server, taken from a
// real terminal. It needs tmux and nvim, and runs in this folder ("make pictures"). Those of inlay hints and of
// semantic tokens need Neovim 0.10 or later; NVIM may name one. Arguments are the names of pictures to take; all without.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/editors/tmux"
)

const columns = 112

// picture is what is pressed in Neovim, and the text by which it is seen that it is done.
type picture struct {
	name  string
	file  string // opened, in project
	rows  int
	steps []step
	later bool // Neovim before 0.10 does not show it
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
		{name: "diagnostics", file: "scripts/allow.lua", rows: 20, steps: []step{broken}},
		{name: "hover", file: "scripts/allow.lua", rows: 20, steps: []step{{keys("/EXPIRE", "Enter", ":noh", "Enter", "K"), "Complexity"}}},
		{name: "signature", file: "scripts/allow.lua", rows: 20, steps: []step{{keys("8G", "O", "redis.call('SET', KEYS[1], 1, ", "C-k"), "KEEPTTL"}}},
		{name: "completion", file: "scripts/allow.lua", rows: 20, steps: []step{{keys("8G", "O", "redis.call('ZRANGEB", "C-x", "C-o"), "ZRANGEBYSCORE"}}},
		{name: "actions", file: "scripts/allow.lua", rows: 20, steps: []step{broken, {keys("G", "0", "f{", "l", ":lua vim.lsp.buf.code_action()", "Enter"), "Suppress"}}},
		{name: "references", file: "scripts/allow.lua", rows: 20, steps: []step{{keys("/limit:", "Enter", ":noh", "Enter", ":lua vim.lsp.buf.references()", "Enter"), "allow.lua|"}}},
		{name: "definition", file: "scripts/allow.lua", rows: 20, steps: []step{{keys("/counter, window", "Enter", ":noh", "Enter", ":lua vim.lsp.buf.definition()", "Enter"), "8,7"}}},
		{name: "rename", file: "scripts/allow.lua", rows: 20, steps: []step{{keys("/limit:", "Enter", ":noh", "Enter", ":lua vim.lsp.buf.rename('calls')", "Enter"), "calls - used"}}},
		{name: "lenses", file: "scripts/allow.lua", rows: 20, steps: []step{{keys(":lua vim.lsp.codelens.refresh()", "Enter"), "run"}}},
		{name: "symbols", file: "scripts/allow.lua", rows: 20, steps: []step{{keys(":lua vim.lsp.buf.document_symbol()", "Enter"), "[Key] counter"}}},
		{name: "formatting", file: "scripts/allow.lua", rows: 20, steps: []step{
			{keys("4G", ":s/limit:int */limit:   int /", "Enter", ":noh", "Enter"), "limit:   int"},
			{keys(":lua vim.lsp.buf.formatting()", "Enter"), "limit:int  "},
		}},
		{name: "go", file: "store.go", rows: 20, steps: []step{{nil, "never nil"}}},
		{name: "hints", file: "scripts/allow.lua", rows: 20, later: true, steps: []step{{keys(":lua vim.lsp.inlay_hint.enable()", "Enter"), "limit: number"}}},
		{name: "tokens", file: "scripts/allow.lua", rows: 20, later: true, steps: []step{{keys(":syntax off", "Enter"), "syntax off"}}},
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
	early, later, err := editors()
	if err != nil {
		return err
	}
	for _, p := range pictures() {
		if len(os.Args) > 1 && !slices.Contains(os.Args[1:], p.name) {
			continue
		}
		nvim := early
		if p.later {
			nvim = later
		}
		if nvim == "" {
			fmt.Fprintf(os.Stderr, "%s stays as it is: it needs Neovim 0.10 or later, which NVIM may name\n", p.name)
			continue
		}
		project := filepath.Join(dir, p.name, "shop")
		if err := os.CopyFS(project, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
			return err
		}
		screen, err := session{nvim: nvim, project: project, init: init, luagen: luagen, socket: filepath.Join(dir, p.name, "tmux")}.take(p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := os.WriteFile(filepath.Join(shown, p.name+".svg"), []byte(draw(parse(screen))), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// editors are the Neovim on PATH, and one that shows everything; the latter is empty when there is none.
func editors() (early, later string, err error) {
	if early, err = exec.LookPath("nvim"); err != nil {
		return "", "", err
	}
	for _, nvim := range []string{os.Getenv("NVIM"), early} {
		if nvim == "" {
			continue
		}
		out, err := exec.Command(nvim, "--version").Output()
		if err != nil {
			return "", "", fmt.Errorf("%s: %w", nvim, err)
		}
		var major, minor int
		if _, err := fmt.Sscanf(string(out), "NVIM v%d.%d", &major, &minor); err != nil {
			return "", "", fmt.Errorf("%s has no version: %w", nvim, err)
		}
		if major > 0 || minor >= 10 {
			return early, nvim, nil
		}
	}
	return early, "", nil
}

// session is a Neovim in a terminal.
type session struct{ nvim, project, init, luagen, socket string }

// take does what a picture says, and returns the screen, with its escape sequences.
func (s session) take(p picture) (string, error) {
	terminal, err := tmux.Open(tmux.Config{
		Socket: s.socket, Dir: s.project, Columns: columns, Rows: p.rows,
		Env:     []string{"PATH=" + filepath.Dir(s.luagen) + string(filepath.ListSeparator) + os.Getenv("PATH")},
		Command: []string{s.nvim, "-u", s.init, "-i", "NONE", "-n", p.file},
	})
	if err != nil {
		return "", err
	}
	defer terminal.Close()
	var screen tmux.Screen
	for _, st := range append([]step{{nil, "luagen ready"}}, p.steps...) {
		if err := terminal.Press(st.keys...); err != nil {
			return "", err
		}
		screen, err = terminal.Wait(st.until, func(s tmux.Screen) bool { return strings.Contains(s.Text(), st.until) })
		if err != nil {
			return "", err
		}
	}
	return string(screen), nil
}
