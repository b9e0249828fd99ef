// Package navigate finds what a name of a script stands for, where else it stands, and what has to
// change with it.
package navigate

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/source"
)

// Kind is the kind of what a name stands for.
type Kind int

// The kinds.
const (
	Local    Kind = iota // a variable of Lua
	Input                // a key, an argument, or a placeholder of a template
	Type                 // of @type
	Template             // of @define
	Include              // a library
	Error                // of @error
)

// Symbol is what a name stands for.
type Symbol struct {
	Kind Kind
	Name string
	// File and At are the place of its declaration: of a local, a type or a template, which a library
	// may declare; File is as findings show it. Of others File is that of the script.
	File string
	At   int
	// Path is the library that is included, below the scripts' root; only for Include.
	Path string
}

// At is the symbol that an offset of a script's file names, and where it does.
func At(s source.Script, offset int) (Symbol, source.Range, bool) {
	for _, o := range header(s) {
		if o.At.Holds(offset) {
			return o.symbol, o.At, true
		}
	}
	at, ok := s.In(offset)
	if !ok {
		return Symbol{}, source.Range{}, false
	}
	path := s.Path(at)
	if b := s.Binding(path); b != nil {
		here, ok := s.Here(path[len(path)-1].Span())
		return local(s, b), here, ok
	}
	for i := len(path) - 1; i >= 0; i-- {
		e, ok := path[i].(*syntax.IndexExpr)
		if !ok {
			continue
		}
		for _, in := range []*analysis.Inputs{&s.Facts.Keys, &s.Facts.Args} {
			for _, u := range in.Uses {
				if u.Expr != syntax.Expr(e) || u.Index == 0 {
					continue
				}
				if name := declared(s.Script, in.Table, u.Index); name != "" {
					here, ok := s.Here(e.Range)
					return Symbol{Kind: Input, Name: name, File: s.File}, here, ok
				}
			}
		}
	}
	return Symbol{}, source.Range{}, false
}

// local is a variable as a symbol.
func local(s source.Script, b *scope.Binding) Symbol {
	span := s.Span(b.Decl)
	return Symbol{Kind: Local, Name: b.Name, File: span.File, At: span.Start.Offset}
}

// declared is the name that a header has for an input.
func declared(s *parser.Script, table value.InputTable, index int) string {
	switch {
	case table == value.KEYS && 0 < index && index <= len(s.Keys):
		return s.Keys[index-1].Text
	case table != value.KEYS && 0 < index && index <= len(s.Args):
		return s.Args[index-1].Text
	}
	return ""
}

// occurrence is a name in a script's header.
type occurrence struct {
	At      source.Range
	symbol  Symbol
	declare bool
}

var word = lazyregexp.New(`[A-Za-z_][A-Za-z0-9_]*`)

// header are the names in the header of a script's own file, in order.
func header(s source.Script) []occurrence {
	var all []occurrence
	add := func(span diag.Span, symbol Symbol, declare bool) {
		if r, ok := s.Of(span); ok {
			all = append(all, occurrence{r, symbol, declare})
		}
	}
	input := func(i parser.Ident, declare bool) {
		add(i.Span, Symbol{Kind: Input, Name: i.Text, File: s.File}, declare)
	}
	// An input that goes by the name of a template is one more place of that.
	built := func(i parser.Ident, by *parser.Template) {
		for _, t := range s.Templates {
			if by != nil && by == t.Template && i.Text == t.Ident.Text {
				add(i.Span, Symbol{Kind: Template, Name: i.Text, File: t.Ident.Span.File, At: t.Ident.Span.Start.Offset}, false)
				return
			}
		}
		input(i, true)
	}
	template := func(t *parser.Template) {
		if t == nil {
			return
		}
		for _, p := range t.Parts {
			if p.Param != nil {
				input(p.Param.Ident, false)
			}
		}
	}
	for _, i := range s.Includes {
		if i.Name != "" {
			add(i.Span, Symbol{Kind: Include, Name: i.Path, File: s.File, Path: i.Name}, false)
		}
	}
	for _, k := range s.Keys {
		built(k.Ident, k.Template)
		for _, part := range k.Group {
			input(part, true)
		}
		template(k.Template)
	}
	for _, a := range s.Args {
		built(a.Ident, a.Template)
		template(a.Template)
	}
	for _, e := range s.Errors {
		add(e.Span, Symbol{Kind: Error, Name: e.Text, File: s.File}, true)
	}
	for _, t := range s.Templates {
		symbol := Symbol{Kind: Template, Name: t.Ident.Text, File: t.Ident.Span.File, At: t.Ident.Span.Start.Offset}
		add(t.Ident.Span, symbol, true)
		template(t.Template)
	}
	types := map[string]Symbol{}
	for _, t := range s.Types {
		symbol := Symbol{Kind: Type, Name: t.Ident.Text, File: t.Ident.Span.File, At: t.Ident.Span.Start.Offset}
		types[symbol.Name] = symbol
		add(t.Ident.Span, symbol, true)
	}
	all = append(all, uses(s, types, all)...)
	slices.SortStableFunc(all, func(a, b occurrence) int { return a.At.From - b.At.From })
	return slices.CompactFunc(all, func(a, b occurrence) bool { return a.At == b.At })
}

// Declared is where a script, or a library that it includes, declares an error or a type.
func Declared(s *parser.Script, name string) (at diag.Span, ok bool) {
	for _, e := range s.Errors {
		if e.Text == name {
			return e.Span, true
		}
	}
	for _, t := range s.Types {
		if t.Ident.Text == name {
			return t.Ident.Span, true
		}
	}
	return diag.Span{}, false
}

var tagged = lazyregexp.New(`^--+[ \t]*@([a-z]+)`)

// uses finds the types that annotations name: words behind a colon, a bracket or the tag.
func uses(s source.Script, types map[string]Symbol, known []occurrence) []occurrence {
	if len(types) == 0 {
		return nil
	}
	var all []occurrence
	for _, c := range s.Chunk.Comments {
		here, ok := s.Here(c.Range)
		if !ok || c.Block || here.To > s.Header.End.Offset {
			continue
		}
		text := s.Source[here.From:here.To]
		m := tagged().FindIndex(text)
		if m == nil {
			continue
		}
		for _, w := range word().FindAllIndex(text[m[1]:], -1) {
			at := source.Range{From: here.From + m[1] + w[0], To: here.From + m[1] + w[1]}
			symbol, isType := types[string(s.Source[at.From:at.To])]
			before := byte(' ')
			for i := at.From - 1; i > here.From+m[1]-1; i-- {
				if c := s.Source[i]; c != ' ' && c != '\t' {
					before = c
					break
				}
			}
			if !isType || before != ' ' && !slices.Contains([]byte(":([],=|?"), before) {
				continue
			}
			if before == ' ' && at.From > here.From+m[1]+1 {
				continue // a word of the documentation
			}
			if !slices.ContainsFunc(known, func(o occurrence) bool { return o.At == at }) {
				all = append(all, occurrence{At: at, symbol: symbol})
			}
		}
	}
	return all
}
