package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/redistest"
)

// sent runs what add adds against a canned server and returns the words after
// the number of keys.
func sent(t *testing.T, add func(*Args)) ([]string, error) {
	t.Helper()
	var words []string
	server := &canned{reply: func(w []string) string {
		words = w[2:]
		return ":1\r\n"
	}}
	c := NewCall(script("t.lua", "return 1"), (*Decoder).Int, 0)
	add(c.Args)
	_, err := Run(context.Background(), server.client(t, 2), c)
	return words, err
}

func TestEncoding(t *testing.T) {
	day := time.Date(2024, 2, 29, 12, 30, 0, 999_999_999, time.FixedZone("", 3600))
	for name, test := range map[string]struct {
		add  func(*Args)
		want []string
	}{
		"nothing":        {func(c *Args) {}, []string{"0"}},
		"keys then args": {func(c *Args) { c.Key("a"); c.Keys([]string{"b", ""}); c.String("x") }, []string{"3", "a", "b", "", "x"}},
		"strings":        {func(c *Args) { c.Strings([]string{"", "é\x00\xff\r\n"}) }, []string{"0", "", "é\x00\xff\r\n"}},
		"bytes":          {func(c *Args) { c.Bytes([]byte{0, 255}); c.Bytes(nil) }, []string{"0", "\x00\xff", ""}},
		"int extremes":   {func(c *Args) { c.Int(math.MinInt64); c.Int(math.MaxInt64); c.Int(0) }, []string{"0", "-9223372036854775808", "9223372036854775807", "0"}},
		"uint extremes":  {func(c *Args) { c.Uint(math.MaxUint64); c.Uint(0) }, []string{"0", "18446744073709551615", "0"}},
		"bools":          {func(c *Args) { c.Bool(true); c.Bool(false) }, []string{"0", "1", "0"}},
		"whole floats":   {func(c *Args) { c.Float("f", 1.7e9); c.Float("f", 1e20); c.Float("f", 1e21); c.Float("f", -3) }, []string{"0", "1700000000", "100000000000000000000", "1e+21", "-3"}},
		"broken floats":  {func(c *Args) { c.Float("f", 0.1); c.Float("f", 1e-6); c.Float("f", 1e-7); c.Float("f", 5e-324) }, []string{"0", "0.1", "0.000001", "1e-7", "5e-324"}},
		"times":          {func(c *Args) { c.Time(day, time.Second); c.Time(day, time.Millisecond) }, []string{"0", "1709206200", "1709206200999"}},
		"fine times":     {func(c *Args) { c.Time(day, time.Microsecond); c.Time(day, time.Nanosecond) }, []string{"0", "1709206200999999", "1709206200999999999"}},
		"time before 1970": {func(c *Args) {
			c.Time(time.Unix(-2, 5e8), time.Second)
			c.Time(time.Unix(-2, 5e8), time.Millisecond)
		}, []string{"0", "-2", "-1500"}},
		"durations": {func(c *Args) {
			c.Duration(1, time.Second)
			c.Duration(-1, time.Second)
			c.Duration(0, time.Second)
		}, []string{"0", "1", "-1", "0"}},
		"longer durations": {func(c *Args) {
			c.Duration(1500*time.Millisecond, time.Second)
			c.Duration(math.MaxInt64, time.Nanosecond)
		}, []string{"0", "2", "9223372036854775807"}},
		"words": {func(c *Args) { c.BoolWord(true, "yes", "no"); c.BoolWord(false, "yes", "") }, []string{"0", "yes", ""}},
		"truncated durations": {func(c *Args) {
			c.DurationTrunc(1999*time.Millisecond, time.Second)
			c.DurationTrunc(-1999*time.Millisecond, time.Second)
			c.DurationTrunc(999, time.Microsecond)
		}, []string{"0", "1", "-1", "0"}},
		"exact durations": {func(c *Args) {
			c.DurationExact("d", -2*time.Second, time.Second)
			c.DurationExact("d", math.MaxInt64, time.Nanosecond)
		}, []string{"0", "-2", "9223372036854775807"}},
		"fractions of durations": {func(c *Args) {
			c.DurationFrac(1500*time.Millisecond, time.Second)
			c.DurationFrac(-1500*time.Millisecond, time.Second)
			c.DurationFrac(-250*time.Millisecond, time.Second)
			c.DurationFrac(1, time.Second)
			c.DurationFrac(1010, time.Microsecond)
			c.DurationFrac(3*time.Second, time.Second)
			c.DurationFrac(0, time.Second)
			c.DurationFrac(math.MinInt64, time.Second)
			c.DurationFrac(math.MaxInt64, time.Microsecond)
		}, []string{"0", "1.5", "-1.5", "-0.25", "0.000000001", "1.01", "3", "0", "-9223372036.854775808", "9223372036854775.807"}},
		"fractions of times": {func(c *Args) {
			c.TimeFrac(day, time.Second)
			c.TimeFrac(day, time.Millisecond)
			c.TimeFrac(time.Unix(-2, 5e8), time.Second)
			c.TimeFrac(time.Unix(-1, 75e7), time.Second)
			c.TimeFrac(time.Unix(0, 0), time.Second)
			c.TimeFrac(time.Unix(5, 0), time.Second)
		}, []string{"0", "1709206200.999999999", "1709206200999.999999", "-1.5", "-0.25", "0", "5"}},
		"json":        {func(c *Args) { c.JSON("v", map[string]any{"b": "<&>", "a": nil}) }, []string{"0", `{"a":null,"b":"<&>"}`}},
		"raw json":    {func(c *Args) { c.RawJSON("v", json.RawMessage(" {\"a\" : 1e3}\n")) }, []string{"0", " {\"a\" : 1e3}\n"}},
		"raw message": {func(c *Args) { c.JSON("v", json.RawMessage("[1, 2]")) }, []string{"0", "[1, 2]"}},
		"text":        {func(c *Args) { c.Text("ip", netip.MustParseAddr("::1")) }, []string{"0", "::1"}},
		"enums": {func(c *Args) {
			c.StringEnum("o", "asc", "asc", "desc")
			c.IntEnum("l", 2, 1, 2)
		}, []string{"0", "asc", "2"}},
		"skipped at the end": {func(c *Args) { c.Key("k"); c.String("a"); c.Skip(); c.Skip() }, []string{"1", "k", "a"}},
		"skipped before":     {func(c *Args) { c.Skip(); c.Skip(); c.Int(7); c.Skip() }, []string{"0", "", "", "7"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := sent(t, test.add)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("sent %q, want %q", got, test.want)
			}
		})
	}
}

