// Package tool measures the command line as a whole process: linting and generating folders
// of scripts from cold, beside luacheck on the same files, again when nothing has changed, and
// edits under a watch.
//
// The scripts are luagen's examples, over and over; what they do does not matter.
package tool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// Effort bounds a run.
type Effort struct {
	Scripts []int // numbers of scripts in a folder
	Rounds  int   // runs of each command, whose medians count
	Edits   int   // under a watch
	// Earlier is an earlier build of luagen to compare with; empty for none.
	Earlier string
}

// Names of what is measured.
const (
	lint     = "luagen lint"
	generate = "luagen generate"
	luacheck = "luacheck"
	// files is the file system's share of generating.
	files   = "cp of what it generates"
	earlier = "generate of the earlier luagen"
	// With the cache, and nothing changed.
	generateAgain = "luagen generate, nothing changed"
	checkAgain    = "luagen generate --check, nothing changed"
	lintAgain     = "luagen lint, nothing changed"
)

// Result is what one command took for one number of scripts.
type Result struct {
	Name    string
	Scripts int
	Wall    float64 // seconds
	CPU     float64 // seconds, user and system
	Peak    float64 // MiB resident at the most
	Missing bool    // the command is not installed
}

// Measure runs each command in turns on each folder. The main module's checkout is at root.
func Measure(ctx context.Context, root string, effort Effort) ([]Result, []Watched, error) {
	dir, err := os.MkdirTemp("", "luagen-tool")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "luagen")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/luagen")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("tool: %w\n%s", err, out)
	}
	var results []Result
	var watched []Watched
	for _, n := range effort.Scripts {
		folder := filepath.Join(dir, fmt.Sprintf("of%d", n), "scripts")
		if err := makeScripts(root, folder, n); err != nil {
			return nil, nil, err
		}
		of, err := measureFolder(ctx, binary, folder, n, effort)
		if err != nil {
			return nil, nil, err
		}
		results = append(results, of...)
		w, err := measureWatch(ctx, binary, folder, n, effort.Edits)
		if err != nil {
			return nil, nil, err
		}
		watched = append(watched, w)
		if err := os.RemoveAll(filepath.Dir(folder)); err != nil {
			return nil, nil, err
		}
	}
	return results, watched, nil
}

