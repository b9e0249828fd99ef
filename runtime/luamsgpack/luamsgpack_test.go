package luamsgpack

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime"
	"github.com/luagen/luagen/runtime/redistest"
)

type item struct {
	ID    int64             `msgpack:"id" json:"ignored"`
	Name  string            `json:"name"`
	Raw   []byte            `json:"raw"`
	When  time.Time         `json:"when"`
	Tags  []string          `json:"tags"`
	Attrs map[string]string `json:"attrs"`
	Small int8              `json:"small"`
	Ratio float64
	Inner *item `json:"inner"`
}

func script(source string) *runtime.Script {
	sum := sha1.Sum([]byte(source))
	return runtime.NewScript("t.lua", source, hex.EncodeToString(sum[:]))
}

// What Go sends, Lua reads, and Go reads again.
func TestThereAndBack(t *testing.T) {
	client := redistest.Start(t).Client(3)
	echo := script("return cmsgpack.pack(cmsgpack.unpack(ARGV[1]))")
	for _, want := range []item{
		{},
		{ID: 7, Name: "é\x00\xff", Raw: []byte{0, 255}, When: time.Date(2024, 2, 29, 1, 2, 3, 4, time.UTC), Tags: []string{"a"}, Attrs: map[string]string{"b": "c"}, Small: -128, Ratio: 2},
		{ID: 1 << 53, Name: strings.Repeat("x", 300), Raw: make([]byte, 70000), Tags: make([]string, 40), Ratio: math.Inf(1), Inner: &item{Small: 127, Ratio: 0.1}},
	} {
		call := runtime.NewCall(echo, Decode[item], 1)
		Arg(call.Args, "item", want)
		got, err := runtime.Run(context.Background(), client, call)
		if err != nil {
			t.Error(err)
		}
		for g, w := &got, &want; g != nil && w != nil; g, w = g.Inner, w.Inner {
			if !g.When.Equal(w.When) {
				t.Errorf("got %v, want %v", g.When, w.When)
			}
			g.When, w.When = time.Time{}, time.Time{}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("item %d comes back otherwise", want.ID)
		}
	}
}

func TestFromLua(t *testing.T) {
	client := redistest.Start(t).Client(2)
	for _, test := range []struct {
		lua    string
		decode func(*runtime.Decoder) any
		want   any
		err    string // after "t.lua: the reply: expected msgpack, got string …: "
	}{
		{"{}", as[[]int64], []int64{}, ""},
		{"{}", as[map[string]int64], map[string]int64{}, ""},
		{"{}", as[item], item{}, ""},
		{"{1, 2}", as[[]int64], []int64{1, 2}, ""},
		{"{1, 2.5}", as[[]float64], []float64{1, 2.5}, ""},
		{"{1, nil, 3}", as[[]int64], nil, "found a table of 2 named values where a list for []int64 was expected; a Lua list with nil in it is one too"},
		{"{'a', 'b'}", as[map[int64]string], map[int64]string{1: "a", 2: "b"}, ""},
		{"{'a', 'b'}", as[map[string]string], nil, "found a list of 2 where a table for map[string]string was expected"},
		{"{7, 'b'}", as[item], nil, "found a list of 2 where a table with the fields of luamsgpack.item was expected"},
		{"{small = 127, other = {1, {2}}}", as[item], item{Small: 127}, ""},
		{"{small = 128}", as[item], nil, "small: 128 does not fit into int8"},
		{"{small = 1.5}", as[item], nil, "small: 1.5 does not fit into int8: the number is not whole"},
		{"{small = 'x'}", as[item], nil, "small: found a string where int8 was expected"},
		{"{inner = {tags = {'a', 7}}}", as[item], nil, "msgpack: invalid code=7 decoding string/bytes length"},
		{"{[2] = 3, x = true}", as[map[any]any], map[any]any{int64(2): int64(3), "x": true}, ""},
		{"{[{1}] = 2}", as[map[any]any], nil, "found a table as the key of a Go map; a key is a string, a number or a boolean"},
		{"2^63", as[uint64], uint64(1) << 63, ""},
		{"2^63", as[int64], nil, "9.223372036854776e+18 does not fit into int64"},
		{"-2^63", as[int64], int64(math.MinInt64), ""},
		{"-1", as[uint64], nil, "-1 does not fit into uint64"},
		{"-5", as[int16], int16(-5), ""},
		{"1e300", as[float64], 1e300, ""},
		{"1e300", as[float32], nil, "1e+300 does not fit into float32"},
		{"3", as[float64], 3.0, ""},
		{"'x'", as[string], "x", ""},
		{"{a = {1, -2, 2.5, 'x', true}}", as[any], map[string]any{"a": []any{int64(1), int64(-2), 2.5, "x", true}}, ""},
	} {
		call := runtime.NewCall(script("return cmsgpack.pack("+test.lua+")"), test.decode, 0)
		got, err := runtime.Run(context.Background(), client, call)
		switch {
		case test.err == "" && (err != nil || !reflect.DeepEqual(got, test.want)):
			t.Errorf("%s: %#v, %v; want %#v", test.lua, got, err, test.want)
		case test.err != "" && (err == nil || !strings.HasSuffix(err.Error(), `": `+test.err)):
			t.Errorf("%s: %v; want %s", test.lua, err, test.err)
		}
	}
}

func as[T any](d *runtime.Decoder) any {
	return Decode[T](d)
}

func TestArgErrors(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{func() {}, "t.lua: argument v: msgpack: Encode(unsupported func())"},
		{uint64(math.MaxUint64), "t.lua: argument v: 18446744073709551615 does not fit into 63 bits, and Lua reads it as another number; send it as a string"},
	} {
		call := runtime.NewCall(script("return 1"), runtime.Discard, 1)
		Arg(call.Args, "v", test.value)
		_, err := runtime.Run(context.Background(), redistest.Start(t).Client(2), call)
		if fmt.Sprint(err) != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

// Any bytes give a value or an error.
func FuzzFromLua(f *testing.F) {
	for _, v := range []any{1, -1, 1.5, "x", []byte{1}, []int{1, 2}, map[string]any{"small": 5, "tags": []string{"a"}}, item{ID: 1}, time.Now()} {
		raw, err := encode(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte{0xdd, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0xc9, 0xff, 0xff, 0xff, 0xff, 0x01})
	types := []reflect.Type{reflect.TypeFor[item](), reflect.TypeFor[any](), reflect.TypeFor[[]int8](), reflect.TypeFor[map[int64]float32](), reflect.TypeFor[[2]uint16](), reflect.TypeFor[time.Time](), reflect.TypeFor[map[any]any](), reflect.TypeFor[map[string]*item]()}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, typ := range types {
			_ = decode(raw, reflect.New(typ).Interface())
		}
		_, _ = forLua(raw)
	})
}
