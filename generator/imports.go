package generator

import (
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser"
)

// Import paths of what generated code may use.
const (
	pathContext = "context"
	pathErrors  = "errors"
	pathJSON    = "encoding/json"
	pathMaps    = "maps"
	pathSlices  = "slices"
	pathStrconv = "strconv"
	pathTime    = "time"
	pathRuntime = "github.com/luagen/luagen/runtime"
	pathMsgPack = "github.com/luagen/luagen/runtime/luamsgpack"
)

// isOwn reports whether generated code imports a package by itself.
func isOwn(path string) bool {
	switch path {
	case pathContext, pathErrors, pathJSON, pathMaps, pathSlices, pathStrconv, pathTime, pathRuntime, pathMsgPack:
		return true
	default:
		return false
	}
}

// imports are the packages that one generated file uses and the names that they
// have there.
type imports struct {
	list []importedAs // sorted by path
	// reserved is the name of a package that the file may yet need, or empty.
	reserved string
}

// importedAs is one of them.
type importedAs struct {
	path, name string
	explicit   bool // the import spells out the name
}

func newImports() *imports {
	return &imports{list: []importedAs{{path: pathContext, name: baseName(pathContext)}, {path: pathRuntime, name: baseName(pathRuntime)}}}
}

// find is where a path is in the list, or would be.
func (im *imports) find(path string) (int, bool) {
	for i := range im.list {
		if im.list[i].path >= path {
			return i, im.list[i].path == path
		}
	}
	return len(im.list), false
}

// name is the name of a package in the file; empty for one that is not imported.
func (im *imports) name(path string) string {
	if i, ok := im.find(path); ok {
		return im.list[i].name
	}
	return ""
}

// explicit reports whether the import of a path spells out the name.
func (im *imports) explicit(path string) bool {
	i, ok := im.find(path)
	return ok && im.list[i].explicit
}

// key tells the imports from others.
func (im *imports) key() string {
	var b strings.Builder
	for _, i := range im.list {
		if i.explicit {
			b.WriteString(i.name)
		}
		b.WriteByte(' ')
		b.WriteString(i.path)
		b.WriteByte('\n')
	}
	return b.String()
}

// need adds one of luagen's own imports, which keep their names.
func (im *imports) need(path string) {
	i, ok := im.find(path)
	if !ok {
		im.list = slices.Insert(im.list, i, importedAs{path: path})
	}
	im.list[i].name = baseName(path)
}

// with is a copy that has one more of luagen's own imports.
func (im *imports) with(path string) *imports {
	more := *im
	more.list = slices.Clone(im.list)
	more.need(path)
	return &more
}

// reserve keeps the name of one of luagen's own imports that may be needed later.
func (im *imports) reserve(path string) { im.reserved = baseName(path) }

// add adds the packages of @import annotations, ordered by path.
func (im *imports) add(list []parser.Import) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b parser.Import) int { return strings.Compare(a.Path, b.Path) })
	for _, i := range list {
		im.place(i.Path, i.PackageName(), i.Alias != "")
	}
}

// place adds a package under a name, or under a longer one when that is taken.
func (im *imports) place(path, name string, explicit bool) {
	i, ok := im.find(path)
	if ok {
		return
	}
	unique := name
	if im.taken(unique) {
		unique = letters(parentName(path)) + name
	}
	for n, base := 2, unique; im.taken(unique); n++ {
		unique = base + strconv.Itoa(n)
	}
	im.list = slices.Insert(im.list, i, importedAs{path, unique, explicit || unique != baseName(path)})
}

func (im *imports) has(name string) bool {
	return slices.ContainsFunc(im.list, func(i importedAs) bool { return i.name == name })
}

// taken reports whether an import cannot have the name: generated code means
// something else by it, or it would have to be quoted.
func (im *imports) taken(name string) bool {
	switch name {
	case nameParams, nameDecoder, nameValue, nameQuerier:
		return true
	case "", im.reserved:
		return true
	case "init", "main": // a package declares them as functions or not at all
		return true
	}
	return needed(name) || token.IsKeyword(name) || im.has(name)
}

// paths are the imported paths, sorted; those of the standard library apart.
func (im *imports) paths() (std, others []string) {
	for _, i := range im.list {
		if first, _, _ := strings.Cut(i.path, "/"); strings.Contains(first, ".") {
			others = append(others, i.path)
		} else {
			std = append(std, i.path)
		}
	}
	return std, others
}

func baseName(p string) string { return path.Base(p) }

func parentName(p string) string { return path.Base(path.Dir(p)) }

// letters drops what cannot be part of a package's name.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}
