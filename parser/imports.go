package parser

import (
	gotoken "go/token"
	"path"
	"strings"

	"github.com/luagen/luagen/diag"
)

// PackageName is the name by which types refer to the import: its alias, or the
// last element of its path without a major version suffix or a "go-" prefix.
func (i Import) PackageName() string {
	if i.Alias != "" {
		return i.Alias
	}
	last := path.Base(i.Path)
	if isMajorVersion(last) && strings.Contains(i.Path, "/") {
		last = path.Base(path.Dir(i.Path))
	}
	if dot := strings.LastIndexByte(last, '.'); dot > 0 && isMajorVersion(last[dot+1:]) {
		last = last[:dot] // gopkg.in/yaml.v3
	}
	return strings.TrimPrefix(last, "go-")
}

func isMajorVersion(s string) bool {
	return len(s) > 1 && s[0] == 'v' && strings.Trim(s[1:], "0123456789") == ""
}

// readImport reads the operand of @import.
func (h *headerReader) readImport(o *operand) {
	i := Import{}
	from := o.tok
	if o.tok.kind == tokName {
		i.Alias = o.tok.text
		switch {
		case strings.Trim(i.Alias, "_") == "":
			o.errorf(o.at(o.tok), RuleImport, "the alias %s cannot be written before a type: choose a name or leave it out", i.Alias)
		case gotoken.IsKeyword(i.Alias) || isPredeclared(i.Alias) || i.Alias == "error" || i.Alias == "nil":
			o.errorf(o.at(o.tok), RuleImport, "the alias %s means something else in Go: choose another", i.Alias)
		}
		o.next()
	}
	if o.tok.kind != tokString {
		bare := strings.TrimRight(string(o.buf[from.from:]), " \t")
		if path := strings.Trim(bare, `'"`); i.Alias != path && importProblem(path) == "" {
			o.errorf(o.span(from.from, from.from+len(bare)), RuleImport, "the Go import path %s is not quoted: write @import %s", shorten(path), quoted(shorten(path)))
			return
		}
		o.errorf(o.at(o.tok), RuleImport, `expected a quoted Go import path, as in "github.com/google/uuid", found %s`, o.tok.found())
		return
	}
	i.Path = o.tok.value
	at := o.at(o.tok)
	i.Span = o.span(from.from, o.tok.to)
	o.next()
	h.endOperand(o, "@import")
	if problem := importProblem(i.Path); problem != "" {
		o.errorf(at, RuleImport, "%s is not a Go import path: %s", quoted(shorten(i.Path)), problem)
		return
	}
	if i.Alias == "" && !gotoken.IsIdentifier(i.PackageName()) {
		o.errorf(at, RuleImport, "the package's name cannot be told from %s: give it an alias, as in @import name %s", quoted(shorten(i.Path)), quoted(shorten(i.Path)))
		return
	}
	h.addImport(i)
}

// addImport adds an import unless it is there already, as it may be from a library.
func (h *headerReader) addImport(i Import) {
	if len(h.script.Imports) == maxFields {
		h.errorf(i.Span, RuleImport, "more than %d imports: split the script, or keep the types in fewer packages", maxFields)
		return
	}
	for _, other := range h.script.Imports {
		same := other.Path == i.Path && other.PackageName() == i.PackageName()
		switch {
		case same && other.Span.File == i.Span.File:
			relate(h.errorf(i.Span, RuleImport, "%s is imported twice: remove one", quoted(i.Path)), other.Span, "the first one")
			return
		case same:
			return
		case other.PackageName() == i.PackageName():
			relate(h.errorf(i.Span, RuleImport, "two imports are named %s, %s and %s: give one an alias", i.PackageName(), quoted(other.Path), quoted(i.Path)), other.Span, "the first one")
			return
		}
	}
	h.script.Imports = append(h.script.Imports, i)
}

// importProblem says why p is no import path; "" when it is one.
func importProblem(p string) string {
	switch {
	case p == "":
		return "it is empty"
	case p == "C":
		return "cgo is not supported"
	case strings.HasPrefix(p, "/") || strings.HasPrefix(p, "./") || strings.HasPrefix(p, "../") || p == "." || p == "..":
		return "a path is written in full, beginning with its module's"
	case strings.Contains(p, `\`):
		return "its elements are separated by /"
	case strings.HasSuffix(p, "/") || strings.Contains(p, "//") || path.Clean(p) != p:
		return "it has an empty element, . or .."
	}
	for i := range len(p) {
		if p[i] <= ' ' || p[i] >= 0x7f || strings.IndexByte("!\"#$%&'()*,:;<=>?[]^`{|}", p[i]) >= 0 {
			return "it holds " + quoted(p[i:i+1])
		}
	}
	return ""
}

// importOf returns the import that a qualified Go type's package names.
func importOf(imports []Import, name string) (int, bool) {
	for n, i := range imports {
		if i.PackageName() == name {
			return n, true
		}
	}
	return 0, false
}

// checkImports reports Go types whose package is not imported, and imports of the
// script's own file that nothing uses.
func (h *headerReader) checkImports(types []*GoType) {
	used := map[int]bool{}
	for _, t := range types {
		if t.Form != GoNamed || t.Package == "" {
			continue
		}
		if n, ok := importOf(h.script.Imports, t.Package); ok {
			used[n] = true
			continue
		}
		h.errorf(t.At, RuleImport, "the package of %s is not imported: add --@import %s", t, importHint(t.Package))
	}
	for _, e := range h.script.Errors {
		pkg, _, imported := e.Imported()
		if n, ok := importOf(h.script.Imports, pkg); ok && imported {
			used[n] = true
		} else if imported {
			h.errorf(e.Span, RuleImport, "the package of %s is not imported: add --@import %s", e.Text, importHint(pkg))
		}
	}
	if diag.HasErrors(h.found) || !h.declares {
		return // what could not be read may use an import, and so may a library's scripts
	}
	for n, i := range h.script.Imports {
		if !used[n] && i.Span.File == h.script.File {
			h.warnf(i.Span, RuleImport, "no type uses the import %s: remove it", quoted(i.Path))
		}
	}
}

// importHint is the path that a package name probably stands for.
func importHint(name string) string {
	switch name {
	case "time":
		return `"time"`
	case "json":
		return `"encoding/json"`
	case "url":
		return `"net/url"`
	case "netip":
		return `"net/netip"`
	case "big":
		return `"math/big"`
	case "uuid":
		return `"github.com/google/uuid"`
	default:
		return name + ` "path/of/the/package"`
	}
}
