package generator

import (
	"go/token"
	"maps"
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
	names    map[string]string // by path
	explicit map[string]bool   // paths whose import spells out the name
	// reserved is the name of a package that the file may yet need, or empty.
	reserved string
}

func newImports() *imports {
	im := &imports{names: make(map[string]string), explicit: make(map[string]bool)}
	im.need(pathContext)
	im.need(pathRuntime)
	return im
}

// need adds one of luagen's own imports, which keep their names.
func (im *imports) need(path string) { im.names[path] = baseName(path) }

// with is a copy that has one more of luagen's own imports.
func (im *imports) with(path string) *imports {
	more := *im
	more.names = maps.Clone(im.names)
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
	if im.names[path] != "" {
		return
	}
	unique := name
	if im.taken(unique) {
		unique = letters(parentName(path)) + name
	}
	for n, base := 2, unique; im.taken(unique); n++ {
		unique = base + strconv.Itoa(n)
	}
	im.names[path] = unique
	im.explicit[path] = explicit || unique != baseName(path)
}

func (im *imports) has(name string) bool {
	for _, n := range im.names {
		if n == name {
			return true
		}
	}
	return false
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
	for p := range im.names {
		if first, _, _ := strings.Cut(p, "/"); strings.Contains(first, ".") {
			others = append(others, p)
		} else {
			std = append(std, p)
		}
	}
	slices.Sort(std)
	slices.Sort(others)
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
