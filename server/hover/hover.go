// Package hover says what the word under a cursor is.
package hover

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/source"
)

// Answer is what is said.
type Answer struct {
	Markdown string
	At       source.Range // what it is about
}

// Around is what a script does not know of itself.
type Around struct {
	// Go is the Go function that is generated for the script, its documentation included; empty when
	// there is none.
	Go    func() string
	Rules []diag.Rule
}

// At says what stands at an offset of a script's file; ok is false when there is nothing to say.
func At(s source.Script, offset int, around Around) (Answer, bool) {
	if c, ok := s.Comment(offset); ok {
		return comment(s, c, offset, around)
	}
	at, ok := s.In(offset)
	if !ok {
		return Answer{}, false
	}
	path := s.Path(at)
	for i := len(path) - 1; i >= 0; i-- {
		markdown, about := node(s, path[:i+1], at)
		if markdown == "" {
			continue
		}
		if here, ok := s.Here(about); ok {
			return Answer{markdown, here}, true
		}
	}
	return Answer{}, false
}

// node says what the last node of a path is, and what of it that is about.
func node(s source.Script, path []syntax.Node, at int) (string, syntax.Range) {
	switch n := path[len(path)-1].(type) {
	case *syntax.StringExpr:
		return word(s, path, n)
	case *syntax.IndexExpr:
		if m, ok := member(s.Facts, n); ok && m.Span().From <= at {
			return memberText(m), n.Range
		}
		return element(s, n), n.Range
	case *syntax.NameExpr:
		if b := s.Facts.Binding(n); b != nil {
			return variable(s, b, n), n.Range
		}
		return global(s, n.Name), n.Range
	case *syntax.Name:
		if b := s.Binding(path); b != nil {
			return variable(s, b, nil), n.Range
		}
	case syntax.Expr:
		if c, in := enclosing(s.Facts, path); c != nil {
			return argument(c, in, n), n.Span()
		}
	}
	return "", syntax.Range{}
}

// variable says what is known of a local: at one use of it, or where it is declared.
func variable(s source.Script, b *scope.Binding, use *syntax.NameExpr) string {
	v := s.Type(b)
	if use != nil {
		v = s.Facts.Value(use)
	}
	if b.Kind == scope.FuncName {
		return code("local function " + b.Name)
	}
	line := b.Name
	switch b.Kind {
	case scope.Param, scope.Self:
		line = "(parameter) " + line
	case scope.LoopVar:
		line = "(loop variable) " + line
	default:
		line = "local " + line
	}
	if typ := describe.Value(v); typ != "" {
		line += ": " + typ
	}
	text := code(line)
	if b.Input.Index > 0 {
		text += "\n\n" + input(s, b.Input)
	}
	return text
}

// element says what KEYS[n] or ARGV[n] is.
func element(s source.Script, n *syntax.IndexExpr) string {
	for _, in := range []*analysis.Inputs{&s.Facts.Keys, &s.Facts.Args} {
		for _, u := range in.Uses {
			if u.Expr == syntax.Expr(n) && u.Index > 0 {
				return input(s, valueRef(in, u.Index))
			}
		}
	}
	return ""
}

func code(text string) string { return "```lua\n" + text + "\n```" }

// paragraphs joins what is not empty.
func paragraphs(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, "\n\n")
}
