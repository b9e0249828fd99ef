package runtime

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

// decoded runs a decoder over a raw reply, as a call does.
func decoded[T any](decode func(*Decoder) T, raw string) (T, error) {
	c := NewCall(script("t.lua", ""), decode, 0)
	c.settle([]byte(raw), nil)
	return c.Result()
}

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
			if _, ok := errors.AsType[*DecodeError](err); ok != (err != nil) {
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
		{raw: "$2\r\nOK\r\n", err: `: expected ok, got string "OK"`},
		{raw: ":1\r\n", err: ": expected ok, got integer 1"},
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
	testDecoder(t, "int enum", func(d *Decoder) level { return IntEnum(d, level(1), 2) }, []wanted{
		{raw: ":2\r\n", want: level(2)},
		{raw: ":3\r\n", err: ": expected one of 1, 2, got integer 3"},
		{raw: "$1\r\n2\r\n", err: `: expected one of 1, 2, got string "2"`},
	})
	testDecoder(t, "string enum", func(d *Decoder) order { return StringEnum(d, order("asc"), "desc") }, []wanted{
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
		{raw: "=5\r\nmkd:x\r\n", want: "x"},
		{raw: "*3\r\n$-1\r\n-ERR no\r\n~1\r\n+a\r\n", want: []any{nil, error(replyError("ERR no")), []any{"a"}}},
		{raw: "%2\r\n+a\r\n:1\r\n#f\r\n*0\r\n", want: map[any]any{"a": int64(1), false: []any{}}},
		{raw: "%1\r\n*0\r\n:1\r\n", err: ": expected any, got array of 0: an aggregate cannot be the key of a Go map"},
		{raw: "*1\r\n#x\r\n", err: ": expected any, got boolean x"},
		{raw: "*9999999999\r\n", err: ": expected any, got bytes that are not RESP"},
	})
}

type row struct {
	ID    string
	Score int64
	Note  *string
}

func decodeRow(d *Decoder) (v row) {
	d.Tuple(2, 3)
	v.ID = d.Field("id").String()
	v.Score = d.Field("score").Int()
	v.Note = Ptr(d.Field("note"), (*Decoder).String)
	d.End()
	return v
}

type person struct {
	Name string
	Age  int64
	Tags []string
	Row  *row
}

func decodePerson(d *Decoder) (v person) {
	d.Hash()
	v.Name = d.Named("name").String()
	v.Age = d.Named("age").Int()
	v.Tags = OrNil(d.Named("tags"), func(d *Decoder) []string { return Slice(d, (*Decoder).String) })
	v.Row = PtrOrEmpty(d.Named("row"), decodeRow)
	d.EndHash()
	return v
}

func ptr[T any](v T) *T { return &v }

// compact is an integer as it stands in a reply that was received.
func compact(n uint64) string {
	var form [compactSize]byte
	putCompact(form[:], n)
	return string(form[:])
}

