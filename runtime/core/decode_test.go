package core

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/internal/quote"
	"github.com/luagen/luagen/runtime/internal/wire"
)

// wanted is a reply and either the value or the error that it decodes to.
type wanted struct {
	raw  string
	want any
	err  string // without "t.lua: the reply"
}

func testDecoder[T any](t *testing.T, name string, decode func(*Decoder) T, cases []wanted) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Helper()
		for _, test := range cases {
			got, err := decoded(decode, test.raw)
			want := ""
			if test.err != "" {
				want = "t.lua: the reply" + test.err
				var none T
				test.want = none
			}
			if text(err) != want {
				t.Errorf("%q: error\n got %s\nwant %s", test.raw, text(err), want)
			}
			if !same(got, test.want) {
				t.Errorf("%q: got %#v, want %#v", test.raw, got, test.want)
			}
			if _, ok := asType[*DecodeError](err); ok != (err != nil) {
				t.Errorf("%q: %T is no DecodeError", test.raw, err)
			}
		}
	})
}

func same(a, b any) bool {
	if x, ok := a.(float64); ok && math.IsNaN(x) {
		y, ok := b.(float64)
		return ok && math.IsNaN(y)
	}
	return reflect.DeepEqual(a, b)
}

const optionalHint = "; add ? to the type if it may be absent"

