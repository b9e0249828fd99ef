package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/luagen/luagen/internal/randlua"
	"github.com/luagen/luagen/internal/redistest"
)

// TestRepliesAreInferred runs random programs on a real server and checks that what they reply
// is among what the analysis says that they can.
func TestRepliesAreInferred(t *testing.T) {
	client := redistest.Start(t).Client(2)
	programs, compared := uint64(800), 0
	if testing.Short() {
		programs = 100
	}
	for seed := range programs {
		text := randlua.Program(rand.New(rand.NewPCG(seed, 2)))
		facts := Analyze(scriptOf(text))
		if facts.Incomplete {
			continue
		}
		reply, raised := randlua.Run(t, client, text)
		if raised {
			continue
		}
		compared++
		if !slices.ContainsFunc(facts.Returns, func(r Return) bool { return fits(r.Reply, reply) }) &&
			!(reply == nil && facts.EndReachable) {
			t.Fatalf("seed %d replied %#v, which is not inferred:\n%s\n%s", seed, reply, randlua.Numbered(text), dump(facts))
		}
	}
	if compared < int(programs)/3 {
		t.Errorf("only %d of %d programs ran to their end: the generator raises too often", compared, programs)
	}
}

// fits reports whether a reply is among the inferred ones. go-redis does not tell a
// status from a bulk string.
func fits(r Reply, reply any) bool {
	if r.Kinds == AnyReply {
		return true
	}
	switch v := reply.(type) {
	case nil:
		return r.Kinds&ReplyNil != 0
	case int64:
		return r.Kinds&ReplyInteger != 0 && constFits(r, func(c Const) bool { return !c.IsString && int64(math.Trunc(c.Num)) == v })
	case string:
		if r.Kinds&ReplyRESP3 != 0 {
			return true
		}
		return r.Kinds&(ReplyBulk|ReplyStatus) != 0 && (r.Kinds&ReplyStatus != 0 || constFits(r, func(c Const) bool { return c.IsString && c.Str == v })) &&
			stringFits(r.Value, v, r.Kinds)
	case error:
		return r.Kinds&ReplyError != 0
	case []any:
		return r.Kinds&(ReplyArray|ReplyRESP3) != 0 && (!r.Known || r.Kinds&ReplyRESP3 != 0 || arrayFits(r, v))
	}
	return false
}

func constFits(r Reply, is func(Const) bool) bool {
	return len(r.Consts) == 0 || slices.ContainsFunc(r.Consts, is)
}

// stringFits checks what is known of whether strings are numerals.
func stringFits(v Value, s string, k ReplyKinds) bool {
	if k&ReplyStatus != 0 || v.Can(AnyString) {
		return true
	}
	if isNumeral(s) {
		return v.Can(Numeral)
	}
	return v.Can(Text)
}

// arrayFits compares an array's elements; it may end at the first that can be nil.
func arrayFits(r Reply, elems []any) bool {
	for i, e := range elems {
		switch {
		case i < len(r.Elems):
			if !fits(r.Elems[i], e) {
				return false
			}
		case r.Rest == nil || !fits(*r.Rest, e):
			return false
		}
	}
	return len(elems) >= len(r.Elems) || r.Elems[len(elems)].Value.Can(AbsentOrNil)
}

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
		if got := luaString(n); got != want {
			t.Errorf("luaString(%v) = %q, Lua says %q", n, got, want)
		}
	}
}
