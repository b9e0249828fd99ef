package infer_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/infer"
)

// TestHostile checks that the time for a large script is in keeping with its size.
func TestHostile(t *testing.T) {
	const many = 20_000
	for name, source := range map[string]string{
		"chain":    "if " + strings.Repeat("ARGV[1] and ", many) + "true then return 1 end",
		"elements": "local i = #ARGV\n" + strings.Repeat("redis.call('DEL', ARGV[i])\n", many),
		"loops":    strings.Repeat("for _, k in ipairs(KEYS) do redis.call('DEL', k) end\n", many),
		"calls":    "local function f(a) return a end\n" + strings.Repeat("f(ARGV[1])\n", many),
		"returns":  strings.Repeat("if ARGV[1] then return {0, ARGV[2], -1} end\n", many),
		"rows":     "local t = {}\n" + strings.Repeat("if ARGV[1] then return t end\n", many) + "for i = 1, 9 do\ntable.insert(t, i) table.insert(t, 'x')\nend return t",
		"tables":   strings.Repeat("if ARGV[1] then local t = {} table.insert(t, 1) return t end\n", many),
		"comments": strings.Repeat("-- KEYS[1] - @x a key 'a' or 'b'\n", many) + "return KEYS[1]",
		"tags":     strings.Repeat("-- @tag KEYS[1]\n", many) + "return KEYS[1]",
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := load(fstest.MapFS{"s.lua": &fstest.MapFile{Data: []byte(source)}}, "s.lua")
			f := analysis.Analyze(s)
			start := time.Now()
			p := infer.Propose(s, f)
			checkBody(t, s.Source, p.Apply(s.Source))
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%d bytes took %v", len(source), took)
			}
		})
	}
}
