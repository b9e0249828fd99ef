package server_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/servertest"
)

// TestCodeLenses offers what can be done with a script, and opens its Go.
func TestCodeLenses(t *testing.T) {
	dir := module(t, map[string]string{"scripts/let_in.lua": limit, "scripts/let_in_test.redis": "# x\n> PING\nPONG\n"})
	luagen(t, dir, "./scripts")
	e := servertest.OpenFolder(t, dir, onDisk())
	e.Show("scripts/let_in.lua", 1, limit)
	p := &protocol.CodeLensParams{}
	p.TextDocument.URI = e.URI("scripts/let_in.lua")
	lenses, err := e.CodeLens(e.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lenses {
		var a struct {
			Dir, File string
			Args      []string
			Inputs    []struct {
				Name, Type string
				Key        bool
			}
			Go string
		}
		if err := json.Unmarshal(l.Command.Arguments[0], &a); err != nil {
			t.Fatal(err)
		}
		line := l.Command.Command
		for _, arg := range a.Args {
			line += " " + filepath.ToSlash(arg)
		}
		got = append(got, line)
		if a.Dir != dir || a.File != filepath.Join(dir, "scripts", "let_in.lua") || len(a.Inputs) != 7 || a.Inputs[1].Type != "int" {
			t.Errorf("%s is given %+v", l.Command.Command, a)
		}
	}
	equal(t, got, []string{"luagen.run run scripts/let_in.lua", "luagen.test test scripts/let_in_test.redis", "luagen.debug debug scripts/let_in.lua", "luagen.openGo"})
	open := lenses[3].Command
	if _, err := e.ExecuteCommand(e.Context(), &protocol.ExecuteCommandParams{Command: open.Command, Arguments: open.Arguments}); err != nil {
		t.Fatal(err)
	}
	if shown := e.Shown(); len(shown) != 1 || shown[0].URI != e.URI("scripts/let_in.lua.go") || shown[0].Selection.Start.Line == 0 {
		t.Errorf("shown is %v", shown)
	}
	if _, err := e.ExecuteCommand(e.Context(), &protocol.ExecuteCommandParams{Command: "luagen.run"}); err == nil {
		t.Error("the server runs a script")
	}
}

func TestFormatting(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
	text := "--@key   stock how many\n--@arg n:enum(a,b)   which\nreturn KEYS[1] .. ARGV[1]\n"
	e.Show("a.lua", 1, text)
	p := &protocol.DocumentFormattingParams{}
	p.TextDocument.URI = e.URI("a.lua")
	edits, err := e.Formatting(e.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := applied(text, edits), "--@key stock         how many\n--@arg n:enum(a, b)  which\nreturn KEYS[1] .. ARGV[1]\n"; got != want {
		t.Errorf("got %q", got)
	}
}
