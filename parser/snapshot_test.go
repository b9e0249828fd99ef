package parser

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// firstOf returns the first finding as "line: message".
func firstOf(found []diag.Diagnostic) string {
	if len(found) == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d: %s", found[0].Span.File, found[0].Span.Start.Line, found[0].Message)
}

func TestWith(t *testing.T) {
	files := fstest.MapFS{
		"a.lua":     {Data: []byte("--@include \"lib/b.lua\"\nreturn x\n")},
		"c.lua":     {Data: []byte("--@include \"lib/new.lua\"\nreturn y\n")},
		"lib/b.lua": {Data: []byte("local x = 1\n")},
	}
	c := &countingFS{FS: files, opens: map[string]int{}}
	disk := &Loader{FS: c}
	text := func(l *Loader, name string) string {
		s, found := l.Load(name)
		if len(found) > 0 {
			return firstOf(found)
		}
		return string(s.Text)
	}
	old := text(disk, "a.lua")
	edited := disk.With("lib/b.lua", []byte("local x = 2\n"))
	if got, want := text(edited, "a.lua"), "--@include \"lib/b.lua\"\nlocal x = 2\nreturn x\n"; got != want {
		t.Errorf("with another library: %q, want %q", got, want)
	}
	if got := text(disk, "a.lua"); got != old {
		t.Errorf("the snapshot from before has changed to %q", got)
	}
	if c.opens["a.lua"] != 1 || c.opens["lib/b.lua"] != 1 {
		t.Errorf("files were read again: %v", c.opens)
	}

	missing := `c.lua:1: "lib/new.lua" cannot be included: there is no file lib/new.lua below the scripts' root folder; the path is relative to the folder of the file that includes it`
	if got := text(edited, "c.lua"); got != missing {
		t.Errorf("%q, want %q", got, missing)
	}
	s, _ := edited.Load("c.lua")
	if want := []string{"c.lua", "lib/new.lua", "lib/new.lua.lua"}; !slices.Equal(s.Reads, want) {
		t.Errorf("c.lua depends on %q, want %q", s.Reads, want)
	}
	added := edited.With("lib/new.lua", []byte("local y = 1\n"))
	if got, want := text(added, "c.lua"), "--@include \"lib/new.lua\"\nlocal y = 1\nreturn y\n"; got != want {
		t.Errorf("with a library that is not on disk: %q, want %q", got, want)
	}
	if got := text(added.Forget("lib/new.lua"), "c.lua"); got != missing {
		t.Errorf("without it: %q, want %q", got, missing)
	}

	files["lib/b.lua"] = &fstest.MapFile{Data: []byte("local x = 3\n")}
	if got := text(disk, "a.lua"); got != old {
		t.Errorf("a file that was read has changed to %q", got)
	}
	if got, want := text(added.Forget("lib/b.lua"), "a.lua"), "--@include \"lib/b.lua\"\nlocal x = 3\nreturn x\n"; got != want {
		t.Errorf("read anew: %q, want %q", got, want)
	}
}

func TestParseText(t *testing.T) {
	s, found := ParseText("lock.go:12", []byte("--@keys lock\nreturn redis.call('DEL', KEYS[1])\n"))
	if len(found) > 0 || len(s.Keys) != 1 || s.File != "lock.go:12" || string(s.Text) != string(s.Source) {
		t.Errorf("%v, keys %v, file %q", found, s.Keys, s.File)
	}
	_, found = ParseText("a", []byte("--@include \"b.lua\"\nreturn 1\n"))
	if want := `a:1: "b.lua" cannot be included: there is no file b.lua below the scripts' root folder; the path is relative to the folder of the file that includes it`; firstOf(found) != want {
		t.Errorf("%s, want %s", firstOf(found), want)
	}
}

func TestParseTemplate(t *testing.T) {
	text := "local a = HOLE\nlocal b = 'x HOLE y' HOLE return"
	holes := []syntax.Range{{From: 10, To: 14}, {From: 28, To: 32}, {From: 36, To: 40}}
	s, found := ParseTemplate("a", []byte(text), holes)
	if len(found) > 0 {
		t.Errorf("%v, want no syntax error", found)
	}
	for _, c := range []struct {
		from, to int
		want     bool
	}{{0, 10, false}, {0, 11, true}, {13, 14, true}, {14, 28, false}, {25, 35, true}, {40, 47, false}} {
		if got := s.InHole(syntax.Range{From: c.from, To: c.to}); got != c.want {
			t.Errorf("%d to %d: %v", c.from, c.to, got)
		}
	}
}