func TestDecodeComposites(t *testing.T) {
	integers := []wanted{
		{raw: "*2\r\n:1\r\n$1\r\n2\r\n", want: []int64{1, 2}},
		{raw: "*4\r\n" + compact(5) + ":-6\r\n" + compact(7) + ":12345678901\r\n", want: []int64{5, -6, 7, 12345678901}},
		{raw: "~1\r\n:1\r\n", want: []int64{1}},
		{raw: "*0\r\n", want: []int64{}},
		{raw: "*2\r\n:1\r\n$-1\r\n", err: " at [1]: expected int, got nil" + optionalHint},
		{raw: "*2\r\n" + compact(1) + "$1\r\nx\r\n", err: ` at [1]: expected int, got string "x"`},
		{raw: "*2\r\n:1\r\n-ERR bad\r\n", err: ` at [1]: expected int, got error "ERR bad"`},
		{raw: "$-1\r\n", err: ": expected array, got nil" + optionalHint},
		{raw: "%1\r\n:1\r\n:2\r\n", err: ": expected array, got map of 1"},
		{raw: "*2\r\n:1\r\n", err: ": expected array, got bytes that are not RESP"},
		{raw: "*1000000000\r\n:1\r\n", err: ": expected array, got bytes that are not RESP"},
	}
	testDecoder(t, "slice", func(d *Decoder) []int64 { return Slice(d, (*Decoder).Int) }, integers)
	testDecoder(t, "ints", (*Decoder).Ints, integers)
	testDecoder(t, "slice of optional", func(d *Decoder) []*int64 {
		return Slice(d, func(d *Decoder) *int64 { return Ptr(d, (*Decoder).Int) })
	}, []wanted{
		{raw: "*2\r\n_\r\n:2\r\n", want: []*int64{nil, ptr(int64(2))}},
	})
	testDecoder(t, "tuple", decodeRow, []wanted{
		{raw: "*3\r\n+a\r\n:1\r\n+n\r\n", want: row{"a", 1, ptr("n")}},
		{raw: "*2\r\n+a\r\n:1\r\n", want: row{"a", 1, nil}},
		{raw: "*3\r\n+a\r\n:1\r\n_\r\n", want: row{"a", 1, nil}},
		{raw: "*1\r\n+a\r\n", err: ": expected tuple of 2 to 3, got array of 1"},
		{raw: "*4\r\n+a\r\n:1\r\n_\r\n_\r\n", err: ": expected tuple of 2 to 3, got array of 4"},
		{raw: "*2\r\n+a\r\n+x\r\n", err: ` at score: expected int, got status "x"`},
		{raw: "*2\r\n_\r\n:1\r\n", err: " at id: expected string, got nil" + optionalHint},
		{raw: "~2\r\n+a\r\n:1\r\n", err: ": expected tuple of 2 to 3, got set of 2"},
	})
	testDecoder(t, "slice of tuples", func(d *Decoder) []row { return Slice(d, decodeRow) }, []wanted{
		{raw: "*2\r\n*2\r\n+a\r\n:1\r\n*3\r\n+b\r\n:2\r\n+n\r\n", want: []row{{"a", 1, nil}, {"b", 2, ptr("n")}}},
		{raw: "*2\r\n*2\r\n+a\r\n:1\r\n*2\r\n+b\r\n+x\r\n", err: ` at [1].score: expected int, got status "x"`},
	})
	testDecoder(t, "hash", decodePerson, []wanted{
		{raw: "*4\r\n+age\r\n:7\r\n+name\r\n+Ann\r\n", want: person{Name: "Ann", Age: 7}},
		{raw: "%3\r\n+other\r\n*1\r\n%1\r\n+name\r\n+no\r\n$4\r\nname\r\n+Ann\r\n+age\r\n$1\r\n7\r\n", want: person{Name: "Ann", Age: 7}},
		{raw: "*8\r\n+row\r\n*0\r\n+tags\r\n*1\r\n+x\r\n+age\r\n:7\r\n+name\r\n+Ann\r\n", want: person{Name: "Ann", Age: 7, Tags: []string{"x"}}},
		{raw: "%4\r\n+row\r\n*2\r\n+r\r\n:1\r\n+tags\r\n*0\r\n+age\r\n:7\r\n+name\r\n+Ann\r\n", want: person{Name: "Ann", Age: 7, Row: &row{"r", 1, nil}}},
		{raw: "*4\r\n+row\r\n*2\r\n+r\r\n+x\r\n+name\r\n+Ann\r\n", err: " at age: expected int, got nothing" + optionalHint},
		{raw: "*6\r\n+row\r\n*2\r\n+r\r\n+x\r\n+name\r\n+Ann\r\n+age\r\n:1\r\n", err: ` at row.score: expected int, got status "x"`},
		{raw: "*0\r\n", err: " at name: expected string, got nothing" + optionalHint},
		{raw: "*3\r\n+age\r\n:7\r\n+name\r\n", err: ": expected hash, got array of 3: fields and values come in pairs, so their number is even"},
		{raw: "_\r\n", err: ": expected hash, got nil" + optionalHint},
		{raw: "+x\r\n", err: `: expected hash, got status "x"`},
	})
	testDecoder(t, "map", func(d *Decoder) map[string]int64 { return Map(d, (*Decoder).String, (*Decoder).Int) }, []wanted{
		{raw: "*4\r\n+a\r\n:1\r\n+b\r\n$1\r\n2\r\n", want: map[string]int64{"a": 1, "b": 2}},
		{raw: "%1\r\n+a\r\n:1\r\n", want: map[string]int64{"a": 1}},
		{raw: "*4\r\n+a\r\n:1\r\n+a\r\n:2\r\n", want: map[string]int64{"a": 2}},
		{raw: "*0\r\n", want: map[string]int64{}},
		{raw: "*2\r\n+a\r\n+x\r\n", err: ` at ["a"]: expected int, got status "x"`},
		{raw: "*2\r\n:1\r\n+x\r\n", err: " at [0]: expected string, got integer 1"},
		{raw: "*1\r\n+a\r\n", err: ": expected map, got array of 1: fields and values come in pairs, so their number is even"},
		{raw: "~2\r\n+a\r\n:1\r\n", err: ": expected map, got set of 2"},
	})
	testDecoder(t, "flat", func(d *Decoder) []row {
		return Flat(d, 2, func(d *Decoder) (v row) {
			v.ID = d.Field("id").String()
			v.Score = d.Field("score").Int()
			return v
		})
	}, []wanted{
		{raw: "*4\r\n+a\r\n:1\r\n+b\r\n$1\r\n2\r\n", want: []row{{ID: "a", Score: 1}, {ID: "b", Score: 2}}},
		{raw: "*0\r\n", want: []row{}},
		{raw: "*3\r\n+a\r\n:1\r\n+b\r\n", err: ": expected array in groups of 2, got array of 3"},
		{raw: "*4\r\n+a\r\n:1\r\n+b\r\n+x\r\n", err: ` at [1].score: expected int, got status "x"`},
	})
	testDecoder(t, "optional tuple", func(d *Decoder) Optional[row] { return OptOrEmpty(d, decodeRow) }, []wanted{
		{raw: "*0\r\n", want: Optional[row]{}},
		{raw: "%0\r\n", want: Optional[row]{}},
		{raw: "*-1\r\n", want: Optional[row]{}},
		{raw: "*2\r\n+a\r\n:1\r\n", want: Optional[row]{row{"a", 1, nil}, true}},
		{raw: "*2\r\n+a\r\n+x\r\n", err: ` at score: expected int, got status "x"`},
	})
	testDecoder(t, "optional bool", func(d *Decoder) Optional[bool] { return Opt(d, (*Decoder).Bool) }, []wanted{
		{raw: "_\r\n", want: Optional[bool]{}},
		{raw: ":0\r\n", want: Optional[bool]{false, true}},
	})
	testDecoder(t, "optional slice", func(d *Decoder) []int64 {
		return OrNil(d, func(d *Decoder) []int64 { return Slice(d, (*Decoder).Int) })
	}, []wanted{
		{raw: "_\r\n", want: []int64(nil)},
		{raw: "*0\r\n", want: []int64(nil)},
		{raw: "*1\r\n:1\r\n", want: []int64{1}},
	})
	testDecoder(t, "literals", func(d *Decoder) (n int64) {
		d.Tuple(3, 3)
		d.Field("kind").LiteralInt(1)
		d.Field("state").LiteralString("OK")
		n = d.Field("n").Int()
		d.End()
		return n
	}, []wanted{
		{raw: "*3\r\n:1\r\n+OK\r\n:9\r\n", want: int64(9)},
		{raw: "*3\r\n:1\r\n$2\r\nOK\r\n:9\r\n", want: int64(9)},
		{raw: "*3\r\n$1\r\n1\r\n+OK\r\n:9\r\n", err: ` at kind: expected 1, got string "1"`},
		{raw: "*3\r\n:1\r\n+NO\r\n:9\r\n", err: ` at state: expected "OK", got status "NO"`},
	})
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
	wantText(t, err, "t.lua: the reply: expected Liked(1, likes) | Refused(0, reason), got array of 1")
}

