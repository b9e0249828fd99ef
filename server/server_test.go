package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/server/servertest"
)

const take = "--@keys stock\n--@args n:int\n--@returns int\nlocal stock = KEYS[1]\nreturn redis.call('DECRBY', stock, ARGV[1])\n"

// rules are diagnostics in short.
func rules(ds []protocol.Diagnostic) []string {
	var all []string
	for _, d := range ds {
		all = append(all, fmt.Sprintf("%d:%d-%d:%d %v", d.Range.Start.Line, d.Range.Start.Character, d.Range.End.Line, d.Range.End.Character, d.Code))
	}
	return all
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestDiagnosticsWhileTyping types a script, in places and as a whole, and breaks it.
func TestDiagnosticsWhileTyping(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(map[string]string{"take.lua": take})))
	e.Show("take.lua", 1, take+"x")
	equal(t, rules(e.Found("take.lua", 1)), []string{"5:0-5:1 syntax"})
	e.Change("take.lua", 2, &protocol.TextDocumentContentChangePartial{
		Range: protocol.Range{Start: protocol.Position{Line: 5}, End: protocol.Position{Line: 5, Character: 1}}, Text: "",
	})
	equal(t, rules(e.Found("take.lua", 2)), nil)
	// Two changes in one message; the second speaks of what the first left.
	e.Change("take.lua", 3,
		&protocol.TextDocumentContentChangePartial{Range: protocol.Range{}, Text: "-- 𝄞\n"},
		&protocol.TextDocumentContentChangePartial{
			Range: protocol.Range{Start: protocol.Position{Line: 5, Character: 7}, End: protocol.Position{Line: 5, Character: 17}}, Text: "redis.cal",
		})
	found := e.Found("take.lua", 3)
	equal(t, rules(found), []string{"5:13-5:16 unknown-member"})
	if got, want := found[0].CodeDescription.Href.String(), "https://github.com/luagen/luagen/blob/main/docs/rules/unknown-member.md"; got != want {
		t.Errorf("the code links to %s, want %s", got, want)
	}
	e.Hide("take.lua")
	e.Wait("take.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 && p.Version.IsZero() })
}

// TestRelatedInformation points to the other place, in the text of that file: as it is on disk, or as the editor
// has it.
func TestRelatedInformation(t *testing.T) {
	lib := "--@type Moment = time(s)\n--@define clock = clock:{<id>}\n--[[𝄞]] local function save(k) --[[𝄞]] redis.call('SET', k, 1) end\n"
	for _, c := range []struct {
		name, text string
		open       string // the library as the editor has it; empty while it is closed
		found      []string
		related    []string
	}{
		{"argument", "--@args n:int\n--@args n:int\nreturn ARGV[1] .. ARGV[2]\n", "", []string{"1:8-1:9 annotation"}, []string{"a.lua 0:8-0:9 the first one"}},
		{"type", "--@include \"lib.lua\"\n--@type Moment = int\nreturn 1\n", "", []string{"1:2-1:7 annotation"}, []string{"lib.lua 0:2-0:7 the first one"}},
		{"type in the editor", "--@include \"lib.lua\"\n--@type Moment = int\nreturn 1\n", "\n\n" + lib, []string{"1:2-1:7 annotation"}, []string{"lib.lua 2:2-2:7 the first one"}},
		{
			"template", "--@include \"lib.lua\"\n--@define clock = clocks:{<id>}\nreturn 1\n", "", []string{"1:2-1:9 annotation"},
			[]string{"lib.lua 1:2-1:9 the first one"},
		},
		{
			"write in a library", "--@include \"lib.lua\"\nsave(KEYS[1])\nif ARGV[1] == 'x' then\n  return redis.error_reply('ERR x')\nend\nreturn 1\n", "",
			[]string{"3:9-3:35 partial-write"}, []string{"lib.lua 2:41-2:64 SET writes here", "a.lua 2:3-2:17 ARGV[1] == 'x' is true on the way to the error"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := servertest.Open(t, servertest.Options(servertest.Files(map[string]string{"lib.lua": lib})))
			if c.open != "" {
				e.Show("lib.lua", 1, c.open)
			}
			e.Show("a.lua", 1, c.text)
			found := e.Found("a.lua", 1)
			equal(t, rules(found), c.found)
			var got []string
			for _, d := range found {
				for _, r := range d.RelatedInformation {
					got = append(got, locations([]protocol.Location{r.Location})[0]+" "+r.Message)
				}
			}
			equal(t, got, c.related)
		})
	}
}

