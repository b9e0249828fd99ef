package value

import (
	"context"
	"strconv"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
)

// TestNumerals compares what the analysis calls a numeral, and how it writes numbers, with Lua.
func TestNumerals(t *testing.T) {
	client := redistest.Start(t).Client(2)
	ctx := context.Background()
	for _, s := range []string{
		"", " ", "1", " 5 ", "-1", "+5", "--1", ".5", "5.", ".", "1e5", "1e", "1e+", "0x10", "0X1F", "0x", "0x1p4", "inf", "-inf", "INFINITY",
		"infin", "nan", "NaN", "1_000", "5f", "1 2", "\t7\n", "1e400", "abc", "0b1", "0o7", "1,5", "0x1.8", "e5", "-", "\v3",
	} {
		got, err := client.Eval(ctx, "return tonumber(ARGV[1]) and 1 or 0", nil, s).Int()
		if err != nil {
			t.Fatal(err)
		}
		if isNumeral(s) != (got == 1) {
			t.Errorf("isNumeral(%q) = %v, Lua says %v", s, isNumeral(s), got)
		}
		if neverNumeral(s) && got == 1 {
			t.Errorf("neverNumeral(%q), but Lua reads it", s)
		}
	}
	for _, n := range []float64{0, 1, -1, 0.1, 1.5, 1e14, 1e15, 123456789012345, 99999999999999, 1e-5, 0.0001, 1.0 / 3, 1e100, 2.5e-10, -1e15, 1e300} {
		want, err := client.Eval(ctx, "return tostring("+strconv.FormatFloat(n, 'g', -1, 64)+")", nil).Text()
		if err != nil {
			t.Fatal(err)
		}
		if got := FormatNumber(n); got != want {
			t.Errorf("luaString(%v) = %q, Lua says %q", n, got, want)
		}
	}
}
