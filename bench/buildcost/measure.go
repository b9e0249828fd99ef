package buildcost

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// Effort bounds a run.
type Effort struct {
	Scripts int
	Rounds  int // builds of each program, whose medians count
}

// Result is what the build of one program took, what it builds on left out: that is built
// once.
type Result struct {
	Name string
	CPU  float64 // seconds, of go build and all that it runs
	Peak float64 // MiB, of the largest of these processes
	Size float64 // MiB, of the binary
}

// Measure builds the program of generated calls and that of the calls by hand in turns.
func Measure(ctx context.Context, root string, effort Effort) ([]Result, error) {
	dir, err := os.MkdirTemp("", "luagen-build")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	generated, hand, err := Write(ctx, root, dir, effort.Scripts)
	if err != nil {
		return nil, err
	}
	results := []Result{{Name: "generated"}, {Name: "by hand"}}
	programs := []Program{generated, hand}
	builds := make([][]Result, len(programs))
	for round := range effort.Rounds + 1 {
		for i, p := range programs {
			r, err := p.Build(ctx)
			if err != nil {
				return nil, err
			}
			if round > 0 { // the first build is also that of what the program needs
				builds[i] = append(builds[i], r)
			}
		}
	}
	for i := range results {
		results[i].CPU = medianOf(builds[i], func(r Result) float64 { return r.CPU })
		results[i].Peak = medianOf(builds[i], func(r Result) float64 { return r.Peak })
		results[i].Size = medianOf(builds[i], func(r Result) float64 { return r.Size })
	}
	return results, nil
}

func medianOf(runs []Result, of func(Result) float64) float64 {
	var values []float64
	for _, r := range runs {
		values = append(values, of(r))
	}
	return measure.Median(values)
}

// Build compiles the package of calls anew, which a changed constant makes necessary, and
// links the program.
func (p Program) Build(ctx context.Context) (Result, error) {
	text := "package calls\n\nconst built = " + strconv.FormatInt(time.Now().UnixNano(), 10) + "\n"
	if err := os.WriteFile(filepath.Join(p.Dir, "calls", "built.go"), []byte(text), 0o644); err != nil {
		return Result{}, err
	}
	binary := filepath.Join(p.Dir, "program")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", binary, ".")
	cmd.Dir = p.Dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return Result{}, fmt.Errorf("buildcost: %w\n%s", err, out)
	}
	file, err := os.Stat(binary)
	if err != nil {
		return Result{}, err
	}
	return Result{
		CPU:  (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		Peak: peakMiB(cmd.ProcessState),
		Size: float64(file.Size()) / (1 << 20),
	}, nil
}

// Compiled is the compiled package of calls.
type Compiled struct {
	Functions []string // names
	Size      float64  // MiB
}

// Compiled looks into the package of calls, which was built.
func (p Program) Compiled(ctx context.Context) (Compiled, error) {
	list := exec.CommandContext(ctx, "go", "list", "-export", "-f", "{{.Export}}", "./calls")
	list.Dir = p.Dir
	archive, err := list.Output()
	if err != nil {
		return Compiled{}, fmt.Errorf("buildcost: go list: %w", err)
	}
	path := strings.TrimSpace(string(archive))
	file, err := os.Stat(path)
	if err != nil {
		return Compiled{}, err
	}
	symbols, err := exec.CommandContext(ctx, "go", "tool", "nm", path).Output()
	if err != nil {
		return Compiled{}, fmt.Errorf("buildcost: go tool nm: %w", err)
	}
	c := Compiled{Size: float64(file.Size()) / (1 << 20)}
	for line := range strings.Lines(string(symbols)) {
		if _, name, ok := strings.Cut(line, " T "); ok {
			c.Functions = append(c.Functions, strings.TrimSpace(name))
		}
	}
	return c, nil
}

// Tables shows the results.
func Tables(effort Effort, results []Result) []report.Table {
	t := report.Table{
		Title: fmt.Sprintf("go build of %d scripts", effort.Scripts),
		Head:  []string{"calls", "CPU seconds", "peak MiB", "binary MiB", "CPU against by hand", "peak against by hand", "binary against by hand"},
	}
	hand := results[1]
	for _, r := range results {
		t.Rows = append(t.Rows, []string{
			r.Name, fmt.Sprintf("%.2f", r.CPU), fmt.Sprintf("%.0f", r.Peak), fmt.Sprintf("%.1f", r.Size),
			report.Ratio(r.CPU, hand.CPU), report.Ratio(r.Peak, hand.Peak), report.Ratio(r.Size, hand.Size),
		})
	}
	return []report.Table{t}
}

// Bars holds the results against what luagen promises.
func Bars(results []Result) []report.Bar {
	own, hand := results[0], results[1]
	return []report.Bar{
		report.AtMost("go build: at most 1.5x of the CPU time by hand", "%.2fx", own.CPU/hand.CPU, 1.5),
		report.AtMost("go build: at most 1.5x of the memory by hand", "%.2fx", own.Peak/hand.Peak, 1.5),
		report.AtMost("go build: at most 1.5x of the binary by hand", "%.2fx", own.Size/hand.Size, 1.5),
	}
}
