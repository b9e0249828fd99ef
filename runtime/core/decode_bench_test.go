package core

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkDecode decodes lists and structs of short strings, without a client.
func BenchmarkDecode(b *testing.B) {
	const n = 10
	names := make([]string, n)
	var hash, strs, flat strings.Builder
	fmt.Fprintf(&hash, "*%d\r\n", 2*n)
	fmt.Fprintf(&strs, "*100\r\n")
	fmt.Fprintf(&flat, "*200\r\n")
	for i := range names {
		names[i] = fmt.Sprintf("field%d", i)
		hash.WriteString(bulk(names[i]) + bulk(fmt.Sprintf("value of %d", i)))
	}
	for i := range 100 {
		strs.WriteString(bulk(fmt.Sprintf("value of %d", i)))
		flat.WriteString(bulk(fmt.Sprintf("m%d", i)) + bulk(fmt.Sprint(i*13)))
	}
	s := script("t.lua", "return 1")
	type row struct {
		m string
		n int64
	}
	for name, test := range map[string]struct {
		raw    string
		decode func(*Decoder) any
	}{
		"hash": {hash.String(), func(d *Decoder) any {
			var m [n]string
			d.Hash()
			for i, name := range names {
				m[i] = d.Named(name).String()
			}
			d.EndHash()
			return len(m)
		}},
		"strings": {strs.String(), func(d *Decoder) any { return len(Slice(d, (*Decoder).String)) }},
		"flat": {flat.String(), func(d *Decoder) any {
			return len(Flat(d, 2, func(d *Decoder) (r row) { r.m = d.Field("m").String(); r.n = d.Field("n").Int(); return r }))
		}},
	} {
		b.Run(name, func(b *testing.B) {
			raw := []byte(test.raw)
			d := new(Decoder)
			for b.Loop() {
				Begin(d, s, raw, nil)
				test.decode(d)
				if d.err != nil {
					b.Fatal(d.err)
				}
			}
		})
	}
}