func TestEncodingErrors(t *testing.T) {
	for name, test := range map[string]struct {
		add  func(*Args)
		want string
	}{
		"nan":                   {func(c *Args) { c.Float("score", math.NaN()) }, "t.lua: argument score: NaN cannot be sent; pass a finite number"},
		"infinity":              {func(c *Args) { c.Float("score", math.Inf(-1)) }, "t.lua: argument score: -Inf cannot be sent; pass a finite number"},
		"json":                  {func(c *Args) { c.JSON("item", func() {}) }, "t.lua: argument item: json: unsupported type: func()"},
		"raw json":              {func(c *Args) { c.RawJSON("item", json.RawMessage("{")) }, `t.lua: argument item: "{" is not JSON; pass one valid JSON value`},
		"raw message":           {func(c *Args) { c.JSON("item", json.RawMessage("nil")) }, `t.lua: argument item: "nil" is not JSON; pass one valid JSON value`},
		"no raw json":           {func(c *Args) { c.RawJSON("item", nil) }, `t.lua: argument item: "" is not JSON; pass one valid JSON value`},
		"nil text":              {func(c *Args) { c.Text("at", nil) }, "t.lua: argument at: <nil> is nil and has no text; pass a value"},
		"nil pointer":           {func(c *Args) { c.Text("at", (*time.Time)(nil)) }, "t.lua: argument at: *time.Time is nil and has no text; pass a value"},
		"far time":              {func(c *Args) { c.Key("k"); c.Int(1); c.Time(time.Unix(-62135596799, 0).UTC(), time.Nanosecond) }, "t.lua: ARGV[2]: the time 0001-01-01 00:00:01 +0000 UTC does not fit into 64 bits in units of 1ns; pass a time nearer to 1970"},
		"zero time":             {func(c *Args) { c.Int(1); c.Time(time.Time{}, time.Second) }, "t.lua: ARGV[2]: the time is zero, as one that was never set; pass a time, or declare the argument optional and pass nil"},
		"zero elsewhere":        {func(c *Args) { c.TimeFrac(time.Time{}.In(time.FixedZone("", 3600)), time.Second) }, "t.lua: ARGV[1]: the time is zero, as one that was never set; pass a time, or declare the argument optional and pass nil"},
		"zero in a key":         {func(c *Args) { c.Key("k"); c.Key(c.FormatTime(time.Time{}, time.Second)) }, "t.lua: KEYS[2]: the time is zero, as one that was never set; pass a time, or declare the argument optional and pass nil"},
		"far in a key":          {func(c *Args) { c.Key(c.FormatTimeFrac(time.Unix(1e12, 0).UTC(), time.Nanosecond)) }, "t.lua: KEYS[1]: the time 33658-09-27 01:46:40 +0000 UTC does not fit into 64 bits in units of 1ns; pass a time nearer to 1970"},
		"empty tag of a prefix": {func(c *Args) { c.Key("k"); c.String("{" + c.ArgTag("user", "") + "}") }, "t.lua: ARGV[1]: user is empty, and it is part of the hash tag of the keys built from this; pass a value"},
		"empty tag":             {func(c *Args) { c.Key("k"); c.Key("{" + c.Tag("user", "") + "}") }, "t.lua: KEYS[2]: user is empty, and it is part of the hash tag of the key; pass a value"},
		"not whole":             {func(c *Args) { c.DurationExact("ttl", 1500*time.Millisecond, time.Second) }, "t.lua: argument ttl: 1.5s is not a whole number of 1s; round it first"},
		"no unit of a fraction": {func(c *Args) { c.DurationFrac(1, 0) }, "t.lua: ARGV[1]: a duration needs a positive unit, not 0"},
		"no unit":               {func(c *Args) { c.Duration(1, 0) }, "t.lua: ARGV[1]: a duration needs a positive unit, not 0"},
		"string enum":           {func(c *Args) { c.StringEnum("order", "up", "asc", "desc") }, `t.lua: argument order: "up" is none of the declared values "asc", "desc"`},
		"int enum":              {func(c *Args) { c.IntEnum("level", 3, 1, 2) }, "t.lua: argument level: 3 is none of the declared values 1, 2"},
		"late key":              {func(c *Args) { c.Key("k"); c.Int(1); c.Key("l") }, "t.lua: KEYS[2] was added after an argument; keys come first"},
		"key and skip":          {func(c *Args) { c.Skip(); c.Key("l") }, "t.lua: KEYS[1] was added after an argument; keys come first"},
		"the first":             {func(c *Args) { c.Fail("a", errors.New("one")); c.Fail("b", errors.New("two")) }, "t.lua: argument a: one"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := sent(t, test.add)
			if got != nil {
				t.Errorf("sent %q", got)
			}
			wantText(t, err, test.want)
		})
	}
}