func TestDecodeScalars(t *testing.T) {
	testDecoder(t, "int", (*Decoder).Int, []wanted{
		{raw: ":5\r\n", want: int64(5)},
		{raw: ":-9223372036854775808\r\n", want: int64(math.MinInt64)},
		{raw: "$19\r\n9223372036854775807\r\n", want: int64(math.MaxInt64)},
		{raw: "+-12\r\n", want: int64(-12)},
		{raw: "=6\r\ntxt:42\r\n", want: int64(42)},
		{raw: "(77\r\n", want: int64(77)},
		{raw: "|1\r\n+ttl\r\n:3600\r\n:5\r\n", want: int64(5)},
		{raw: "(9223372036854775808\r\n", err: ": expected int, got big number 9223372036854775808"},
		{raw: "$19\r\n9223372036854775808\r\n", err: `: expected int, got string "9223372036854775808"`},
		{raw: "$2\r\n+5\r\n", err: `: expected int, got string "+5"`},
		{raw: "$2\r\n 5\r\n", err: `: expected int, got string " 5"`},
		{raw: "$3\r\n5.0\r\n", err: `: expected int, got string "5.0"`},
		{raw: "$3\r\n1_0\r\n", err: `: expected int, got string "1_0"`},
		{raw: "$0\r\n\r\n", err: `: expected int, got string ""`},
		{raw: ",5\r\n", err: ": expected int, got double 5"},
		{raw: "#t\r\n", err: ": expected int, got boolean t"},
		{raw: "$-1\r\n", err: ": expected int, got nil" + optionalHint},
		{raw: "_\r\n", err: ": expected int, got nil" + optionalHint},
		{raw: "*-1\r\n", err: ": expected int, got nil" + optionalHint},
		{raw: "*1\r\n:5\r\n", err: ": expected int, got array of 1"},
		{raw: "%1\r\n:5\r\n:6\r\n", err: ": expected int, got map of 1"},
		{raw: "~1\r\n:5\r\n", err: ": expected int, got set of 1"},
		{raw: ":x\r\n", err: ": expected int, got integer x"},
		{raw: "$5\r\nab", err: ": expected int, got bytes that are not RESP"},
		{raw: "?\r\n", err: ": expected int, got bytes that are not RESP"},
		{raw: "", err: ": expected int, got bytes that are not RESP"},
	})
	testDecoder(t, "uint", (*Decoder).Uint, []wanted{
		{raw: ":5\r\n", want: uint64(5)},
		{raw: "$20\r\n18446744073709551615\r\n", want: uint64(math.MaxUint64)},
		{raw: "(18446744073709551615\r\n", want: uint64(math.MaxUint64)},
		{raw: ":-1\r\n", err: ": expected uint, got integer -1"},
		{raw: "$2\r\n-0\r\n", err: `: expected uint, got string "-0"`},
	})
	testDecoder(t, "float", (*Decoder).Float, []wanted{
		{raw: ",1.5\r\n", want: 1.5},
		{raw: ",inf\r\n", want: math.Inf(1)},
		{raw: ",-inf\r\n", want: math.Inf(-1)},
		{raw: ",nan\r\n", want: math.NaN()},
		{raw: "$4\r\n-nan\r\n", want: math.NaN()},
		{raw: ":3\r\n", want: 3.0},
		{raw: "$7\r\n1.7e+09\r\n", want: 1.7e9},
		{raw: "$4\r\n 1.5\r\n", err: `: expected float, got string " 1.5"`},
		{raw: "$4\r\n0x1p\r\n", err: `: expected float, got string "0x1p"`},
		{raw: "$5\r\n1e999\r\n", err: `: expected float, got string "1e999"`},
		{raw: "#t\r\n", err: ": expected float, got boolean t"},
		{raw: "_\r\n", err: ": expected float, got nil" + optionalHint},
	})
	testDecoder(t, "bool", (*Decoder).Bool, []wanted{
		{raw: ":1\r\n", want: true},
		{raw: ":0\r\n", want: false},
		{raw: "$1\r\n1\r\n", want: true},
		{raw: "+0\r\n", want: false},
		{raw: "#t\r\n", want: true},
		{raw: "#f\r\n", want: false},
		{raw: "$-1\r\n", want: false},
		{raw: "_\r\n", want: false},
		{raw: ":2\r\n", err: ": expected bool, got integer 2"},
		{raw: "$4\r\ntrue\r\n", err: `: expected bool, got string "true"`},
		{raw: "#x\r\n", err: ": expected bool, got boolean x"},
		{raw: "*0\r\n", err: ": expected bool, got array of 0"},
	})
	testDecoder(t, "string", (*Decoder).String, []wanted{
		{raw: "$3\r\na\x00\xff\r\n", want: "a\x00\xff"},
		{raw: "$2\r\n\r\n\r\n", want: "\r\n"},
		{raw: "+OK\r\n", want: "OK"},
		{raw: "=8\r\ntxt:body\r\n", want: "body"},
		{raw: "$0\r\n\r\n", want: ""},
		{raw: ":1\r\n", err: ": expected string, got integer 1"},
		{raw: "$-1\r\n", err: ": expected string, got nil" + optionalHint},
	})
	testDecoder(t, "bytes", (*Decoder).Bytes, []wanted{
		{raw: "$2\r\n\x00\xff\r\n", want: []byte{0, 255}},
		{raw: "$0\r\n\r\n", want: []byte{}},
		{raw: ",1\r\n", err: ": expected bytes, got double 1"},
	})
	testDecoder(t, "ok", (*Decoder).OK, []wanted{
		{raw: "+OK\r\n", want: struct{}{}},
		{raw: "+anything\r\n", want: struct{}{}},
		{raw: "$2\r\nOK\r\n", want: struct{}{}},
		{raw: "=6\r\ntxt:OK\r\n", want: struct{}{}},
		{raw: "$2\r\nok\r\n", err: `: expected ok, got string "ok"`},
		{raw: ":1\r\n", err: ": expected ok, got integer 1"},
	})
	testDecoder(t, "bool of words", func(d *Decoder) bool { return d.BoolWord("yes", "") }, []wanted{
		{raw: "$3\r\nyes\r\n", want: true},
		{raw: "+yes\r\n", want: true},
		{raw: "$0\r\n\r\n", want: false},
		{raw: "$1\r\n1\r\n", err: `: expected bool of "yes" and "", got string "1"`},
		{raw: ":1\r\n", err: `: expected bool of "yes" and "", got integer 1`},
		{raw: "#t\r\n", err: `: expected bool of "yes" and "", got boolean t`},
		{raw: "_\r\n", err: `: expected bool of "yes" and "", got nil` + optionalHint},
	})
	testDecoder(t, "discard", Discard, []wanted{
		{raw: "*2\r\n:1\r\n$-1\r\n", want: struct{}{}},
		{raw: "_\r\n", want: struct{}{}},
	})
	testDecoder(t, "long text", (*Decoder).Int, []wanted{
		{raw: bulk(strings.Repeat("é", 100)), err: `: expected int, got string "` + strings.Repeat("é", 30) + `"… (200 bytes)`},
	})
}

