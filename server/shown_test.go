package server_test

import (
	"fmt"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/servertest"
)

// open shows a text with a bar in it, and returns the position of the bar.
func open(e *servertest.Editor, name, text string) protocol.TextDocumentPositionParams {
	at := strings.Index(text, "|")
	plain := text[:at] + text[at+1:]
	e.Show(name, 1, plain)
	p := protocol.TextDocumentPositionParams{Position: servertest.At(plain, at)}
	p.TextDocument.URI = servertest.URI(name)
	return p
}

func TestCompletion(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(map[string]string{"lib/clock.lua": ""})))
	for name, c := range map[string]struct{ text, want string }{
		"command.lua": {"redis.call('hge|t', KEYS[1])", "hget 0:12-0:16, hgetall 0:12-0:16, hgetdel 0:12-0:16, hgetex 0:12-0:16"},
		"half.lua":    {"redis.call('SET', KEYS[1], 1, 'KEEP|", "KEEPTTL 0:31-0:35"},
		"include.lua": {"--@include \"|", "lib/clock.lua 0:12-0:12"},
		"element.lua": {"--@arg n:int\nreturn ARGV[|]", "1 1:12-1:12"},
		"other.lua":   {"vim.|", ""},
		// The first words of a script make it one.
		"first.lua":  {"local t = redis.ca|", "call 0:16-0:18"},
		"header.lua": {"--@reado|", "readonly 0:3-0:8"},
		"nginx.lua":  {"local redis = require 'resty.redis'\nlocal r = redis.|", ""},
		"closed.lua": {"redis.call('GET', 'a'|)", ""},
	} {
		p := &protocol.CompletionParams{TextDocumentPositionParams: open(e, name, c.text)}
		result, err := e.Completion(e.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range result.(protocol.CompletionItemSlice) {
			edit := i.TextEdit.(*protocol.TextEdit)
			// The scripts that this test has open are files of the project, too.
			if !strings.HasSuffix(edit.NewText, ".lua") || edit.NewText == "lib/clock.lua" {
				got = append(got, edit.NewText+" "+place(edit.Range))
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %s\nwant %s", name, strings.Join(got, ", "), c.want)
		}
	}
}

func place(r protocol.Range) string {
	return fmt.Sprintf("%d:%d-%d:%d", r.Start.Line, r.Start.Character, r.End.Line, r.End.Character)
}

func TestSignatureHelp(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
	p := &protocol.SignatureHelpParams{TextDocumentPositionParams: open(e, "a.lua", "redis.call('HSET', KEYS[1], |)")}
	h, err := e.SignatureHelp(e.Context(), p)
	if err != nil || h == nil {
		t.Fatal(h, err)
	}
	s := h.Signatures[0]
	active, _ := h.ActiveParameter.Get()
	label := s.Parameters[active].Label.(protocol.ParameterInformationLabelTuple)
	if s.Label != "HSET key (field value)..." || s.Label[label[0]:label[1]] != "(field value)..." {
		t.Errorf("%s, active %v", s.Label, label)
	}
}

func TestInlayHints(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
	e.Show("a.lua", 1, "--@keys stock\nlocal n = redis.call('GET', KEYS[1])\nreturn redis.call('SET', KEYS[1], n .. 'x')\n")
	p := &protocol.InlayHintParams{Range: protocol.Range{End: protocol.Position{Line: 2}}}
	p.TextDocument.URI = servertest.URI("a.lua")
	hints, err := e.InlayHint(e.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range hints {
		got = append(got, fmt.Sprintf("%d:%d %v", h.Position.Line, h.Position.Character, h.Label))
	}
	equal(t, got, []string{"1:7 : string or false", "1:35 stock"})
}

func TestSemanticTokens(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
	e.Show("a.lua", 1, "--@keys stock\nlocal s = '𝄞'; redis.call('DEL', KEYS[1])\n")
	p := &protocol.SemanticTokensParams{}
	p.TextDocument.URI = servertest.URI("a.lua")
	tokens, err := e.SemanticTokensFull(e.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	legend := e.Init.Capabilities.SemanticTokensProvider.(*protocol.SemanticTokensOptions).Legend
	var got []string
	var line, character uint32
	for i := 0; i+4 < len(tokens.Data); i += 5 {
		d := tokens.Data[i : i+5]
		if line += d[0]; d[0] > 0 {
			character = 0
		}
		character += d[1]
		got = append(got, fmt.Sprintf("%d:%d+%d %s %b", line, character, d[2], legend.TokenTypes[d[3]], d[4]))
	}
	equal(t, got, []string{
		"0:2+5 decorator 0", "0:8+5 property 0", "1:6+1 variable 1", "1:16+5 namespace 11", "1:22+4 function 11", "1:27+5 macro 0", "1:34+4 variable 11",
	})
}

func TestSymbolsAndFolds(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
	e.Show("a.lua", 1, "--@keys stock\n--@returns int\nlocal function get(k)\n  return redis.call('GET', k)\nend\nreturn get(KEYS[1])\n")
	p := &protocol.DocumentSymbolParams{}
	p.TextDocument.URI = servertest.URI("a.lua")
	result, err := e.DocumentSymbol(e.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range result.(protocol.DocumentSymbolSlice) {
		got = append(got, fmt.Sprintf("%s %s %s in %s", s.Name, *s.Detail, place(s.SelectionRange), place(s.Range)))
	}
	equal(t, got, []string{"stock KEYS[1] 0:8-0:13 in 0:8-0:13", "get (k) 2:15-2:18 in 2:0-4:3"})
	folds, err := e.FoldingRanges(e.Context(), &protocol.FoldingRangeParams{TextDocument: p.TextDocument})
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, f := range folds {
		got = append(got, fmt.Sprintf("%d-%d %s", f.StartLine, f.EndLine, f.Kind))
	}
	equal(t, got, []string{"0-1 comment", "2-3 "})
}
