package server_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server"
	"github.com/luagen/luagen/server/servertest"
	"github.com/luagen/luagen/server/text"
)

var (
	soakTime = flag.Duration("soak-time", 0, "how long TestRandomSessions and TestRandomGo go on; 0 for a few sessions")
	soakSeed = flag.Uint64("soak-seed", 0, "the seed of the one session to run; 0 for others")
)

// sessions runs sessions of different seeds: few of them, or for a time.
func sessions(t *testing.T, few uint64, session func(t *testing.T, seed uint64)) {
	if *soakSeed != 0 {
		session(t, *soakSeed)
		return
	}
	if *soakTime == 0 {
		for seed := range few {
			session(t, seed)
		}
		return
	}
	begin := uint64(time.Now().UnixNano())
	done := uint64(0)
	for end := time.Now().Add(*soakTime); time.Now().Before(end) && !t.Failed(); done++ {
		t.Run("", func(t *testing.T) { session(t, begin+done) })
	}
	t.Logf("%d sessions from seed %d on", done, begin)
}

// changing is a file system whose files change while they are read.
type changing struct {
	mu    sync.Mutex
	files fstest.MapFS
}

func (c *changing) Open(name string) (fs.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.files).Open(name)
}

func (c *changing) set(name string, text *string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if text == nil {
		delete(c.files, name)
	} else {
		c.files[name] = &fstest.MapFile{Data: []byte(*text)}
	}
}

// person is somebody who works in an editor: what is open there, and on disk.
type person struct {
	random  *rand.Rand
	disk    *changing
	folders map[string]bool
	open    map[string]string // texts
	version int32
	texts   []string
	log     []string // what was done
}

// names are the files of the workspace.
var randomNames = []string{"a.lua", "sub/b.lua", "lib/clock.lua", "lib/more.lua"}

var randomSettings = []string{
	"scripts: [{dir: sub}]\n", "lint: {unused-local: error}\n", "lint: {unused-local: off}\n", "scripts: [{dir: none}]\n", "lint: {nonsense: error}\n", "{", "",
}

func (p *person) options() server.Options {
	o := servertest.Options(nil)
	o.FS = p.disk
	return o
}

func (p *person) pick(all []string) string { return all[p.random.IntN(len(all))] }

// text is a script of the archives, which may include a library.
func (p *person) text() string {
	header := p.pick([]string{"", "--@keys k\n", "--@include \"lib/clock.lua\"\n", "--@include \"lib/more.lua\"\n--@args n:int\n", "--@include \"../lib/clock\"\n--@include \"../lib/more\"\n"})
	return header + p.pick(p.texts)
}

// start opens an editor with the folders and files that the person has open.
func (p *person) start(t *testing.T) *servertest.Editor {
	e := servertest.Open(t, p.options(), func(params *protocol.InitializeParams) {
		var all []protocol.WorkspaceFolder
		for _, f := range slices.Sorted(maps.Keys(p.folders)) {
			all = append(all, protocol.WorkspaceFolder{URI: servertest.URI(f), Name: f})
		}
		params.WorkspaceFolders = protocol.NewNullable(all)
	})
	names := slices.Collect(maps.Keys(p.open))
	slices.Sort(names)
	p.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for _, name := range names {
		e.Show(name, p.version, p.open[name])
	}
	return e
}

