package gosource

import (
	"go/ast"
	"go/types"
)

// Nodes are the nodes of a Go file: what stands around each, and where an object is used.
type Nodes struct {
	Parents map[ast.Node]ast.Node
	Uses    map[types.Object][]*ast.Ident
}

// readNodes reads the nodes of a file, and shows each to a function.
func readNodes(p *Package, file *ast.File, each func(ast.Node)) Nodes {
	all := Nodes{Parents: map[ast.Node]ast.Node{}, Uses: map[types.Object][]*ast.Ident{}}
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if len(stack) > 0 {
			all.Parents[n] = stack[len(stack)-1]
		}
		stack = append(stack, n)
		if name, ok := n.(*ast.Ident); ok {
			if obj := p.Info.Uses[name]; obj != nil {
				all.Uses[obj] = append(all.Uses[obj], name)
			}
		}
		each(n)
		return true
	})
	return all
}

// ReadNodes reads the nodes of a file of a package.
func ReadNodes(p *Package, file *ast.File) Nodes { return readNodes(p, file, func(ast.Node) {}) }

// Parent is the node around another, parentheses aside; nil for a file.
func (all Nodes) Parent(n ast.Node) ast.Node {
	for n = all.Parents[n]; ; n = all.Parents[n] {
		if _, paren := n.(*ast.ParenExpr); !paren {
			return n
		}
	}
}
