package debugger

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/debugger/ldb"
)

var counting = []string{
	"local sum = 0",      // 1
	"for i = 1, 10 do",   // 2
	"  sum = sum + i",    // 3
	"end",                // 4
	"",                   // 5
	"local t = {",        // 6
	"  a = 1,",           // 7
	"}",                  // 8
	"return sum + (t.a)", // 9
}

func TestConditionsAndHits(t *testing.T) {
	b := debug(t, Target{}, counting...)
	at := func(bp Breakpoint, wants ...string) {
		t.Helper()
		if _, err := b.Restart(); err != nil {
			t.Fatal(err)
		}
		bp.Line = 3
		if placed := b.SetBreakpoints("s.lua", []Breakpoint{bp}); placed[0].Problem != "" {
			t.Fatal(placed)
		}
		for _, want := range wants {
			b.to(b.Continue, "s.lua:3 reason 2")
			if got := b.evaluate("i"); got != want {
				t.Errorf("%v: got %s, want %s", bp, got, want)
			}
		}
		b.to(b.Continue, "end 56")
	}
	at(Breakpoint{Condition: "i % 4 == 0"}, "4", "8")
	at(Breakpoint{Condition: "sum > 30 and i < 10"}, "9")
	at(Breakpoint{Hits: "3"}, "3")
	at(Breakpoint{Hits: ">= 9"}, "9", "10")
	at(Breakpoint{Hits: "% 5"}, "5", "10")
	at(Breakpoint{Condition: "i > 4", Hits: "<2"}, "5")
	at(Breakpoint{Condition: "nil"})
}

func TestConditionWithoutValueStops(t *testing.T) {
	b := debug(t, Target{}, counting...)
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 3, Condition: "i.x.y == 1"}})
	b.to(b.Continue, "s.lua:3 reason 2 the condition i.x.y == 1 cannot be evaluated: attempt to index local 'i' (a number value)")
}

func TestLogpoints(t *testing.T) {
	b := debug(t, Target{}, counting...)
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 3, Condition: "i > 8", Log: "i is {i}, {({i, sum})[2]} {'}'} {i.x.y} {"}})
	b.to(b.Continue, "end 56")
	b.expect(b.told,
		"s.lua:3 i is 9, 36 } {attempt to index local 'i' (a number value)} {",
		"s.lua:3 i is 10, 45 } {attempt to index local 'i' (a number value)} {")
}

func TestPlaces(t *testing.T) {
	b := debug(t, Target{}, counting...)
	for line, want := range map[int]int{1: 1, 2: 2, 4: 6, 5: 6, 6: 6, 7: 6, 8: 6, 9: 9} {
		if got := b.SetBreakpoints("s.lua", []Breakpoint{{Line: line}})[0]; got.Line != want || got.Problem != "" {
			t.Errorf("line %d: got %v, want %d", line, got, want)
		}
	}
	for _, bp := range []Breakpoint{{Line: 10}, {Line: 3, Hits: "often"}, {Line: 3, Hits: "% 0"}, {Line: 3, Condition: "i ="}, {Line: 3, Condition: "i = 3"}, {Line: 3, Log: "{i +}"}} {
		if got := b.SetBreakpoints("s.lua", []Breakpoint{bp})[0]; got.Problem == "" {
			t.Errorf("%v is taken", bp)
		}
	}
	if got := b.StopLines("s.lua", 2, 8); !slices.Equal(got, []int{2, 3, 6}) {
		t.Errorf("got %v", got)
	}
}

func TestManyBreakpoints(t *testing.T) {
	b := debug(t, Target{Patience: 1}, slices.Repeat([]string{"local x = 1"}, 100)...)
	var list []Breakpoint
	for n := range 99 {
		list = append(list, Breakpoint{Line: n + 2})
	}
	b.SetBreakpoints("s.lua", list)
	for n := range 99 {
		b.to(b.Continue, fmt.Sprintf("s.lua:%d reason 2", n+2))
	}
	b.to(b.Continue, "end (nil)")
}

func TestBreakpointCallStops(t *testing.T) {
	b := debug(t, Target{}, "local x = 1", "redis.breakpoint()", "x = 2", "redis.debug(x, {x})", "return x")
	b.to(b.Continue, "s.lua:3 reason 3")
	b.to(b.Continue, "end 2")
	b.expect(b.told, "s.lua:4 2, {2}")
}

func TestRedisCommands(t *testing.T) {
	b := debug(t, Target{Call: ldb.Call{Keys: []string{"k"}}}, "local x = 1", "return redis.call('GET', KEYS[1])")
	events, err := b.Redis("SET", "k", "v w")
	if err != nil || len(events) != 2 || events[1].Text != "OK" {
		t.Errorf("got %v, %v", events, err)
	}
	b.to(b.Continue, `end "v w"`)
	if _, err := b.Redis("PING"); err == nil || !strings.Contains(err.Error(), "ended") {
		t.Errorf("got %v", err)
	}
}
