package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/servertest"
	"github.com/luagen/luagen/server/text"
)

// applied is a text after edits.
func applied(content string, edits []protocol.TextEdit) string {
	t := text.New([]byte(content))
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b protocol.TextEdit) int {
		return int(b.Range.Start.Line)*1000 + int(b.Range.Start.Character) - int(a.Range.Start.Line)*1000 - int(a.Range.Start.Character)
	})
	at := func(p protocol.Position) text.Position {
		return text.Position{Line: int(p.Line), Character: int(p.Character)}
	}
	for _, e := range edits {
		t = t.Apply([]text.Change{{Range: &text.Range{Start: at(e.Range.Start), End: at(e.Range.End)}, Text: e.NewText}}, text.UTF16)
	}
	return string(t.Content)
}

func TestCodeActions(t *testing.T) {
	for _, c := range []struct {
		name, text string
		only       []protocol.CodeActionKind
		want       []string // the titles, and what they make of the text
	}{
		{"fix and suppression", "local n = ARGV[1]\nif n > |5 then\r\n  return 1\nend\n", nil, []string{
			"Wrap in tonumber(): local n = ARGV[1]\nif tonumber(n) > 5 then\r\n  return 1\nend\n",
			"Suppress missing-tonumber here: local n = ARGV[1]\n--lint:ignore missing-tonumber explain why\r\nif n > 5 then\r\n  return 1\nend\n",
			"Write the inferred header: --@args n:int\n--@returns int?\nlocal n = ARGV[1]\nif n > 5 then\r\n  return 1\nend\n",
		}},
		{"misspelt command", "return redis.call('GETT|', KEYS[1])\n", []protocol.CodeActionKind{protocol.CodeActionKindQuickFix}, []string{
			"Replace GETT by GET: return redis.call('GET', KEYS[1])\n",
			"Suppress unknown-command here: --lint:ignore unknown-command explain why\nreturn redis.call('GETT', KEYS[1])\n",
		}},
		{"in a long string", "return redis.call([[\nx]], KE|YS[1])\n", []protocol.CodeActionKind{protocol.CodeActionKindQuickFix}, nil},
		{"in the header", "--@keys stock| other\nreturn redis.call('GET', KEYS[2])\n", []protocol.CodeActionKind{"quickfix"}, []string{
			"Suppress unused-key here: --lint:ignore unused-key explain why\n--@keys stock other\nreturn redis.call('GET', KEYS[2])\n",
		}},
		{"all", "|local n = ARGV[1]\nreturn n > 5 and n < 9\n", []protocol.CodeActionKind{protocol.CodeActionKindSourceFixAll}, []string{
			"Make all changes that are certain to be right: local n = ARGV[1]\nreturn tonumber(n) > 5 and tonumber(n) < 9\n",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
			at := open(e, "a.lua", c.text)
			p := &protocol.CodeActionParams{TextDocument: at.TextDocument, Range: protocol.Range{Start: at.Position, End: at.Position}}
			p.Context.Only = c.only
			actions, err := e.CodeAction(e.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range actions {
				a := a.(*protocol.CodeAction)
				got = append(got, fmt.Sprintf("%s: %s", a.Title, applied(strings.Replace(c.text, "|", "", 1), a.Edit.Changes[servertest.URI("a.lua")])))
			}
			equal(t, got, c.want)
		})
	}
}
