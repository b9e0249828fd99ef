package server_test

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"go.lsp.dev/protocol"
	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/servertest"
	"github.com/luagen/luagen/server/text"
)

// archivedTexts are the scripts of the test archives, by kind of archive.
func archivedTexts(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"../testdata/lint/*.txtar", "../testdata/gen/*.txtar", "../testdata/infer/*.txtar", "../testdata/parser/*.txtar", "../testdata/reports/*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range a.Files {
				if filepath.Ext(f.Name) == ".lua" {
					all = append(all, string(f.Data))
				}
			}
		}
	}
	if len(all) < 100 {
		t.Fatalf("there are %d scripts", len(all))
	}
	return all
}

// edited is a text with a random change, and the change as an editor sends it.
func edited(random *rand.Rand, before string, words []string) (string, protocol.TextDocumentContentChangeEvent) {
	t := text.New([]byte(before))
	from := random.IntN(len(before) + 1)
	to := min(from+random.IntN(12)*random.IntN(3), len(before))
	r := t.Range(from, to, text.UTF16)
	word := words[random.IntN(len(words))]
	after := t.Apply([]text.Change{{Range: &r, Text: word}}, text.UTF16)
	position := func(p text.Position) protocol.Position {
		return protocol.Position{Line: uint32(p.Line), Character: uint32(p.Character)}
	}
	return string(after.Content), &protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: position(r.Start), End: position(r.End)}, Text: word}
}

var typed = []string{
	"", "", "\n", " ", "'", "\"", "(", ")", "{", "}", "[", "]]", "--", "--[[", "--@", "@arg x:", "@key ", "end", "local ", "function f(", "if x then ",
	"redis.call('GET', ", "KEYS[1]", "ARGV[", ",", ".", ":", "é", "𝄞", "\r\n", "\t", "return ", "..", "0x", "1e", "\\", "lint:ignore ", "goto", "=", "#", "nil",
}

// answers is what a server answers about a file.
type answers struct {
	Found, Hover, Completion, Tokens, Symbols, Folds, Hints, Actions, Signature, Definition any
}

func askAll(t *testing.T, e *servertest.Editor, name string, version int32, at protocol.Position) answers {
	t.Helper()
	var a answers
	found := e.Found(name, version)
	for i := range found {
		found[i].RelatedInformation = nil
	}
	a.Found = found
	check := func(result any, err error) any {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	ctx := e.Context()
	p := protocol.TextDocumentPositionParams{Position: at}
	p.TextDocument.URI = e.URI(name)
	d := p.TextDocument
	all := protocol.Range{End: protocol.Position{Line: 1 << 20}}
	call := func(result any, err error) any { t.Helper(); return check(result, err) }
	h, err := e.Hover(ctx, &protocol.HoverParams{TextDocumentPositionParams: p})
	a.Hover = call(h, err)
	c, err := e.Completion(ctx, &protocol.CompletionParams{TextDocumentPositionParams: p})
	a.Completion = call(c, err)
	tokens, err := e.SemanticTokensFull(ctx, &protocol.SemanticTokensParams{TextDocument: d})
	a.Tokens = call(tokens, err)
	symbols, err := e.DocumentSymbol(ctx, &protocol.DocumentSymbolParams{TextDocument: d})
	a.Symbols = call(symbols, err)
	folds, err := e.FoldingRanges(ctx, &protocol.FoldingRangeParams{TextDocument: d})
	a.Folds = call(folds, err)
	hints, err := e.InlayHint(ctx, &protocol.InlayHintParams{TextDocument: d, Range: all})
	a.Hints = call(hints, err)
	actions, err := e.CodeAction(ctx, &protocol.CodeActionParams{TextDocument: d, Range: all})
	a.Actions = call(actions, err)
	signature, err := e.SignatureHelp(ctx, &protocol.SignatureHelpParams{TextDocumentPositionParams: p})
	a.Signature = call(signature, err)
	definition, err := e.Definition(ctx, &protocol.DefinitionParams{TextDocumentPositionParams: p})
	a.Definition = call(definition, err)
	return a
}

// TestEditsEndAsAFreshServerBegins types at random in scripts of the archives. After each change the
// server says what one says that has just been started, and that is what the command line says.
func TestEditsEndAsAFreshServerBegins(t *testing.T) {
	texts := archivedTexts(t)
	for seed := range uint64(24) {
		random := rand.New(rand.NewPCG(seed, 3))
		content := texts[random.IntN(len(texts))]
		files := servertest.Files(map[string]string{"lib/clock.lua": library()["lib/clock.lua"]})
		disk, path := project.Files{FS: files, Work: servertest.Path("")}, servertest.Path("a.lua")
		e := servertest.Open(t, servertest.Options(files))
		// A file that the server speaks of: others it may be silent about.
		const header = "--@keys k\n"
		e.Show("a.lua", 1, header+content)
		content = header + content
		for version := int32(2); version < 14; version++ {
			var changes []protocol.TextDocumentContentChangeEvent
			for range 1 + random.IntN(3) {
				var change protocol.TextDocumentContentChangeEvent
				content, change = edited(random, content, typed)
				changes = append(changes, change)
			}
			e.Change("a.lua", version, changes...)
			if !project.OpenLive(disk.Overlay(map[string][]byte{path: []byte(content)})).Concerns(path) {
				continue // it is silent
			}
			at := text.New([]byte(content)).Position(random.IntN(len(content)+1), text.UTF16)
			position := protocol.Position{Line: uint32(at.Line), Character: uint32(at.Character)}
			fresh := servertest.Open(t, servertest.Options(files))
			fresh.Show("a.lua", version, content)
			got, want := askAll(t, e, "a.lua", version, position), askAll(t, fresh, "a.lua", version, position)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, version %d at %v:\n%q\ngot  %+v\nwant %+v", seed, version, position, content, got, want)
			}
			linted := wholeProject(t, disk.Overlay(map[string][]byte{path: []byte(content)}))
			equal(t, rules(e.Found("a.lua", version)), linted(content))
			if logged := e.Logged(); len(logged) > 0 {
				t.Fatalf("seed %d, version %d: %q: %s", seed, version, content, logged)
			}
		}
	}
}

// wholeProject is what "luagen lint" says of a.lua, in the form of rules.
func wholeProject(t *testing.T, f project.Files) func(content string) []string {
	t.Helper()
	w, err := project.Open(project.Request{Files: f, Paths: []string{"./..."}, Wide: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(); err != nil {
		t.Fatal(err)
	}
	found := w.Lint(project.Settings{}.Lint)
	return func(content string) []string {
		in := text.New([]byte(content))
		var all []protocol.Diagnostic
		for _, d := range found {
			if d.Span.File != "a.lua" {
				continue
			}
			r := in.Range(d.Span.Start.Offset, d.Span.End.Offset, text.UTF16)
			var p protocol.Diagnostic
			p.Range.Start = protocol.Position{Line: uint32(r.Start.Line), Character: uint32(r.Start.Character)}
			p.Range.End = protocol.Position{Line: uint32(r.End.Line), Character: uint32(r.End.Character)}
			p.Code = protocol.String(d.Rule)
			all = append(all, p)
		}
		return rules(all)
	}
}
