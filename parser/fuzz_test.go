package parser

import (
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/diag"
)

// FuzzLoad loads a script and a library. Neither may make the loader panic; all
// places are inside their files; the segments are the text; and what is accepted
// is read again from its canonical form as the same.
func FuzzLoad(f *testing.F) {
	for _, name := range archives(f) {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		fsys, _ := scripts(ar)
		lib := "local x = 1"
		if l, ok := fsys["lib/a.lua"]; ok {
			lib = string(l.Data)
		}
		for _, file := range fsys {
			f.Add(string(file.Data), lib)
		}
	}
	f.Fuzz(func(t *testing.T, script, lib string) {
		l := &Loader{FS: fstest.MapFS{
			"a.lua":     {Data: []byte(script)},
			"lib/a.lua": {Data: []byte(lib)},
		}}
		s, found := l.Load("a.lua")
		sources := map[string]string{"a.lua": script, "lib/a.lua": lib}
		for _, d := range found {
			checkSpan(t, d.Span, sources)
			for _, r := range d.Related {
				checkSpan(t, r.Span, sources)
			}
			if d.Message == "" || d.Rule == "" || strings.ContainsAny(d.Message, "\n\r\x00") {
				t.Errorf("finding %+v", d)
			}
		}
		checkSegments(t, s, sources)
		checkScriptSpans(t, s, sources)
		if !diag.HasErrors(found) {
			checkCanonical(t, s)
		}
	})
}

// checkSpan reports a place that is not in its file, or not where it says.
func checkSpan(t *testing.T, sp diag.Span, sources map[string]string) {
	t.Helper()
	src, ok := sources[sp.File]
	if !ok {
		t.Fatalf("span of file %q", sp.File)
	}
	if sp.Start.Offset < 0 || sp.End.Offset < sp.Start.Offset || sp.End.Offset > len(src) {
		t.Fatalf("span %+v outside of %d bytes", sp, len(src))
	}
	for _, p := range []diag.Pos{sp.Start, sp.End} {
		if p.Line < 1 || p.Column < 1 || p.Column > p.Offset+1 {
			t.Fatalf("position %+v", p)
		}
	}
}

// checkSegments reports segments that are not the text.
func checkSegments(t *testing.T, s *Script, sources map[string]string) {
	t.Helper()
	end := 0
	for _, seg := range s.Segments {
		if seg.From != end || seg.To < seg.From {
			t.Fatalf("segments %+v", s.Segments)
		}
		end = seg.To
		src, text := sources[seg.Name], string(s.Text[seg.From:seg.To])
		if rest := src[seg.Offset:]; !strings.HasPrefix(rest, text) && rest+"\n" != text && !strings.HasPrefix(rest+"\n", strings.TrimSuffix(text, "\n")) {
			t.Fatalf("segment %+v is %q, not in %q", seg, text, src)
		}
	}
	if end != len(s.Text) {
		t.Fatalf("segments end at %d of %d", end, len(s.Text))
	}
	if len(s.Libraries) == 0 && string(s.Text) != sources["a.lua"] {
		t.Fatalf("text %q is not the file", s.Text)
	}
}

// checkScriptSpans reports declarations that do not stand where they say.
func checkScriptSpans(t *testing.T, s *Script, sources map[string]string) {
	t.Helper()
	ident := func(i Ident) {
		checkSpan(t, i.Span, sources)
		if got := sources[i.Span.File][i.Span.Start.Offset:i.Span.End.Offset]; got != i.Text {
			t.Fatalf("%q stands at %+v, where there is %q", i.Text, i.Span, got)
		}
	}
	for _, k := range s.Keys {
		ident(k.Ident)
		for _, g := range k.Group {
			ident(g)
		}
		if k.Template != nil {
			ident(Ident{Text: k.Template.Text, Span: k.Template.Span})
		}
	}
	for _, a := range s.Args {
		ident(a.Ident)
		checkSpan(t, a.Type.Span(), sources)
	}
	for _, e := range s.Errors {
		ident(e.Ident)
		checkSpan(t, e.MatchSpan, sources)
	}
	if s.Returns != nil {
		walk(s.Returns.Type, func(typ Type) { checkSpan(t, typ.Span(), sources) })
	}
}

// checkCanonical reports a script whose canonical form is another script.
func checkCanonical(t *testing.T, s *Script) {
	t.Helper()
	text := canonical(s)
	again, found := load(text)
	if diag.HasErrors(found) {
		t.Fatalf("canonical form of an accepted script is not accepted:\n%s\n%v", text, found)
	}
	if got := canonical(again); got != text {
		t.Fatalf("canonical form is not stable:\n%s\n%s", text, got)
	}
}

// canonical writes a script's declarations as annotations.
func canonical(s *Script) string {
	var b strings.Builder
	for _, i := range s.Imports {
		b.WriteString("--@import " + i.PackageName() + " " + quoted(i.Path) + "\n")
	}
	for _, k := range s.Keys {
		b.WriteString("--@key " + k.Text)
		switch {
		case k.Template != nil:
			b.WriteString(" = ")
			for _, p := range k.Template.Parts {
				b.WriteString(p.Literal)
				if p.Param != nil {
					b.WriteString("<" + p.Param.Text + ":" + p.Param.Type.String() + ">")
				}
			}
		case k.Group != nil:
			b.WriteString("(")
			for _, g := range k.Group {
				b.WriteString(g.Text + ",")
			}
			b.WriteString(")...")
		case k.Variadic:
			b.WriteString("...")
		}
		b.WriteString("\n")
	}
	for _, a := range s.Args {
		b.WriteString("--@arg " + a.Text + ":" + argType(&a) + "\n")
	}
	if s.Returns != nil {
		b.WriteString("--@returns " + s.Returns.Type.String() + "\n")
	}
	for _, e := range s.Errors {
		b.WriteString("--@error " + e.Text + " ")
		switch e.Match.Kind {
		case MatchInt:
			b.WriteString((&Literal{Ints: true, Int: e.Match.Int}).String())
		case MatchString:
			b.WriteString(quoted(e.Match.Text))
		case MatchNil:
			b.WriteString("nil")
		case MatchCode:
			b.WriteString(e.Match.Text)
		case MatchError:
			b.WriteString("error " + quoted(e.Match.Text))
		}
		b.WriteString("\n")
	}
	return b.String() + "return 1\n"
}

// TestCanonical compares the types of every accepted script of the goldens with
// what their canonical form is read as.
func TestCanonical(t *testing.T) {
	for _, name := range archives(t) {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fsys, names := scripts(ar)
		l := &Loader{FS: fsys}
		for _, n := range names {
			if s, found := l.Load(n); !diag.HasErrors(found) {
				checkCanonical(t, s)
			}
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	const script = `-- Allows a number of calls per user and window.
--@key   counter = rate:{<user>}    calls in this window
--@arg   limit:int                  calls allowed per window
--@arg   window:duration(s)
--@returns Allowed(1, remaining:int) | Refused(0, resetIn:duration(s))
--@error ErrNoUser nil
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return {n <= tonumber(ARGV[1]) and 1 or 0, 0}
`
	fsys := fstest.MapFS{"a.lua": {Data: []byte(script)}}
	b.ReportAllocs()
	for b.Loop() {
		for range 1000 {
			if _, found := (&Loader{FS: fsys}).Load("a.lua"); len(found) > 0 {
				b.Fatal(found)
			}
		}
	}
}
