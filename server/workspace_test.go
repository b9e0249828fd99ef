package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/servertest"
)

// symbolsOf are what the workspace declares under a name, in short.
func symbolsOf(t *testing.T, e *servertest.Editor, query string) []string {
	t.Helper()
	result, err := e.Symbols(e.Context(), &protocol.WorkspaceSymbolParams{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	all, _ := result.(protocol.SymbolInformationSlice)
	var texts []string
	for _, s := range all {
		texts = append(texts, fmt.Sprintf("%s (%d) %s %s", s.Name, s.Kind, strings.TrimPrefix(string(s.Location.URI), "file:///"), place(s.Location.Range)))
	}
	return texts
}

func TestWorkspaceSymbols(t *testing.T) {
	files := servertest.Files(map[string]string{
		"luagen.yaml":         "scripts: [{dir: scripts, rename: {take_id: TakeNumber}}]\n",
		"scripts/take_id.lua": "--@include \"lib/clock.lua\"\n--@returns Moment\nlocal function mine() return now() end\nreturn mine()\n",
		"scripts/lib/clock.lua": "--@type Moment = time(s)\n--@define clock = clock:{<id>}\nlocal function now() return redis.call('TIME')[1] end\n" +
			"local later, x = function() end, 1\n",
		"scripts/named.lua": "-- Says é.\n--@name TakeAll\n--@error ErrTaken nil\nreturn 1\n",
		"scripts/plain.lua": "local function taken() return redis.call('TIME') end\nreturn taken()\n",
		"init.lua":          "function take_over() end\n",
	})
	e := servertest.Open(t, servertest.Options(files))
	equal(t, symbolsOf(t, e, "take"), []string{
		"TakeAll (12) w/scripts/named.lua 1:8-1:15", "TakeNumber (12) w/scripts/take_id.lua 0:0-0:0", "ErrTaken (24) w/scripts/named.lua 2:9-2:17",
	})
	equal(t, symbolsOf(t, e, "Mo"), []string{"Moment (23) w/scripts/lib/clock.lua 0:8-0:14"})
	equal(t, symbolsOf(t, e, "ltr"), []string{"later (12) w/scripts/lib/clock.lua 3:0-3:34"})
	equal(t, symbolsOf(t, e, "clock"), []string{"clock (15) w/scripts/lib/clock.lua 1:10-1:15"})
	if all := symbolsOf(t, e, ""); len(all) != 8 {
		t.Errorf("in all: %q", all)
	}
	// The text of the editor counts, and after that what has changed on disk.
	e.Show("scripts/named.lua", 1, "--@name Given\nreturn 1\n")
	equal(t, symbolsOf(t, e, "given"), []string{"Given (12) w/scripts/named.lua 0:8-0:13"})
	equal(t, symbolsOf(t, e, "takeall"), nil)
	e.Hide("scripts/named.lua")
	equal(t, symbolsOf(t, e, "given"), nil)
	files["w/scripts/named.lua"].Data = []byte("-- Says é.\n--@name TakeOne\n--@error ErrTaken nil\nreturn 1\n")
	err := e.DidChangeWatchedFiles(e.Context(), &protocol.DidChangeWatchedFilesParams{Changes: []protocol.FileEvent{
		{URI: e.URI("scripts/named.lua"), Type: protocol.FileChangeTypeChanged},
	}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, symbolsOf(t, e, "takeone"), []string{"TakeOne (12) w/scripts/named.lua 1:8-1:15"})
}

// TestFolders adds a folder to the workspace, and takes it away: what is found there comes and goes, and so do its
// symbols and its settings.
func TestFolders(t *testing.T) {
	files := servertest.Files(map[string]string{"take.lua": take})
	for name, text := range map[string]string{
		"v/luagen.yaml":     "lint: {unused-key: error}\n",
		"v/scripts/get.lua": "--@keys a\nreturn 1\n",
		"u/luagen.yaml":     "lint: {unused-kee: error}\n",
	} {
		files[name] = servertest.Files(map[string]string{"x": text})["w/x"]
	}
	e := servertest.Open(t, servertest.Options(files))
	e.Show("../v/scripts/get.lua", 1, "--@keys a\nreturn 1\n")
	severity := func(is protocol.DiagnosticSeverity) func(p *protocol.PublishDiagnosticsParams) bool {
		return func(p *protocol.PublishDiagnosticsParams) bool {
			return len(p.Diagnostics) == 1 && p.Diagnostics[0].Severity == is
		}
	}
	e.Wait("../v/scripts/get.lua", severity(protocol.DiagnosticSeverityWarning))
	equal(t, symbolsOf(t, e, ""), []string{"Get (12) v/scripts/get.lua 0:0-0:0", "Take (12) w/take.lua 0:0-0:0"})
	e.Hide("../v/scripts/get.lua")
	equal(t, symbolsOf(t, e, ""), []string{"Take (12) w/take.lua 0:0-0:0"})
	e.Show("../v/scripts/get.lua", 2, "--@keys a\nreturn 1\n")

	folders := func(names ...string) []protocol.WorkspaceFolder {
		var all []protocol.WorkspaceFolder
		for _, n := range names {
			all = append(all, protocol.WorkspaceFolder{URI: e.URI("../" + n), Name: n})
		}
		return all
	}
	change := func(added, removed []protocol.WorkspaceFolder) {
		t.Helper()
		p := &protocol.DidChangeWorkspaceFoldersParams{}
		p.Event.Added, p.Event.Removed = added, removed
		if err := e.DidChangeWorkspaceFolders(e.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	change(folders("v", "u"), nil)
	e.Wait("../v/scripts/get.lua", severity(protocol.DiagnosticSeverityError)) // as luagen.yaml there says
	equal(t, rules(e.Wait("../u/luagen.yaml", func(*protocol.PublishDiagnosticsParams) bool { return true })), []string{"0:7-0:17 config"})
	e.Hide("../v/scripts/get.lua")
	e.Wait("../v/scripts/get.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 })
	equal(t, symbolsOf(t, e, ""), []string{"Get (12) v/scripts/get.lua 0:0-0:0", "Take (12) w/take.lua 0:0-0:0"})
	change(nil, folders("v", "u", "never"))
	e.Wait("../u/luagen.yaml", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 })
	equal(t, symbolsOf(t, e, ""), []string{"Take (12) w/take.lua 0:0-0:0"})
	change(folders("v"), folders("w"))
	equal(t, symbolsOf(t, e, ""), []string{"Get (12) v/scripts/get.lua 0:0-0:0"})
}

// TestFolderInFolder opens a folder and one below it: a file belongs to the inner one, and is told of once.
func TestFolderInFolder(t *testing.T) {
	files := servertest.Files(map[string]string{
		"luagen.yaml": "lint: {unused-key: error}\n", "in/luagen.yaml": "lint: {unused-key: hint}\n", "in/get.lua": "--@keys a\nreturn 1\n",
		"in/deep/get.lua": "--@keys a\nreturn 1\n",
	})
	both := func(names ...string) func(*protocol.InitializeParams) {
		return func(p *protocol.InitializeParams) {
			var all []protocol.WorkspaceFolder
			for _, n := range names {
				all = append(all, protocol.WorkspaceFolder{URI: servertest.URI(n), Name: n})
			}
			p.WorkspaceFolders = protocol.NewNullable(all)
		}
	}
	for _, order := range [][]string{{"", "in"}, {"in", ""}} {
		e := servertest.OpenFolder(t, project.Path("w"), servertest.Options(files), both(order...))
		for _, name := range []string{"in/get.lua", "in/deep/get.lua"} {
			e.Show(name, 1, "--@keys a\nreturn 1\n")
			if found := e.Found(name, 1); len(found) != 1 || found[0].Severity != protocol.DiagnosticSeverityHint {
				t.Errorf("%q, %s: %v", order, name, found)
			}
		}
		got := symbolsOf(t, e, "get")
		slices.Sort(got)
		equal(t, got, []string{"Get (12) w/in/deep/get.lua 0:0-0:0", "Get (12) w/in/get.lua 0:0-0:0"})
	}
}
