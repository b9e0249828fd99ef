package infer_test

import (
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/infer"
)

// TestHostile checks that what a proposal allocates grows no faster than the script.
func TestHostile(t *testing.T) {
	const many, times = 5_000, 4
	for name, repeat := range map[string]func(n int) string{
		"chain":    func(n int) string { return "if " + strings.Repeat("ARGV[1] and ", n) + "true then return 1 end" },
		"elements": func(n int) string { return "local i = #ARGV\n" + strings.Repeat("redis.call('DEL', ARGV[i])\n", n) },
		"loops":    func(n int) string { return strings.Repeat("for _, k in ipairs(KEYS) do redis.call('DEL', k) end\n", n) },
		"calls":    func(n int) string { return "local function f(a) return a end\n" + strings.Repeat("f(ARGV[1])\n", n) },
		"returns":  func(n int) string { return strings.Repeat("if ARGV[1] then return {0, ARGV[2], -1} end\n", n) },
		"rows": func(n int) string {
			return "local t = {}\n" + strings.Repeat("if ARGV[1] then return t end\n", n) + "for i = 1, 9 do\ntable.insert(t, i) table.insert(t, 'x')\nend return t"
		},
		"tables": func(n int) string {
			return strings.Repeat("if ARGV[1] then local t = {} table.insert(t, 1) return t end\n", n)
		},
		"comments": func(n int) string { return strings.Repeat("-- KEYS[1] - @x a key 'a' or 'b'\n", n) + "return KEYS[1]" },
		"tags":     func(n int) string { return strings.Repeat("-- @tag KEYS[1]\n", n) + "return KEYS[1]" },
	} {
		t.Run(name, func(t *testing.T) {
			small, large := allocated(t, repeat(many)), allocated(t, repeat(times*many))
			if large > 2*times*small {
				t.Errorf("a script %d times as long allocates %d bytes, %d times as much", times, large, large/small)
			}
		})
	}
}

// allocated is what proposing a script's header allocates, in bytes.
func allocated(t *testing.T, source string) uint64 {
	t.Helper()
	s, _ := load(fstest.MapFS{"s.lua": &fstest.MapFile{Data: []byte(source)}}, "s.lua")
	f := analysis.Analyze(s)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p := infer.Propose(s, f)
	applied := p.Apply(s.Source)
	runtime.ReadMemStats(&after)
	checkBody(t, s.Source, applied)
	return after.TotalAlloc - before.TotalAlloc
}
