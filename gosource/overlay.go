package gosource

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// WithTexts has a configuration, whose Dir is a path without symbolic links, read texts in place of files, which
// an editor has by absolute path.
//
// With an overlay, packages.Load type-checks all that the module needs from source, which costs ten times as much
// as reading what the go command has built. So a text is an overlay only where the go command would list something
// else because of it; others are parsed instead of the file.
func WithTexts(cfg *packages.Config, texts map[string][]byte) {
	parsed := map[string][]byte{}
	for path, text := range RealTexts(texts) {
		switch saved, err := os.ReadFile(path); {
		case err == nil && bytes.Equal(saved, text):
		case err == nil && sameModule(cfg.Dir, path) && listsAlike(path, saved, text):
			parsed[path] = text
		default:
			if cfg.Overlay == nil {
				cfg.Overlay = map[string][]byte{}
			}
			cfg.Overlay[path] = text
		}
	}
	if cfg.Overlay != nil {
		maps.Copy(cfg.Overlay, parsed)
		return
	}
	cfg.ParseFile = func(fset *token.FileSet, name string, saved []byte) (*ast.File, error) {
		if text, ok := parsed[name]; ok {
			saved = text
		}
		return parser.ParseFile(fset, name, saved, parser.AllErrors|parser.ParseComments)
	}
}

// sameModule reports whether a file is in the module of a folder: of others, what is built counts.
func sameModule(dir, path string) bool {
	return moduleOf(dir) == moduleOf(filepath.Dir(path))
}

// moduleOf is the folder of the go.mod that counts in a folder, and "" without one.
func moduleOf(dir string) string {
	for !exists(filepath.Join(dir, "go.mod")) {
		if dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
	return dir
}

// listsAlike reports whether the go command lists the same of a package with one text of a file as with another:
// what stands before the declarations and the files to embed are the same. A file that does not parse, or that cgo
// reads, is never alike.
func listsAlike(path string, saved, text []byte) bool {
	if filepath.Ext(path) != ".go" {
		return true // a file to embed
	}
	before, embeds, ok := listed(saved)
	if !ok {
		return false
	}
	now, embedsNow, _ := listed(text)
	return bytes.Equal(before, now) && slices.Equal(embeds, embedsNow)
}

// listed is what the go command reads of a Go file: the text up to the last import, and the comments that name
// files to embed. ok is false where the file does not parse, or cgo reads it.
func listed(text []byte) (head []byte, embeds []string, ok bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return nil, nil, false
	}
	end := file.Name.End()
	for _, spec := range file.Imports {
		if end = spec.End(); spec.Path.Value == `"C"` {
			return nil, nil, false
		}
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if strings.HasPrefix(comment.Text, "//go:embed") {
				embeds = append(embeds, comment.Text)
			}
		}
	}
	if !end.IsValid() {
		return nil, nil, false
	}
	return text[:fset.Position(end).Offset], embeds, err == nil
}