func TestDecodeTimes(t *testing.T) {
	testDecoder(t, "time(s)", func(d *Decoder) time.Time { return d.Time(time.Second) }, []wanted{
		{raw: ":1709206200\r\n", want: time.Date(2024, 2, 29, 11, 30, 0, 0, time.UTC)},
		{raw: "$1\r\n0\r\n", want: time.Unix(0, 0).UTC()},
		{raw: ":9223372036854775807\r\n", err: ": expected time(s), got integer 9223372036854775807: the time is too far away"},
		{raw: ":-9223372036854775808\r\n", err: ": expected time(s), got integer -9223372036854775808: the time is too far away"},
		{raw: "+x\r\n", err: `: expected time(s), got status "x"`},
	})
	testDecoder(t, "time(ms)", func(d *Decoder) time.Time { return d.Time(time.Millisecond) }, []wanted{
		{raw: ":-1\r\n", want: time.Unix(0, -1e6).UTC()},
		{raw: ":9223372036854775807\r\n", want: time.UnixMilli(math.MaxInt64).UTC()},
	})
	testDecoder(t, "time(ns)", func(d *Decoder) time.Time { return d.Time(time.Nanosecond) }, []wanted{
		{raw: ":1\r\n", want: time.Unix(0, 1).UTC()},
		{raw: ":-9223372036854775808\r\n", want: time.Unix(0, math.MinInt64).UTC()},
	})
	testDecoder(t, "duration(s)", func(d *Decoder) time.Duration { return d.Duration(time.Second) }, []wanted{
		{raw: ":90\r\n", want: 90 * time.Second},
		{raw: ":-1\r\n", want: -time.Second},
		{raw: ":9223372037\r\n", err: ": expected duration(s), got integer 9223372037: a time.Duration holds 292 years at most"},
		{raw: ":-9223372036854775808\r\n", err: ": expected duration(s), got integer -9223372036854775808: a time.Duration holds 292 years at most"},
	})
	testDecoder(t, "duration(us)", func(d *Decoder) time.Duration { return d.Duration(time.Microsecond) }, []wanted{
		{raw: "$1\r\n7\r\n", want: 7 * time.Microsecond},
		{raw: "$-1\r\n", err: ": expected duration(us), got nil" + optionalHint},
	})
}

