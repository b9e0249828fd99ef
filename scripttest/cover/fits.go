package cover

import (
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/scripttest/server"
)

// Globals and members of the server's library by which a script can see that it runs as a
// function, or that functions do not have.
var (
	telling = []string{"_G", "getfenv", "setfenv", "load", "loadstring", "__redis__err__handler"}
	lacking = []string{"breakpoint", "debug", "replicate_commands", "register_function"}
)

// unfit says why a function cannot stand for the script on a server; empty when it can.
func (p *plan) unfit(s *server.Server) string {
	if !s.HasFunctions() {
		return s.String() + " has no functions"
	}
	return p.unlike()
}

// unlike says why a function would not do what the script does; empty when it would.
func (p *plan) unlike() string {
	if p.script.Chunk.Block == nil {
		return ""
	}
	why := ""
	tell := func(n syntax.Node, format string, args ...any) {
		if why == "" {
			why = fmt.Sprintf("line %d %s", p.lines.Line(n.Span().From), fmt.Sprintf(format, args...))
		}
	}
	depth := 0
	syntax.Walk(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncExpr:
			depth++
		case *syntax.VarargExpr:
			if depth == 0 {
				tell(n, "reads ... outside of a function")
			}
		case *syntax.NameExpr:
			if slices.Contains(telling, n.Name) || strings.HasPrefix(n.Name, ownNames) {
				tell(n, "uses %s", n.Name)
			}
		case *syntax.StringExpr:
			if n.Dot && slices.Contains(lacking, n.Value) {
				tell(n, "uses %s, which functions do not have", n.Value)
			}
		case *syntax.AssignStmt:
			for _, target := range n.Targets {
				if isInput(target) {
					tell(n, "assigns to KEYS or ARGV")
				}
			}
		case *syntax.BinaryExpr:
			calculates := !slices.Contains([]syntax.Op{syntax.OpAnd, syntax.OpOr, syntax.OpEq, syntax.OpNe}, n.Op)
			if calculates && (isInput(n.X) || isInput(n.Y)) {
				tell(n, "calculates with KEYS or ARGV itself, and the error would call it by another name")
			}
		case *syntax.CallExpr:
			if isInput(n.Func) {
				tell(n, "calls KEYS or ARGV")
			}
		}
		return true
	}, func(n syntax.Node) {
		if _, ok := n.(*syntax.FuncExpr); ok {
			depth--
		}
	})
	return why
}

// isInput reports whether an expression is KEYS or ARGV itself.
func isInput(x syntax.Expr) bool {
	n, ok := syntax.Unparen(x).(*syntax.NameExpr)
	return ok && (n.Name == "KEYS" || n.Name == "ARGV")
}
