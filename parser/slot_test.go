package parser

import (
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/diag"
)

// load loads a script that is one file.
func load(text string) (*Script, []diag.Diagnostic) {
	l := &Loader{FS: fstest.MapFS{"a.lua": {Data: []byte(text)}}}
	return l.Load("a.lua")
}

func TestCompareSlots(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want slotRelation
	}{
		{"{<id:int>}:a", "{<id:int>}:b", slotsEqual},
		{"{<user>}:a", "b:{<user>}", slotsEqual},
		{"{post:<id>}", "{post:<id>}x", slotsEqual},
		{"<a>{x}", "<a>{x}:more", slotsEqual},
		{"a", "a", slotsEqual},
		{"a<id>", "a<id>", slotsEqual},
		{"{a}", "x{a}{b}", slotsEqual},
		{"{<e:enum(a, b)>}", "x{<e:enum(a, b)>}", slotsEqual},

		{"<a>{x}", "b{x}", slotsUnknown},       // a may hold {y}
		{"<a>{x}", "{y}", slotsUnknown},        // a may hold {y}
		{"{<a>}", "{<b>}", slotsUnknown},       // a may equal b
		{"{<a>x}", "{<a>y}", slotsUnknown},     // a may hold }
		{"{<a:int>}", "{1}", slotsUnknown},     // a may be 1
		{"{a<s>}", "{a}", slotsUnknown},        // s may be empty
		{"{a<s>}", "{a<n:int>}", slotsUnknown}, // s may equal n
		{"a", "b", slotsUnknown},               // no tags
		{"{}a", "{}b", slotsUnknown},           // no tags either
		{"{a", "{b", slotsUnknown},             // nor here
		{"{<a:int>x<b>}", "{<b>y}", slotsUnknown},
		{"{<a:int>}", "{-<b:int>}", slotsUnknown},        // a may be negative
		{"{x<a:int>}", "{x1<b:int>}", slotsUnknown},      // a may begin with 1
		{"{x<a:int>}", "{x<b:int>7}", slotsUnknown},      // a may end with 7
		{"{<a:enum(b, c)>}", "{<d:int>x}", slotsUnknown}, // nobody looks into enums

		{"{a}", "{b}", slotsDiffer},
		{"{post:<id>}", "{user:<id>}", slotsDiffer},
		{"{a}", "{ab}", slotsDiffer},
		{"{a}", "{a<n:int>}", slotsDiffer},
		{"{<n:int>a}", "{<n:int>b}", slotsDiffer},
		{"{<m:int>a}", "{<n:int>b}", slotsDiffer},
		{"<n:int>{a}", "{b}", slotsDiffer},
		{"{<n:int>}", "{post:<n:int>}", slotsDiffer},
		{"{<m:int>}", "{post:<n:int>}", slotsDiffer},
		{"{<m:int>}", "{<n:int>x}", slotsDiffer},
		{"{<at:time(s)>}", "{x}", slotsDiffer},
		{"{<e:enum(a, b)>x}", "{<e:enum(a, b)>y}", slotsDiffer},
		{"{<e:enum(a, b=\"}\")>x}", "{<e:enum(a, b=\"}\")>y}", slotsUnknown},
	} {
		s, found := load("--@key a = " + tt.a + "\n--@key b = " + tt.b + "\nreturn 1")
		if len(s.Keys) != 2 {
			t.Fatalf("%s, %s: %v", tt.a, tt.b, found)
		}
		a, b := s.Keys[0].Template, s.Keys[1].Template
		if got := compareSlots(a, b); got != tt.want {
			t.Errorf("compareSlots(%s, %s) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := compareSlots(b, a); got != tt.want {
			t.Errorf("compareSlots(%s, %s) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
		if got, want := s.ClusterSafe(), tt.want == slotsEqual; got != want {
			t.Errorf("%s, %s: ClusterSafe() = %t, want %t", tt.a, tt.b, got, want)
		}
	}
}

func TestClusterSafe(t *testing.T) {
	for text, want := range map[string]bool{
		"return 1":                                    false,
		"--@keys a\nreturn 1":                         false,
		"--@keys a={x} b={x}y c\nreturn 1":            false,
		"--@keys a={x} b={x}y c=z{x}\nreturn 1":       true,
		"--@keys a={<id>} b={<id>}y c=<id>\nreturn 1": false,
		"--@keys a=x\nreturn 1":                       true,
	} {
		if s, _ := load(text); s.ClusterSafe() != want {
			t.Errorf("%q: ClusterSafe() = %t, want %t", text, !want, want)
		}
	}
}
