package analyzer

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
)

// BenchmarkModule analyses a module of 300 files, of which every tenth has scripts. It prints the
// CPU time of type-checking and of what the analysis takes beside it.
func BenchmarkModule(b *testing.B) {
	dir := b.TempDir()
	writeModule(b, dir, 30, 10)
	var checking, analysing float64
	for b.Loop() {
		start := cpu()
		pkgs := load(b, dir)
		loaded := cpu()
		for act := range check(b, pkgs).All() {
			if act.Err != nil {
				b.Fatal(act.Err)
			}
		}
		checking, analysing = checking+loaded-start, analysing+cpu()-loaded
	}
	b.ReportMetric(checking*1000/float64(b.N), "ms-type-checking/op")
	b.ReportMetric(analysing*1000/float64(b.N), "ms-analysis/op")
}

// cpu is the CPU time that the process has used, in seconds.
func cpu() float64 {
	runtime.GC() // which brings the metrics up to date
	samples := []metrics.Sample{{Name: "/cpu/classes/total:cpu-seconds"}, {Name: "/cpu/classes/idle:cpu-seconds"}}
	metrics.Read(samples)
	return samples[0].Value.Float64() - samples[1].Value.Float64()
}

// writeModule writes a module of packages with files, each of some 300 lines.
func writeModule(t testing.TB, dir string, pkgs, files int) {
	t.Helper()
	stub, err := filepath.Abs("../gosource/testdata/shop/stubs/goredis")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.test/large\n\ngo 1.24\n\nrequire github.com/redis/go-redis/v9 v9.0.0\n\nreplace github.com/redis/go-redis/v9 => "+stub+"\n")
	write("run/run.go", `package run

import (
	"context"

	"github.com/redis/go-redis/v9"
)

func Run(ctx context.Context, c *redis.Client, src string, keys []string, args ...any) *redis.Cmd {
	return c.Eval(ctx, src, keys, args...)
}
`)
	for p := range pkgs {
		for n := range files {
			var b strings.Builder
			fmt.Fprintf(&b, "package p%d\n\nimport (\n\t\"context\"\n\t\"strings\"\n\n\t\"github.com/redis/go-redis/v9\"\n\n\t\"example.test/large/run\"\n)\n\n", p)
			for f := range 12 {
				fmt.Fprintf(&b, `
func f%[1]d_%[2]d(ctx context.Context, c *redis.Client, names []string) (int, error) {
	total := 0
	for i, name := range names {
		switch {
		case strings.HasPrefix(name, "a"):
			total += i
		case strings.Contains(name, "b") || strings.Contains(name, "c"):
			total += len(strings.Split(name, ","))
		default:
			for _, part := range strings.Fields(name) {
				total += len(part)
			}
		}
	}
	if total > 10 {
		return run.Run(ctx, c, `+"`return redis.call('INCRBY', KEYS[1], ARGV[1])`"+`, []string{"n"}, total).Int()
	}
	return total, nil
}
`, n, f)
			}
			text := b.String()
			if n != 0 {
				text = strings.ReplaceAll(text, "run.Run(ctx, c, `return redis.call('INCRBY', KEYS[1], ARGV[1])`, []string{\"n\"}, total).Int()", "total * 2, nil")
				text = strings.Replace(text, "\n\n\t\"example.test/large/run\"", "", 1)
			}
			write(fmt.Sprintf("p%d/f%d.go", p, n), text)
		}
	}
}