func TestDecodeFractions(t *testing.T) {
	testDecoder(t, "time(s, frac)", func(d *Decoder) time.Time { return d.TimeFrac(time.Second) }, []wanted{
		{raw: "$20\r\n1709206200.123456789\r\n", want: time.Unix(1709206200, 123456789).UTC()},
		{raw: ":1709206200\r\n", want: time.Unix(1709206200, 0).UTC()},
		{raw: compact(7), want: time.Unix(7, 0).UTC()},
		{raw: ",1.5\r\n", want: time.Unix(1, 5e8).UTC()},
		{raw: "$4\r\n-1.5\r\n", want: time.Unix(-2, 5e8).UTC()},
		{raw: "$4\r\n-0.5\r\n", want: time.Unix(-1, 5e8).UTC()},
		{raw: "$10\r\n1.7092e+09\r\n", want: time.Unix(1709200000, 0).UTC()},
		{raw: "$2\r\n.5\r\n", want: time.Unix(0, 5e8).UTC()},
		{raw: "$2\r\n1.\r\n", want: time.Unix(1, 0).UTC()},
		{raw: "$12\r\n0.0000000019\r\n", want: time.Unix(0, 1).UTC()},
		{raw: "$4\r\n1e19\r\n", err: `: expected time(s) with a fraction, got string "1e19"`},
		{raw: "$3\r\nnan\r\n", err: `: expected time(s) with a fraction, got string "nan"`},
		{raw: "$4\r\n+1.5\r\n", err: `: expected time(s) with a fraction, got string "+1.5"`},
		{raw: "$0\r\n\r\n", err: `: expected time(s) with a fraction, got string ""`},
		{raw: ":9223372036854774784\r\n", err: ": expected time(s) with a fraction, got integer 9223372036854774784: the time is too far away"},
		{raw: "(5\r\n", err: ": expected time(s) with a fraction, got big number 5"},
		{raw: "_\r\n", err: ": expected time(s) with a fraction, got nil" + optionalHint},
	})
	testDecoder(t, "duration(ms, frac)", func(d *Decoder) time.Duration { return d.DurationFrac(time.Millisecond) }, []wanted{
		{raw: "$4\r\n1.25\r\n", want: 1250 * time.Microsecond},
		{raw: "$5\r\n-0.25\r\n", want: -250 * time.Microsecond},
		{raw: "$2\r\n-0\r\n", want: time.Duration(0)},
		{raw: ",1e3\r\n", want: time.Second},
		{raw: ":9223372036854\r\n", err: ": expected duration(ms) with a fraction, got integer 9223372036854: a time.Duration holds 292 years at most"},
		{raw: "*0\r\n", err: ": expected duration(ms) with a fraction, got array of 0"},
	})
}

func TestDecodeEncodedStrings(t *testing.T) {
	type item struct{ ID int }
	testDecoder(t, "json(T)", JSON[item], []wanted{
		{raw: bulk(`{"ID":7}`), want: item{7}},
		{raw: bulk(`{"ID":"x"}`), err: `: expected json, got string "{\"ID\":\"x\"}": json: cannot unmarshal string into Go struct field item.ID of type int`},
		{raw: bulk(`{} {}`), err: `: expected json, got string "{} {}": invalid character '{' after top-level value`},
		{raw: ":1\r\n", err: ": expected json, got integer 1"},
	})
	testDecoder(t, "json", (*Decoder).RawJSON, []wanted{
		{raw: bulk(` {"a":1}`), want: json.RawMessage(` {"a":1}`)},
		{raw: bulk(`{`), err: `: expected json, got string "{": the string is not JSON`},
	})
	testDecoder(t, "text", Text[netip.Addr], []wanted{
		{raw: bulk("10.0.0.1"), want: netip.MustParseAddr("10.0.0.1")},
		{raw: bulk("x"), err: `: expected text, got string "x": ParseAddr("x"): unable to parse IP`},
	})
	testDecoder(t, "text of a pointer", Text[*big.Int], []wanted{
		{raw: bulk("12"), want: big.NewInt(12)},
	})
	testDecoder(t, "text of none", Text[int], []wanted{
		{raw: bulk("12"), err: `: expected text, got string "12": neither int nor a pointer to it has UnmarshalText`},
	})
	testDecoder(t, "int enum", func(d *Decoder) level { return level(d.IntEnum(1, 2)) }, []wanted{
		{raw: ":2\r\n", want: level(2)},
		{raw: ":3\r\n", err: ": expected one of 1, 2, got integer 3"},
		{raw: "$1\r\n2\r\n", err: `: expected one of 1, 2, got string "2"`},
	})
	testDecoder(t, "string enum", func(d *Decoder) order { return order(d.StringEnum("asc", "desc")) }, []wanted{
		{raw: "$4\r\ndesc\r\n", want: order("desc")},
		{raw: "+asc\r\n", want: order("asc")},
		{raw: "+up\r\n", err: `: expected one of "asc", "desc", got status "up"`},
	})
}