var errLimit = errors.New("the counter is at its limit")

func TestDeclaredErrorTexts(t *testing.T) {
	errText := errors.New("text")
	s := script("t.lua", "", OnCode("NOT", errLimit), OnError("NOT FOUND", errText), OnError("LOCKED", errText), OnError("ERR odd", errText))
	for raw, want := range map[string]error{
		"-NOT FOUND\r\n":      errText, // the text, though the code stands first
		"-NOT FOUND here\r\n": errLimit,
		"-NOT\r\n":            errLimit,
		"-LOCKED\r\n":         errText,
		"-ERR LOCKED\r\n":     errText,
		"-LOCKED by\r\n":      nil,
		"-ERR odd\r\n":        errText,
		"-WRONG LOCKED\r\n":   nil,
	} {
		c := NewCall(s, Discard, 0)
		c.settle([]byte(raw), nil)
		_, err := c.Result()
		if err == nil || errors.Is(err, errText) != (want == errText) || errors.Is(err, errLimit) != (want == errLimit) {
			t.Errorf("%q: %v, want %v", raw, err, want)
		}
	}
}

func TestDeclaredErrors(t *testing.T) {
	s := script("like_post.lua", "",
		OnInt(-1, errLimit), OnString("busy", errLimit), OnNil(errLimit), OnCode("ALREADY_LIKED", errLimit), OnError("NOT FOUND", errLimit))
	for raw, claimed := range map[string]bool{
		":-1\r\n":              true,
		"$4\r\nbusy\r\n":       true,
		"+busy\r\n":            true,
		"$-1\r\n":              true,
		"_\r\n":                true,
		"-ALREADY_LIKED x\r\n": true,
		"-NOT FOUND\r\n":       true,
		"-ERR NOT FOUND\r\n":   true,
		"-ERR user_script:3: NOT FOUND script: 0123abc, on @user_script:3.\r\n": true,
		"|1\r\n+a\r\n+b\r\n-NOT FOUND\r\n":                                      true,
		"!9\r\nNOT FOUND\r\n":                                                   true,
		":1\r\n":                                                                false,
		"-NOT FOUND here\r\n":                                                   false,
		"-ERR busy\r\n":                                                         false,
		"$2\r\n-1\r\n":                                                          false,
	} {
		c := NewCall(s, Discard, 0)
		c.settle([]byte(raw), nil)
		_, err := c.Result()
		if errors.Is(err, errLimit) != claimed {
			t.Errorf("%q: %v", raw, err)
		}
		if claimed {
			wantText(t, err, "like_post.lua: the counter is at its limit")
		}
	}
}
