package syntax_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/luagen/luagen/parser/syntax"
)

func FuzzParse(f *testing.F) {
	for _, a := range archives(f) {
		for _, file := range a.Files {
			if strings.HasSuffix(file.Name, ".lua") {
				f.Add(file.Data)
			}
		}
	}
	for _, s := range snippets {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if err := sound(src, syntax.Parse(src)); err != nil {
			t.Errorf("%q: %v", src, err)
		}
	})
}

// sound checks what holds for every result of Parse: ranges inside the text, in
// order, and within those of their parents.
func sound(src []byte, chunk *syntax.Chunk) error {
	text := syntax.Range{From: 0, To: len(src)}
	if chunk == nil {
		return fmt.Errorf("no chunk")
	}
	if chunk.First < 0 || chunk.First > len(src) || !within(chunk.Shebang, text) {
		return fmt.Errorf("first token %d or shebang %v outside the text", chunk.First, chunk.Shebang)
	}
	end := chunk.Shebang.To
	for _, c := range chunk.Comments {
		if c.From < end || !within(c.Range, text) || !strings.HasPrefix(string(src[c.From:c.To]), "--") {
			return fmt.Errorf("comment %v is no comment after %d", c, end)
		}
		end = c.To
	}
	for _, e := range chunk.Errors {
		if !within(e.Range, text) || e.Message == "" {
			return fmt.Errorf("error %#v", e)
		}
	}
	if chunk.Block == nil || chunk.Block.From != chunk.First || chunk.Block.To != len(src) {
		return fmt.Errorf("main block %v, first token at %d", chunk.Block, chunk.First)
	}
	var wrong error
	type open struct {
		node syntax.Node
		end  int // of what was met of it so far
	}
	stack := []open{{chunk.Block, chunk.Block.From}}
	enter := func(n syntax.Node) bool {
		parent, r := &stack[len(stack)-1], n.Span()
		if wrong == nil && (!within(r, parent.node.Span()) || r.From < parent.end) {
			wrong = fmt.Errorf("%T %v in %T %v, after %d", n, r, parent.node, parent.node.Span(), parent.end)
		}
		switch n.(type) {
		case *syntax.ErrorStmt, *syntax.ErrorExpr:
			if wrong == nil && len(chunk.Errors) == 0 {
				wrong = fmt.Errorf("%T %v without an error", n, r)
			}
		}
		parent.end = r.To
		stack = append(stack, open{n, r.From})
		return true
	}
	syntax.Walk(chunk.Block, enter, func(syntax.Node) { stack = stack[:len(stack)-1] })
	return wrong
}

func within(inner, outer syntax.Range) bool {
	return outer.From <= inner.From && inner.From <= inner.To && inner.To <= outer.To
}