// act does something, and tells the editor.
func (p *person) act(t *testing.T, e *servertest.Editor) {
	p.version++
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	name := p.pick(randomNames)
	content, open := p.open[name]
	what := p.random.IntN(20)
	switch {
	case !open && what < 10, what == 10:
		p.log = append(p.log, "show "+name)
		p.open[name] = p.text()
		e.Show(name, p.version, p.open[name])
	case open && what < 10:
		var changes []protocol.TextDocumentContentChangeEvent
		for range 1 + p.random.IntN(3) {
			var change protocol.TextDocumentContentChangeEvent
			content, change = edited(p.random, content, typed)
			changes = append(changes, change)
		}
		p.log = append(p.log, fmt.Sprintf("change %s to %q", name, content))
		p.open[name] = content
		e.Change(name, p.version, changes...)
	case what == 11:
		p.log = append(p.log, "hide "+name)
		delete(p.open, name)
		e.Hide(name)
	case what < 17:
		change := protocol.FileEvent{URI: servertest.URI(name), Type: protocol.FileChangeTypeChanged}
		text := p.text()
		if p.random.IntN(4) == 0 {
			change.URI, text = servertest.URI("luagen.yaml"), p.pick(randomSettings)
		}
		path := strings.TrimPrefix(string(change.URI), "file:///")
		if p.random.IntN(4) == 0 {
			p.log = append(p.log, "remove "+path)
			change.Type = protocol.FileChangeTypeDeleted
			p.disk.set(path, nil)
		} else {
			p.log = append(p.log, fmt.Sprintf("write %s: %q", path, text))
			p.disk.set(path, &text)
		}
		check(e.DidChangeWatchedFiles(e.Context(), &protocol.DidChangeWatchedFilesParams{Changes: []protocol.FileEvent{change}}))
	case what == 17:
		folder := p.pick([]string{"", "sub", "lib"})
		params := &protocol.DidChangeWorkspaceFoldersParams{}
		params.Event.Added, params.Event.Removed = []protocol.WorkspaceFolder{}, []protocol.WorkspaceFolder{}
		one := protocol.WorkspaceFolder{URI: servertest.URI(folder), Name: folder}
		if p.folders[folder] {
			delete(p.folders, folder)
			params.Event.Removed = append(params.Event.Removed, one)
		} else {
			p.folders[folder] = true
			params.Event.Added = append(params.Event.Added, one)
		}
		p.log = append(p.log, fmt.Sprintf("folders %v", p.folders))
		check(e.DidChangeWorkspaceFolders(e.Context(), params))
	default:
		p.ask(t, e, name)
	}
}

// ask sends a request whose answer nobody waits for, and cancels some.
func (p *person) ask(t *testing.T, e *servertest.Editor, name string) {
	methods := []string{"textDocument/hover", "textDocument/references", "textDocument/codeAction", "textDocument/semanticTokens/full", "workspace/symbol", "textDocument/rename", "no/such"}
	method := p.pick(methods)
	params := fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":%d,"character":%d},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}},"context":{"diagnostics":[],"includeDeclaration":true},"query":"a","newName":"x"}`,
		servertest.URI(name), p.random.IntN(6), p.random.IntN(30))
	go func() {
		var result jsonrpc2.RawMessage
		_, _ = e.Conn.Call(e.Context(), method, jsonrpc2.RawMessage(params), &result) // it may be cancelled, or out of date
	}()
	if p.random.IntN(2) == 0 {
		if err := e.Conn.Notify(e.Context(), "$/cancelRequest", jsonrpc2.RawMessage(fmt.Sprintf(`{"id":%d}`, p.random.IntN(200)))); err != nil {
			t.Fatal(err)
		}
	}
}

// settled waits until the editor has been told of everything that is open.
func (p *person) settled(e *servertest.Editor, version int32) {
	e.Show("z.lua", version, "return KEYS[1]\n")
	e.Found("z.lua", version) // which is looked at last
}

// TestRandomSessions works at random: types in scripts and libraries, opens and closes them, changes files, settings
// and folders, asks and cancels. Every now and then the server says of all that is open what one says that has just
// been started.
func TestRandomSessions(t *testing.T) {
	texts := archivedTexts(t)
	sessions(t, 6, func(t *testing.T, seed uint64) {
		p := &person{
			random: rand.New(rand.NewPCG(seed, 11)), disk: &changing{files: servertest.Files(library())},
			folders: map[string]bool{"": true}, open: map[string]string{}, version: 1, texts: texts,
		}
		e := p.start(t)
		for range 12 {
			for range 1 + p.random.IntN(5) {
				p.act(t, e)
			}
			p.version++
			p.settled(e, p.version)
			fresh := p.start(t)
			p.settled(fresh, p.version)
			for _, name := range slices.Sorted(maps.Keys(p.open)) {
				content := p.open[name]
				at := text.New([]byte(content)).Position(p.random.IntN(len(content)+1), text.UTF16)
				position := protocol.Position{Line: uint32(at.Line), Character: uint32(at.Character)}
				if d := differences(p.answers(t, e, name, position), p.answers(t, fresh, name, position)); d != "" {
					t.Fatalf("seed %d, after\n%s\n%s at %v:\n%q\n%s", seed, strings.Join(p.log, "\n"), name, position, content, d)
				}
			}
			if got, want := symbolsOf(t, e, ""), symbolsOf(t, fresh, ""); !slices.Equal(got, want) {
				t.Fatalf("seed %d, after\n%s\nsymbols %q\nwant    %q", seed, strings.Join(p.log, "\n"), got, want)
			}
			for _, line := range append(e.Logged(), fresh.Logged()...) {
				t.Fatalf("seed %d, after\n%s\n%s", seed, strings.Join(p.log, "\n"), line)
			}
		}
	})
}

