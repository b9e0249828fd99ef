// Package editor measures the language server as a process that an editor has started: how long it takes
// to say what is found in a script, from its start and after each keystroke, and to answer what the editor asks.
//
// The server keeps nothing on disk for its next start. A start is cold when neither the server's program nor any
// file of the workspace is in memory, as after the machine has started, and warm when all of them are. Of a Go file
// it is cold when the go command has nothing in its build cache: it then compiles what the module imports, the
// standard library included.
package editor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/luagen/luagen/bench/report"
	"github.com/luagen/luagen/bench/tool"
)

// Effort bounds a run.
type Effort struct {
	Scripts int // in the workspace
	Lines   int // of the script that is edited
	Edits   int
	Starts  int // of each kind
	GoFiles int // of a module, each with a script in a string
	GoColds int // starts there without a build cache, each of which takes as long as a build
}

// The latencies that are measured.
const (
	Diagnostics = "diagnostics after a keystroke"
	Hover       = "hover"
	Completion  = "completion"
	Symbols     = "symbols of the workspace"
	Cold        = "start to the first diagnostics, cold"
	Warm        = "start to the first diagnostics, warm"
	GoCold      = "start to the first diagnostics in Go, cold"
	GoWarm      = "start to the first diagnostics in Go, warm"
)

// latencies are all of them, as they are shown.
var latencies = []string{Diagnostics, Hover, Completion, Symbols, Cold, Warm, GoCold, GoWarm}

// Result is what was measured: seconds by latency, and the most memory that the server had.
type Result struct {
	Effort  Effort
	Took    map[string][]float64
	PeakMiB float64
	// GoPeakMiB is that of the server, or of the go command that it runs, in the Go module.
	GoPeakMiB float64
}

// Measure edits a script in a workspace. The main module's checkout is at root.
func Measure(ctx context.Context, root string, effort Effort) (Result, error) {
	r := Result{Effort: effort, Took: map[string][]float64{}}
	dir, err := os.MkdirTemp("", "luagen-editor")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "luagen")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/luagen")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return r, fmt.Errorf("editor: %w\n%s", err, out)
	}
	work := filepath.Join(dir, "work")
	if err := tool.MakeScripts(root, filepath.Join(work, "scripts"), effort.Scripts); err != nil {
		return r, err
	}
	if err := os.WriteFile(filepath.Join(work, "luagen.yaml"), []byte("scripts: [{dir: scripts/...}]\n"), 0o644); err != nil {
		return r, err
	}
	if err := os.WriteFile(filepath.Join(work, "scripts", "edited.lua"), []byte(long(effort.Lines)), 0o644); err != nil {
		return r, err
	}
	for i := range effort.Starts {
		edits := 0
		if i == 0 {
			edits = effort.Edits
		}
		if evict(binary, work) {
			if err := r.session(binary, work, Cold, 0); err != nil {
				return r, err
			}
		}
		if err := r.session(binary, work, Warm, edits); err != nil {
			return r, err
		}
	}
	return r, r.goModule(root, dir, binary)
}

// goModule starts the server in a Go module: without a build cache, so that the go command compiles what the
// module imports, and then with that.
func (r *Result) goModule(root, dir, binary string) error {
	module := filepath.Join(dir, "module")
	file, err := makeModule(root, module, r.Effort.GoFiles)
	if err != nil {
		return err
	}
	for i := range r.Effort.GoColds {
		if err := r.goStart(binary, module, file, GoCold, "GOCACHE="+filepath.Join(dir, "cache", fmt.Sprint(i))); err != nil {
			return err
		}
	}
	if err := r.goStart(binary, module, file, fills); err != nil {
		return err
	}
	for range r.Effort.Starts {
		if err := r.goStart(binary, module, file, GoWarm); err != nil {
			return err
		}
	}
	return nil
}

// fills is what a start is called that fills the build cache.
const fills = ""

// goStart starts the server and waits for what is found in a Go file.
func (r *Result) goStart(binary, module, file, kind string, env ...string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	c, _, err := r.open(binary, module, file, "go", string(text), kind, env...)
	if err != nil {
		return err
	}
	if kind == GoCold { // the compilers that run have more than the server
		return stop(c, new(float64))
	}
	return stop(c, &r.GoPeakMiB)
}

// long is a script of so many lines.
func long(lines int) string {
	var b strings.Builder
	b.WriteString("-- Counts.\n--@keys counter\n--@args by:int\n--@returns int\nlocal total = 0\n")
	for n := 5; n < lines-1; n += 5 {
		fmt.Fprintf(&b, "if total < %d then\n  local now = redis.call('INCRBY', KEYS[1], ARGV[1])\n  total = total + now * %d\n  redis.call('EXPIRE', KEYS[1], 60)\nend\n", n*1000, n)
	}
	b.WriteString("return total\n")
	return b.String()
}

