package replay

import (
	_ "embed" // for the Lua that watches
	"fmt"
	"slices"
	"strconv"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// NoteKind says what a watched script did.
type NoteKind string

// The kinds of notes.
const (
	TextCompared NoteKind = "text"   // it ordered two numbers by their text, which is another order; Text is both
	UnreadError  NoteKind = "unread" // redis.pcall returned an error, Text, that it does not look at
	HoleInReply  NoteKind = "hole"   // its reply ends before element Text, since one is missing
	FieldInReply NoteKind = "field"  // its reply is without the member Text of its table
)

// Note is something that a watched script did which is hardly meant.
type Note struct {
	Kind NoteKind
	Span diag.Span // in the script; zero for a reply
	Text string
}

// watchBefore is the Lua before a script that is watched.
//
//go:embed watch.lua
var watchBefore string

// Watch is Record, and notes what the script does that is hardly meant.
func Watch(s *parser.Script, facts *analysis.Facts, before string) *Recorder {
	return watch(s, facts, before)
}

// WatchEmbedded is Watch for the server of StartEmbedded.
func WatchEmbedded(s *parser.Script, facts *analysis.Facts, before string) *Recorder {
	return watch(s, facts, embeddedBefore+before)
}

func watch(s *parser.Script, facts *analysis.Facts, before string) *Recorder {
	w := &watcher{wraps: map[syntax.Node]string{}}
	for _, p := range facts.Protected {
		if !p.Checked && p.Func.IsCommand() {
			w.wrap(p.Expr, "__luagen_drop", w.site(p.Expr.Range))
		}
	}
	if s.Chunk.Block != nil {
		syntax.Walk(s.Chunk.Block, w.enter, w.leave)
	}
	r := &Recorder{script: s, sites: w.sites}
	r.text = instrumented(s, before+oneLine(watchBefore), append(w.edits, tailCalls(s, facts)...))
	return r
}

// watcher writes what notes into a script.
type watcher struct {
	sites []syntax.Range
	wraps map[syntax.Node]string // the beginnings of the calls that nodes become arguments of
	edits []edit
}

func (w *watcher) wrap(n syntax.Node, function string, site int) {
	w.wraps[n] = fmt.Sprintf("%s(%d,", function, site)
}

func (w *watcher) site(r syntax.Range) int {
	w.sites = append(w.sites, r)
	return len(w.sites)
}

func (w *watcher) enter(n syntax.Node) bool {
	if n, ok := n.(*syntax.BinaryExpr); ok {
		if slices.Contains([]syntax.Op{syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe}, n.Op) && mayBeText(n.X) && mayBeText(n.Y) {
			site := w.site(n.Range)
			w.wrap(n.X, "__luagen_left", site)
			w.wrap(n.Y, "__luagen_right", site)
		}
	}
	if text := w.wraps[n]; text != "" {
		w.edits = append(w.edits, edit{n.Span().From, text})
	}
	return true
}

func (w *watcher) leave(n syntax.Node) {
	if w.wraps[n] != "" {
		w.edits = append(w.edits, edit{n.Span().To, ")"})
	}
}

// mayBeText reports whether an operand may be a string that holds a number.
func mayBeText(x syntax.Expr) bool {
	switch x := syntax.Unparen(x).(type) {
	case *syntax.NumberExpr, *syntax.StringExpr, *syntax.UnaryExpr:
		return false
	case *syntax.BinaryExpr:
		return x.Op == syntax.OpAnd || x.Op == syntax.OpOr || x.Op == syntax.OpConcat
	}
	return true
}

// Notes returns what was noted since it was last called.
func (r *Recorder) Notes() []Note {
	r.mu.Lock()
	defer r.mu.Unlock()
	notes := r.notes
	r.notes = nil
	return notes
}

// note reads a note.
func (r *Recorder) note(v resp.Value) {
	if len(v.List) != 3 {
		return
	}
	n := Note{Kind: NoteKind(v.List[0].Text), Text: v.List[2].Text}
	if site, err := strconv.Atoi(v.List[1].Text); err == nil && 1 <= site && site <= len(r.sites) {
		n.Span = r.script.Span(r.sites[site-1])
	}
	r.notes = append(r.notes, n)
}
