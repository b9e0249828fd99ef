package project

import (
	"io/fs"
	"path"
	"path/filepath"
	"reflect"
	"slices"
)

// reopen opens a request from the view before it, when only the files of Request.Changed can
// be otherwise: no folder is read again. It is nil when that does not do, as for files in
// folders that are not known.
func reopen(req Request) *Workspace {
	b := req.Before
	const most = 256 // more is no small change
	if b == nil || req.Changed == nil || len(req.Changed) > most || !sameRequest(b.request, req) || b.linked || b.linksLibraries() {
		return nil
	}
	w := newWorkspace(req)
	w.Trees, w.Findings = b.Trees, b.Findings
	w.entries, w.asked, w.given = b.entries, b.asked, nil
	names := map[*Unit][]string{} // of the units that have others than before
	for _, p := range req.Changed {
		abs := w.files.Abs(p)
		if filepath.Ext(abs) != ".lua" {
			return nil
		}
		u := b.units[w.files.Real(filepath.Dir(abs))]
		if u == nil {
			if b.inAskedTree(abs) || !b.reads(abs) {
				return nil // the folder may be one of scripts now
			}
			continue
		}
		before, had := names[u]
		if !had {
			before = u.names
		}
		now, ok := w.files.renamed(u, before, filepath.Base(abs))
		if !ok {
			return nil
		}
		names[u] = now
	}
	for _, earlier := range b.roots {
		r := w.newRoot(earlier.dir, earlier.abs, earlier.explicit)
		r.takeOver(earlier, w.below(r, req.Changed))
		if earlier == b.given {
			w.given = r
		}
		w.roots = append(w.roots, r)
	}
	for _, earlier := range b.Units {
		u := *earlier
		u.Scripts, u.root = nil, w.roots[slices.Index(b.roots, earlier.root)]
		if now, ok := names[earlier]; ok {
			u.names = now
		}
		w.Units = append(w.Units, &u)
		w.units[u.real] = &u
	}
	return w
}

// sameRequest reports whether two requests ask for the same.
func sameRequest(a, b Request) bool {
	return a.Files.Work == b.Files.Work && slices.Equal(a.Paths, b.Paths) && a.Root == b.Root && a.Wide == b.Wide && reflect.DeepEqual(a.Config, b.Config)
}

// inAskedTree reports whether a file is below a folder that was asked for with all below it.
func (w *Workspace) inAskedTree(abs string) bool {
	for _, a := range w.asked {
		if _, ok := inside(abs, a.abs); ok && a.below {
			return true
		}
	}
	return false
}

// reads reports whether the view has read a file, as one that a script includes.
func (w *Workspace) reads(abs string) bool {
	return slices.ContainsFunc(w.roots, func(r *root) bool {
		below, ok := inside(abs, r.abs)
		return ok && r.files.seen[filepath.ToSlash(below)] != nil
	})
}

// linksLibraries reports whether a file that a script includes, outside of the units, is reached
// through a symbolic link.
func (w *Workspace) linksLibraries() bool {
	for _, r := range w.roots {
		units := map[string]*Unit{} // by folder
		for _, u := range w.Units {
			if u.root == r {
				units[u.inRoot] = u
			}
		}
		own := func(name string) bool {
			u := units[path.Dir(name)]
			if u == nil {
				return false
			}
			_, is := slices.BinarySearch(u.names, name)
			return is
		}
		real := w.files.Real(r.abs)
		for name := range r.files.seen {
			if file := filepath.FromSlash(name); !own(name) && w.files.Real(filepath.Join(r.abs, file)) != filepath.Join(real, file) {
				return true
			}
		}
	}
	return false
}

// below are the names below a root of the files at some paths.
func (w *Workspace) below(r *root, paths []string) []string {
	names := []string{} // not nil: that would be any
	for _, p := range paths {
		if below, ok := inside(w.files.Abs(p), r.abs); ok {
			names = append(names, filepath.ToSlash(below))
		}
	}
	return names
}

// renamed are the names of a unit's files after a change of one. It is not ok when the folder
// must be read to tell what that means.
func (f Files) renamed(u *Unit, names []string, base string) (now []string, ok bool) {
	name := path.Join(u.inRoot, base)
	i, had := slices.BinarySearch(names, name)
	info, err := f.Lstat(filepath.Join(u.abs, base))
	has := err == nil && base[0] != '.' && info.Mode().IsRegular()
	switch {
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return nil, false
	case has == had:
		return names, true
	case has:
		return slices.Insert(slices.Clone(names), i, name), true
	case u.named[name] || len(names) == 1:
		return nil, false // what was asked for is gone
	default:
		return slices.Delete(slices.Clone(names), i, i+1), true
	}
}