// What Redis hands to the script is what was encoded, byte by byte.
func TestArgumentsArriveAsTheyAre(t *testing.T) {
	server := redistest.Start(t)
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	many := make([]string, 5000)
	for i := range many {
		many[i] = strconv.Itoa(i)
	}
	for _, protocol := range []int{2, 3} {
		c := NewCall(script("echo.lua", "local r = {} for i, v in ipairs(KEYS) do r[#r+1] = v end for i, v in ipairs(ARGV) do r[#r+1] = v end return r"),
			func(d *Decoder) []string { return Slice(d, (*Decoder).String) }, 3)
		c.Args.Key("")
		c.Args.Keys([]string{string(every)})
		c.Args.Bytes(every)
		c.Args.Int(math.MinInt64)
		c.Args.Skip()
		c.Args.Text("u", textURL{&url.URL{Scheme: "https", Host: "a.test", Path: "/é"}})
		c.Args.Strings(many)
		got, err := Run(context.Background(), server.Client(protocol), c)
		if err != nil {
			t.Fatal(err)
		}
		want := append([]string{"", string(every), string(every), "-9223372036854775808", "", "https://a.test/%C3%A9"}, many...)
		if !slices.Equal(got, want) {
			t.Errorf("RESP%d: got %.300q", protocol, got)
		}
	}
}

type textURL struct{ *url.URL }

func (u textURL) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

func FuzzFloat(f *testing.F) {
	for _, n := range []float64{0, 1, -1, 0.1, 1e20, 1e21, 1e-6, 1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, n float64) {
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return
		}
		c := NewCall(script("t.lua", ""), (*Decoder).Int, 1)
		c.Args.Float("n", n)
		got := core.WordText(c.Args.req().Words[core.PrefixWords])
		want, err := json.Marshal(n)
		if err != nil || got != string(want) {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// go-redis gets only what it writes as it is: neither flags nor durations, times and lists,
// which it would spread or write in its own way. What somebody appends to bytes goes
// elsewhere.
func TestWordsOfGoRedis(t *testing.T) {
	c := NewCall(script("t.lua", ""), (*Decoder).Int, 1)
	c.Args.Key("k")
	c.Args.Int(1)
	c.Args.Uint(22)
	c.Args.Float("f", -0.5)
	c.Args.Int(math.MinInt64)
	c.Args.Float("f", math.SmallestNonzeroFloat64)
	c.Args.Bool(true)
	c.Args.Skip()
	c.Args.Time(time.Unix(1_700_000_000, 0), time.Millisecond)
	c.Args.Duration(time.Second, time.Millisecond)
	c.Args.String("s")
	var texts []string
	for _, word := range c.Args.req().Words[core.PrefixWords:] {
		switch word := word.(type) {
		case string, int64, uint64, float64:
		case []byte:
			_ = append(word, "overwritten"...)
		default:
			t.Errorf("%v is %T", word, word)
		}
		texts = append(texts, core.WordText(word))
	}
	want := []string{"k", "1", "22", "-0.5", "-9223372036854775808", "5e-324", "1", "", "1700000000000", "1000", "s"}
	if !slices.Equal(texts, want) {
		t.Errorf("words %q, want %q", texts, want)
	}
	for n, want := range map[int32]string{1: "1", 9: "9", 10: "10", 1 << 16: "65536", core.MaxKeys: "9999999"} {
		var count keyCount
		count.stand(trusted)
		count.set(n)
		digits, err := count.MarshalBinary()
		if err != nil || string(digits) != want || count.String() != want || n < 10 && cap(digits) > len(digits) {
			t.Errorf("%d keys are %q, with room for %d bytes, %v", n, digits, cap(digits), err)
		}
		if count.marks&written == 0 || count.standing() != trusted {
			t.Errorf("%d keys: marks %b", n, count.marks)
		}
	}
}
