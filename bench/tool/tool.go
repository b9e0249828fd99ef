// Package tool measures the command line as a whole process, from cold: linting and
// generating folders of scripts, beside luacheck on the same files.
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
}

// Names of what is measured.
const (
	lint     = "luagen lint"
	generate = "luagen generate"
	luacheck = "luacheck"
	// files is the file system's share of generating.
	files = "cp of what it generates"
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
func Measure(ctx context.Context, root string, effort Effort) ([]Result, error) {
	dir, err := os.MkdirTemp("", "luagen-tool")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "luagen")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/luagen")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("tool: %w\n%s", err, out)
	}
	var results []Result
	for _, n := range effort.Scripts {
		folder := filepath.Join(dir, fmt.Sprintf("scripts%d", n))
		if err := makeScripts(root, folder, n); err != nil {
			return nil, err
		}
		of, err := measureFolder(ctx, binary, folder, n, effort.Rounds)
		if err != nil {
			return nil, err
		}
		results = append(results, of...)
	}
	return results, nil
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

func measureFolder(ctx context.Context, binary, folder string, n, rounds int) ([]Result, error) {
	out, copied := folder+"-out", folder+"-copy"
	commands := []struct {
		name  string
		fresh string // what must not be there before
		args  []string
	}{
		{lint, "", []string{binary, "lint", folder}},
		{generate, out, []string{binary, "generate", "-o", out, folder}},
		{files, copied, []string{"cp", "-r", out, copied}},
		{luacheck, "", []string{"luacheck", "--quiet", "--no-cache", "--std", "lua51", folder}},
	}
	runs := make([][]Result, len(commands))
	for range rounds {
		for i, c := range commands {
			if c.fresh != "" {
				if err := os.RemoveAll(c.fresh); err != nil {
					return nil, err
				}
			}
			r, err := runOnce(ctx, c.args)
			if err != nil {
				return nil, err
			}
			runs[i] = append(runs[i], r)
		}
	}
	var results []Result
	for i, c := range commands {
		r := medians(runs[i])
		r.Name, r.Scripts = c.name, n
		results = append(results, r)
	}
	return results, nil
}

// runOnce runs a command to its end; findings, with exit code 1 or 2, are no failure.
func runOnce(ctx context.Context, args []string) (Result, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
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
func Tables(results []Result) []report.Table {
	t := report.Table{
		Title: "The command line: folders of scripts, from cold",
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
	return []report.Table{t}
}

// Bars holds the results against what luagen promises.
func Bars(results []Result) []report.Bar {
	var bars []report.Bar
	few := results[0].Scripts
	many := results[len(results)-1].Scripts
	g, _ := find(results, generate, few)
	bars = append(bars,
		report.AtMost(fmt.Sprintf("%d scripts linted and generated: well under a second", few), "%.2f s", g.Wall, 0.8),
		report.AtMost(fmt.Sprintf("%d scripts linted and generated: under 80 MiB", few), "%.0f MiB", g.Peak, 80))
	if c, ok := find(results, luacheck, few); ok && !c.Missing {
		l, _ := find(results, lint, few)
		bars = append(bars, report.AtLeast("linting: at least 5x as fast as luacheck", "%.1fx", c.Wall/l.Wall, 5))
	}
	if many > few {
		last, _ := find(results, generate, many)
		growth := (last.Wall / float64(many)) / (g.Wall / float64(few))
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
