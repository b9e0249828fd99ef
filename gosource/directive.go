package gosource

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/luagen/luagen/diag"
)

// Directive is a comment of Go source that suppresses findings of luagen, as staticcheck and
// golangci-lint read them: "//lint:ignore luagen/rule reason".
type Directive struct {
	Span   diag.Span
	Rules  []string // without "luagen/"
	Reason string
	// Lines are the first and the last line of the file that it speaks of: those of the
	// statement or declaration beside it or below it. Both are 0 for the whole file.
	Lines [2]int
}

// Covers reports whether the directive speaks of a finding.
func (d Directive) Covers(found diag.Diagnostic) bool {
	if d.Span.File != found.Span.File || d.Lines != [2]int{} && (found.Span.Start.Line < d.Lines[0] || found.Span.Start.Line > d.Lines[1]) {
		return false
	}
	for _, rule := range d.Rules {
		if rule == found.Rule {
			return true
		}
	}
	return false
}

// own is what the names of luagen's rules begin with in Go comments, which other linters
// read as well.
const own = "luagen/"

// directives notes the directives of a package's files.
func (f *Finder) directives(p *Package) {
	for _, file := range p.Files {
		if ast.IsGenerated(file) {
			continue
		}
		var ends map[int]int
		for _, group := range file.Comments {
			for _, c := range group.List {
				d, ok := directive(c.Text)
				if !ok {
					continue
				}
				d.Span = f.span(p, c)
				if known := f.result.Directives; len(known) > 0 && hasDirective(known, d.Span) {
					continue
				}
				if d.Lines != [2]int{} {
					if ends == nil {
						ends = lineEnds(p.Fset, file)
					}
					line := d.Span.Start.Line
					// Of several comments one below the other each speaks of what is below the last.
					next := p.Fset.PositionFor(group.End(), false).Line + 1
					d.Lines = [2]int{line, max(next, ends[line], ends[next])}
				}
				f.result.Directives = append(f.result.Directives, d)
			}
		}
	}
}

func hasDirective(known []Directive, at diag.Span) bool {
	for _, d := range known {
		if d.Span == at {
			return true
		}
	}
	return false
}

// directive reads a comment. Its Lines are not zero when it does not speak of the whole file.
func directive(text string) (Directive, bool) {
	var d Directive
	rest, ok := strings.CutPrefix(text, "//lint:ignore ")
	if ok {
		d.Lines = [2]int{1, 1}
	} else if rest, ok = strings.CutPrefix(text, "//lint:file-ignore "); !ok {
		return d, false
	}
	rest = strings.TrimSpace(rest)
	names, reason, _ := strings.Cut(rest, " ")
	d.Reason = strings.TrimSpace(reason)
	for name := range strings.SplitSeq(names, ",") {
		if rule, ok := strings.CutPrefix(name, own); ok {
			d.Rules = append(d.Rules, rule)
		}
	}
	return d, len(d.Rules) > 0
}

// lineEnds returns the last line of what begins on each line of a file: a statement without a
// block, a declaration of a value, an element of a list.
func lineEnds(fset *token.FileSet, file *ast.File) map[int]int {
	ends := map[int]int{}
	note := func(n ast.Node) {
		first, last := fset.PositionFor(n.Pos(), false).Line, fset.PositionFor(n.End(), false).Line
		ends[first] = max(ends[first], last)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl, *ast.ValueSpec, *ast.AssignStmt, *ast.ExprStmt, *ast.ReturnStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt,
			*ast.KeyValueExpr, *ast.BasicLit:
			note(n)
		case *ast.IfStmt:
			if n.Init != nil {
				note(n.Init)
			}
			note(n.Cond)
		}
		return true
	})
	return ends
}
