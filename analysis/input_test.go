package analysis

import "testing"

func TestInputsRead(t *testing.T) {
	for _, tc := range []struct {
		script string
		reads  string // of ARGV[1] to ARGV[5] and of those after: x where they may be read
	}{
		{"return ARGV[2]", ".x...."},
		{"return #ARGV", "......"},
		{"ARGV[3] = 'x'", "......"},
		{"return ARGV[#ARGV]", "xxxxxx"},
		{"for i = 2, 4 do redis.call('GET', ARGV[i]) end", ".xxx.."},
		{"for i = 2, #ARGV, 2 do redis.call('GET', ARGV[i]) end", ".xxxxx"},
		{"for i = 4, 1, -1 do redis.call('GET', ARGV[i]) end", "xxxx.."},
		{"local a, b = unpack(ARGV)", "xx...."},
		{"local a, b = unpack(ARGV, 2)", ".xx..."},
		{"local a = {unpack(ARGV, 2, 3)}", ".xx..."},
		{"local a, b, c = unpack(ARGV, 2, 3)", ".xx..."},
		{"local a, b = unpack(ARGV, 7)", ".....x"},
		{"local function f(t) return t[3] end return f(ARGV)", "..x..."},
		{"local k = ARGV return k[1]", "x....."},
		{"return ARGV", "xxxxxx"},
		{"return {1, {ARGV}}", "xxxxxx"},
		{"return mystery(ARGV)", "xxxxxx"},
		{"local i = 0 while i < 3 do i = i + 1 redis.call('GET', ARGV[i + 1]) end", ".xxxxx"},
	} {
		args := &Analyze(scriptOf(tc.script)).Args
		got := ""
		for _, read := range args.Read(5) {
			if read {
				got += "x"
			} else {
				got += "."
			}
		}
		if got != tc.reads {
			t.Errorf("%s: reads %s, want %s", tc.script, got, tc.reads)
		}
	}
}
