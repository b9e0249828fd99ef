package parser

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func TestSpan(t *testing.T) {
	l := &Loader{Dir: "s", FS: fstest.MapFS{
		"a.lua":     {Data: []byte("--@include \"lib/b.lua\"\nlocal y = 2\nreturn y")},
		"lib/b.lua": {Data: []byte("-- header\nlocal x = 1")},
	}}
	s, found := l.Load("a.lua")
	if len(found) > 0 {
		t.Fatal(found)
	}
	text := string(s.Text)
	for _, tt := range []struct {
		from, to string // the range begins with the one and ends before the other
		want     string
	}{
		{"--@include", "local x", "s/a.lua 1:1-2:1"},
		{"x = 1", " = 1", "s/lib/b.lua 2:7-2:8"},
		{"= 1", "local y", "s/lib/b.lua 2:9-2:12"}, // with a newline that the file lacks
		{"= 1", "y = 2", "s/lib/b.lua 2:9-2:12"},   // cut at the end of the file
		{"y = 2", " = 2", "s/a.lua 2:7-2:8"},
		{"return y", "", "s/a.lua 3:1-3:9"},
		{"", "", "s/a.lua 3:9-3:9"},
	} {
		r := syntax.Range{From: len(text), To: len(text)}
		if tt.from != "" {
			r.From = strings.Index(text, tt.from)
		}
		if tt.to != "" {
			r.To = strings.Index(text, tt.to)
		}
		sp := s.Span(r)
		got := fmt.Sprintf("%s %d:%d-%d:%d", sp.File, sp.Start.Line, sp.Start.Column, sp.End.Line, sp.End.Column)
		if got != tt.want {
			t.Errorf("Span(%d, %d) = %s, want %s", r.From, r.To, got, tt.want)
		}
	}
	if got := (&Script{File: "x.lua"}).Span(syntax.Range{}); got != (diag.Span{File: "x.lua"}) {
		t.Errorf("Span without text = %v", got)
	}
}

// brokenFS fails to open one file.
type brokenFS struct{ fs.FS }

func (b brokenFS) Open(name string) (fs.File, error) {
	if name == "lib/broken.lua" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("disk on fire")}
	}
	return b.FS.Open(name)
}

func TestUnreadable(t *testing.T) {
	l := &Loader{Dir: "s", FS: brokenFS{fstest.MapFS{
		"a.lua": {Data: []byte("--@include \"lib/broken.lua\"\nreturn 1")},
	}}}
	for name, want := range map[string]string{
		"a.lua": `s/a.lua:1:12: "lib/broken.lua" cannot be included: disk on fire`,
		"b.lua": "s/b.lua: the script cannot be read: file does not exist",
	} {
		s, found := l.Load(name)
		if s == nil || s.Chunk == nil || len(found) != 1 {
			t.Fatalf("%s: %v, %v", name, s, found)
		}
		if got := fmt.Sprintf("%s: %s", found[0].Span, found[0].Message); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// countingFS counts how often a file is opened.
type countingFS struct {
	fs.FS
	mu    sync.Mutex
	opens map[string]int
}

func (c *countingFS) Open(name string) (fs.File, error) {
	c.mu.Lock()
	c.opens[name]++
	c.mu.Unlock()
	return c.FS.Open(name)
}

func TestConcurrentLoad(t *testing.T) {
	files := fstest.MapFS{"lib/b.lua": {Data: []byte("local x = 1\n")}}
	for i := range 50 {
		files[fmt.Sprintf("%d.lua", i)] = &fstest.MapFile{Data: []byte("--@include \"lib/b.lua\"\nreturn x\n")}
	}
	c := &countingFS{FS: files, opens: map[string]int{}}
	l := &Loader{FS: c}
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			s, found := l.Load(fmt.Sprintf("%d.lua", i))
			if want := "--@include \"lib/b.lua\"\nlocal x = 1\nreturn x\n"; string(s.Text) != want || len(found) > 0 {
				t.Errorf("%s: %q, %v", s.Name, s.Text, found)
			}
		})
	}
	wg.Wait()
	if c.opens["lib/b.lua"] != 1 {
		t.Errorf("the library was opened %d times, want once", c.opens["lib/b.lua"])
	}
}

// TestHostile loads texts that are large or deep. Each has to end soon, without a
// panic; what is found is not compared.
func TestHostile(t *testing.T) {
	const n = 200_000
	for name, text := range map[string]string{
		"open parentheses":   "--@returns " + strings.Repeat("(", n),
		"open tuples":        "--@returns " + strings.Repeat("tuple(a:", n),
		"open lists":         "--@returns " + strings.Repeat("[]", n),
		"open Go types":      "--@returns json(" + strings.Repeat("*", n),
		"open placeholders":  "--@key a = " + strings.Repeat("<a:enum(", n),
		"bad placeholders":   "--@key a = " + strings.Repeat("<<1>", n),
		"fields":             "--@returns tuple(" + strings.Repeat("a:int,", n) + ")",
		"keys":               "--@keys " + strings.Repeat("a ", n),
		"templates":          "--@keys " + strings.Repeat("a={<b>} ", n),
		"optionals":          "--@args n... " + strings.Repeat("a? ", n),
		"imports":            strings.Repeat("--@import \"time\"\n", n),
		"errors":             strings.Repeat("--@error ErrA 1\n", n),
		"includes":           strings.Repeat("--@include \"x\"\n", n),
		"unknown tags":       strings.Repeat("--@returs int\n", n),
		"variants":           "--@returns " + strings.Repeat("A(a:int, b:int) | ", 499) + "A=1",
		"enums":              "--@returns " + strings.Repeat("A:enum(a,b,c,d,e,f,g,h,i,j) | ", 499) + "A=1",
		"hashes":             "--@returns " + strings.Repeat("A:hash(a:int, b:int, c:[]int) | B(a:string, b:int, c:string, d:int, e:any, f:any) | ", 240) + "A=1",
		"continuation":       "--@returns tuple(\n" + strings.Repeat("-- a:int,\n", n) + "-- )",
		"empty continuation": "--@returns tuple(\n" + strings.Repeat("--\n", n) + "-- )",
		"documentation":      strings.Repeat("-- a\n--\n", n),
		"quotes":             "--@error ErrA \"" + strings.Repeat("\\\"", n),
		"flags":              "#!lua flags=" + strings.Repeat(",", n) + "\n",
		"shebang quotes":     "#!lua " + strings.Repeat("'", n) + "\n",
		"blocks":             strings.Repeat("--[[\n * @keys\n]]\n", n),
	} {
		t.Run(name, func(t *testing.T) {
			s, found := load(text)
			if s == nil || len(found) > maxFindings+1 {
				t.Errorf("%d findings, want at most %d", len(found), maxFindings+1)
			}
		})
	}
}