// answers are all that a server answers about a place of a file.
func (p *person) answers(t *testing.T, e *servertest.Editor, name string, at protocol.Position) map[string]any {
	t.Helper()
	all := map[string]any{}
	if told := e.Told(name); told != nil && len(told.Diagnostics) > 0 {
		all["found"] = told.Diagnostics
	}
	position := fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":%d,"character":%d},"range":{"start":{"line":0,"character":0},"end":{"line":999999,"character":0}},"context":{"diagnostics":[],"includeDeclaration":true},"newName":"fresh","options":{"tabSize":2,"insertSpaces":true}}`,
		e.URI(name), at.Line, at.Character)
	for _, method := range []string{
		"hover", "completion", "signatureHelp", "inlayHint", "semanticTokens/full", "documentSymbol", "foldingRange", "codeAction", "definition",
		"references", "documentHighlight", "prepareRename", "rename", "codeLens", "formatting",
	} {
		var result jsonrpc2.RawMessage
		_, err := e.Conn.Call(e.Context(), "textDocument/"+method, jsonrpc2.RawMessage(position), &result)
		if err != nil && errorCode(t, err) != jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed) {
			t.Fatalf("%s of %s at %v: %v\n%s\n%q\n%s", method, name, at, err, strings.Join(p.log, "\n"), p.open[name], strings.Join(e.Logged(), "\n"))
		}
		var decoded any
		if err == nil {
			if err := json.Unmarshal(result, &decoded); err != nil {
				t.Fatalf("%s: %v", method, err)
			}
		}
		all[method] = fmt.Sprintf("%v %v", decoded, err) // maps are sorted
	}
	return all
}

// differences are the answers that are not as wanted.
func differences(got, want map[string]any) string {
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(want)) {
		if !reflect.DeepEqual(got[what], want[what]) {
			fmt.Fprintf(&b, "%s: got  %v\nwant %v\n", what, got[what], want[what])
		}
	}
	if got["found"] != nil && want["found"] == nil {
		fmt.Fprintf(&b, "found: got %v\n", got["found"])
	}
	return b.String()
}

// TestRandomGo types at random in a Go file with scripts, and compares in the same way.
func TestRandomGo(t *testing.T) {
	words := slices.Concat(typed, []string{"`", "`", "\"", "//lint:ignore luagen/go-eval x\n", "redis.NewScript(", "var x = `return KEYS[1]`\n", "\x00"})
	sessions(t, 1, func(t *testing.T, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 13))
		dir := t.TempDir()
		content := inGo
		e := servertest.OpenFolder(t, dir, onDisk())
		e.Show("main.go", 1, content)
		p := &person{}
		for version := int32(2); version < 10; version++ {
			for range random.IntN(4) {
				var change protocol.TextDocumentContentChangeEvent
				content, change = edited(random, content, words)
				e.Change("main.go", version, change)
				version++
			}
			content, change := edited(random, content, words)
			e.Change("main.go", version, change)
			fresh := servertest.OpenFolder(t, dir, onDisk())
			fresh.Show("main.go", version, content)
			at := text.New([]byte(content)).Position(random.IntN(len(content)+1), text.UTF16)
			position := protocol.Position{Line: uint32(at.Line), Character: uint32(at.Character)}
			e.Found("main.go", version)
			fresh.Found("main.go", version)
			if d := differences(p.answers(t, e, "main.go", position), p.answers(t, fresh, "main.go", position)); d != "" {
				t.Fatalf("seed %d, at %v of\n%q\n%s", seed, position, content, d)
			}
			for _, line := range append(e.Logged(), fresh.Logged()...) {
				t.Fatalf("seed %d: %q: %s", seed, content, line)
			}
		}
	})
}
