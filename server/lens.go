package server

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/server/lens"
)

// casesSuffix is how the file with the test cases of a script is called, in place of ".lua".
const casesSuffix = "_test.redis"

// lensCommands are the commands of lenses. The editor runs them, in a terminal or its debugger; the server
// only opens the generated Go.
var lensCommands = [...]string{
	lens.Run: "luagen.run", lens.Test: "luagen.test", lens.Debug: "luagen.debug", lens.OpenGo: "luagen.openGo",
}

// lensArguments are what the command of a lens is given.
type lensArguments struct {
	File   string          `json:"file"`            // the script's path
	Dir    string          `json:"dir"`             // the folder to run luagen in
	Args   []string        `json:"args,omitempty"`  // of luagen, as far as they are known
	Inputs []lens.Input    `json:"inputs"`          // what the script takes
	Go     uri.URI         `json:"go,omitempty"`    // the generated file
	Range  *protocol.Range `json:"range,omitempty"` // of the function in it
}

// CodeLens offers what can be done with a script.
func (s *server) CodeLens(ctx context.Context, p *protocol.CodeLensParams) ([]protocol.CodeLens, error) {
	all := []protocol.CodeLens{}
	d, ok := s.script(ctx, p.TextDocument.URI)
	if !ok {
		return all, nil
	}
	cases := strings.TrimSuffix(d.path, ".lua") + casesSuffix
	path, content, at, name, generated := d.goFunc()
	around := lens.Around{Cases: d.live.Files().Exists(cases), Go: generated}
	for _, l := range lens.In(d.script, d.read.Script().Library, around) {
		r, _ := d.toRange(l.At)
		a := lensArguments{File: d.path, Dir: d.live.Files().Abs("."), Inputs: lens.Inputs(d.script)}
		shown := filepath.FromSlash(d.live.Shown(d.path))
		switch l.Kind {
		case lens.Run:
			a.Args = []string{"run", shown}
		case lens.Debug:
			a.Args = []string{"debug", shown}
		case lens.Test:
			a.Args = []string{"test", filepath.FromSlash(d.live.Shown(cases))}
		case lens.OpenGo:
			a.Go = s.uriOf(path)
			r := s.rangeIn(content, at, at+len(name))
			a.Range = &r
		}
		encoded, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		all = append(all, protocol.CodeLens{Range: r, Command: protocol.Command{
			Title: l.Title, Command: lensCommands[l.Kind], Arguments: []protocol.LSPAny{protocol.LSPAny(encoded)},
		}})
	}
	return all, nil
}

// ExecuteCommand opens the generated Go of a lens.
func (s *server) ExecuteCommand(ctx context.Context, p *protocol.ExecuteCommandParams) (protocol.LSPAny, error) {
	var a lensArguments
	if p.Command != lensCommands[lens.OpenGo] || len(p.Arguments) != 1 || json.Unmarshal(p.Arguments[0], &a) != nil || a.Go == "" {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "luagen has no command "+p.Command+" with these arguments: the editor runs the others")
	}
	yes := true
	shown, err := s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: a.Go, TakeFocus: &yes, Selection: a.Range})
	if err != nil {
		return nil, err
	}
	return json.Marshal(shown.Success)
}
