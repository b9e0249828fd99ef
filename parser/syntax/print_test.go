package syntax_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
)

// printChunk writes what Parse returns, a statement a line, every node as
// (kind from:to …).
func printChunk(c *syntax.Chunk) string {
	p := &printer{}
	fmt.Fprintf(&p.Builder, "first %d\n", c.First)
	if c.Shebang != (syntax.Range{}) {
		fmt.Fprintf(&p.Builder, "shebang %s\n", at(c.Shebang))
	}
	for _, comment := range c.Comments {
		kind := "comment"
		if comment.Block {
			kind = "block-comment"
		}
		fmt.Fprintf(&p.Builder, "%s %s\n", kind, at(comment.Range))
	}
	for _, r := range c.NestedLong {
		fmt.Fprintf(&p.Builder, "nested-long %s\n", at(r))
	}
	for _, e := range c.Errors {
		fmt.Fprintf(&p.Builder, "error %s %s\n", at(e.Range), e.Message)
	}
	if c.Loose {
		p.WriteString("loose\n")
	}
	if c.Block != nil {
		p.block(c.Block)
		p.WriteString("\n")
	}
	return p.String()
}

func at(r syntax.Range) string { return fmt.Sprintf("%d:%d", r.From, r.To) }

type printer struct {
	strings.Builder
	depth int
}

// node writes "(kind from:to", the parts with blanks between them, and ")".
func (p *printer) node(kind string, n syntax.Node, parts ...any) {
	fmt.Fprintf(&p.Builder, "(%s %s", kind, at(n.Span()))
	for _, part := range parts {
		if part == nil {
			part = "-"
		}
		switch part := part.(type) {
		case []syntax.Expr:
			for _, x := range part {
				p.WriteByte(' ')
				p.expr(x)
			}
			continue
		case []*syntax.Name:
			for _, n := range part {
				p.WriteByte(' ')
				p.node("name", n, n.Text)
			}
			continue
		}
		p.WriteByte(' ')
		switch part := part.(type) {
		case syntax.Expr:
			p.expr(part)
		case *syntax.Name:
			p.node("name", part, part.Text)
		case *syntax.Block:
			p.block(part)
		case []string:
			p.WriteString("[" + strings.Join(part, " ") + "]")
		default:
			fmt.Fprint(&p.Builder, part)
		}
	}
	p.WriteByte(')')
}

func (p *printer) block(b *syntax.Block) {
	fmt.Fprintf(&p.Builder, "(block %s", at(b.Range))
	p.depth++
	for _, s := range b.Stmts {
		p.WriteString("\n" + strings.Repeat("  ", p.depth))
		p.stmt(s)
	}
	p.depth--
	p.WriteByte(')')
}

func (p *printer) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.LocalStmt:
		p.node("local", s, s.Names, "=", s.Exprs)
	case *syntax.AssignStmt:
		p.node("assign", s, s.Targets, "=", s.Exprs)
	case *syntax.CallStmt:
		p.node("call-stmt", s, s.Call)
	case *syntax.DoStmt:
		p.node("do", s, s.Body)
	case *syntax.WhileStmt:
		p.node("while", s, s.Cond, s.Body)
	case *syntax.RepeatStmt:
		p.node("repeat", s, s.Body, s.Cond)
	case *syntax.IfStmt:
		fmt.Fprintf(&p.Builder, "(if %s", at(s.Range))
		for i := range s.Clauses {
			p.WriteByte(' ')
			p.node("clause", s.Clauses[i], s.Clauses[i].Cond, s.Clauses[i].Body)
		}
		if s.Else != nil {
			p.WriteString(" else ")
			p.block(s.Else)
		}
		p.WriteByte(')')
	case *syntax.NumericFor:
		p.node("for", s, s.Var, s.Start, s.Limit, s.Step, s.Body)
	case *syntax.GenericFor:
		p.node("for-in", s, s.Names, "in", s.Exprs, s.Body)
	case *syntax.FuncStmt:
		if s.Method != nil {
			p.node("function-stmt", s, s.Target, ":", s.Method, s.Func)
		} else {
			p.node("function-stmt", s, s.Target, s.Func)
		}
	case *syntax.LocalFunc:
		p.node("local-function", s, s.Name, s.Func)
	case *syntax.ReturnStmt:
		p.node("return", s, s.Exprs)
	case *syntax.BreakStmt:
		p.node("break", s)
	case *syntax.ErrorStmt:
		p.node("error-stmt", s, s.Parts)
	default:
		fmt.Fprintf(&p.Builder, "%T", s)
	}
}

func (p *printer) expr(x syntax.Expr) {
	switch x := x.(type) {
	case *syntax.NilExpr:
		p.node("nil", x)
	case *syntax.BoolExpr:
		p.node(strconv.FormatBool(x.Value), x)
	case *syntax.NumberExpr:
		p.node("number", x, x.Raw, x.Value)
	case *syntax.StringExpr:
		if x.Dot {
			p.node("dot", x, x.Value)
		} else {
			p.node("string", x, strconv.Quote(x.Value))
		}
	case *syntax.VarargExpr:
		p.node("...", x)
	case *syntax.FuncExpr:
		var flags []string
		if x.Method {
			flags = append(flags, "self")
		}
		if x.Vararg {
			flags = append(flags, "...")
		}
		p.node("function", x, x.Params, flags, x.Body)
	case *syntax.NameExpr:
		p.node("var", x, x.Name)
	case *syntax.IndexExpr:
		p.node("index", x, x.X, x.Key)
	case *syntax.CallExpr:
		if x.Method != nil {
			p.node("method-call", x, x.Func, x.Method, x.Args)
		} else {
			p.node("call", x, x.Func, x.Args)
		}
	case *syntax.TableExpr:
		fmt.Fprintf(&p.Builder, "(table %s", at(x.Range))
		for _, f := range x.Fields {
			p.WriteByte(' ')
			p.node("field", f, f.Key, f.Value)
		}
		p.WriteByte(')')
	case *syntax.ParenExpr:
		p.node("paren", x, x.X)
	case *syntax.UnaryExpr:
		p.node(x.Op.String(), x, x.X)
	case *syntax.BinaryExpr:
		p.node(x.Op.String(), x, x.X, x.Y)
	case *syntax.ErrorExpr:
		p.node("error", x, x.Parts)
	default:
		fmt.Fprintf(&p.Builder, "%T", x)
	}
}
