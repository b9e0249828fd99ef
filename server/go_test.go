package server_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/internal/checkout"
	"github.com/luagen/luagen/internal/cli"
	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/server"
	"github.com/luagen/luagen/server/servertest"
)

// module is a Go module on disk that builds with this checkout.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	checkout.WriteModule(t, "..", dir, "example.com/shop")
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// onDisk are the options of a server over the machine's files.
func onDisk() server.Options {
	o := servertest.Options(nil)
	o.FS = disk.FS{}
	return o
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
}

func readText(t *testing.T, u uri.URI) string {
	t.Helper()
	text, err := os.ReadFile(u.FsPath())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const limit = `-- Lets somebody in.
--@key seen = seen:{<user>}
--@arg most:int
--@arg a:int
--@arg b:int
--@arg c:int
--@arg d:int
--@arg e:int
--@returns int
local most = tonumber(ARGV[1])
local sum = ARGV[2] + ARGV[3] + ARGV[4] + ARGV[5] + ARGV[6]
return redis.call('INCRBY', KEYS[1], most + sum)
`

const caller = `package main

import (
	"context"

	"github.com/redis/go-redis/v9"

	"example.com/shop/scripts"
)

func main() {
	args := scripts.LetInParams{User: "u", Most: 3}
	args.Most++
	_, _ = scripts.LetIn(context.Background(), redis.NewClient(nil), args)
	_ = scripts.LetInCall(scripts.LetInParams{Most: args.Most})
}
`

// generated is a module with a script, its generated Go, and a program that calls it.
func generated(t *testing.T) string {
	t.Helper()
	dir := module(t, map[string]string{"scripts/let_in.lua": limit, "main.go": caller})
	luagen(t, dir, "./scripts")
	run(t, dir, "go", "build", "./...")
	return dir
}

// luagen runs the command line in a folder.
func luagen(t *testing.T, dir string, args ...string) {
	t.Helper()
	t.Chdir(dir)
	var out bytes.Buffer
	if code := cli.Run(args, strings.NewReader(""), &out, &out); code != 0 {
		t.Fatalf("luagen %q exits with %d: %s", args, code, out.String())
	}
}

// TestRenameInGo renames an argument in a header: the script, the generated Go and its callers change,
// and the module builds; luagen then has nothing to change.
func TestRenameInGo(t *testing.T) {
	dir := generated(t)
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("scripts/let_in.lua", 1, limit)
	at := protocol.TextDocumentPositionParams{Position: protocol.Position{Line: 2, Character: 8}}
	at.TextDocument.URI = e.URI("scripts/let_in.lua")
	files, err := renamed(t, e, at, "at_most", func(u uri.URI) string { return readText(t, u) })
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name, text := range files {
		path := uri.URI(name).FsPath()
		below, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.ToSlash(below))
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	equal(t, names, []string{"main.go", "scripts/let_in.lua", "scripts/let_in.lua.go"})
	want := strings.ReplaceAll(strings.ReplaceAll(caller, "Most:", "AtMost:"), "args.Most", "args.AtMost")
	if got := readText(t, e.URI("main.go")); got != want {
		t.Errorf("main.go is %s", got)
	}
	if got, want := readText(t, e.URI("scripts/let_in.lua")), strings.ReplaceAll(limit, "most", "at_most"); got != want {
		t.Errorf("the script is %s", got)
	}
	run(t, dir, "go", "build", "./...")
	luagen(t, dir, "--check", "./scripts")
	luagen(t, dir, "lint", "./scripts")
}

// TestRenameOfStaleCode is refused: what would change with the name is not there yet.
func TestRenameOfStaleCode(t *testing.T) {
	dir := generated(t)
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("scripts/let_in.lua", 1, strings.Replace(limit, "Lets", "Let", 1))
	at := protocol.TextDocumentPositionParams{Position: protocol.Position{Line: 2, Character: 8}}
	at.TextDocument.URI = e.URI("scripts/let_in.lua")
	_, err := renamed(t, e, at, "at_most", func(u uri.URI) string { return readText(t, u) })
	if want := "the Go in scripts is not what the scripts give now: run luagen, then rename"; err == nil || err.Error() != want {
		t.Errorf("refused with %v, want %s", err, want)
	}
}

// TestBetweenLuaAndGo goes from a script to its Go function and its callers, and back.
func TestBetweenLuaAndGo(t *testing.T) {
	dir := generated(t)
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("scripts/let_in.lua", 1, limit)
	e.Show("main.go", 1, caller)
	short := func(all []protocol.Location) []string {
		var texts []string
		for _, l := range all {
			texts = append(texts, strings.TrimPrefix(string(l.URI), string(e.URI(""))+"/")+" "+place(l.Range))
		}
		return texts
	}
	at := protocol.TextDocumentPositionParams{Position: protocol.Position{Line: 0, Character: 5}}
	at.TextDocument.URI = e.URI("scripts/let_in.lua")
	text := readText(t, e.URI("scripts/let_in.lua.go"))
	line := strings.Count(text[:strings.Index(text, "func LetIn(")], "\n")
	equal(t, short(define(t, e, at)), []string{fmt.Sprintf("scripts/let_in.lua.go %d:5-%d:10", line, line)})
	equal(t, short(refer(t, e, at)), []string{"main.go 13:16-13:21"})
	at.TextDocument.URI, at.Position = e.URI("main.go"), protocol.Position{Line: 13, Character: 18}
	equal(t, short(define(t, e, at)), []string{"scripts/let_in.lua 0:0-0:0"})
	at.Position = protocol.Position{Line: 11, Character: 20} // a type
	equal(t, short(define(t, e, at)), []string{"scripts/let_in.lua 0:0-0:0"})
	at.Position = protocol.Position{Line: 10, Character: 6} // main
	equal(t, short(define(t, e, at)), nil)
}

// TestDeclaredNamesInGo goes from an error and a type to where Go names them, and back.
func TestDeclaredNamesInGo(t *testing.T) {
	const script = `-- Takes a ticket.
--@key tickets
--@type Ticket = tuple(n:int, at:int)
--@returns Ticket
--@error ErrClosed "closed"  no tickets any more
return 'closed'
`
	const program = `package main

import (
	"errors"

	"example.com/shop/scripts"
)

func closed(t scripts.Ticket, err error) bool {
	return errors.Is(err, scripts.ErrClosed)
}

func main() { closed(scripts.Ticket{}, nil) }
`
	dir := module(t, map[string]string{"scripts/take.lua": script, "main.go": program})
	luagen(t, dir, "./scripts")
	run(t, dir, "go", "build", "./...")
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("scripts/take.lua", 1, script)
	e.Show("main.go", 1, program)
	short := func(all []protocol.Location) []string {
		var texts []string
		for _, l := range all {
			texts = append(texts, strings.TrimPrefix(string(l.URI), string(e.URI(""))+"/")+" "+place(l.Range))
		}
		return texts
	}
	at := func(file string, line, character uint32) protocol.TextDocumentPositionParams {
		return protocol.TextDocumentPositionParams{
			TextDocument: protocol.TextDocumentIdentifier{URI: e.URI(file)}, Position: protocol.Position{Line: line, Character: character},
		}
	}
	equal(t, short(define(t, e, at("main.go", 9, 34))), []string{"scripts/take.lua 4:9-4:18"})
	equal(t, short(define(t, e, at("main.go", 8, 24))), []string{"scripts/take.lua 2:8-2:14"})
	equal(t, short(refer(t, e, at("scripts/take.lua", 4, 10))), []string{"scripts/take.lua 4:9-4:18", "main.go 9:31-9:40"})
	equal(t, short(refer(t, e, at("scripts/take.lua", 3, 12))), []string{
		"scripts/take.lua 2:8-2:14", "scripts/take.lua 3:11-3:17", "main.go 8:22-8:28", "main.go 12:29-12:35",
	})
}

const inGo = `package main

import (
	"context"

	"github.com/redis/go-redis/v9"
)

const take = ` + "`" + `
-- é
local n = redis.call('GET', KEYS[1])
if n > 5 then return redis.call('GETT', KEYS[1]) end
return n
` + "`" + `

func main() {
	c := redis.NewClient(nil)
	_ = c.Eval(context.Background(), take, []string{"k"})
	_ = c.Eval(context.Background(), "local x = redis.call('\x47ET', KEYS[1]) return x", []string{"k"})
}
`

// TestScriptsInGo looks at scripts in string literals.
func TestScriptsInGo(t *testing.T) {
	dir := module(t, map[string]string{"main.go": inGo, "notes.go": "package main\n"})
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("notes.go", 1, "package main\n")
	e.Show("main.go", 1, inGo)
	found := e.Found("main.go", 1)
	equal(t, rules(found), []string{"11:3-11:8 missing-tonumber", "11:32-11:38 unknown-command", "17:5-17:54 go-eval", "18:5-18:100 go-eval"})
	// What the editor has is looked at, and not what is on disk.
	e.Replace("main.go", 2, strings.Replace(inGo, "'GETT'", "'GET'", 1))
	equal(t, rules(e.Found("main.go", 2)), []string{"11:3-11:8 missing-tonumber", "17:5-17:54 go-eval", "18:5-18:100 go-eval"})
	if told := e.Told("notes.go"); told != nil {
		t.Errorf("the server speaks of a file without scripts: %v", told)
	}

	p := &protocol.HoverParams{}
	p.TextDocument.URI, p.Position = e.URI("main.go"), protocol.Position{Line: 10, Character: 23}
	h, err := e.Hover(e.Context(), p)
	if err != nil || h == nil {
		t.Fatal(h, err)
	}
	if got := h.Contents.(*protocol.MarkupContent).Value; !strings.HasPrefix(got, "```lua\nGET key\n```") || place(*h.Range) != "10:21-10:26" {
		t.Errorf("at %s: %s", place(*h.Range), got)
	}
	// Behind an escape, in a string with quotes.
	p.Position = protocol.Position{Line: 18, Character: 62}
	if h, err = e.Hover(e.Context(), p); err != nil || h == nil || place(*h.Range) != "18:56-18:64" {
		t.Fatal(h, err)
	}

	c := &protocol.CompletionParams{TextDocumentPositionParams: p.TextDocumentPositionParams}
	c.Position = protocol.Position{Line: 10, Character: 24}
	result, err := e.Completion(e.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range result.(protocol.CompletionItemSlice) {
		got = append(got, i.Label+" "+place(i.TextEdit.(*protocol.TextEdit).Range))
	}
	equal(t, got[:2], []string{"GEOADD 10:22-10:25", "GEODIST 10:22-10:25"})

	a := &protocol.CodeActionParams{TextDocument: p.TextDocument, Range: found[0].Range}
	actions, err := e.CodeAction(e.Context(), a)
	if err != nil || len(actions) != 2 { // the other suppresses it
		t.Fatal(actions, err)
	}
	fix := actions[0].(*protocol.CodeAction)
	text := strings.Replace(inGo, "'GETT'", "'GET'", 1)
	if got, want := applied(text, fix.Edit.Changes[e.URI("main.go")]), strings.Replace(text, "if n >", "if tonumber(n) >", 1); got != want {
		t.Errorf("%s makes %s", fix.Title, got)
	}

	r := &protocol.RenameParams{TextDocumentPositionParams: p.TextDocumentPositionParams, NewName: "held"}
	r.Position = protocol.Position{Line: 10, Character: 6}
	edit, err := e.Rename(e.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("local n ", "local held ", "if n ", "if held ", "return n", "return held").Replace(text)
	if got := applied(text, edit.Changes[e.URI("main.go")]); got != want {
		t.Errorf("renaming makes %s", got)
	}
}

// shared is a library that declares names, two scripts that use them, and a program that does so too.
var shared = map[string]string{
	"scripts/lib/tasks.lua": "-- What the scripts of tasks share.\n--@type Claim = tuple(owner:string, left:int)\n--@define task = task:{<queue>}:<id>\nlocal function now() return redis.call('TIME')[1] end\n",
	"scripts/take.lua":      "--@include \"lib/tasks.lua\"\n--@key task\n--@arg owner\n--@returns Claim\nredis.call('SET', KEYS[1], now())\nreturn {ARGV[1], 1}\n",
	"scripts/list.lua":      "--@include \"lib/tasks.lua\"\n--@keys task other\n--@returns []Claim\nreturn {{redis.call('GET', KEYS[1]), now()}, {redis.call('GET', KEYS[2]), now()}}\n",
	"main.go": `package main

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"example.com/shop/scripts"
)

// mine is a claim.
type mine struct{ scripts.Claim }

func main() {
	c := redis.NewClient(nil)
	claim, _ := scripts.Take(context.Background(), c, "q", "1", "me")
	all, _ := scripts.List(context.Background(), c, "q", "1", scripts.TaskKey("q", "2"))
	for _, one := range append(all, claim) {
		fmt.Println(mine{one}.Claim.Owner, scripts.TaskKey("q", "1"), yours{Claim: &one}.Left)
	}
}

type yours struct {
	*scripts.Claim
	Free int
}
`,
}

// TestRenameOfSharedNames renames a type and a template that a library declares, at the declaration and at a use:
// the library, the scripts, the generated Go and what names it change, and the module builds.
func TestRenameOfSharedNames(t *testing.T) {
	for _, c := range []struct {
		name, file string
		at         string // what the position is before
		to         string
		changes    *strings.Replacer // of the files by hand
	}{
		{"type", "scripts/lib/tasks.lua", "Claim = ", "Grant", strings.NewReplacer("Claim", "Grant")},
		{"type where it is used", "scripts/take.lua", "Claim\n", "Grant", strings.NewReplacer("Claim", "Grant")},
		{"template", "scripts/lib/tasks.lua", "task = ", "job", strings.NewReplacer("@define task", "@define job", "@key task", "@key job", "@keys task", "@keys job", "TaskKey", "JobKey")},
		{"template where it is used", "scripts/list.lua", "task other", "job", strings.NewReplacer("@define task", "@define job", "@key task", "@key job", "@keys task", "@keys job", "TaskKey", "JobKey")},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := module(t, shared)
			luagen(t, dir, "./scripts")
			run(t, dir, "go", "build", "./...")
			e := servertest.OpenFolder(t, dir, onDisk())
			e.Show(c.file, 1, shared[c.file])
			at := protocol.TextDocumentPositionParams{Position: servertest.At(shared[c.file], strings.Index(shared[c.file], c.at))}
			at.TextDocument.URI = e.URI(c.file)
			files, err := renamed(t, e, at, c.to, func(u uri.URI) string { return readText(t, u) })
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range files {
				if err := os.WriteFile(uri.URI(name).FsPath(), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for name, before := range shared {
				if got, want := readText(t, e.URI(name)), c.changes.Replace(before); got != want {
					t.Errorf("%s is\n%s\nwant\n%s", name, got, want)
				}
			}
			run(t, dir, "go", "build", "./...")
			luagen(t, dir, "--check", "./scripts")
			luagen(t, dir, "lint", "./scripts")
		})
	}
}

// TestRenameThatBreaksGo is refused: what would have the new name has another one there.
func TestRenameThatBreaksGo(t *testing.T) {
	dir := module(t, shared)
	luagen(t, dir, "./scripts")
	e := servertest.OpenFolder(t, dir, onDisk())
	text := shared["scripts/take.lua"]
	e.Show("scripts/take.lua", 1, text)
	at := protocol.TextDocumentPositionParams{Position: servertest.At(text, strings.Index(text, "Claim"))}
	at.TextDocument.URI = e.URI("scripts/take.lua")
	_, err := renamed(t, e, at, "Free", func(u uri.URI) string { return readText(t, u) })
	const want = "the name would break the Go: main.go:26:2: Free redeclared"
	if err == nil || err.Error() != want {
		t.Errorf("refused with %v, want %s", err, want)
	}
}

const several = `package main

import "github.com/redis/go-redis/v9"

const lib = "local function one() return 1 end "

var third = redis.NewScript("return redis.call('GET', KEYS[3])")

func main() {
	_, _ = second, third
	_ = redis.NewScript(lib + "local n = one() return n")
	_ = redis.NewScript(lib + "return one()")
}

var second = redis.NewScript("local x = redis.call('GET', KEYS[2]) return x")
`

// TestSeveralScriptsInGo has scripts that are used in another order than that in which they stand, and a text in common:
// what is shown of them is in order, and once.
func TestSeveralScriptsInGo(t *testing.T) {
	dir := module(t, map[string]string{"main.go": several})
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("main.go", 1, several)
	d := protocol.TextDocumentIdentifier{URI: e.URI("main.go")}
	hints, err := e.InlayHint(e.Context(), &protocol.InlayHintParams{TextDocument: d, Range: protocol.Range{End: protocol.Position{Line: 99}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range hints {
		got = append(got, fmt.Sprintf("%d %v", h.Position.Line, h.Label))
	}
	equal(t, got, []string{"10 : 1", "14 : string or false"})
	symbols, err := e.DocumentSymbol(e.Context(), &protocol.DocumentSymbolParams{TextDocument: d})
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, s := range symbols.(protocol.DocumentSymbolSlice) {
		got = append(got, fmt.Sprintf("%d %s", s.SelectionRange.Start.Line, s.Name))
	}
	equal(t, got, []string{"4 one", "10 n", "14 x"})
	tokens, err := e.SemanticTokensFull(e.Context(), &protocol.SemanticTokensParams{TextDocument: d})
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	lines := strings.Split(several, "\n")
	var line, character uint32
	for i := 0; i+4 < len(tokens.Data); i += 5 {
		if line += tokens.Data[i]; tokens.Data[i] > 0 {
			character = 0
		}
		character += tokens.Data[i+1]
		got = append(got, lines[line][character:character+tokens.Data[i+2]])
	}
	equal(t, got, []string{"one", "redis", "call", "'GET'", "KEYS", "n", "one", "n", "one", "x", "redis", "call", "'GET'", "KEYS", "x"})
}
