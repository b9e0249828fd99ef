// Package session is what an editor has open: its folders, the texts that it shows, and the
// projects that they belong to.
package session

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/project/config"
	"github.com/luagen/luagen/server/text"
)

// Session follows what happens in an editor. It is safe for concurrent use.
type Session struct {
	fs    fs.FS
	rules []diag.Rule

	mu   sync.Mutex
	view *View
}

// View is what was open at one time. It is never changed.
type View struct {
	folders  []string // absolute
	open     map[string]Document
	projects map[string]*project.Live // by working directory
	homes    map[string]string        // of each open file, the working directory of its project
}

// Document is an open file.
type Document struct {
	Path    string // absolute
	Version int32
	*text.Text
}

// New returns a session in which nothing is open, over files of the names of project.Files.
// luagen.yaml may set the severities of the linter's rules and of further ones.
func New(fsys fs.FS, further ...diag.Rule) *Session {
	return &Session{fs: fsys, rules: further, view: &View{
		open: map[string]Document{}, projects: map[string]*project.Live{}, homes: map[string]string{},
	}}
}

// View is what is open now.
func (s *Session) View() *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view
}

// change replaces the view by a changed copy of it.
func (s *Session) change(do func(v *View)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &View{
		folders: slices.Clone(s.view.folders), open: maps.Clone(s.view.open),
		projects: maps.Clone(s.view.projects), homes: maps.Clone(s.view.homes),
	}
	do(v)
	s.view = v
}

// Folders adds and removes folders, by absolute path.
func (s *Session) Folders(added, removed []string) {
	s.change(func(v *View) {
		for _, f := range removed {
			f = filepath.Clean(f) // some editors end folders in a slash
			v.folders = slices.DeleteFunc(v.folders, func(open string) bool { return open == f })
		}
		for _, f := range added {
			if f = filepath.Clean(f); !slices.Contains(v.folders, f) {
				v.folders = append(v.folders, f)
			}
		}
		s.reload(v)
	})
}

// Open shows a file, by absolute path. What is open already is replaced.
func (s *Session) Open(path string, version int32, content string) {
	s.change(func(v *View) { s.put(v, Document{Path: path, Version: version, Text: text.New([]byte(content))}) })
}

// Change makes changes of an open file. One that is not open stays closed.
func (s *Session) Change(path string, version int32, changes []text.Change, e text.Encoding) {
	s.change(func(v *View) {
		if d, ok := v.open[path]; ok {
			s.put(v, Document{Path: path, Version: version, Text: d.Apply(changes, e)})
		}
	})
}

// Close shows a file no more.
func (s *Session) Close(path string) {
	s.change(func(v *View) {
		if _, ok := v.open[path]; !ok {
			return
		}
		delete(v.open, path)
		home := v.homes[path]
		delete(v.homes, path)
		if !slices.Contains(v.folders, home) && !slices.Contains(slices.Collect(maps.Values(v.homes)), home) {
			delete(v.projects, home) // nothing of it is open any more
		}
		v.cover(path, nil)
	})
}

// Changed says that files or folders, by absolute path, have come, changed or gone.
func (s *Session) Changed(paths []string) {
	s.change(func(v *View) {
		if slices.ContainsFunc(paths, decides) {
			s.reload(v)
			return
		}
		for home, p := range v.projects {
			below := slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return !v.concerns(p, path) })
			if len(below) > 0 {
				v.projects[home] = p.Refresh(below, s.rules...)
			}
		}
	})
}

// decides reports whether a file, or what may be a folder, decides what others are.
func decides(path string) bool {
	base := filepath.Base(path)
	return base == config.FileName || base == "go.mod" || filepath.Ext(base) == ""
}

// concerns reports whether a project may read a file.
func (v *View) concerns(p *project.Live, path string) bool { return filepath.Ext(path) == ".lua" }

// put shows a document.
func (s *Session) put(v *View, d Document) {
	v.open[d.Path] = d
	home, known := v.homes[d.Path]
	if !known {
		home = s.home(v, d.Path)
		v.homes[d.Path] = home
	}
	if v.projects[home] == nil {
		s.open(v, home)
	}
	v.cover(d.Path, d.Content)
}

// open opens the project of a working directory, with the texts that are open below it.
func (s *Session) open(v *View, home string) {
	texts := map[string][]byte{}
	for path, d := range v.open {
		if within(path, home) {
			texts[path] = d.Content
		}
	}
	v.projects[home] = project.OpenLive(s.files(home), s.rules...).With(texts)
}

// cover puts a text over a file in all projects that may read it; a nil one uncovers it.
func (v *View) cover(path string, text []byte) {
	for home, p := range v.projects {
		if within(path, home) {
			v.projects[home] = p.With(map[string][]byte{path: text})
		}
	}
}

func (s *Session) files(work string) project.Files { return project.Files{FS: s.fs, Work: work} }

// reload opens the projects of the folders and of all open files anew.
func (s *Session) reload(v *View) {
	v.projects, v.homes = map[string]*project.Live{}, map[string]string{}
	for _, f := range v.folders {
		s.open(v, f)
	}
	for _, path := range slices.Sorted(maps.Keys(v.open)) {
		s.put(v, v.open[path])
	}
}

// home is the working directory from which the command line would be called for a file: the
// nearest folder with a luagen.yaml, up to the folder that the editor has open, or that one; for
// a file in none of these, the root of its Go module or its own folder.
func (s *Session) home(v *View, path string) string {
	dir := filepath.Dir(path)
	folder := ""
	for _, f := range v.folders {
		if within(dir, f) && len(f) > len(folder) {
			folder = f
		}
	}
	if folder == "" {
		up := s.files(dir).ModuleFolders(".")
		folder = filepath.Clean(filepath.Join(dir, up[len(up)-1]))
	}
	for at := dir; within(at, folder); at = filepath.Dir(at) {
		if _, err := fs.Stat(s.fs, name(filepath.Join(at, config.FileName))); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	return folder
}

// name is the name of an absolute path in a project.Files.FS.
func name(path string) string { return strings.TrimLeft(filepath.ToSlash(path), "/") }

// within reports whether a path is a folder or below it.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// Documents are the open files, sorted by path.
func (v *View) Documents() []Document {
	all := make([]Document, 0, len(v.open))
	for _, path := range slices.Sorted(maps.Keys(v.open)) {
		all = append(all, v.open[path])
	}
	return all
}

// Document is an open file, by absolute path.
func (v *View) Document(path string) (Document, bool) {
	d, ok := v.open[path]
	return d, ok
}

// Project is the project of an open file; nil for a file that is not open.
func (v *View) Project(path string) *project.Live {
	home, ok := v.homes[path]
	if !ok {
		return nil
	}
	return v.projects[home]
}

// Projects are the projects of the folders and of open files, by their working directories.
func (v *View) Projects() map[string]*project.Live { return v.projects }
