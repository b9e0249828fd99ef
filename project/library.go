package project

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/parser"
)

// markLibraries marks what other scripts include. Where only libraries are asked for, those that
// include them are not at hand: there a file that could do nothing by itself is one, too. So a
// library is one whichever part of the tree is asked for, and nothing beside it is read.
func (w *Workspace) markLibraries() error {
	for _, r := range w.roots {
		var scripts []*Script
		for _, u := range w.Units {
			if u.root == r {
				scripts = append(scripts, u.Scripts...)
			}
		}
		included := map[string]bool{}
		for _, s := range scripts {
			addIncludes(included, s.Script)
		}
		if r.explicit && slices.ContainsFunc(scripts, func(s *Script) bool { return !included[s.Name] && isDoubtful(s) }) {
			if err := w.addOthers(included, r, scripts); err != nil {
				return err
			}
		}
		alone := !slices.ContainsFunc(scripts, func(s *Script) bool { return s.Named && !included[s.Name] && !isForIncluding(s) })
		for _, s := range scripts {
			s.included = included[s.Name]
			s.Library = s.included || alone && isForIncluding(s)
		}
	}
	return nil
}

// Included reports whether some script of the view includes this one.
func (s *Script) Included() bool { return s.included }

// addIncludes adds the files that a script includes, by name.
func addIncludes(included map[string]bool, s *parser.Script) {
	for _, i := range s.Includes {
		if i.Name != "" && i.Name != s.Name {
			included[i.Name] = true
		}
	}
}

// isForIncluding reports whether a file declares what others may use and nothing else: by
// itself it would do nothing.
func isForIncluding(s *Script) bool {
	if s.read != nil {
		return s.read.forIncluding
	}
	return declaresOnly(s.Script)
}

func declaresOnly(s *parser.Script) bool {
	if !s.HasLibraryHeader() {
		return false
	}
	only, functions := s.OnlyDeclares()
	return functions || only && s.Annotated
}

// isDoubtful reports whether only those that include a file can tell that it is a library: Go
// would be generated for it, and it declares nothing that only a script has.
func isDoubtful(s *Script) bool {
	return s.Annotated && s.HasLibraryHeader() && !isForIncluding(s)
}

// addOthers adds what scripts of a given or configured root include that were not asked for.
func (w *Workspace) addOthers(included map[string]bool, r *root, asked []*Script) error {
	loaded := map[string]bool{}
	for _, s := range asked {
		loaded[s.Name] = true
	}
	ignore := func(string, error) {} // whoever asks for the folder is told
	return w.files.walk(r.dir, ignore, func(dir string, e fs.DirEntry) error {
		file := filepath.Join(dir, e.Name())
		below, err := filepath.Rel(r.dir, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(below)
		if loaded[name] {
			return nil
		}
		text, err := w.files.readScript(file)
		if err != nil {
			return nil // it includes nothing, and whoever asks for it is told
		}
		if bytes.Contains(text, []byte("@include")) {
			addIncludes(included, r.load(name).script) // its mistakes are reported when it is asked for
		}
		return nil
	})
}
