package project

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// readRoot makes the root that --root gives.
func (w *Workspace) readRoot(dir string) error {
	if dir == "" {
		return nil
	}
	a, err := w.files.parsePath(dir)
	if err != nil {
		return err
	}
	if a.below || a.file != "" {
		return pathErrorf("the root %s is not a folder", dir)
	}
	w.given = w.root(a.dir, a.abs, true)
	return nil
}

// add adds the folders of an ask to the units.
func (w *Workspace) add(a ask) error {
	if !a.below {
		return w.addFolder(a, a.dir)
	}
	tree, err := w.newUnit(a, a.dir)
	if err != nil {
		return err
	}
	w.Trees = append(w.Trees, tree)
	seen := "" // walk visits a folder's files one after the other
	return w.files.walk(a.dir, w.unreadable, func(dir string, _ fs.DirEntry) error {
		if dir == seen {
			return nil
		}
		seen = dir
		return w.addFolder(a, dir)
	})
}

// unreadable notes a folder that is left out.
func (w *Workspace) unreadable(dir string, err error) {
	w.Findings = append(w.Findings, diag.Diagnostic{
		Span: diag.Span{File: shown(dir)}, Severity: diag.Error, Rule: parser.RuleFile,
		Message: "the folder cannot be read: " + reason(err),
	})
}

// addFolder adds one folder of an ask.
func (w *Workspace) addFolder(a ask, dir string) error {
	u, err := w.newUnit(a, dir)
	if err != nil {
		return err
	}
	if known := w.units[u.real]; known != nil {
		u = known
	} else {
		names, linked, err := w.files.luaFiles(dir)
		if err != nil {
			return pathErrorf("cannot read %s: %v", shown(dir), err)
		}
		u.linked = linked
		for _, n := range names {
			u.names = append(u.names, path.Join(u.inRoot, n))
		}
		w.Units = append(w.Units, u)
		w.units[u.real] = u
		if w.before != nil && w.before.units[u.real] != nil {
			u.made = w.before.units[u.real].made
		}
	}
	if a.file == "" {
		u.All = true
		return nil
	}
	name := path.Join(u.inRoot, a.file)
	if _, found := slices.BinarySearch(u.names, name); !found {
		return pathErrorf("%s is not read as a script: it is hidden, or not a regular file", shown(filepath.Join(dir, a.file)))
	}
	u.named[name] = true
	return nil
}

// newUnit works out where a folder belongs: its root, and what was asked for.
func (w *Workspace) newUnit(a ask, dir string) (*Unit, error) {
	abs := w.files.Abs(dir)
	base := w.outermost(a)
	e, configured := w.entryFor(abs)
	if configured {
		base = e.ask
	}
	r := w.given
	if r == nil {
		around := base
		if w.request.Wide && base.file != "" {
			around = w.workingFolder(base)
		}
		r = w.root(around.dir, around.abs, configured)
	}
	inRoot, ok := inside(abs, r.abs)
	if !ok {
		return nil, pathErrorf("%s is not below the root %s; name a root that holds every path", shown(dir), shown(r.dir))
	}
	below, _ := inside(abs, base.abs) // base holds the folder
	return &Unit{
		Path:   shown(filepath.Join(r.dir, inRoot)),
		Folder: filepath.ToSlash(below),
		Entry:  e.folder,
		root:   r,
		abs:    abs,
		real:   w.files.Real(abs),
		inRoot: filepath.ToSlash(inRoot),
		named:  map[string]bool{},
		once:   w.request.Once != nil,
	}, nil
}

// outermost is the outermost folder asked for that holds a: includes may reach all of it,
// and its sub-folders are sub-packages.
func (w *Workspace) outermost(a ask) ask {
	for dir := a.abs; dir != filepath.Dir(dir); {
		dir = filepath.Dir(dir)
		if other, ok := w.asked[dir]; ok {
			a = other
		}
	}
	return a
}

// workingFolder is the working directory when it holds a file that was asked for by
// itself, whose includes may stand beside its folder; otherwise the file's folder.
func (w *Workspace) workingFolder(a ask) ask {
	wd := w.files.Abs(".")
	if _, ok := inside(a.abs, wd); !ok || filepath.IsAbs(a.dir) {
		return a
	}
	return ask{dir: ".", abs: wd}
}

// root returns the root at abs.
func (w *Workspace) root(dir, abs string, explicit bool) *root {
	for _, r := range w.roots {
		if r.abs == abs {
			return r
		}
	}
	r := w.newRoot(dir, abs, explicit)
	if w.before != nil {
		for _, earlier := range w.before.roots {
			if earlier.abs == abs && earlier.dir == dir {
				r.takeOver(earlier, nil)
			}
		}
	}
	w.roots = append(w.roots, r)
	return r
}

func (w *Workspace) newRoot(dir, abs string, explicit bool) *root {
	r := &root{
		dir: dir, abs: abs, explicit: explicit,
		files:  &recorder{folder: w.files.below(dir), seen: map[string]*looked{}, failed: map[string]bool{}},
		loaded: map[string]*loaded{},
	}
	r.loader = &parser.Loader{FS: r.files, Dir: shown(dir), Outside: func(name string) error { return w.files.outside(dir, name) }}
	return r
}

// luaFiles are the names of a folder's .lua files, sorted, and whether one of them is a symbolic
// link.
func (f Files) luaFiles(dir string) (names []string, linked bool, err error) {
	entries, err := f.ReadDir(dir)
	if err != nil {
		return nil, false, err
	}
	for _, e := range entries {
		if f.isLua(dir, e) {
			names = append(names, e.Name())
			linked = linked || !e.Type().IsRegular()
		}
	}
	return names, linked, nil
}

// PassedOver reports whether "folder/..." leaves a folder of that name out: like the go
// tool's, it passes over hidden folders and those that hold other people's files or test
// data, unless they are the folder itself.
func PassedOver(name string) bool {
	return strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "testdata", "vendor"}, name)
}

// walk visits every .lua file below dir, folder by folder in lexical order. A folder that
// cannot be read is told of and left out.
func (f Files) walk(dir string, unreadable func(dir string, err error), visit func(dir string, e fs.DirEntry) error) error {
	entries, err := f.ReadDir(dir)
	if err != nil {
		unreadable(dir, err)
		return nil
	}
	for _, e := range entries {
		if f.isLua(dir, e) {
			if err := visit(dir, e); err != nil {
				return err
			}
		}
	}
	for _, e := range entries {
		if !e.IsDir() || PassedOver(e.Name()) {
			continue
		}
		if err := f.walk(filepath.Join(dir, e.Name()), unreadable, visit); err != nil {
			return err
		}
	}
	return nil
}

// WalkFolders visits a folder and those below it, in lexical order, but for those in except and
// what PassedOver leaves out. What cannot be read is left out, too.
func (f Files) WalkFolders(dir string, except map[string]bool, visit func(dir string)) {
	entries, err := f.ReadDir(dir)
	if err != nil {
		return
	}
	visit(dir)
	for _, e := range entries {
		if below := filepath.Join(dir, e.Name()); e.IsDir() && !except[below] && !PassedOver(e.Name()) {
			f.WalkFolders(below, except, visit)
		}
	}
}
