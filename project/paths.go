package project

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/project/config"
)

// PathError says what is wrong with a path that was asked for.
type PathError struct{ Message string }

func (e *PathError) Error() string { return e.Message }

func pathErrorf(format string, args ...any) error {
	return &PathError{Message: fmt.Sprintf(format, args...)}
}

// ask is one path of a request.
type ask struct {
	dir   string // the folder, cleaned
	abs   string // the same, absolute
	below bool   // "dir/...": with all folders below it
	file  string // base name of the one file asked for; empty for the folder
}

// entry is a configured folder.
type entry struct {
	ask
	folder *config.Folder
}

// Open resolves a request to folders and files. A mistake in the paths is a
// *PathError.
func Open(req Request) (*Workspace, error) {
	w := reopen(req)
	if w == nil {
		w = newWorkspace(req)
		if err := w.open(req); err != nil {
			return nil, err
		}
	}
	w.before = nil // or no view would ever be forgotten
	return w, nil
}

func newWorkspace(req Request) *Workspace {
	w := &Workspace{request: req, files: req.Files, before: req.Before, units: map[string]*Unit{}}
	w.request.Before, w.request.Changed = nil, nil
	if w.before != nil {
		w.configs = w.before.settingsUsed()
	}
	return w
}

// open finds the folders and files of a request.
func (w *Workspace) open(req Request) error {
	w.asked = map[string]ask{}
	if err := w.readEntries(req.Config); err != nil {
		return err
	}
	asks, err := w.asks(req.Paths)
	if err != nil {
		return err
	}
	if err := w.readRoot(req.Root); err != nil {
		return err
	}
	for _, a := range asks {
		if _, twice := w.asked[a.abs]; !twice {
			w.asked[a.abs] = a
		}
	}
	for _, a := range asks {
		if err := w.add(a); err != nil {
			return err
		}
	}
	slices.SortFunc(w.Units, func(a, b *Unit) int { return cmp.Compare(a.Path, b.Path) })
	w.linked = slices.ContainsFunc(w.Units, func(u *Unit) bool {
		below, ok := inside(u.real, w.files.Real(u.root.abs))
		return u.linked || !ok || filepath.ToSlash(below) != u.inRoot
	})
	return nil
}

// asks reads the paths; without any, the configured folders or else the working
// directory are meant.
func (w *Workspace) asks(paths []string) ([]ask, error) {
	var asks []ask
	if len(paths) == 0 {
		for _, e := range w.entries {
			asks = append(asks, e.ask)
		}
		if len(asks) > 0 {
			return asks, nil
		}
		paths = []string{"."}
	}
	for _, p := range paths {
		a, err := w.files.parsePath(p)
		if err != nil {
			return nil, err
		}
		asks = append(asks, a)
	}
	return asks, nil
}

// readEntries reads the configured folders, which are relative to luagen.yaml.
func (w *Workspace) readEntries(cfg *config.Config) error {
	if cfg == nil {
		return nil
	}
	for i := range cfg.Scripts {
		e := entry{folder: &cfg.Scripts[i]}
		p := e.folder.Dir.Value
		if !filepath.IsAbs(p) {
			p = filepath.Join(filepath.Dir(filepath.FromSlash(cfg.File)), filepath.FromSlash(p))
		}
		var err error
		if e.ask, err = w.files.parsePath(p); err != nil {
			return pathErrorf("%s: %s", e.folder.Dir.Span, err)
		}
		if e.file != "" {
			return pathErrorf("%s: %s is a file; dir names a folder", e.folder.Dir.Span, e.folder.Dir.Value)
		}
		for _, other := range w.entries {
			if w.files.Real(other.abs) == w.files.Real(e.abs) {
				return pathErrorf("%s: the folder %s is listed twice, first at %s; one folder has one package",
					e.folder.Dir.Span, e.folder.Dir.Value, other.folder.Dir.Span)
			}
		}
		w.entries = append(w.entries, e)
	}
	return nil
}

// entryFor returns the innermost configured folder that holds the folder abs.
func (w *Workspace) entryFor(abs string) (found entry, ok bool) {
	for _, e := range w.entries {
		if _, holds := inside(abs, e.abs); holds && len(e.abs) > len(found.abs) {
			found, ok = e, true
		}
	}
	return found, ok
}

// parsePath reads one path as typed and looks at what is there.
func (f Files) parsePath(p string) (ask, error) {
	if p == "" {
		return ask{}, pathErrorf("an empty path; expected a .lua file, a folder or folder/... (\".\" is the working directory)")
	}
	a := ask{dir: filepath.FromSlash(p)}
	switch rest, ok := strings.CutSuffix(filepath.ToSlash(p), "/..."); {
	case ok && rest == "":
		a.below, a.dir = true, string(filepath.Separator)
	case ok:
		a.below, a.dir = true, filepath.FromSlash(rest)
	case p == "...":
		a.below, a.dir = true, "."
	}
	a.dir = filepath.Clean(a.dir)
	info, err := f.Stat(a.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if near := f.near(a.dir); near != "" {
			return a, pathErrorf("no file or folder %s; did you mean %s?", p, replaceLast(p, filepath.Base(a.dir), near))
		}
		return a, pathErrorf("no file or folder %s; expected a .lua file, a folder or folder/...", p)
	case err != nil:
		return a, pathErrorf("cannot read %s: %v", p, err)
	case info.IsDir():
	case a.below:
		return a, pathErrorf("%s: %s is a file; /... follows a folder", p, shown(a.dir))
	case filepath.Ext(a.dir) != ".lua":
		return a, pathErrorf("%s is not a .lua file; expected a .lua file, a folder or folder/...", p)
	default:
		a.dir, a.file = filepath.Dir(a.dir), filepath.Base(a.dir)
	}
	a.abs = f.Abs(a.dir)
	return a, nil
}

// replaceLast replaces the last place at which old stands in p.
func replaceLast(p, old, with string) string {
	i := strings.LastIndex(p, old)
	return p[:i] + with + p[i+len(old):]
}

// near is the name of a folder beside a path that is not there which was probably meant;
// empty without one.
func (f Files) near(p string) string {
	entries, err := f.ReadDir(filepath.Dir(p))
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !PassedOver(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return suggest.Closest(filepath.Base(p), names)
}

// inside reports whether the absolute path dir is base or lies below it, and where.
func inside(dir, base string) (below string, ok bool) {
	below, err := filepath.Rel(base, dir)
	if err != nil || below == ".." || strings.HasPrefix(below, ".."+string(filepath.Separator)) {
		return "", false
	}
	return below, true
}
