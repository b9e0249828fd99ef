package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/scripttest/casefile"
)

// caseFiles are the files of cases that paths name, sorted.
func caseFiles(s settings, paths []string) ([]string, error) {
	var files []string
	for _, path := range s.Paths(paths) {
		found, err := casesAt(path)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	if len(s.Paths(paths)) == 0 { // beside luagen.yaml: what it lists
		ws, err := project.Open(project.Request{Files: s.files, Config: s.Config})
		if err != nil {
			return nil, err
		}
		for _, u := range ws.Units {
			found, err := casesAt(filepath.FromSlash(u.Path))
			if err != nil {
				return nil, err
			}
			files = append(files, found...)
		}
	}
	slices.Sort(files)
	if files = slices.Compact(files); len(files) == 0 {
		return nil, noCases(paths)
	}
	return files, nil
}

// casesAt are the files of cases at one path.
func casesAt(path string) ([]string, error) {
	if tree, ok := strings.CutSuffix(filepath.ToSlash(path), "/..."); ok || path == "..." {
		if path == "..." {
			tree = "."
		}
		return casesBelow(filepath.FromSlash(tree))
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, usagef("there is no file or folder %s", path)
	case info.IsDir():
		return filepath.Glob(filepath.Join(escapeGlob(path), "*"+casefile.Suffix))
	case filepath.Ext(path) == ".lua":
		cases := strings.TrimSuffix(path, ".lua") + casefile.Suffix
		if !exists(cases) {
			return nil, usagef("%s has no test cases: there is no %s", path, cases)
		}
		return []string{filepath.Clean(cases)}, nil
	case strings.HasSuffix(path, casefile.Suffix):
		return []string{filepath.Clean(path)}, nil
	default:
		return nil, usagef("%s is no file of test cases; expected a name that ends in %s", path, casefile.Suffix)
	}
}

// casesBelow are the files of cases in a folder and all below it, as "folder/..." means it.
func casesBelow(top string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == top:
			return usagef("there is no folder %s", top)
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

// noCases says that there is nothing to run, and where there would be.
func noCases(paths []string) error {
	where := strings.Join(paths, ", ")
	if where == "" {
		where = "."
	}
	for _, p := range append(paths, ".") {
		if below, err := casesBelow(strings.TrimSuffix(p, "/...")); err == nil && len(below) > 0 {
			return usagef("no files named *%s in %s; there are some below it: luagen test %s/...", casefile.Suffix, where, strings.TrimSuffix(p, "/"))
		}
	}
	return usagef("no files named *%s in %s; write the first one beside a script: a title after #, steps after >, and luagen test --update for the answers", casefile.Suffix, where)
}
