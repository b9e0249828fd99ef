// Package vendored holds copies of packages of this repository's other modules, which
// the tool uses: the runtime, with which "luagen run" encodes arguments and decodes
// replies, and the servers of the tests.
//
// The tool's module cannot require the runtime's. A requirement names a released version,
// so that the tool could not be built from a commit between releases; a replace directive
// that points to the folder beside it makes "go install …@version" refuse the module. So
// the code is copied, and "make generate" copies it anew.
package vendored

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"path"
	"strings"
)

//go:generate go run ./gen

const module = "github.com/luagen/luagen/"

// A folder to copy, without those below it, and where to; both are paths from the root of
// the repository.
type folder struct{ from, to string }

// list returns the folders to copy.
func list(root fs.FS) ([]folder, error) {
	folders := []folder{
		{"runtime", "internal/vendored/runtime"},
		{"runtime/core", "internal/vendored/runtime/core"},
		{"runtime/luamsgpack", "internal/vendored/runtime/luamsgpack"},
		{"runtime/redistest", "internal/redistest"},
	}
	internal, err := fs.ReadDir(root, "runtime/internal")
	for _, dir := range internal {
		from := path.Join("runtime/internal", dir.Name())
		folders = append(folders, folder{from, path.Join("internal/vendored", from)})
	}
	return folders, err
}

// Files returns the copied files by their paths from the root of the repository, which
// root holds, and the folders that hold nothing else.
func Files(root fs.FS) (files map[string][]byte, folders []string, err error) {
	copies, err := list(root)
	if err != nil {
		return nil, nil, err
	}
	files = map[string][]byte{}
	for _, c := range copies {
		names, err := fs.Glob(root, c.from+"/*.go")
		if err != nil {
			return nil, nil, err
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := fs.ReadFile(root, name)
			if err != nil {
				return nil, nil, err
			}
			text, err = adapt(name, text, copies)
			if err != nil {
				return nil, nil, err
			}
			files[path.Join(c.to, path.Base(name))] = text
		}
		folders = append(folders, c.to)
	}
	return files, folders, nil
}

// adapt marks a copy as such and has it import the other copies.
func adapt(name string, text []byte, copies []folder) ([]byte, error) {
	for _, c := range copies {
		text = bytes.ReplaceAll(text, []byte(`"`+module+c.from+`"`), []byte(`"`+module+c.to+`"`))
	}
	return format.Source(fmt.Appendf(nil, "// Code generated from %s. DO NOT EDIT.\n\n%s", name, text))
}
