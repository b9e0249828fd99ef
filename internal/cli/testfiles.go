package cli

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/session"
)

// caseFiles are the files of cases that paths name, sorted.
func caseFiles(s settings, paths []string) ([]string, error) {
	asked := s.Paths(paths)
	if len(asked) == 0 { // beside luagen.yaml: what it lists
		ws, err := project.Open(project.Request{Files: s.files, Config: s.Config})
		if err != nil {
			return nil, err
		}
		for _, u := range ws.Units {
			asked = append(asked, filepath.FromSlash(u.Path))
		}
	}
	var files []string
	for _, path := range asked {
		found, err := session.CasesAt(path)
		var wrong *session.PathError
		if errors.As(err, &wrong) {
			return nil, usagef("%v", wrong)
		}
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	slices.Sort(files)
	if files = slices.Compact(files); len(files) == 0 {
		return nil, noCases(paths)
	}
	return files, nil
}

// noCases says that there is nothing to run, and where there would be.
func noCases(paths []string) error {
	where := strings.Join(paths, ", ")
	if where == "" {
		where = "."
	}
	for _, p := range append(slices.Clone(paths), ".") {
		tree := strings.TrimSuffix(strings.TrimSuffix(p, "..."), "/") + "/..."
		if below, err := session.CasesAt(tree); err == nil && len(below) > 0 {
			return usagef("no files named *%s in %s; there are some below it: luagen test %s", casefile.Suffix, where, tree)
		}
	}
	return usagef("no files named *%s in %s; write the first one beside a script: a title after #, steps after >, and luagen test --update for the answers", casefile.Suffix, where)
}
