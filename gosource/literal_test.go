package gosource

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/luagen/luagen/diag"
)

// textOf type-checks a Go file and reads its constant "script".
func textOf(t *testing.T, src string) (text diag.Hosted, denotes string) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	pkg, err := new(types.Config).Check("a", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	p := &Package{
		Fset: fset, Files: []*ast.File{file}, Types: pkg, Info: info,
		Content: func(string) ([]byte, error) { return []byte(src), nil },
		Shown:   func(file string) string { return file },
	}
	f := NewFinder()
	f.declare(p)
	obj := pkg.Scope().Lookup("script").(*types.Const)
	v := f.only(f.textsOfSetting(f.decls[obj].sets[0]))
	if v.why != "" {
		t.Fatalf("%s\n%s", v.why, src)
	}
	return v.text, constant.StringVal(obj.Val())
}

// literals are the constants of TestEdit.
var literals = []string{
	"`local a = 'x'\n\treturn a`",
	`"local a = \"x\"\n\treturn a"`,
	`"\x61\u00e9\U0001F600é" + "b\\n"`,
	"`a\n` +\n\t\"b\\n\" +\n\t`c`",
	"`a\r\nb\r\n`",
	`"" + "x" + ""`,
}

// TestEdit changes scripts by their text at random and checks that the changed Go file has
// the changed text, wherever that is possible.
func TestEdit(t *testing.T) {
	inserts := []string{"", "x", "\"", "\\", "\n", "tonumber(", "`", "é", "\xff", "\r"}
	for i, lit := range literals {
		src := "package a\n\nconst script = " + lit + "\n"
		text, want := textOf(t, src)
		if text.Text() != want {
			t.Fatalf("%s is read as %q, and denotes %q", lit, text.Text(), want)
		}
		r := rand.New(rand.NewPCG(uint64(i), 1))
		made := 0
		for range 300 {
			from := r.IntN(len(want) + 1)
			to := from + r.IntN(len(want)+1-from)
			e := diag.Edit{NewText: inserts[r.IntN(len(inserts))]}
			e.Span.Start.Offset, e.Span.End.Offset = from, to
			in, ok := text.Edit(e)
			if !ok {
				continue
			}
			made++
			changed := src[:in.Span.Start.Offset] + in.NewText + src[in.Span.End.Offset:]
			if _, got := textOf(t, changed); got != want[:from]+e.NewText+want[to:] {
				t.Errorf("%s with %q for [%d:%d] denotes %q", lit, e.NewText, from, to, got)
			}
		}
		if made < 50 {
			t.Errorf("%s: only %d of 300 changes could be made", lit, made)
		}
	}
}

func TestEditRefused(t *testing.T) {
	text, _ := textOf(t, "package a\n\nconst script = `a` + \"\\u00e9\"\n")
	for _, test := range []struct {
		name     string
		from, to int
		newText  string
	}{
		{"over two pieces", 0, 3, "x"},
		{"inside of an escape", 2, 3, "x"},
		{"a backquote in a raw literal", 0, 1, "`"},
		{"a carriage return in a raw literal", 0, 1, "\r"},
		{"beyond the end", 2, 9, ""},
	} {
		e := diag.Edit{NewText: test.newText}
		e.Span.Start.Offset, e.Span.End.Offset = test.from, test.to
		if got, ok := text.Edit(e); ok {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
	if _, ok := (diag.Hosted{}).Edit(diag.Edit{}); ok {
		t.Error("the empty text was changed")
	}
}

// TestPositions checks that every byte of a script is found on the line and column that
// hold it.
func TestPositions(t *testing.T) {
	src := "package a\n\nconst script = \"\\tone\\n\" +\n\t`two\nthree`\n"
	text, denotes := textOf(t, src)
	lines := strings.Split(src, "\n")
	for _, word := range []string{"one", "two", "three"} {
		at := strings.Index(denotes, word)
		span, ok := text.Span(at, at+len(word))
		if !ok || lines[span.Start.Line-1][span.Start.Column-1:span.End.Column-1] != word {
			t.Errorf("%s is said to be at %v", word, span)
		}
	}
}

// TestDiagnostic maps a finding with all that belongs to it.
func TestDiagnostic(t *testing.T) {
	src := "package a\n\nconst script = `return ` +\n\t`x`\n"
	text, _ := textOf(t, src)
	at := func(file string, from, to int) diag.Span {
		return diag.Span{File: file, Start: diag.Pos{Offset: from}, End: diag.Pos{Offset: to}}
	}
	got := text.Diagnostic("script", diag.Diagnostic{
		Span:    at("script", 7, 8),
		Related: []diag.Related{{Span: at("lib.lua", 1, 2)}, {Span: at("script", 0, 6)}},
		Fix:     &diag.Fix{Message: "m", Edits: []diag.Edit{{Span: at("script", 7, 8), NewText: "y"}}},
		Suggestions: []diag.Fix{
			{Message: "crosses", Edits: []diag.Edit{{Span: at("script", 0, 8)}}},
			{Message: "ok", Edits: []diag.Edit{{Span: at("script", 0, 6), NewText: "z"}}},
		},
	})
	if place(got.Span) != "a.go:4:3-4:4" || got.Related[0].Span.File != "lib.lua" || place(got.Related[1].Span) != "a.go:3:17-3:23" {
		t.Errorf("got %s, related %v", place(got.Span), got.Related)
	}
	if got.Fix == nil || place(got.Fix.Edits[0].Span) != "a.go:4:3-4:4" || len(got.Suggestions) != 1 || got.Suggestions[0].Message != "ok" {
		t.Errorf("got fix %v, suggestions %v", got.Fix, got.Suggestions)
	}
}
