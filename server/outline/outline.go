// Package outline lists what a script declares, and what of it can be folded away.
package outline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/source"
)

// Kind is the kind of what is declared.
type Kind int

// The kinds.
const (
	Script Kind = iota
	Key
	Argument
	Type
	Template
	Error
	Include
	Function
	Local
)

// Symbol is something that a script declares.
type Symbol struct {
	Name      string
	Detail    string
	Kind      Kind
	At        source.Range // all of it
	Selection source.Range // its name
	Children  []Symbol
}

// Symbols returns what a script declares: in its header, then in its text, in order.
func Symbols(s source.Script) []Symbol { return append(Header(s), body(s)...) }

// Header returns what the header of a script declares, in order.
func Header(s source.Script) []Symbol {
	var all []Symbol
	add := func(name, detail string, kind Kind, r source.Range, ok bool) {
		if ok && name != "" {
			all = append(all, Symbol{Name: name, Detail: detail, Kind: kind, At: r, Selection: r})
		}
	}
	for _, i := range s.Includes {
		r, ok := s.Of(i.Span)
		add(i.Path, "@include", Include, r, ok)
	}
	for _, t := range s.Types {
		r, ok := s.Of(t.Ident.Span)
		add(t.Ident.Text, t.Type.String(), Type, r, ok)
	}
	for _, t := range s.Templates {
		r, ok := s.Of(t.Ident.Span)
		add(t.Ident.Text, t.Template.Text, Template, r, ok)
	}
	for i, k := range s.Keys {
		r, ok := s.Of(k.Span)
		add(k.Text, fmt.Sprintf("KEYS[%d]", i+1), Key, r, ok)
	}
	for i, a := range s.Args {
		r, ok := s.Of(a.Span)
		add(a.Text, fmt.Sprintf("ARGV[%d] %s", i+1, describe.ArgType(a)), Argument, r, ok)
	}
	for _, e := range s.Errors {
		r, ok := s.Of(e.Span)
		add(e.Text, e.Doc, Error, r, ok)
	}
	slices.SortStableFunc(all, func(a, b Symbol) int { return a.At.From - b.At.From })
	return all
}

// body lists the functions of a script, and the locals of its top level.
func body(s source.Script) []Symbol {
	var all []Symbol
	if s.Chunk == nil || s.Chunk.Block == nil {
		return nil
	}
	for _, stmt := range s.Chunk.Block.Stmts {
		if n, ok := stmt.(*syntax.LocalStmt); ok {
			all = appendLocals(s, all, n)
		} else {
			all = appendFunctions(s, all, stmt)
		}
	}
	return all
}

// appendLocals adds what a local statement declares.
func appendLocals(s source.Script, all []Symbol, n *syntax.LocalStmt) []Symbol {
	for i, name := range n.Names {
		if _, ok := at(n.Exprs, i).(*syntax.FuncExpr); ok {
			all = appendLocalFunction(s, all, n, i)
			continue
		}
		whole, here := s.Here(n.Range)
		r, _ := s.Here(name.Range)
		if here {
			all = append(all, Symbol{Name: name.Text, Detail: typeOf(s, name), Kind: Local, At: whole, Selection: r})
		}
	}
	return all
}

// appendFunctions adds the functions that a statement declares.
func appendFunctions(s source.Script, all []Symbol, stmt syntax.Stmt) []Symbol {
	switch n := stmt.(type) {
	case *syntax.LocalFunc:
		all = appendFunction(s, all, n.Name.Text, n.Range, n.Name.Range, n.Func)
	case *syntax.FuncStmt:
		if at, ok := s.Here(n.Target.Span()); ok {
			all = appendFunction(s, all, string(s.Source[at.From:at.To]), n.Range, n.Target.Span(), n.Func)
		}
	case *syntax.LocalStmt:
		for i := range n.Names {
			all = appendLocalFunction(s, all, n, i)
		}
	}
	return all
}

// appendLocalFunction adds the ith name of a local statement, if that is a function.
func appendLocalFunction(s source.Script, all []Symbol, n *syntax.LocalStmt, i int) []Symbol {
	if f, ok := at(n.Exprs, i).(*syntax.FuncExpr); ok {
		return appendFunction(s, all, n.Names[i].Text, n.Range, n.Names[i].Range, f)
	}
	return all
}

func at(exprs []syntax.Expr, i int) syntax.Expr {
	if i < len(exprs) {
		return exprs[i]
	}
	return nil
}

func typeOf(s source.Script, name *syntax.Name) string {
	b := s.Facts.Declared(name)
	if b == nil || b.Kind != scope.Local {
		return ""
	}
	return describe.Value(s.Facts.Value(b.Init))
}

func appendFunction(s source.Script, all []Symbol, name string, whole, at syntax.Range, f *syntax.FuncExpr) []Symbol {
	r, ok := s.Here(whole)
	if !ok {
		return all
	}
	n, _ := s.Here(at)
	var params []string
	for _, p := range f.Params {
		params = append(params, p.Text)
	}
	if f.Vararg {
		params = append(params, "...")
	}
	return append(all, Symbol{Name: name, Detail: "(" + strings.Join(params, ", ") + ")", Kind: Function, At: r, Selection: n})
}

// Fold is a run of lines that can be folded away.
type Fold struct {
	At      source.Range
	Comment bool
}

// Folds returns what of a script can be folded away: blocks, tables, and runs of comments. Those of
// one line are among them.
func Folds(s source.Script) []Fold {
	var all []Fold
	add := func(r syntax.Range, comment bool) {
		if here, ok := s.Here(r); ok && here.To > here.From {
			all = append(all, Fold{here, comment})
		}
	}
	var run syntax.Range
	for _, c := range s.Chunk.Comments {
		if run.To > 0 && !c.Block && strings.TrimSpace(string(s.Text[run.To:c.From])) == "" && strings.Count(string(s.Text[run.To:c.From]), "\n") <= 1 {
			run.To = c.To
			continue
		}
		add(run, true)
		run = c.Range
	}
	add(run, true)
	syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncExpr, *syntax.TableExpr, *syntax.WhileStmt, *syntax.RepeatStmt, *syntax.NumericFor, *syntax.GenericFor, *syntax.DoStmt:
			add(n.Span(), false)
		case *syntax.IfStmt:
			for i := range n.Clauses {
				add(n.Clauses[i].Range, false)
			}
			if n.Else != nil {
				add(syntax.Range{From: n.Clauses[len(n.Clauses)-1].To, To: n.To}, false)
			}
		}
		return true
	})
	return all
}
