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
		want SlotRelation
	}{
		{"{<id:int>}:a", "{<id:int>}:b", SlotsEqual},
		{"{<user>}:a", "b:{<user>}", SlotsEqual},
		{"{post:<id>}", "{post:<id>}x", SlotsEqual},
		{"<a>{x}", "<a>{x}:more", SlotsEqual},
		{"a", "a", SlotsEqual},
		{"a<id>", "a<id>", SlotsEqual},
		{"{a}", "x{a}{b}", SlotsEqual},
		{"{<e:enum(a, b)>}", "x{<e:enum(a, b)>}", SlotsEqual},

		{"<a>{x}", "b{x}", SlotsUnknown},       // a may hold {y}
		{"<a>{x}", "{y}", SlotsUnknown},        // a may hold {y}
		{"{<a>}", "{<b>}", SlotsUnknown},       // a may equal b
		{"{<a>x}", "{<a>y}", SlotsUnknown},     // a may hold }
		{"{<a:int>}", "{1}", SlotsUnknown},     // a may be 1
		{"{a<s>}", "{a}", SlotsUnknown},        // s may be empty
		{"{a<s>}", "{a<n:int>}", SlotsUnknown}, // s may equal n
		{"a", "b", SlotsUnknown},               // no tags
		{"{}a", "{}b", SlotsUnknown},           // no tags either
		{"{a", "{b", SlotsUnknown},             // nor here
		{"{<a:int>x<b>}", "{<b>y}", SlotsUnknown},
		{"{<a:int>}", "{-<b:int>}", SlotsUnknown},        // a may be negative
		{"{x<a:int>}", "{x1<b:int>}", SlotsUnknown},      // a may begin with 1
		{"{x<a:int>}", "{x<b:int>7}", SlotsUnknown},      // a may end with 7
		{"{<a:enum(b, c)>}", "{<d:int>x}", SlotsUnknown}, // nobody looks into enums

		{"{a}", "{b}", SlotsDiffer},
		{"{post:<id>}", "{user:<id>}", SlotsDiffer},
		{"{a}", "{ab}", SlotsDiffer},
		{"{a}", "{a<n:int>}", SlotsDiffer},
		{"{<n:int>a}", "{<n:int>b}", SlotsDiffer},
		{"{<m:int>a}", "{<n:int>b}", SlotsDiffer},
		{"<n:int>{a}", "{b}", SlotsDiffer},
		{"{<n:int>}", "{post:<n:int>}", SlotsDiffer},
		{"{<m:int>}", "{post:<n:int>}", SlotsDiffer},
		{"{<m:int>}", "{<n:int>x}", SlotsDiffer},
		{"{<at:time(s)>}", "{x}", SlotsDiffer},
		{"{<e:enum(a, b)>x}", "{<e:enum(a, b)>y}", SlotsDiffer},
		{"{<e:enum(a, b=\"}\")>x}", "{<e:enum(a, b=\"}\")>y}", SlotsUnknown},
	} {
		s, found := load("--@key a = " + tt.a + "\n--@key b = " + tt.b + "\nreturn 1")
		if len(s.Keys) != 2 {
			t.Fatalf("%s, %s: %v", tt.a, tt.b, found)
		}
		a, b := s.Keys[0].Template, s.Keys[1].Template
		if got := CompareSlots(a, b); got != tt.want {
			t.Errorf("CompareSlots(%s, %s) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := CompareSlots(b, a); got != tt.want {
			t.Errorf("CompareSlots(%s, %s) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
		if got, want := s.ClusterSafe(), tt.want == SlotsEqual; got != want {
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
