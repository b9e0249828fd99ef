// Package highlight tells what the words of a script are, where a grammar of colours cannot.
package highlight

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/source"
)

// Kind is what a word is.
type Kind int

// The kinds.
const (
	Library Kind = iota
	Function
	Constant // of a library
	Variable
	Parameter
	Command
	Option
	Annotation
	Declared // a name that the header declares
	Type

	Kinds // how many there are
)

// Word is a word in one line of a script's file.
type Word struct {
	At       source.Range
	Kind     Kind
	Sandbox  bool // Redis gives it to scripts
	ReadOnly bool // a local that is never assigned again, or what no script may assign
}

// Words returns the words of a script's file that are anything, in order and apart.
func Words(s source.Script) []Word {
	w := words{Script: s}
	w.header()
	w.locals()
	w.globals()
	w.commands()
	slices.SortStableFunc(w.all, func(a, b Word) int { return cmp.Compare(a.At.From, b.At.From) })
	end := 0
	return slices.DeleteFunc(w.all, func(word Word) bool {
		if word.At.From < end || word.At.To <= word.At.From || bytes.ContainsAny(s.Source[word.At.From:word.At.To], "\r\n") {
			return true
		}
		end = word.At.To
		return false
	})
}

type words struct {
	source.Script
	all []Word
}

// add adds a word of the text.
func (w *words) add(r syntax.Range, word Word) {
	if here, ok := w.Here(r); ok {
		word.At = here
		w.all = append(w.all, word)
	}
}

func (w *words) locals() {
	for _, b := range w.Facts.Bindings {
		word := Word{Kind: Variable, ReadOnly: len(b.Writes) == 0}
		switch _, function := b.Init.(*syntax.FuncExpr); {
		case b.Kind == scope.Self:
			continue
		case b.Kind == scope.Param:
			word.Kind = Parameter
		case b.Kind == scope.FuncName || function:
			word.Kind = Function
		}
		w.add(b.Decl, word)
		for _, uses := range [][]*syntax.NameExpr{b.Reads, b.Writes} {
			for _, use := range uses {
				w.add(use.Range, word)
			}
		}
	}
}

func (w *words) globals() {
	for _, g := range w.Facts.Globals {
		e, ok := g.Expr.(*syntax.NameExpr)
		if !ok {
			continue
		}
		word := Word{Kind: Variable, Sandbox: g.Known, ReadOnly: g.Known}
		switch {
		case library.Find(g.Name) != nil:
			word.Kind = Library
		case library.Function(g.Name) != nil:
			word.Kind = Function
		}
		w.add(e.Range, word)
	}
	for _, m := range w.Facts.Members {
		if m.Member == nil {
			continue
		}
		word := Word{Kind: Function, Sandbox: true, ReadOnly: true}
		if m.Member.Constant {
			word.Kind = Constant
		}
		w.add(m.Span(), word)
	}
}

func (w *words) commands() {
	for _, c := range w.Facts.Calls {
		for _, e := range []syntax.Expr{c.NameExpr, c.SubExpr} {
			if str, ok := e.(*syntax.StringExpr); ok && c.Command != nil {
				w.add(str.Range, Word{Kind: Command})
			}
		}
		if c.Match == nil {
			continue
		}
		for i := range c.Words {
			str, ok := c.WordExpr(i).(*syntax.StringExpr)
			if !ok || syntax.Expr(str) == c.SubExpr {
				continue
			}
			if p, _ := c.Match.At(i); p != nil && p.Token != "" {
				w.add(str.Range, Word{Kind: Option})
			}
		}
	}
}

var (
	tag  = lazyregexp.New(`^--+[ \t]*(@[a-z]+)`)
	name = lazyregexp.New(`[A-Za-z_][A-Za-z0-9_]*`)
)

// header finds the annotations, with the names that they declare and the types that they name.
func (w *words) header() {
	declare := func(i parser.Ident, kind Kind) {
		if r, ok := w.Of(i.Span); ok {
			w.all = append(w.all, Word{At: r, Kind: kind})
		}
	}
	for _, k := range w.Keys {
		declare(k.Ident, Declared)
		for _, part := range k.Group {
			declare(part, Declared)
		}
		if k.Template != nil {
			w.template(k.Template)
		}
	}
	for _, a := range w.Args {
		declare(a.Ident, Declared)
		if a.Template != nil {
			w.template(a.Template)
		}
	}
	for _, e := range w.Errors {
		declare(e.Ident, Declared)
	}
	for _, t := range w.Templates {
		declare(t.Ident, Declared)
		w.template(t.Template)
	}
	for _, t := range w.Types {
		declare(t.Ident, Type)
	}
	types := map[string]bool{}
	for _, t := range parser.TypeWords() {
		types[t.Name] = true
	}
	for _, t := range w.Types {
		types[t.Ident.Text] = true
	}
	own := map[string]bool{}
	for _, t := range parser.Tags() {
		own["@"+t.Name] = true
	}
	for _, c := range w.Chunk.Comments {
		here, ok := w.Here(c.Range)
		if !ok || c.Block || here.To > w.Header.End.Offset {
			continue
		}
		text := w.Source[here.From:here.To]
		m := tag().FindSubmatchIndex(text)
		if m == nil || !own[string(text[m[2]:m[3]])] {
			continue
		}
		w.all = append(w.all, Word{At: source.Range{From: here.From + m[2], To: here.From + m[3]}, Kind: Annotation})
		w.types(here.From+m[3], here.To, types)
	}
}

// types finds the types in an annotation's operand: words behind a colon or a bracket, up to what
// reads as documentation.
func (w *words) types(from, to int, types map[string]bool) {
	for _, m := range name().FindAllIndex(w.Source[from:to], -1) {
		at := source.Range{From: from + m[0], To: from + m[1]}
		before := bytes.TrimRight(w.Source[from:at.From], " \t")
		after := bytes.TrimLeft(w.Source[at.To:to], " \t")
		if len(after) > 0 && after[0] == ':' {
			continue // the name of a part
		}
		follows := len(before) == 0 || bytes.ContainsAny(before[len(before)-1:], ":([]=,|?")
		if follows && types[string(w.Source[at.From:at.To])] {
			w.all = append(w.all, Word{At: at, Kind: Type, Sandbox: true})
		}
	}
}

func (w *words) template(t *parser.Template) {
	for _, p := range t.Parts {
		if p.Param == nil {
			continue
		}
		if r, ok := w.Of(p.Param.Span); ok {
			w.all = append(w.all, Word{At: r, Kind: Parameter})
		}
	}
}