// open starts the server in a folder, opens a file there, and waits for what is found in it.
func (r *Result) open(binary, work, file, language, text, kind string, env ...string) (c *client, address string, err error) {
	address = "file://" + filepath.ToSlash(file)
	began := time.Now()
	c, err = start(binary, work, env...)
	if err != nil {
		return nil, "", err
	}
	if _, err := c.call("initialize", map[string]any{
		"processId": nil, "rootUri": nil, "capabilities": map[string]any{},
		"workspaceFolders": []any{map[string]any{"uri": "file://" + filepath.ToSlash(work), "name": "work"}},
	}); err != nil {
		return nil, "", err
	}
	if err := c.notify("initialized", map[string]any{}); err != nil {
		return nil, "", err
	}
	if err := c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": address, "languageId": language, "version": 1, "text": text}}); err != nil {
		return nil, "", err
	}
	if err := c.await(1); err != nil {
		return nil, "", err
	}
	r.add(kind, began)
	return c, address, nil
}

// stop ends a server, and notes the most memory that it had.
func stop(c *client, peak *float64) error {
	ended, err := c.stop()
	if err == nil {
		*peak = max(*peak, tool.PeakMiB(ended))
	}
	return err
}

// session is one run of the server in the workspace of scripts.
func (r *Result) session(binary, work, kind string, edits int) error {
	file := filepath.Join(work, "scripts", "edited.lua")
	c, address, err := r.open(binary, work, file, "lua", long(r.Effort.Lines), kind)
	if err != nil {
		return err
	}
	document := map[string]any{"uri": address}
	line := r.Effort.Lines/2 - r.Effort.Lines/2%5 + 1 // of a call of a command
	for i := range edits {
		version := i + 2
		// A letter comes, and goes.
		at := map[string]any{"line": line + 1, "character": 2}
		change := map[string]any{"range": map[string]any{"start": at, "end": at}, "text": "x"}
		if i%2 == 1 {
			change = map[string]any{"range": map[string]any{"start": at, "end": map[string]any{"line": line + 1, "character": 3}}, "text": ""}
		}
		began := time.Now()
		if err := c.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": address, "version": version}, "contentChanges": []any{change}}); err != nil {
			return err
		}
		if err := c.await(version); err != nil {
			return err
		}
		r.add(Diagnostics, began)
		for _, ask := range []struct {
			name, method string
			character    int
		}{{Hover, "textDocument/hover", 28}, {Completion, "textDocument/completion", 27}} {
			began := time.Now()
			if _, err := c.call(ask.method, map[string]any{"textDocument": document, "position": map[string]any{"line": line, "character": ask.character}}); err != nil {
				return err
			}
			r.add(ask.name, began)
		}
	}
	for range edits / 50 {
		began := time.Now()
		if _, err := c.call("workspace/symbol", map[string]any{"query": "like"}); err != nil {
			return err
		}
		r.add(Symbols, began)
	}
	return stop(c, &r.PeakMiB)
}

func (r *Result) add(name string, began time.Time) {
	r.Took[name] = append(r.Took[name], time.Since(began).Seconds())
}

// quantile is the value below which a share of the measured ones lies.
func quantile(took []float64, share float64) float64 {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// Tables show the distribution.
func Tables(r Result) []report.Table {
	t := report.Table{
		Title: fmt.Sprintf("In an editor: a script of %d lines in a workspace of %d scripts; Go in a module of %d files", r.Effort.Lines, r.Effort.Scripts, r.Effort.GoFiles),
		Head:  []string{"ms", "p50", "p90", "p99", "max", "n"},
	}
	for _, name := range latencies {
		if len(r.Took[name]) == 0 {
			continue // cold, where nothing can be taken out of memory
		}
		row := []string{name}
		for _, share := range []float64{0.5, 0.9, 0.99, 1} {
			row = append(row, fmt.Sprintf("%.1f", 1000*quantile(r.Took[name], share)))
		}
		t.Rows = append(t.Rows, append(row, fmt.Sprint(len(r.Took[name]))))
	}
	t.Rows = append(t.Rows, []string{"memory at most, MiB", "", "", "", fmt.Sprintf("%.0f", r.PeakMiB), ""})
	t.Rows = append(t.Rows, []string{"memory at most in Go, MiB", "", "", "", fmt.Sprintf("%.0f", r.GoPeakMiB), ""})
	return []report.Table{t}
}

// Bars are the promises.
func Bars(r Result) []report.Bar {
	ms := func(name string) float64 { return 1000 * quantile(r.Took[name], 0.99) }
	most := func(name string) float64 { return quantile(r.Took[name], 1) }
	bars := []report.Bar{
		report.AtMost("in an editor, diagnostics 20 ms after a keystroke (p99)", "%.1f ms", ms(Diagnostics), 20),
		report.AtMost("in an editor, hover in 10 ms (p99)", "%.1f ms", ms(Hover), 10),
		report.AtMost("in an editor, completion in 10 ms (p99)", "%.1f ms", ms(Completion), 10),
	}
	if len(r.Took[Cold]) > 0 {
		bars = append(bars, report.AtMost("in an editor, 2 s from a cold start to the first diagnostics", "%.2f s", most(Cold), 2))
	}
	return append(bars,
		report.AtMost("in an editor, 0.5 s from a warm start to the first diagnostics", "%.2f s", most(Warm), 0.5),
		report.AtMost("in an editor, 250 MiB", "%.0f MiB", r.PeakMiB, 250),
	)
}
