package gosource

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// Suppress says where a directive, given as a comment, covers a place of a Go file: on a line of its own
// above the nearest statement, declaration or element that holds the place. at is the start of the line that it
// comes before, and insert what to put there. It reports false when there is no such line.
func Suppress(text []byte, offset int, comment string) (at int, insert string, ok bool) {
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil || fset.File(file.Pos()) == nil {
		return 0, "", false
	}
	in := fset.File(file.Pos())
	offset = min(offset, len(text))
	line := in.Line(in.Pos(offset))
	ends := lineEnds(fset, file)
	within := multiline(text)
	for first := line; first > 0; first-- {
		start := in.Offset(in.LineStart(first))
		if max(first, ends[first]) < line || within(start) {
			continue
		}
		rest := text[start:]
		indent := rest[:len(rest)-len(bytes.TrimLeft(rest, " \t"))]
		newline := "\n"
		if i := bytes.IndexByte(rest, '\n'); i > 0 && rest[i-1] == '\r' {
			newline = "\r\n"
		}
		insert = string(indent) + comment + newline
		if documents(fset, file, first) {
			insert = "//" + newline + insert // as gofmt has it
		}
		return start, insert, true
	}
	return 0, "", false
}

var toolComment = lazyregexp.New(`^//(line |[a-z0-9]+:[a-z0-9])`)

// documents reports whether the line above one of a top-level declaration is the last of its documentation.
func documents(fset *token.FileSet, file *ast.File, line int) bool {
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Doc == nil || fset.PositionFor(g.Pos(), false).Line != line {
			continue
		}
		last := g.Doc.List[len(g.Doc.List)-1]
		return strings.HasPrefix(last.Text, "//") && !toolComment().MatchString(last.Text)
	}
	return false
}

// multiline tells of an offset of a Go file whether it is inside of a token of several lines.
func multiline(text []byte) func(offset int) bool {
	var inside [][2]int
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, scanner.ScanComments)
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok != token.STRING && tok != token.COMMENT || !strings.Contains(literal, "\n") {
			continue
		}
		from, end := file.Offset(pos), "`" // the scanner leaves carriage returns out of literals
		if tok == token.COMMENT {
			end = "*/"
		}
		if n := bytes.Index(text[from+1:], []byte(end)); n >= 0 {
			inside = append(inside, [2]int{from, from + 1 + n + len(end)})
		}
	}
	return func(offset int) bool {
		for _, r := range inside {
			if r[0] < offset && offset < r[1] {
				return true
			}
		}
		return false
	}
}
