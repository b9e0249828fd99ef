package server_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/server/servertest"
)

const clock = "local function now() return redis.call('TIME')[1] end\n"

// write makes files below a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// definesNow goes from a call of now to the library that declares it.
func definesNow(t *testing.T, e *servertest.Editor, file, text string, want uri.URI) {
	t.Helper()
	p := protocol.TextDocumentPositionParams{Position: servertest.At(text, strings.Index(text, "now()"))}
	p.TextDocument.URI = e.URI(file)
	places := define(t, e, p)
	if len(places) != 1 || places[0].URI != want || places[0].Range.Start.Character != 15 {
		t.Errorf("now is declared at %v, want in %s", places, want)
	}
}

// TestOddNames has blanks, number signs and percent signs in the names of folders and files.
func TestOddNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b#c%d é 𝄞")
	text := "--@include \"lib#/100% clock.lua\"\nlocal n = redis.call('GETT', KEYS[1])\nreturn {n, now()}\n"
	write(t, dir, map[string]string{"lib#/100% clock.lua": clock, "the script%20#1.lua": text, "luagen.yaml": "lint: {unknown-command: warning}\n"})
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("the script%20#1.lua", 1, text)
	found := e.Found("the script%20#1.lua", 1)
	equal(t, rules(found), []string{"1:21-1:27 unknown-command"})
	if found[0].Severity != protocol.DiagnosticSeverityWarning {
		t.Error("luagen.yaml is not read")
	}
	definesNow(t, e, "the script%20#1.lua", text, e.URI("lib#/100% clock.lua"))
	// In a Go module, too.
	inner := module(t, map[string]string{"main.go": inGo})
	odd := filepath.Join(dir, "module")
	if err := os.Rename(inner, odd); err != nil {
		t.Fatal(err)
	}
	e.Show("module/main.go", 1, inGo)
	equal(t, codes(e.Found("module/main.go", 1)), []string{"missing-tonumber", "unknown-command", "go-eval", "go-eval"})
}

// TestLinkedWorkspace opens a workspace by a symbolic link: what is found and where names are is told by the path
// that the editor has.
func TestLinkedWorkspace(t *testing.T) {
	dir := module(t, map[string]string{"main.go": inGo, "lib/clock.lua": clock, "a.lua": ""})
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	e := servertest.OpenFolder(t, link, onDisk())
	text := "--@include \"lib/clock.lua\"\nreturn redis.call('GETT', now())\n"
	e.Show("a.lua", 1, text)
	equal(t, codes(e.Found("a.lua", 1)), []string{"unknown-command"})
	definesNow(t, e, "a.lua", text, e.URI("lib/clock.lua"))
	e.Show("main.go", 1, strings.Replace(inGo, "'GETT'", "'GET'", 1))
	equal(t, codes(e.Found("main.go", 1)), []string{"missing-tonumber", "go-eval", "go-eval"})

	// A rename changes the files by the same path.
	write(t, dir, map[string]string{"scripts/let_in.lua": limit, "program/main.go": caller})
	luagen(t, dir, "./scripts")
	e.Show("scripts/let_in.lua", 1, limit)
	at := protocol.TextDocumentPositionParams{Position: protocol.Position{Line: 2, Character: 8}}
	at.TextDocument.URI = e.URI("scripts/let_in.lua")
	changed, err := renamed(t, e, at, "at_most", func(u uri.URI) string { return readText(t, u) })
	if err != nil || len(changed) != 3 || !strings.Contains(changed[string(e.URI("program/main.go"))], "AtMost: 3") {
		t.Errorf("the rename changes %q: %v", slices.Collect(maps.Keys(changed)), err)
	}
}

// TestNoWorkspace opens single files: their own folder, or their Go module, is the project.
func TestNoWorkspace(t *testing.T) {
	dir := module(t, map[string]string{"main.go": inGo, "scripts/lib/clock.lua": clock})
	for name, change := range map[string]func(*protocol.InitializeParams){
		"no folders": func(p *protocol.InitializeParams) {
			p.WorkspaceFolders = protocol.NewNullable([]protocol.WorkspaceFolder{})
		},
		"no word of folders": func(p *protocol.InitializeParams) {
			*p = protocol.InitializeParams{}
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := servertest.OpenFolder(t, dir, onDisk(), change)
			text := "--@include \"lib/clock.lua\"\nlocal x\nreturn now()\n"
			e.Show("scripts/a.lua", 1, text) // which is not on disk
			equal(t, codes(e.Found("scripts/a.lua", 1)), []string{"unused-local"})
			definesNow(t, e, "scripts/a.lua", text, e.URI("scripts/lib/clock.lua"))
			e.Show("main.go", 1, inGo)
			equal(t, codes(e.Found("main.go", 1)), []string{"missing-tonumber", "unknown-command", "go-eval", "go-eval"})
		})
	}
}

