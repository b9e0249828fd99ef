package parser

import (
	"errors"
	"io/fs"
	"path"
	"slices"
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
	loader   *Loader
	script   *Script
	done     map[string]bool // libraries that have been read
	declared *declarations
	chain    []string // files that are being read, from the script on
}

// include reads the library of an @include line and returns its body, with what it
// includes itself.
func (x *expansion) include(i Include) []piece {
	if i.Name == "" {
		return nil // reported by readInclude
	}
	src, err := x.library(i.Name)
	if err != nil {
		x.script.Incomplete = true
		x.errorf(i.Span, RuleInclude, "%s cannot be included: %s", quoted(shorten(i.Path)), x.readProblem(i, err))
		return nil
	}
	for n, name := range x.chain {
		if name == src.name {
			x.errorf(i.Span, RuleInclude, "including %s here makes a cycle: %s; remove one of these @include lines",
				quoted(i.Path), strings.Join(append(x.chain[n:len(x.chain):len(x.chain)], name), " → "))
			return nil
		}
	}
	if x.done[src.name] {
		return nil
	}
	if x.done == nil {
		x.done = map[string]bool{}
	}
	x.done[src.name] = true
	x.chain = append(x.chain, src.name)
	body := x.readLibrary(src)
	x.chain = x.chain[:len(x.chain)-1]
	x.script.Libraries = append(x.script.Libraries, src.name)
	return body
}

func (x *expansion) locate(name string) (string, bool) {
	src, err := x.library(name)
	if err != nil {
		return "", false
	}
	return src.name, true
}

// library returns the file that an @include names; its ".lua" may be left out.
func (x *expansion) library(name string) (*source, error) {
	src, err := x.source(name)
	if errors.Is(err, fs.ErrNotExist) {
		if withSuffix, other := x.source(name + ".lua"); !errors.Is(other, fs.ErrNotExist) {
			return withSuffix, other
		}
	}
	return src, err
}

// source returns the file at name, and notes that the script depends on it.
func (x *expansion) source(name string) (*source, error) {
	if !slices.Contains(x.script.Reads, name) {
		x.script.Reads = append(x.script.Reads, name)
	}
	return x.loader.inside(name)
}

func (x *expansion) readProblem(i Include, err error) string {
	if x.loader.isDir(i.Name) {
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

// readLibrary reads a library's header, checks that its body can be pasted, and returns
// the body with what it includes.
func (x *expansion) readLibrary(src *source) []piece {
	if sb := src.chunk.Shebang; sb.From < sb.To {
		x.errorf(src.span(sb.From, sb.To), RuleInclude, "a library has no shebang: the scripts that include it have one if they need it")
	}
	h := newHeaderReader(x.report, src, x.script)
	h.library, h.locate, h.declared = true, x.locate, x.declared
	body := body{source: src}
	h.include = func(i Include) { body.add(x.include(i)) }
	h.includeBelow = func(i Include, at int) { body.addBelow(x.include(i), at) }
	h.read()
	src.reportSyntax(x.report)
	for _, stmt := range src.chunk.Block.Stmts {
		if ret, ok := stmt.(*syntax.ReturnStmt); ok {
			x.errorf(src.span(ret.From, ret.From+len("return")), RuleInclude,
				"a library does not return at its top level: pasted into a script it would end it here; remove the return, the script sees the library's locals")
		}
	}
	return body.pieces()
}