// makeScripts fills a folder with n scripts: the examples, over and over, with other
// names.
func makeScripts(root, folder string, n int) error {
	paths, err := filepath.Glob(filepath.Join(root, "examples/scripts/*.lua"))
	if err != nil || len(paths) == 0 {
		return errors.Join(err, errors.New("tool: no example scripts"))
	}
	if err := os.MkdirAll(filepath.Join(folder, "lib"), 0o755); err != nil {
		return err
	}
	clock, err := os.ReadFile(filepath.Join(root, "examples/scripts/lib/clock.lua"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "lib/clock.lua"), clock, 0o644); err != nil {
		return err
	}
	for i := range n {
		text, err := os.ReadFile(paths[i%len(paths)])
		if err != nil {
			return err
		}
		base := strings.TrimSuffix(filepath.Base(paths[i%len(paths)]), ".lua")
		name := filepath.Join(folder, fmt.Sprintf("%s_%s.lua", base, letters(i)))
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// letters writes a number in letters, so that names stay names.
func letters(n int) string {
	var b []byte
	for ; n > 0 || len(b) == 0; n /= 26 {
		b = append(b, byte('a'+n%26))
	}
	return "x" + string(b)
}

// measureFolder runs the commands on one folder. Each run writes into a folder of its own: what
// was removed just now makes the file system look for free inodes.
func measureFolder(ctx context.Context, binary, folder string, n int, effort Effort) ([]Result, error) {
	at := filepath.Dir(folder)
	kept := filepath.Join(at, "kept")
	fresh := func(name string, round int) string { return filepath.Join(at, name+letters(round)) }
	commands := []struct {
		name string
		args func(round int) []string
	}{
		{lint, func(int) []string { return []string{binary, "lint", "--no-cache", folder} }},
		{generate, func(r int) []string { return []string{binary, "generate", "--no-cache", "-o", fresh("out", r), folder} }},
		{files, func(r int) []string { return []string{"cp", "-r", fresh("out", r), fresh("copy", r)} }},
		{earlier, func(r int) []string { return []string{effort.Earlier, "generate", "-o", fresh("earlier", r), folder} }},
		{luacheck, func(int) []string { return []string{"luacheck", "--quiet", "--no-cache", "--std", "lua51", folder} }},
		{generateAgain, func(int) []string { return []string{binary, "generate", "-o", kept, folder} }},
		{checkAgain, func(int) []string { return []string{binary, "generate", "--check", "-o", kept, folder} }},
		{lintAgain, func(int) []string { return []string{binary, "lint", folder} }},
	}
	environment := append(os.Environ(), "LUAGEN_CACHE="+filepath.Join(at, "cache"))
	for range 2 { // the cache comes to know it
		for _, c := range commands[len(commands)-3:] {
			if _, err := runOnce(ctx, environment, c.args(0)); err != nil {
				return nil, err
			}
		}
		time.Sleep(3 * time.Second) // until the files are old enough to be known by their state
	}
	runs := make([][]Result, len(commands))
	for round := range effort.Rounds {
		for i, c := range commands {
			if c.name == earlier && effort.Earlier == "" {
				continue
			}
			r, err := runOnce(ctx, environment, c.args(round))
			if err != nil {
				return nil, err
			}
			runs[i] = append(runs[i], r)
		}
	}
	var results []Result
	for i, c := range commands {
		if len(runs[i]) == 0 {
			continue
		}
		r := medians(runs[i])
		r.Name, r.Scripts = c.name, n
		results = append(results, r)
	}
	return results, nil
}

// runOnce runs a command to its end; findings, with exit code 1 or 2, are no failure.
func runOnce(ctx context.Context, environment, args []string) (Result, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = environment
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if errors.Is(err, exec.ErrNotFound) {
		return Result{Missing: true}, nil
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Result{}, fmt.Errorf("tool: %s: %w", args[0], err)
	}
	return Result{
		Wall: wall.Seconds(),
		CPU:  (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		Peak: peakMiB(cmd.ProcessState),
	}, nil
}

func medians(runs []Result) Result {
	pick := func(f func(Result) float64) float64 {
		var values []float64
		for _, r := range runs {
			values = append(values, f(r))
		}
		return measure.Median(values)
	}
	return Result{
		Wall:    pick(func(r Result) float64 { return r.Wall }),
		CPU:     pick(func(r Result) float64 { return r.CPU }),
		Peak:    pick(func(r Result) float64 { return r.Peak }),
		Missing: runs[0].Missing,
	}
}

// Tables shows the results.
func Tables(results []Result, watched []Watched) []report.Table {
	t := report.Table{
		Title: "The command line: folders of scripts",
		Head:  []string{"command", "scripts", "seconds", "CPU seconds", "ms per script", "peak MiB", "time against luagen lint"},
	}
	for _, r := range results {
		if r.Missing {
			t.Rows = append(t.Rows, []string{r.Name, fmt.Sprint(r.Scripts), "not installed", "", "", "", ""})
			continue
		}
		base, _ := find(results, lint, r.Scripts)
		t.Rows = append(t.Rows, []string{
			r.Name, fmt.Sprint(r.Scripts), fmt.Sprintf("%.2f", r.Wall), fmt.Sprintf("%.2f", r.CPU),
			fmt.Sprintf("%.3f", r.Wall*1000/float64(r.Scripts)), fmt.Sprintf("%.0f", r.Peak), fmt.Sprintf("%.2fx", r.Wall/base.Wall),
		})
	}
	return []report.Table{t, watchTable(watched)}
}

// Bars holds the results against what luagen promises.
func Bars(results []Result, watched []Watched) []report.Bar {
	few, many := results[0].Scripts, results[len(results)-1].Scripts
	at := func(name string, scripts int) Result {
		r, _ := find(results, name, scripts)
		return r
	}
	g, l := at(generate, few), at(lint, few)
	bars := []report.Bar{
		report.AtMost(fmt.Sprintf("%d scripts generated from cold: at most 60 MiB", few), "%.0f MiB", g.Peak, 60),
		report.AtLeast(fmt.Sprintf("%d scripts generated from cold: both cores used (CPU time over time)", few), "%.2fx", g.CPU/g.Wall, 1.4),
		report.AtLeast(fmt.Sprintf("%d scripts linted from cold: both cores used (CPU time over time)", few), "%.2fx", l.CPU/l.Wall, 1.4),
	}
	if e, ok := find(results, earlier, few); ok {
		bars = append(bars, report.AtMost(fmt.Sprintf("%d scripts generated from cold: at most half of the earlier luagen's CPU time", few), "%.2fx", g.CPU/e.CPU, 0.5))
	}
	if c, ok := find(results, luacheck, few); ok && !c.Missing {
		bars = append(bars,
			report.AtLeast("linting from cold: at least 10x as fast as luacheck", "%.1fx", c.Wall/l.Wall, 10),
			report.AtLeast("linting from cold: luacheck takes at least 10x the CPU time", "%.1fx", c.CPU/l.CPU, 10))
	}
	for _, again := range []struct {
		name    string
		seconds float64
	}{{generateAgain, 0.3}, {checkAgain, 0.3}, {lintAgain, 0.6}} {
		r := at(again.name, many)
		bars = append(bars,
			report.AtMost(fmt.Sprintf("%d scripts, %s: at most %.1f s of CPU time", many, again.name, again.seconds), "%.2f s", r.CPU, again.seconds),
			report.AtMost(fmt.Sprintf("%d scripts, %s: at most 150 MiB", many, again.name), "%.0f MiB", r.Peak, 150))
	}
	w := watched[len(watched)-1]
	bars = append(bars, report.AtMost(fmt.Sprintf("%d scripts, 9 of 10 edits under --watch: on disk within 100 ms of settling", w.Scripts), "%.0f ms", w.quantile(0.9), 100))
	if many > few {
		growth := (at(generate, many).Wall / float64(many)) / (g.Wall / float64(few))
		// The file system's share, a file written for each script, varies by more than a third.
		bars = append(bars, report.AtMost(fmt.Sprintf("time per script at %d against %d: linear", many, few), "%.2fx", growth, 1.5))
	}
	return bars
}

func find(results []Result, name string, scripts int) (Result, bool) {
	for _, r := range results {
		if r.Name == name && r.Scripts == scripts {
			return r, true
		}
	}
	return Result{}, false
}
