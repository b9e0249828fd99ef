package server_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/server/servertest"
	"github.com/luagen/luagen/server/text"
)

// asker answers the notes that several scripts have to do with, as an editor that has all files of an archive on disk
// and opens those with notes.
type asker struct {
	t     *testing.T
	e     *servertest.Editor
	texts map[string]string
	shown map[string]bool
}

func newAsker(t *testing.T, texts map[string]string) *asker {
	return &asker{t, servertest.Open(t, servertest.Options(servertest.Files(texts))), texts, map[string]bool{}}
}

// ask is the answer to a note; ok is false for kinds that are not the editor's.
func (a *asker) ask(name string, n asked) (answer string, ok bool) {
	ask := map[string]func(string, asked, protocol.TextDocumentPositionParams) (string, error){
		"define": a.define, "refer": a.refer, "mark": a.mark, "rename": a.rename, "act": a.act, "found": a.found, "search": a.search,
	}[n.kind]
	if ask == nil {
		return "", false
	}
	if !a.shown[name] {
		a.shown[name] = true
		a.e.Show(name, 1, a.texts[name])
	}
	p := protocol.TextDocumentPositionParams{Position: a.position(name, n.offset)}
	p.TextDocument.URI = a.e.URI(name)
	answer, err := ask(name, n, p)
	if err != nil {
		return err.Error(), true
	}
	if answer == "" {
		answer = "nothing"
	}
	return answer, true
}

func (a *asker) position(name string, offset int) protocol.Position {
	p := text.New([]byte(a.texts[name])).Position(offset, text.UTF16)
	return protocol.Position{Line: uint32(p.Line), Character: uint32(p.Character)}
}

// at is a place with the text that stands there.
func (a *asker) at(u uri.URI, r protocol.Range) string {
	name := strings.TrimPrefix(string(u), string(a.e.URI(""))+"/")
	in := text.New([]byte(a.texts[name]))
	from := in.Offset(text.Position{Line: int(r.Start.Line), Character: int(r.Start.Character)}, text.UTF16)
	to := in.Offset(text.Position{Line: int(r.End.Line), Character: int(r.End.Character)}, text.UTF16)
	return fmt.Sprintf("%s:%d:%d %q\n", name, r.Start.Line+1, r.Start.Character+1, a.texts[name][from:to])
}

func (a *asker) define(_ string, _ asked, p protocol.TextDocumentPositionParams) (string, error) {
	result, err := a.e.Definition(a.e.Context(), &protocol.DefinitionParams{TextDocumentPositionParams: p})
	places, _ := result.(protocol.LocationSlice)
	return a.places(places), err
}

func (a *asker) refer(_ string, _ asked, p protocol.TextDocumentPositionParams) (string, error) {
	places, err := a.e.References(a.e.Context(), &protocol.ReferenceParams{TextDocumentPositionParams: p, Context: protocol.ReferenceContext{IncludeDeclaration: true}})
	return a.places(places), err
}

func (a *asker) places(all []protocol.Location) string {
	var lines []string
	for _, l := range all {
		lines = append(lines, a.at(l.URI, l.Range))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func (a *asker) mark(_ string, _ asked, p protocol.TextDocumentPositionParams) (string, error) {
	all, err := a.e.DocumentHighlight(a.e.Context(), &protocol.DocumentHighlightParams{TextDocumentPositionParams: p})
	var lines []string
	for _, h := range all {
		kind := map[protocol.DocumentHighlightKind]string{protocol.DocumentHighlightKindRead: "read", protocol.DocumentHighlightKindWrite: "written"}[h.Kind]
		lines = append(lines, strings.TrimSuffix(a.at(p.TextDocument.URI, h.Range), "\n")+" "+kind+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), err
}

// rename says what would be renamed, and which lines that changes.
func (a *asker) rename(_ string, n asked, p protocol.TextDocumentPositionParams) (string, error) {
	prepared, err := a.e.PrepareRename(a.e.Context(), &protocol.PrepareRenameParams{TextDocumentPositionParams: p})
	if err != nil {
		return "", err
	}
	what := "nothing that has a name\n"
	if place, ok := prepared.(*protocol.PrepareRenamePlaceholder); ok && place.Placeholder != "" {
		what = strings.TrimSuffix(a.at(p.TextDocument.URI, place.Range), "\n") + " which is " + place.Placeholder + "\n"
	}
	edit, err := a.e.Rename(a.e.Context(), &protocol.RenameParams{TextDocumentPositionParams: p, NewName: n.words})
	if err != nil {
		return what + err.Error(), nil
	}
	return what + a.changed(edit), nil
}

// changed are the lines that an edit changes, as they are then.
func (a *asker) changed(edit *protocol.WorkspaceEdit) string {
	var b strings.Builder
	for _, u := range slices.Sorted(maps.Keys(edit.Changes)) {
		name := strings.TrimPrefix(string(u), string(a.e.URI(""))+"/")
		before := strings.Split(a.texts[name], "\n")
		after := strings.Split(applied(a.texts[name], edit.Changes[u]), "\n")
		if len(before) != len(after) {
			for _, line := range added(a.texts[name], strings.Join(after, "\n")) {
				fmt.Fprintf(&b, "%s:%s\n", name, line)
			}
			continue
		}
		for i := range after {
			if after[i] != before[i] {
				fmt.Fprintf(&b, "%s:%d: %s\n", name, i+1, after[i])
			}
		}
	}
	return b.String()
}

func (a *asker) act(name string, _ asked, p protocol.TextDocumentPositionParams) (string, error) {
	actions, err := a.e.CodeAction(a.e.Context(), &protocol.CodeActionParams{TextDocument: p.TextDocument, Range: protocol.Range{Start: p.Position, End: p.Position}})
	var b strings.Builder
	for _, action := range actions {
		action := action.(*protocol.CodeAction)
		preferred := ""
		if action.IsPreferred != nil && *action.IsPreferred {
			preferred = ", preferred"
		}
		fmt.Fprintf(&b, "%s (%s%s)\n%s", action.Title, *action.Kind, preferred, a.changed(action.Edit))
	}
	return b.String(), err
}

func (a *asker) found(name string, _ asked, p protocol.TextDocumentPositionParams) (string, error) {
	var b strings.Builder
	for _, d := range a.e.Found(name, 1) {
		severity := [...]string{"", "error", "warning", "note", "hint"}[d.Severity]
		fmt.Fprintf(&b, "%s: %v (%v) %s", severity, d.Message, d.Code, a.at(p.TextDocument.URI, d.Range))
		for _, r := range d.RelatedInformation {
			fmt.Fprintf(&b, "  %s %s", r.Message, a.at(r.Location.URI, r.Location.Range))
		}
	}
	return b.String(), nil
}

func (a *asker) search(_ string, n asked, _ protocol.TextDocumentPositionParams) (string, error) {
	result, err := a.e.Symbols(a.e.Context(), &protocol.WorkspaceSymbolParams{Query: n.words})
	all, _ := result.(protocol.SymbolInformationSlice)
	var b strings.Builder
	for _, s := range all {
		fmt.Fprintf(&b, "%s in %s", s.Name, a.at(s.Location.URI, s.Location.Range))
	}
	return b.String(), err
}
