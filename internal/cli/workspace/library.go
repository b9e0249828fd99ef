package workspace

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/luagen/luagen/parser"
)

// markLibraries marks what other scripts include. Under a root that was given or
// configured, scripts outside the units count too, so that a library is one
// whichever part of the tree is asked for.
func (w *Workspace) markLibraries() error {
	for _, r := range w.roots {
		included, err := w.included(r)
		if err != nil {
			return err
		}
		for _, u := range w.Units {
			if u.root != r {
				continue
			}
			for _, s := range u.Scripts {
				s.Library = included[s.Name]
			}
		}
	}
	return nil
}

// included collects the files that a root's scripts include, by name.
func (w *Workspace) included(r *root) (map[string]bool, error) {
	included := map[string]bool{}
	loaded := map[string]bool{}
	add := func(s *parser.Script) {
		loaded[s.Name] = true
		for _, i := range s.Includes {
			if i.Name != "" && i.Name != s.Name {
				included[i.Name] = true
			}
		}
	}
	for _, u := range w.Units {
		if u.root == r {
			for _, s := range u.Scripts {
				add(s.Script)
			}
		}
	}
	if !r.explicit {
		return included, nil
	}
	err := walk(r.dir, func(dir string, e fs.DirEntry) error {
		file := filepath.Join(dir, e.Name())
		below, err := filepath.Rel(r.dir, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(below)
		if loaded[name] {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if bytes.Contains(text, []byte("@include")) {
			s, _ := r.loader.Load(name) // its mistakes are reported when it is asked for
			add(s)
		}
		return nil
	})
	return included, err
}