func TestDecodeAny(t *testing.T) {
	testDecoder(t, "any", (*Decoder).Any, []wanted{
		{raw: "_\r\n", want: nil},
		{raw: ":1\r\n", want: int64(1)},
		{raw: ",1.5\r\n", want: 1.5},
		{raw: "#t\r\n", want: true},
		{raw: "(12345678901234567890\r\n", want: func() any { n, _ := new(big.Int).SetString("12345678901234567890", 10); return n }()},
		{raw: "(" + strings.Repeat("9", 1<<20) + "\r\n", err: ": expected any, got big number " + strings.Repeat("9", quote.Limit) + ": a big number of more than 16384 digits takes too long to read"},
		{raw: "=5\r\nmkd:x\r\n", want: "x"},
		{raw: "*3\r\n$-1\r\n-ERR no\r\n~1\r\n+a\r\n", want: []any{nil, error(replyError("ERR no")), []any{"a"}}},
		{raw: "%2\r\n+a\r\n:1\r\n#f\r\n*0\r\n", want: map[any]any{"a": int64(1), false: []any{}}},
		{raw: "%1\r\n*0\r\n:1\r\n", err: ": expected any, got array of 0: an aggregate cannot be the key of a Go map"},
		{raw: "*1\r\n#x\r\n", err: ": expected any, got boolean x"},
		{raw: "*9999999999\r\n", err: ": expected any, got bytes that are not RESP"},
	})
}

func ptr[T any](v T) *T { return &v }

// compact is an integer as it stands in a reply that was received.
func compact(n uint64) string {
	var form [wire.CompactSize]byte
	wire.PutCompact(form[:], n)
	return string(form[:])
}

func TestPeeks(t *testing.T) {
	for raw, want := range map[string]string{
		":5\r\n":                   "int equal",
		"$1\r\n5\r\n":              "string",
		"+busy\r\n":                "string status equal",
		"_\r\n":                    "nil",
		",5\r\n":                   "double",
		"#t\r\n":                   "bool",
		"*2\r\n:5\r\n+busy\r\n":    "array 2 intAt stringAt",
		"*2\r\n+5\r\n*1\r\n:5\r\n": "array 2",
		"~1\r\n:5\r\n":             "set 1",
		"%1\r\n:5\r\n+busy\r\n":    "map 1",
		"*100\r\n":                 "",
	} {
		_, _ = decoded(func(d *Decoder) string {
			got := ""
			add := func(ok bool, name string) {
				if ok {
					got += " " + name
				}
			}
			for range 2 { // peeks consume nothing
				got = ""
				add(d.IsInt(), "int")
				add(d.IsString(), "string")
				add(d.IsStatus(), "status")
				add(d.IsNil(), "nil")
				add(d.IsDouble(), "double")
				add(d.IsBool(), "bool")
				add(d.IsArray(), "array")
				add(d.IsSet(), "set")
				add(d.IsMap(), "map")
				add(d.Len() >= 0, fmt.Sprint(d.Len()))
				add(d.EqualInt(5) || d.EqualString("busy"), "equal")
				add(d.IntAt(0, 5), "intAt")
				add(d.StringAt(1, "busy") && !d.IntAt(7, 0) && !d.StringAt(-1, ""), "stringAt")
			}
			if got = strings.TrimSpace(got); got != want {
				t.Errorf("%q: %s, want %s", raw, got, want)
			}
			return ""
		}, raw)
	}
	_, err := decoded(func(d *Decoder) int { d.Mismatch("Liked(1, likes) | Refused(0, reason)"); return 0 }, "*1\r\n:7\r\n")
	wantText(t, err, "t.lua: the reply: expected Liked(1, likes) | Refused(0, reason), got array of 1: integer 7")
	_, err = decoded(func(d *Decoder) int { d.Mismatch("None=nil"); return 0 }, "*8\r\n_\r\n*1\r\n:7\r\n+OK\r\n:1\r\n:2\r\n:3\r\n:4\r\n:5\r\n")
	wantText(t, err, "t.lua: the reply: expected None=nil, got array of 8: nil, array of 1, status \"OK\", integer 1, integer 2, integer 3, …")
	_, err = decoded(func(d *Decoder) int { d.Mismatch("None=nil"); return 0 }, ":5\r\n")
	wantText(t, err, "t.lua: the reply: expected None=nil, got integer 5")
}
