package project

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"

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
		w.includedByNeighbours(r, included)
		return included, nil
	}
	ignore := func(string, error) {} // whoever asks for the folder is told
	err := w.files.walk(r.dir, ignore, func(dir string, e fs.DirEntry) error {
		file := filepath.Join(dir, e.Name())
		below, err := filepath.Rel(r.dir, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(below)
		if loaded[name] {
			return nil
		}
		text, err := w.files.readFile(file)
		if err != nil {
			return nil // it includes nothing, and whoever asks for it is told
		}
		if bytes.Contains(text, []byte("@include")) {
			add(r.load(name).script) // its mistakes are reported when it is asked for
		}
		return nil
	})
	return included, err
}

// mostNeighbours bounds the folders and files that are looked at besides those asked for.
const mostNeighbours = 256

// includedByNeighbours adds the files of a derived root that scripts outside it include:
// whoever asks for a folder of libraries, or for one of them, has not asked for the
// scripts around it. The first mostNeighbours files in the folder above and in its folders
// are looked at; who has more asks for them, or lists them in luagen.yaml.
func (w *Workspace) includedByNeighbours(r *root, included map[string]bool) {
	if !w.mayHoldLibraries(r) {
		return
	}
	above := filepath.Dir(r.abs)
	dirs := []string{above}
	entries, err := w.files.readDir(above)
	if err != nil {
		return // not ours to read, so not what we were asked for
	}
	for _, e := range entries {
		if e.IsDir() && !PassedOver(e.Name()) && filepath.Join(above, e.Name()) != r.abs {
			dirs = append(dirs, filepath.Join(above, e.Name()))
		}
	}
	left := mostNeighbours
	for _, dir := range dirs[:min(len(dirs), mostNeighbours)] {
		names, err := w.files.luaFiles(dir)
		if err != nil {
			continue // as above
		}
		for _, n := range names[:min(len(names), left)] {
			left--
			text, err := w.files.readFile(filepath.Join(dir, n))
			if err != nil {
				continue // as above
			}
			for _, target := range includeTargets(text) {
				file := filepath.Join(dir, filepath.FromSlash(target))
				if below, ok := inside(file, r.abs); ok {
					included[filepath.ToSlash(below)] = true
				}
			}
		}
	}
}

// mayHoldLibraries reports whether a unit of the root holds a file that could be one.
func (w *Workspace) mayHoldLibraries(r *root) bool {
	for _, u := range w.Units {
		if u.root == r && slices.ContainsFunc(u.Scripts, mayBeLibrary) {
			return true
		}
	}
	return false
}

// mayBeLibrary reports whether a file's header declares nothing that only a script has.
func mayBeLibrary(s *Script) bool {
	return len(s.Keys) == 0 && len(s.Args) == 0 && s.Returns == nil && len(s.Errors) == 0
}

// includeTargets finds the paths of @include lines without reading the file as a script.
func includeTargets(text []byte) []string {
	var targets []string
	for line := range bytes.Lines(text) {
		comment, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("--"))
		if !ok {
			continue
		}
		arg, ok := bytes.CutPrefix(bytes.TrimLeft(comment, "- \t"), []byte("@include"))
		if !ok {
			continue
		}
		if parts := bytes.Split(arg, []byte{'"'}); len(parts) >= 3 {
			targets = append(targets, string(parts[1]))
		}
	}
	return targets
}
