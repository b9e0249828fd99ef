package session

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/scripttest/casefile"
)

// PathError says what is wrong with a path that names cases.
type PathError struct{ Message string }

func (e *PathError) Error() string { return e.Message }

func pathErrorf(format string, args ...any) error {
	return &PathError{fmt.Sprintf(format, args...)}
}

// CasesAt are the files of cases at a path: of a file, of a script, in a folder or, for
// "folder/...", in it and all below it. There may be none in a folder. A mistake in the path is a
// *PathError.
func CasesAt(path string) ([]string, error) {
	if tree, ok := strings.CutSuffix(filepath.ToSlash(path), "/..."); ok || path == "..." {
		if path == "..." {
			tree = "."
		}
		return casesBelow(filepath.FromSlash(tree))
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, pathErrorf("there is no file or folder %s", path)
	case info.IsDir():
		return filepath.Glob(filepath.Join(escapeGlob(path), "*"+casefile.Suffix))
	case filepath.Ext(path) == ".lua":
		cases := strings.TrimSuffix(path, ".lua") + casefile.Suffix
		if _, err := os.Stat(cases); err != nil {
			return nil, pathErrorf("%s has no test cases of its own: there is no %s; name the folder %s to run the cases of all its files", path, cases, filepath.Dir(path))
		}
		return []string{filepath.Clean(cases)}, nil
	case strings.HasSuffix(path, casefile.Suffix):
		return []string{filepath.Clean(path)}, nil
	default:
		return nil, pathErrorf("%s is no file of test cases; expected a name that ends in %s", path, casefile.Suffix)
	}
}

// casesBelow are the files of cases in a folder and all below it, as "folder/..." means it.
func casesBelow(top string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == top:
			return pathErrorf("there is no folder %s", top)
		case err != nil:
			return nil // as if it were not there
		case d.IsDir() && path != top && project.PassedOver(d.Name()):
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(d.Name(), casefile.Suffix):
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

// escapeGlob is a path that filepath.Glob takes for itself.
func escapeGlob(path string) string {
	return strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`).Replace(path)
}
