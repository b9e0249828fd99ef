package parser

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
)

// readInclude reads the operand of @include.
func (h *headerReader) readInclude(o *operand) {
	if o.tok.kind != tokString {
		advice := ""
		if word := strings.Trim(strings.TrimSpace(string(o.buf[o.tok.from:])), `'"`); word != "" && !strings.ContainsAny(word, " \t") {
			advice = ": write @include " + quoted(shorten(strings.ReplaceAll(word, `\`, "/")))
		}
		o.errorf(o.at(o.tok), RuleInclude, "expected the quoted path of a library, found %s%s", o.tok.found(), advice)
		return
	}
	i := Include{Span: o.at(o.tok), Path: o.tok.value}
	o.next()
	h.endOperand(o, "@include "+quoted(shorten(i.Path)))
	name, problem := resolveInclude(h.src.name, i.Path)
	if problem != "" {
		h.errorf(i.Span, RuleInclude, "%s cannot be included: %s", quoted(shorten(i.Path)), problem)
	}
	i.Name = name
	if located, ok := h.locate(name); problem == "" && ok {
		i.Name = located
	}
	h.include(i)
}

// resolveInclude makes a name below the root of a path written in the file named
// from. It says what is wrong with the path; "" when nothing is.
func resolveInclude(from, p string) (name, problem string) {
	switch {
	case p == "":
		return "", "the path is empty"
	case strings.Contains(p, `\`):
		return "", "its folders are separated by /, on Windows too: write " + quoted(strings.ReplaceAll(p, `\`, "/"))
	case strings.HasPrefix(p, "/") || len(p) > 1 && p[1] == ':':
		return "", "the path is absolute: write it relative to this file's folder"
	}
	name = path.Join(path.Dir(from), p)
	switch {
	case name == ".." || strings.HasPrefix(name, "../"):
		return "", "the path leaves the scripts' root folder: move the library into it"
	case !fs.ValidPath(name) || strings.ContainsRune(p, 0):
		return "", "it is not a valid path"
	case strings.HasSuffix(p, "/") || name == ".":
		return "", "it is a folder: name the .lua file"
	}
	return name, ""
}

// expansion gathers what a script includes.
type expansion struct {
	*report
	loader *Loader
	script *Script
	done   map[string]bool // libraries that have been read
	chain  []string        // files that are being read, from the script on
	bodies []pasted        // libraries in the order in which they are pasted
	at     int             // where the next one is pasted; 0 is between header and body
}

// pasted is a library's body and the place in the script where it goes.
type pasted struct {
	*source
	at int
}

// add reads the library of an @include line, and first what it includes itself.
func (x *expansion) add(i Include) {
	if i.Name == "" {
		return // reported by readInclude
	}
	src, err := x.loader.library(i.Name)
	if err != nil {
		x.errorf(i.Span, RuleInclude, "%s cannot be included: %s", quoted(shorten(i.Path)), x.readProblem(i, err))
		return
	}
	for n, name := range x.chain {
		if name == src.name {
			x.errorf(i.Span, RuleInclude, "including %s here makes a cycle: %s; remove one of these @include lines",
				quoted(i.Path), strings.Join(append(x.chain[n:len(x.chain):len(x.chain)], name), " → "))
			return
		}
	}
	if x.done[src.name] {
		return
	}
	x.done[src.name] = true
	x.chain = append(x.chain, src.name)
	x.readLibrary(src)
	x.chain = x.chain[:len(x.chain)-1]
	x.bodies = append(x.bodies, pasted{src, x.at})
}

func (x *expansion) locate(name string) (string, bool) {
	src, err := x.loader.library(name)
	if err != nil {
		return "", false
	}
	return src.name, true
}

func (x *expansion) readProblem(i Include, err error) string {
	if info, err := fs.Stat(x.loader.FS, i.Name); err == nil && info.IsDir() {
		return "it is a folder: name the .lua file"
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return reason(err)
	}
	return "there is no file " + i.Name + " below the scripts' root folder; the path is relative to the folder of the file that includes it"
}

// reason is an error of the file system without the path, which is said already.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err.Error()
	}
	return err.Error()
}

// readLibrary reads a library's header and checks that its body can be pasted.
func (x *expansion) readLibrary(src *source) {
	if sb := src.chunk.Shebang; sb.From < sb.To {
		x.errorf(src.span(sb.From, sb.To), RuleInclude, "a library has no shebang: the scripts that include it have one if they need it")
	}
	h := newHeaderReader(x.report, src, x.script)
	h.library, h.include, h.locate = true, x.add, x.locate
	h.includeBelow = func(i Include, _ int) { x.add(i) }
	h.read()
	if src.err != nil {
		x.errorf(src.span(src.err.From, src.err.To), RuleSyntax, "%s", src.err.Message)
		return
	}
	for _, stmt := range src.chunk.Block.Stmts {
		if ret, ok := stmt.(*syntax.ReturnStmt); ok {
			x.errorf(src.span(ret.From, ret.From+len("return")), RuleInclude,
				"a library does not return at its top level: pasted into a script it would end it here; remove the return, the script sees the library's locals")
		}
	}
}

// addBelow reads the library of another tool's @include, which is pasted where it
// stands: in the line below it, when that is between two statements.
func (x *expansion) addBelow(src *source, i Include, at int) {
	if line := src.lines.Line(at); line < src.lines.Count() {
		x.at = src.lines.Start(line + 1)
	} else {
		x.at = len(src.text)
	}
	if src.err == nil {
		for _, stmt := range src.chunk.Block.Stmts {
			if r := stmt.Span(); r.From < x.at && x.at < r.To {
				x.at = 0
			}
		}
	}
	x.add(i)
	x.at = 0
}

// paste makes the text that reaches Redis: the header of src, the bodies of the
// libraries, the body of src.
func (x *expansion) paste(src *source) {
	s := x.script
	if len(x.bodies) == 0 {
		s.Text = src.text
		s.Segments = []Segment{segment(src, 0, 0, len(src.text))}
		s.Segments[0].TextLine = 1
		return
	}
	body := src.bodyStart()
	x.append(src, 0, body, true)
	for _, lib := range x.bodies {
		if lib.at > body {
			x.append(src, body, lib.at, true)
			body = lib.at
		}
		s.Libraries = append(s.Libraries, lib.name)
		x.append(lib.source, lib.bodyStart(), len(lib.text), true)
	}
	x.append(src, body, len(src.text), false)
	lines := syntax.NewLines(s.Text)
	for i := range s.Segments {
		s.Segments[i].TextLine = lines.Line(s.Segments[i].From)
	}
}

// append pastes a part of a file as a segment. A newline that the part lacks at its
// end belongs to the segment.
func (x *expansion) append(src *source, from, to int, newline bool) {
	if from == to {
		return
	}
	s := x.script
	start := len(s.Text)
	s.Text = append(s.Text, src.text[from:to]...)
	if last := s.Text[len(s.Text)-1]; newline && last != '\n' && last != '\r' {
		s.Text = append(s.Text, '\n')
	}
	s.Segments = append(s.Segments, segment(src, from, start, len(s.Text)))
}

func segment(src *source, offset, from, to int) Segment {
	return Segment{
		From: from, To: to, Name: src.name, File: src.file, src: src,
		Offset: offset, Line: src.pos(offset).Line,
	}
}
