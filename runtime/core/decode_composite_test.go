package core

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

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
		{raw: "*3\r\n_\r\n+OK\r\n:9\r\n", err: " at kind: expected 1, got nil"},
	})
	testDecoder(t, "a field of any type", func(d *Decoder) (v any) {
		d.Hash()
		v = d.Named("v").Any()
		d.EndHash()
		return v
	}, []wanted{
		{raw: "*2\r\n+v\r\n_\r\n", want: nil},
		{raw: "*2\r\n+w\r\n:1\r\n", err: " at v: expected any, got nothing"},
		{raw: "*4\r\n:1\r\n+x\r\n+v\r\n:2\r\n", want: int64(2)},
		{raw: "*4\r\n+v\r\n:2\r\n_\r\n+x\r\n", err: ": expected the name of a field, got nil"},
		{raw: "*2\r\n*2\r\n+v\r\n:2\r\n*0\r\n", err: ": expected the name of a field, got array of 2"},
	})
}

// TestHashInAnyOrder gives the fields of a hash in the order in which they are asked for and in
// others, with fields that nobody asks for, and another hash inside.
func TestHashInAnyOrder(t *testing.T) {
	bulk := func(s string) string { return fmt.Sprintf("$%d\r\n%s\r\n", len(s), s) }
	type inner struct{ X, Y string }
	type outer struct {
		A, B, C string
		In      inner
		N       int64
	}
	decodeInner := func(d *Decoder) (v inner) {
		d.Hash()
		v.X = d.Named("x").String()
		v.Y = d.Named("y").String()
		d.EndHash()
		return v
	}
	decode := func(d *Decoder) (v outer) {
		d.Hash()
		v.A = d.Named("a").String()
		v.B = d.Named("b").String()
		v.In = decodeInner(d.Named("in"))
		v.C = d.Named("c").String()
		v.N = d.Named("17").Int()
		d.EndHash()
		return v
	}
	want := outer{"1", "two", "", inner{"x1", "y1"}, 4}
	insides := []string{
		"*4\r\n" + bulk("x") + bulk("x1") + bulk("y") + bulk("y1"),
		"*6\r\n" + bulk("y") + bulk("y1") + bulk("z") + "*0\r\n" + bulk("x") + bulk("x1"),
	}
	pairs := []string{bulk("a") + bulk("1"), bulk("b") + bulk("two"), "", bulk("c") + bulk(""), ":17\r\n:4\r\n"}
	others := []string{bulk("other") + "*2\r\n" + bulk("a") + bulk("no"), bulk("d") + bulk("no")}
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 200 {
		pairs[2] = bulk("in") + insides[r.IntN(2)]
		fields := slices.Clone(pairs)
		if round > 0 {
			fields = append(fields, others[:r.IntN(3)]...)
			r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
		}
		raw := fmt.Sprintf("*%d\r\n%s", 2*len(fields), strings.Join(fields, ""))
		d := new(Decoder)
		Begin(d, &Script{name: "t.lua"}, []byte(raw), nil)
		if got := decode(d); got != want || Failure(d) != nil || d.at != len(raw) || len(d.open)+len(d.fields) > 0 {
			t.Fatalf("%q: got %+v, %v, read to %d of %d", raw, got, Failure(d), d.at, len(raw))
		}
	}
}

func TestHashWithOtherNames(t *testing.T) {
	testDecoder(t, "hash", func(d *Decoder) (v string) {
		d.Hash()
		v = d.Named("a").String()
		d.EndHash()
		return v
	}, []wanted{
		{raw: "*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n", want: "1"},
		{raw: "*4\r\n$1\r\na\r\n$1\r\n1\r\n*0\r\n$1\r\n2\r\n", err: ": expected the name of a field, got array of 0"},
		{raw: "*4\r\n*0\r\n$1\r\n2\r\n$1\r\na\r\n$1\r\n1\r\n", err: ": expected the name of a field, got array of 0"},
		{raw: "*4\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\na\r\n$-1\r\n", err: " at a: expected string, got nil" + optionalHint},
	})
}
