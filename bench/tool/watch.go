package tool

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/luagen/luagen/bench/report"
)

// settling is how long a watch waits after a change, for an editor to come to its end.
const settling = 50 * time.Millisecond

// Watched is how long edits took to be on disk under generate --watch, from the end of that wait on.
type Watched struct {
	Scripts int
	After   []time.Duration // sorted
	Peak    float64         // MiB resident at the most
}

// quantile is the time within which a part of the edits was on disk, in milliseconds.
func (w Watched) quantile(part float64) float64 {
	i := min(int(part*float64(len(w.After))), len(w.After)-1)
	return float64(w.After[i]) / float64(time.Millisecond)
}

// measureWatch edits one script of a folder again and again under a watch.
func measureWatch(ctx context.Context, binary, folder string, n, edits int) (Watched, error) {
	w := Watched{Scripts: n}
	scripts, err := filepath.Glob(filepath.Join(folder, "*.lua"))
	if err != nil || len(scripts) == 0 {
		return w, errors.Join(err, errors.New("tool: no scripts to watch"))
	}
	text, err := os.ReadFile(scripts[0])
	if err != nil {
		return w, err
	}
	out := folder + "-watched"
	cmd := exec.CommandContext(ctx, binary, "generate", "--watch", "-o", out, folder)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return w, err
	}
	if err := cmd.Start(); err != nil {
		return w, err
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() && !strings.Contains(lines.Text(), "watching") {
	}
	go func() {
		for lines.Scan() {
		}
	}()
	// A person reads before the first edit.
	time.Sleep(4 * time.Second)
	code := filepath.Join(out, filepath.Base(scripts[0])+".go")
	for i := range edits {
		took, err := edit(ctx, scripts[0], text, code, fmt.Sprintf("-- edit %d of %d\n", i, edits))
		if err != nil {
			return w, errors.Join(err, cmd.Process.Kill(), cmd.Wait())
		}
		w.After = append(w.After, max(0, took-settling))
		time.Sleep(200 * time.Millisecond)
	}
	slices.Sort(w.After)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		_ = cmd.Process.Kill() // where there are no signals
	}
	_ = cmd.Wait() // it was told to end
	w.Peak = peakMiB(cmd.ProcessState)
	return w, nil
}

// edit writes a script with a line more at one stroke, and waits until that is in the code.
func edit(ctx context.Context, script string, text []byte, code, line string) (time.Duration, error) {
	if err := os.WriteFile(script+".new", append(slices.Clone(text), line...), 0o644); err != nil {
		return 0, err
	}
	began := time.Now()
	if err := os.Rename(script+".new", script); err != nil {
		return 0, err
	}
	for ctx.Err() == nil {
		if now, err := os.ReadFile(code); err == nil && bytes.Contains(now, []byte(line)) {
			return time.Since(began), nil
		}
		time.Sleep(time.Millisecond)
	}
	return 0, context.Cause(ctx)
}

// watchTable shows how long edits took.
func watchTable(watched []Watched) report.Table {
	t := report.Table{
		Title: fmt.Sprintf("An edit under generate --watch: milliseconds until it is on disk, after the %v that luagen waits for an editor to end", settling),
		Head:  []string{"scripts", "edits", "median", "9 of 10", "slowest", "peak MiB"},
	}
	for _, w := range watched {
		t.Rows = append(t.Rows, []string{
			fmt.Sprint(w.Scripts), fmt.Sprint(len(w.After)), fmt.Sprintf("%.0f", w.quantile(0.5)),
			fmt.Sprintf("%.0f", w.quantile(0.9)), fmt.Sprintf("%.0f", w.quantile(1)), fmt.Sprintf("%.0f", w.Peak),
		})
	}
	return t
}
