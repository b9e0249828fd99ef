package syntax_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/parser/syntax"
)

func mustParse(tb testing.TB, text string) *syntax.Chunk {
	tb.Helper()
	chunk := syntax.Parse([]byte(text))
	if len(chunk.Errors) > 0 {
		tb.Fatalf("Parse(%.100q): %v", text, chunk.Errors[0])
	}
	return chunk
}

// kindOf is the name of a node's type.
func kindOf(n syntax.Node) string {
	return strings.TrimPrefix(fmt.Sprintf("%T", n), "*syntax.")
}

func TestWalk(t *testing.T) {
	chunk := mustParse(t, "if a then return {b = c, d} end local function f(x) x:m(1) end")
	var steps []string
	syntax.Walk(chunk.Block, func(n syntax.Node) bool {
		steps = append(steps, "+"+kindOf(n))
		_, isCall := n.(*syntax.CallExpr)
		return !isCall
	}, func(n syntax.Node) {
		steps = append(steps, "-"+kindOf(n))
	})
	want := strings.Fields(`
		+Block
			+IfStmt
				+IfClause
					+NameExpr -NameExpr
					+Block
						+ReturnStmt
							+TableExpr
								+TableField +StringExpr -StringExpr +NameExpr -NameExpr -TableField
								+TableField +NameExpr -NameExpr -TableField
							-TableExpr
						-ReturnStmt
					-Block
				-IfClause
			-IfStmt
			+LocalFunc
				+Name -Name
				+FuncExpr
					+Name -Name
					+Block
						+CallStmt +CallExpr -CallExpr -CallStmt
					-Block
				-FuncExpr
			-LocalFunc
		-Block`)
	if !slices.Equal(steps, want) {
		t.Errorf("Walk took\n%s\nwant\n%s", strings.Join(steps, " "), strings.Join(want, " "))
	}
}

func TestInspectNothing(t *testing.T) {
	visit := func(n syntax.Node) bool {
		t.Errorf("visited %T", n)
		return true
	}
	syntax.Inspect(nil, visit)
	syntax.Inspect((&syntax.Chunk{}).Block, visit)
}

// TestInspectEveryNode checks that all kinds of nodes are visited, by their printed
// form: every range in it is that of a visited node or of a name in it.
func TestInspectEveryNode(t *testing.T) {
	for path, a := range archives(t) {
		for _, f := range a.Files {
			chunk := syntax.Parse(f.Data)
			if !strings.HasSuffix(f.Name, ".lua") {
				continue
			}
			visited := make(map[string]int)
			syntax.Inspect(chunk.Block, func(n syntax.Node) bool {
				visited[at(n.Span())]++
				return true
			})
			printed := make(map[string]int)
			p := &printer{}
			p.block(chunk.Block)
			for node := range strings.SplitSeq(p.String(), "(") {
				if words := strings.Fields(node); len(words) > 1 && !strings.Contains(words[0], `"`) {
					printed[strings.TrimRight(words[1], ")")]++
				}
			}
			for r, n := range printed {
				if visited[r] != n {
					t.Errorf("%s: %s: %d nodes at %s, of which %d were visited", path, f.Name, n, r, visited[r])
				}
			}
		}
	}
}

func TestUnparen(t *testing.T) {
	ret := mustParse(t, "return ((a.b)), a").Block.Stmts[0].(*syntax.ReturnStmt)
	if x, ok := syntax.Unparen(ret.Exprs[0]).(*syntax.IndexExpr); !ok || at(x.Range) != "9:12" {
		t.Errorf("Unparen gives %T %v, want the index at 9:12", syntax.Unparen(ret.Exprs[0]), x)
	}
	if x := syntax.Unparen(ret.Exprs[1]); x != ret.Exprs[1] {
		t.Errorf("Unparen changed an expression without parentheses to %T", x)
	}
}

// TestHighTrees checks that the highest trees that Parse makes can be walked.
func TestHighTrees(t *testing.T) {
	for _, test := range []struct {
		name, text string
		nodes      int
	}{
		{"fields", "return a" + strings.Repeat(".a", 200_000), 3 + 2*200_000},
		{"sums", "return a" + strings.Repeat("+a", 200_000), 3 + 2*200_000},
		{"calls", "a" + strings.Repeat("()", 200_000), 3 + 200_000},
		{"functions", strings.Repeat("return function() ", 90) + "return a" + strings.Repeat("+a", 199_910) + strings.Repeat(" end", 90), 3 + 3*90 + 2*199_910},
	} {
		t.Run(test.name, func(t *testing.T) {
			entered, left := 0, 0
			syntax.Walk(mustParse(t, test.text).Block, func(syntax.Node) bool {
				entered++
				return true
			}, func(syntax.Node) { left++ })
			if entered != test.nodes || left != test.nodes {
				t.Errorf("entered %d nodes and left %d, want %d", entered, left, test.nodes)
			}
			higher := strings.Replace(test.text, "a+a", "a+a+a", 1)
			higher = strings.Replace(higher, "a.a", "a.a.a", 1)
			higher = strings.Replace(higher, "a()", "a()()", 1)
			if len(syntax.Parse([]byte(higher)).Errors) == 0 {
				t.Errorf("Parse accepts a higher tree")
			}
		})
	}
}
