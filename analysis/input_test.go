package analysis

import "testing"

func TestInputsReads(t *testing.T) {
	for _, tc := range []struct {
		script string
		reads  string // of ARGV[1] to ARGV[5]: x where it may be read
		high   int
		open   bool
	}{
		{"return ARGV[2]", ".x...", 2, false},
		{"return #ARGV", ".....", 0, false},
		{"ARGV[3] = 'x'", ".....", 3, false},
		{"return ARGV[#ARGV]", "xxxxx", 0, true},
		{"for i = 2, 4 do redis.call('GET', ARGV[i]) end", ".xxx.", 0, false},
		{"for i = 2, #ARGV, 2 do redis.call('GET', ARGV[i]) end", ".xxxx", 0, true},
		{"for i = 4, 1, -1 do redis.call('GET', ARGV[i]) end", "xxxx.", 0, false},
		{"local a, b = unpack(ARGV)", "xx...", 0, true},
		{"local a, b = unpack(ARGV, 2)", ".xx..", 0, true},
		{"local a = {unpack(ARGV, 2, 3)}", ".xx..", 0, false},
		{"local function f(t) return t[3] end return f(ARGV)", "..x..", 3, false},
		{"local k = ARGV return k[1]", "x....", 1, false},
		{"return ARGV", "xxxxx", 0, true},
		{"return {1, {ARGV}}", "xxxxx", 0, true},
		{"return mystery(ARGV)", "xxxxx", 0, true},
		{"local i = 0 while i < 3 do i = i + 1 redis.call('GET', ARGV[i + 1]) end", ".xxxx", 0, true},
	} {
		args := &Analyze(scriptOf(tc.script)).Args
		got := ""
		for n := 1; n <= 5; n++ {
			if args.Reads(n) {
				got += "x"
			} else {
				got += "."
			}
		}
		if got != tc.reads || args.Highest() != tc.high || args.Open() != tc.open {
			t.Errorf("%s: reads %s highest %d open %v; want %s, %d, %v", tc.script, got, args.Highest(), args.Open(), tc.reads, tc.high, tc.open)
		}
	}
}
