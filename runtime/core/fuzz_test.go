package core

import (
	"testing"
	"time"
)

// fuzzed are decoders that together use every method.
var fuzzed = []func(*Decoder) any{
	func(d *Decoder) any { return d.Int() },
	func(d *Decoder) any { return d.Uint() },
	func(d *Decoder) any { return d.Float() },
	func(d *Decoder) any { return d.Bool() },
	func(d *Decoder) any { return d.String() },
	func(d *Decoder) any { return d.Bytes() },
	func(d *Decoder) any { return d.Any() },
	func(d *Decoder) any { return d.OK() },
	func(d *Decoder) any { return d.Time(time.Millisecond) },
	func(d *Decoder) any { return d.Duration(time.Second) },
	func(d *Decoder) any { return d.RawJSON() },
	func(d *Decoder) any { return JSON[map[string]any](d) },
	func(d *Decoder) any { return Text[time.Time](d) },
	func(d *Decoder) any { return level(d.IntEnum(1, 2)) },
	func(d *Decoder) any { return order(d.StringEnum("asc", "desc")) },
	func(d *Decoder) any { return Slice(d, decodeRow) },
	func(d *Decoder) any { return Slice(d, decodePerson) },
	func(d *Decoder) any { return OptOrEmpty(d, decodePerson) },
	func(d *Decoder) any { return Map(d, (*Decoder).String, decodeRow) },
	func(d *Decoder) any {
		return Flat(d, 2, func(d *Decoder) row {
			return row{ID: d.Field("id").String(), Score: d.Field("score").Int()}
		})
	},
	func(d *Decoder) any {
		switch {
		case d.IntAt(0, 1) && d.Len() == 2:
			d.Tuple(2, 2)
			d.Field("kind").LiteralInt(1)
			s := d.Field("s").String()
			d.End()
			return s
		case d.StringAt(1, "a"):
			return d.Any()
		case d.EqualInt(1), d.EqualString("OK"):
			return Discard(d)
		}
		d.Mismatch("a variant")
		return nil
	},
	func(d *Decoder) any { return Discard(d) },
}

// Any bytes give a value or an error.
func FuzzDecode(f *testing.F) {
	for _, reply := range []string{
		":1\r\n", "$-1\r\n", "_\r\n", "+OK\r\n", "-ERR no\r\n", ",1.5\r\n", "=5\r\ntxt:x\r\n", "*2\r\n:1\r\n$1\r\na\r\n",
		"%1\r\n*0\r\n:1\r\n", "|1\r\n+a\r\n+b\r\n:1\r\n", "*4\r\n+name\r\n+Ann\r\n+age\r\n:7\r\n", "*2\r\n*3\r\n+a\r\n:1\r\n_\r\n*2\r\n+b\r\n:2\r\n",
		"$9223372036854775807\r\n", "%9223372036854775807\r\n", "$5\r\nab", "*2\r\n:1\r\n", "", ":", "?\r\n",
	} {
		f.Add([]byte(reply))
	}
	s := script("t.lua", "", OnInt(-1, errLimit), OnString("busy", errLimit), OnNil(errLimit), OnCode("ERR", errLimit))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, decode := range fuzzed {
			v, err := Decode(request(s), raw, decode)
			if err != nil && v != nil {
				t.Errorf("%q: both %v and %v", raw, v, err)
			}
			if e, ok := asType[*DecodeError](err); ok && (e.Declared == "" || e.Got == "") {
				t.Errorf("%q: %+v", raw, e)
			}
		}
	})
}