// TestIncludeThatIsWrong is told at the line that includes, until the library is there.
func TestIncludeThatIsWrong(t *testing.T) {
	files := servertest.Files(nil)
	e := servertest.Open(t, servertest.Options(files))
	e.Show("a.lua", 1, "-- x\n--@include \"lib.lua\"\nreturn now()\n")
	equal(t, rules(e.Found("a.lua", 1)), []string{"1:11-1:20 include"})
	files["w/lib.lua"] = &fstest.MapFile{Data: []byte("local function now() return 1 end\n")}
	err := e.DidChangeWatchedFiles(e.Context(), &protocol.DidChangeWatchedFilesParams{Changes: []protocol.FileEvent{{URI: e.URI("lib.lua"), Type: protocol.FileChangeTypeCreated}}})
	if err != nil {
		t.Fatal(err)
	}
	e.Wait("a.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 })
}

// TestLibraryChanges types in a library and looks at the script that includes it.
func TestLibraryChanges(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(map[string]string{
		"lib.lua": "local function now() return redis.call('TIME')[1] end\n",
	})))
	e.Show("a.lua", 1, "--@include \"lib.lua\"\nreturn now(1)\n")
	e.Show("lib.lua", 1, "local function now() return redis.call('TIMES')[1] end\n")
	equal(t, rules(e.Found("lib.lua", 1)), []string{"0:39-0:46 unknown-command"})
	e.Replace("lib.lua", 2, "local function later() return redis.call('TIME')[1] end\n")
	equal(t, rules(e.Wait("a.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) > 0 })), []string{"1:7-1:10 unknown-global"})
	e.Hide("lib.lua")
	e.Wait("a.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 })
}

// TestSilence says nothing of Lua that is not for Redis, and of files that are not Lua.
func TestSilence(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
	e.Show("init.lua", 1, "vim.opt.number = true\nlocal x\n")
	e.Show("notes.txt", 1, "foo(\n")
	e.Show("z.lua", 1, "redis.call('GETT', KEYS[1])\n")
	e.Found("z.lua", 1) // all before it are looked at
	for _, name := range []string{"init.lua", "notes.txt"} {
		if p := e.Told(name); p != nil {
			t.Errorf("the server speaks of %s: %v", name, p.Diagnostics)
		}
		h, err := e.Hover(e.Context(), hoverAt(name, protocol.Position{}))
		if h != nil || err != nil {
			t.Errorf("hover in %s: %v, %v", name, h, err)
		}
	}
}

// TestSettings follows luagen.yaml as it is saved, wrong and mended.
func TestSettings(t *testing.T) {
	files := servertest.Files(map[string]string{"luagen.yaml": "lint: {unused-key: error}\n"})
	e := servertest.Open(t, servertest.Options(files))
	e.Show("a.lua", 1, "--@keys k\nreturn 1\n")
	severities := func(p []protocol.Diagnostic) []protocol.DiagnosticSeverity {
		var all []protocol.DiagnosticSeverity
		for _, d := range p {
			all = append(all, d.Severity)
		}
		return all
	}
	if got := severities(e.Found("a.lua", 1)); !slices.Equal(got, []protocol.DiagnosticSeverity{protocol.DiagnosticSeverityError}) {
		t.Errorf("severities %v", got)
	}
	save := func(text string) {
		t.Helper()
		files["w/luagen.yaml"].Data = []byte(text)
		err := e.DidChangeWatchedFiles(e.Context(), &protocol.DidChangeWatchedFilesParams{Changes: []protocol.FileEvent{
			{URI: servertest.URI("luagen.yaml"), Type: protocol.FileChangeTypeChanged},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	save("lint: {unused-kee: error}\n")
	equal(t, rules(e.Wait("luagen.yaml", func(p *protocol.PublishDiagnosticsParams) bool { return true })), []string{"0:7-0:17 config"})
	e.Wait("a.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 })
	save("lint: {unused-key: hint}\n")
	e.Wait("luagen.yaml", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 })
	if got := severities(e.Wait("a.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 1 })); got[0] != protocol.DiagnosticSeverityHint {
		t.Errorf("severities %v", got)
	}
}

func hoverAt(name string, at protocol.Position) *protocol.HoverParams {
	p := &protocol.HoverParams{}
	p.TextDocument.URI, p.Position = servertest.URI(name), at
	return p
}

// TestHover asks in each of the encodings for what stands behind other than ASCII text.
func TestHover(t *testing.T) {
	text := "-- x\nlocal s = '𝄞' .. redis.call('GET', KEYS[1])\nreturn s\n"
	for _, c := range []struct {
		offered []protocol.PositionEncodingKind
		picked  protocol.PositionEncodingKind
		at      uint32
	}{
		{nil, protocol.PositionEncodingKindUTF16, 30},
		{[]protocol.PositionEncodingKind{"utf-32", "utf-16", "utf-8"}, protocol.PositionEncodingKindUTF8, 32},
	} {
		e := servertest.Open(t, servertest.Options(servertest.Files(nil)), func(p *protocol.InitializeParams) {
			p.Capabilities.General = &protocol.GeneralClientCapabilities{PositionEncodings: c.offered}
		})
		if e.Init.Capabilities.PositionEncoding != c.picked {
			t.Errorf("%v: picked %s", c.offered, e.Init.Capabilities.PositionEncoding)
		}
		e.Show("a.lua", 1, text)
		h, err := e.Hover(e.Context(), hoverAt("a.lua", protocol.Position{Line: 1, Character: c.at}))
		if err != nil || h == nil {
			t.Fatal(h, err)
		}
		if h.Range.Start.Character != c.at-1 || h.Range.End.Character != c.at+4 {
			t.Errorf("%s: about %v", c.picked, h.Range)
		}
		markdown := h.Contents.(*protocol.MarkupContent).Value
		if want := "```lua\nGET key\n```\n\nGet the value of a key.\n\n- Complexity: O(1)\n- Since Redis 1.0.0"; markdown != want {
			t.Errorf("%s: %s", c.picked, markdown)
		}
	}
}

// TestOrderOfMessages sends what may not be sent yet, or any more.
func TestOrderOfMessages(t *testing.T) {
	e := servertest.Connect(t, servertest.Options(servertest.Files(nil)))
	if _, err := e.Hover(e.Context(), hoverAt("a.lua", protocol.Position{})); errorCode(t, err) != jsonrpc2.ServerNotInitialized {
		t.Errorf("hover before initialize: %v", err)
	}
	e.Show("a.lua", 1, "foo(") // ignored
	if _, err := e.Initialize(e.Context(), &protocol.InitializeParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Initialize(e.Context(), &protocol.InitializeParams{}); errorCode(t, err) != jsonrpc2.InvalidRequest {
		t.Errorf("a second initialize: %v", err)
	}
	if err := e.Shutdown(e.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Hover(e.Context(), hoverAt("a.lua", protocol.Position{})); errorCode(t, err) != jsonrpc2.InvalidRequest {
		t.Errorf("hover after shutdown: %v", err)
	}
	if err := e.Exit(e.Context()); err != nil {
		t.Fatal(err)
	}
	if err := e.Served(); err != nil {
		t.Error(err)
	}
}

// TestUnknownFiles asks of files that are not open and of no file at all.
func TestUnknownFiles(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(map[string]string{"a.lua": take})))
	for _, address := range []uri.URI{"untitled:Untitled-1", "file:///w/a.lua", "git:/w/a.lua?x"} {
		p := &protocol.HoverParams{}
		p.TextDocument.URI = address
		if h, err := e.Hover(e.Context(), p); h != nil || err != nil {
			t.Errorf("%s: %v, %v", address, h, err)
		}
	}
	if logged := e.Logged(); len(logged) > 0 {
		t.Error(strings.Join(logged, "\n"))
	}
}

// TestFewCapabilities is with an editor that says of its workspace only what it can do.
func TestFewCapabilities(t *testing.T) {
	yes := true
	for name, can := range map[string]*protocol.WorkspaceClientCapabilities{
		"none": nil, "empty": {}, "edits": {ApplyEdit: &yes}, "no registration": {DidChangeWatchedFiles: &protocol.DidChangeWatchedFilesClientCapabilities{}},
	} {
		t.Run(name, func(t *testing.T) {
			e := servertest.Open(t, servertest.Options(servertest.Files(map[string]string{"take.lua": take})), func(p *protocol.InitializeParams) {
				p.Capabilities = protocol.ClientCapabilities{Workspace: can}
			})
			e.Show("take.lua", 1, take+"x")
			equal(t, rules(e.Found("take.lua", 1)), []string{"5:0-5:1 syntax"})
		})
	}
}