// TestDeletedWhileOpen removes the files that are open, then their folder: what the editor has counts until it is
// closed.
func TestDeletedWhileOpen(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"w/a.lua": "--@include \"lib.lua\"\nlocal x\nreturn now()\n", "w/lib.lua": clock})
	o := onDisk()
	e := servertest.OpenFolder(t, filepath.Join(dir, "w"), o)
	e.Show("a.lua", 1, "--@include \"lib.lua\"\nlocal x\nreturn now()\n")
	equal(t, codes(e.Found("a.lua", 1)), []string{"unused-local"})
	gone := func(names ...string) {
		t.Helper()
		p := &protocol.DidChangeWatchedFilesParams{}
		for _, n := range names {
			if err := os.RemoveAll(filepath.Join(dir, "w", n)); err != nil {
				t.Fatal(err)
			}
			p.Changes = append(p.Changes, protocol.FileEvent{URI: e.URI(n), Type: protocol.FileChangeTypeDeleted})
		}
		if err := e.DidChangeWatchedFiles(e.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	gone("a.lua")
	e.Replace("a.lua", 2, "--@include \"lib.lua\"\nlocal y\nreturn now()\n")
	equal(t, rules(e.Found("a.lua", 2)), []string{"1:6-1:7 unused-local"})
	gone("lib.lua")
	e.Wait("a.lua", func(p *protocol.PublishDiagnosticsParams) bool {
		return len(p.Diagnostics) > 0 && p.Diagnostics[0].Code == protocol.String("include")
	})
	gone("")
	e.Replace("a.lua", 3, "local z\nreturn KEYS[1]\n")
	equal(t, rules(e.Found("a.lua", 3)), []string{"0:6-0:7 unused-local"})
	e.Hide("a.lua")
	e.Wait("a.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) == 0 })
	if logged := e.Logged(); len(logged) > 0 {
		t.Error(logged)
	}
}

// TestOddTexts has carriage returns, a byte order mark, characters of two units and nulls.
func TestOddTexts(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		renamed    string // when the first local is renamed to y
	}{
		{
			"carriage returns", "--@keys k\r\nlocal x = redis.call('GETT', KEYS[1])\r\nreturn x\r\n", []string{"1:21-1:27 unknown-command"},
			"--@keys k\r\nlocal y = redis.call('GETT', KEYS[1])\r\nreturn y\r\n",
		},
		{
			"mixed ends", "--@keys k\nlocal x = redis.call('GETT', KEYS[1])\r\nreturn x", []string{"1:21-1:27 unknown-command"},
			"--@keys k\nlocal y = redis.call('GETT', KEYS[1])\r\nreturn y",
		},
		{
			"pairs", "--@keys k\nlocal s = '𝄞𝄞' local x = redis.call('GETT', KEYS[1], s)\nreturn --[[𝄞]] x\n", []string{"1:38-1:44 unknown-command"},
			"--@keys k\nlocal y = '𝄞𝄞' local x = redis.call('GETT', KEYS[1], y)\nreturn --[[𝄞]] x\n",
		},
		{"mark", "\ufefflocal x = redis.call('GET', KEYS[1])\nreturn x\n", []string{"0:0-0:1 syntax"}, "\ufefflocal y = redis.call('GET', KEYS[1])\nreturn y\n"},
		{"null", "local x = 'a\x00b'\nreturn {x, redis.call('GETT', 'k')}\n", []string{"1:22-1:28 unknown-command"}, "local y = 'a\x00b'\nreturn {y, redis.call('GETT', 'k')}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
			e.Show("a.lua", 1, c.text)
			equal(t, rules(e.Found("a.lua", 1)), c.want)
			at := protocol.TextDocumentPositionParams{}
			at.TextDocument.URI = e.URI("a.lua")
			at.Position = protocol.Position{Character: uint32(len("local "))}
			if strings.HasPrefix(c.text, "\ufeff") {
				at.Position.Character++
			}
			if strings.HasPrefix(c.text, "--@") {
				at.Position.Line = 1
			}
			files, err := renamed(t, e, at, "y", func(uri.URI) string { return c.text })
			if err != nil {
				t.Fatal(err)
			}
			if got := files[string(e.URI("a.lua"))]; got != c.renamed {
				t.Errorf("renamed it is %q, want %q", got, c.renamed)
			}
		})
	}
}

// TestEmptied deletes all of a text: what is on disk shows no more.
func TestEmptied(t *testing.T) {
	text := "local x\nreturn KEYS[1]\n"
	e := servertest.Open(t, servertest.Options(servertest.Files(map[string]string{"a.lua": text, "b.lua": "--@include \"a.lua\"\nreturn x\n"})))
	e.Show("a.lua", 1, text)
	e.Show("b.lua", 1, "--@include \"a.lua\"\nreturn x\n")
	e.Change("a.lua", 2, &protocol.TextDocumentContentChangePartial{Range: protocol.Range{End: protocol.Position{Line: 2}}, Text: ""})
	equal(t, rules(e.Found("a.lua", 2)), nil)
	equal(t, codes(e.Wait("b.lua", func(p *protocol.PublishDiagnosticsParams) bool { return len(p.Diagnostics) > 0 })), []string{"unknown-global"})
}

// TestNotUTF8 includes a library that is no UTF-8 on disk.
func TestNotUTF8(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"lib.lua": "local function now() return '\xff\xfe' end --[[\xff]] local function later() return 2 end\n"})
	o := onDisk()
	o.FS = disk.FS{}
	e := servertest.OpenFolder(t, dir, o)
	text := "--@include \"lib.lua\"\nreturn {now(), later()}\n"
	e.Show("a.lua", 1, text)
	equal(t, codes(e.Found("a.lua", 1)), nil)
	definesNow(t, e, "a.lua", text, e.URI("lib.lua"))
}
