package analysis

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/internal/randlua"
)

// FuzzAnalyze checks that no script makes the analysis panic, and that two runs say the same.
func FuzzAnalyze(f *testing.F) {
	paths, err := filepath.Glob("../testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".lua") {
				f.Add(string(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := scriptOf(text)
		if a, b := dump(Analyze(s)), dump(Analyze(s)); a != b {
			t.Errorf("two runs differ:\n%s\n%s", a, b)
		}
	})
}

// hostileBudget is how many bytes analysis may allocate for a byte of hostile source.
const hostileBudget = 2500

// TestHostile checks that scripts made to be costly end in bounded work.
func TestHostile(t *testing.T) {
	nest := func(open, inner, end string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	var chain strings.Builder
	chain.WriteString("local M = {}\n")
	for i := range 20000 {
		fmt.Fprintf(&chain, "function M.f%d(x) return M.f%d(x) end\n", i, i+1)
	}
	chain.WriteString("return M.f0(1)")
	var fan strings.Builder
	fan.WriteString("local f0 = function(x) return x end\n")
	for i := range 150 {
		fmt.Fprintf(&fan, "local f%d = function(x) local t = {} t[1] = f%d(x) t[2] = f%d(t) return t end\n", i+1, i, i)
	}
	fan.WriteString("return f150(1)")
	for name, text := range map[string]string{
		"nested loops":   nest("while x do a = b ", "local t = {} t[1] = t", " end ", 180),
		"for loops":      "local a, b, c = 1, 2, 3 " + nest("for i = 1, 10 do a, b, c = b, c, a ", "a = {}", " end ", 48),
		"long sum":       "local x = 1 return x" + strings.Repeat(" + x", 100000),
		"long and":       "local x = ARGV[1] return x" + strings.Repeat(" and x", 40000),
		"long calls":     "local f = redis return f" + strings.Repeat(".x(1)", 60000),
		"many tables":    "local t = {} " + strings.Repeat("t[#t+1] = {t}; ", 20000) + "return t",
		"many fields":    "local t = {} " + fields(20000) + "return t",
		"function chain": chain.String(),
		"function fan":   fan.String(),
		"many locals":    strings.Repeat("do local a, b, c = 1, 2, 3 a = b end ", 10000),
		"deep functions": nest("local f = function(x) ", "do return x end", " return f(f) end ", 40),
		"concatenation":  "local s = 'x' " + strings.Repeat("s = s .. s ", 10000) + "return s",
		"branches":       "local a = 1 " + strings.Repeat("if ARGV[1] then a = a + 1 else a = {a} end ", 10000) + "return a",
		"callbacks":      "local t = {} " + strings.Repeat("table.sort(t, function(a, b) t.x = {a} return unknown(t, b) end) ", 3000),
	} {
		t.Run(name, func(t *testing.T) {
			s := scriptOf(text)
			if errs := s.Chunk.Errors; len(errs) > 0 {
				t.Fatal("the script does not parse:", errs[0])
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			facts := Analyze(s)
			runtime.ReadMemStats(&after)
			allocated := after.TotalAlloc - before.TotalAlloc
			t.Logf("%d bytes: %d bytes allocated, incomplete %v", len(text), allocated, facts.Incomplete)
			// Time follows memory here, and memory does not depend on the machine.
			if allocated > hostileBudget*uint64(len(text)) {
				t.Errorf("%d bytes of source: %d bytes were allocated, more than %d for each", len(text), allocated, hostileBudget)
			}
		})
	}
}

func fields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "t.f%d = t[ARGV[%d]] ", i, i+1)
	}
	return b.String()
}

// TestGeneratedPrograms analyses random programs, which reach corners that people's scripts
// do not.
func TestGeneratedPrograms(t *testing.T) {
	for seed := range uint64(3000) {
		text := randlua.Program(rand.New(rand.NewPCG(seed, 1)))
		s := scriptOf(text)
		if len(s.Chunk.Errors) > 0 {
			t.Fatalf("seed %d: does not parse:\n%s", seed, text)
		}
		if Analyze(s).Incomplete {
			t.Errorf("seed %d: incomplete:\n%s", seed, text)
		}
	}
}
