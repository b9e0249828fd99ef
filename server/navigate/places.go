package navigate

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/source"
)

// Place is a place of a file.
type Place struct {
	File    string // as findings show it
	At      source.Range
	Declare bool // the symbol is declared there
	Write   bool // it is assigned there
	// Element is set for KEYS[n] and ARGV[n], which name an input by its number.
	Element bool
}

// Places are where a script, or a library that it includes, names a symbol, each once and in no order.
func Places(s source.Script, symbol Symbol) []Place {
	switch symbol.Kind {
	case Local:
		return locals(s, symbol)
	case Input:
		return inputs(s, symbol)
	case Include:
		return includes(s, symbol)
	}
	var all []Place
	for _, o := range header(s) {
		if o.symbol == symbol {
			all = append(all, Place{File: s.File, At: o.At, Declare: o.declare})
		}
	}
	return all
}

// Templates are the files, as findings show them, of the templates that a script's inputs are built by and that have
// a placeholder of some name.
func Templates(s source.Script, placeholder string) []string {
	var all []string
	built := func(by *parser.Template) {
		for _, t := range s.Templates {
			if by == nil || by != t.Template {
				continue
			}
			for _, p := range by.Parts {
				if p.Param != nil && p.Param.Ident.Text == placeholder {
					all = append(all, t.Ident.Span.File)
				}
			}
		}
	}
	for _, k := range s.Keys {
		built(k.Template)
	}
	for _, a := range s.Args {
		built(a.Template)
	}
	return all
}

func locals(s source.Script, symbol Symbol) []Place {
	var all []Place
	add := func(r syntax.Range, p Place) {
		span := s.Span(r)
		p.File, p.At = span.File, source.Range{From: span.Start.Offset, To: span.End.Offset}
		all = append(all, p)
	}
	for _, b := range s.Facts.Bindings {
		if b.Name != symbol.Name || local(s, b) != symbol {
			continue
		}
		if written(s, b) {
			add(b.Decl, Place{Declare: true, Write: true})
		}
		for _, e := range b.Reads {
			add(e.Range, Place{})
		}
		for _, e := range b.Writes {
			add(e.Range, Place{Write: true})
		}
	}
	return all
}

// written reports whether a variable's name stands where it is declared: that of self, which a colon declares,
// does not.
func written(s source.Script, b *scope.Binding) bool {
	return string(s.Text[b.Decl.From:b.Decl.To]) == b.Name
}

// includes are the places where a script's own header includes a library, under whatever name.
func includes(s source.Script, symbol Symbol) []Place {
	var all []Place
	for _, o := range header(s) {
		if o.symbol.Kind == Include && o.symbol.Path == symbol.Path {
			all = append(all, Place{File: s.File, At: o.At})
		}
	}
	return all
}

// inputs are the places of a key or an argument: in the header, and where its element is read.
func inputs(s source.Script, symbol Symbol) []Place {
	if symbol.File != s.File {
		return nil
	}
	var all []Place
	for _, o := range header(s) {
		if o.symbol == symbol {
			all = append(all, Place{File: s.File, At: o.At, Declare: o.declare})
		}
	}
	for _, in := range []*analysis.Inputs{&s.Facts.Keys, &s.Facts.Args} {
		for _, u := range in.Uses {
			if _, direct := u.Expr.(*syntax.IndexExpr); !direct || u.Index == 0 || declared(s.Script, in.Table, u.Index) != symbol.Name {
				continue
			}
			span := s.Span(u.Expr.Span())
			all = append(all, Place{File: span.File, At: source.Range{From: span.Start.Offset, To: span.End.Offset}, Element: true, Write: u.Kind == analysis.WriteElement})
		}
	}
	return all
}

// Namesakes are the locals of a script that hold an input under the name that the header has for it.
func Namesakes(s source.Script, symbol Symbol) []Symbol {
	var all []Symbol
	for i, k := range s.Keys {
		if k.Text == symbol.Name {
			all = append(all, namesakes(s, &s.Facts.Keys, i+1, symbol.Name)...)
		}
	}
	for i, a := range s.Args {
		if a.Text == symbol.Name {
			all = append(all, namesakes(s, &s.Facts.Args, i+1, symbol.Name)...)
		}
	}
	return all
}

func namesakes(s source.Script, in *analysis.Inputs, index int, name string) []Symbol {
	var all []Symbol
	for _, b := range in.Names(index) {
		if b.Name == name {
			all = append(all, local(s, b))
		}
	}
	return all
}
