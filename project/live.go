package project

import (
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// Live is a project while it is edited: everything below one working directory, with the
// texts that are not saved yet over the files. It says of a script what Workspace.Lint says
// of it when all of the project is asked for, and does only the work that takes.
//
// A Live is never changed. With and Refresh return another one, which shares with it what
// they leave as it was; an answer that is read from an older one stays right for that one.
// It is safe for concurrent use.
type Live struct {
	disk     Files
	files    Files             // disk with texts over it
	texts    map[string][]byte // by absolute path
	settings Settings
	entries  []entry
	roots    []*liveRoot // of the configured folders, and of the working directory
	// Findings are what is wrong with luagen.yaml. With any, nothing is said of scripts.
	Findings []diag.Diagnostic
}

// OpenLive opens the project whose working directory is that of the files. Its luagen.yaml
// may set the severities of the linter's rules and of further ones. What cannot be read or
// is wrong with it becomes Findings.
func OpenLive(f Files, further ...diag.Rule) *Live {
	l := &Live{disk: f, files: f, texts: map[string][]byte{}}
	settings, findings, err := ReadSettings(f, "", further...)
	switch {
	case err != nil:
		l.Findings = []diag.Diagnostic{configError(f, err)}
	case len(findings) > 0:
		l.Findings = findings
		l.settings.Text = settings.Text
	default:
		l.settings = settings
	}
	w := &Workspace{files: f}
	if err := w.readEntries(l.settings.Config); err != nil {
		l.Findings = []diag.Diagnostic{configError(f, err)}
		l.settings = Settings{Text: settings.Text}
	} else {
		l.entries = w.entries
	}
	for _, e := range l.entries {
		l.addRoot(e.dir, e.abs, true)
	}
	l.addRoot(".", f.Abs("."), false)
	return l
}

// configError is a mistake in the paths of luagen.yaml as a finding.
func configError(f Files, err error) diag.Diagnostic {
	start := diag.Pos{Line: 1, Column: 1}
	return diag.Diagnostic{
		Span:     diag.Span{File: shown(f.ConfigPath("")), Start: start, End: start},
		Severity: diag.Error, Rule: "config", Message: err.Error(),
	}
}

func (l *Live) addRoot(dir, abs string, explicit bool) {
	if slices.ContainsFunc(l.roots, func(r *liveRoot) bool { return r.abs == abs }) {
		return
	}
	r := &liveRoot{dir: dir, abs: abs, explicit: explicit, index: &liveIndex{}, scripts: map[string]*LiveScript{}}
	r.loader = l.loader(r)
	l.roots = append(l.roots, r)
}

// loader is a new loader for a root.
func (l *Live) loader(r *liveRoot) *parser.Loader {
	files, dir := l.files, r.dir // and not the root, or no earlier one would ever be forgotten
	return &parser.Loader{
		FS: files.below(dir), Dir: shown(dir),
		Outside: func(name string) error { return files.outside(dir, name) },
	}
}

// Files are the project's, with the texts over them.
func (l *Live) Files() Files { return l.files }

// Settings are what luagen.yaml says; the zero Settings while something is wrong with it.
func (l *Live) Settings() Settings { return l.settings }

// With is the project with other texts over its files, by absolute path; a nil text uncovers
// the file.
func (l *Live) With(texts map[string][]byte) *Live {
	next := l.copy()
	next.texts = maps.Clone(l.texts)
	for p, text := range texts {
		if text == nil {
			delete(next.texts, p)
		} else {
			next.texts[p] = text
		}
	}
	next.files = l.disk.Overlay(next.texts)
	next.forget(slices.Sorted(maps.Keys(texts)))
	return next
}

// Refresh is the project after files, by absolute path, have come, changed or gone. Of a file that
// decides about others, luagen.yaml or a folder, everything is read anew.
func (l *Live) Refresh(paths []string, further ...diag.Rule) *Live {
	lua := slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return filepath.Ext(p) != ".lua" })
	if len(lua) < len(paths) || l.outdated() {
		next := OpenLive(l.disk, further...)
		if len(l.texts) > 0 {
			next = next.With(l.texts)
		}
		return next
	}
	next := l.copy()
	indexes := make([]*liveIndex, len(next.roots))
	for i, r := range next.roots {
		indexes[i] = r.index.refresh(l, r, lua)
	}
	next.forget(lua)
	for i, r := range next.roots {
		r.index = indexes[i]
	}
	return next
}

// outdated reports whether luagen.yaml means other folders now than when it was read: one has come, or gone.
func (l *Live) outdated() bool {
	if len(l.Findings) > 0 {
		return true
	}
	w := &Workspace{files: l.disk}
	return w.readEntries(l.settings.Config) != nil || !slices.EqualFunc(w.entries, l.entries, func(a, b entry) bool { return a.dir == b.dir && a.abs == b.abs })
}

func (l *Live) copy() *Live {
	next := *l
	next.roots = slices.Clone(l.roots)
	return &next
}

// forget has the roots read files anew.
func (l *Live) forget(paths []string) {
	for i, r := range l.roots {
		var names []string
		for _, p := range paths {
			if below, ok := inside(p, r.abs); ok {
				names = append(names, filepath.ToSlash(below))
			}
		}
		next := &liveRoot{dir: r.dir, abs: r.abs, explicit: r.explicit, index: r.index}
		fresh := l.loader(r)
		next.loader = r.loader.Forget(names...)
		next.loader.FS, next.loader.Outside = fresh.FS, fresh.Outside
		next.scripts = r.unchanged(names)
		l.roots[i] = next
	}
}

// root is the root that holds a file, and the file's name below it.
func (l *Live) root(file string) (r *liveRoot, name string, ok bool) {
	for _, candidate := range l.roots {
		below, holds := inside(file, candidate.abs)
		if holds && (r == nil || len(candidate.abs) > len(r.abs)) {
			r, name, ok = candidate, filepath.ToSlash(below), true
		}
	}
	return r, name, ok
}

// owns reports whether a root is the one that a file belongs to.
func (l *Live) owns(r *liveRoot, name string) bool {
	owner, _, _ := l.root(filepath.Join(r.abs, filepath.FromSlash(name)))
	return owner.abs == r.abs
}

// configured reports whether a file is in a folder of luagen.yaml.
func (l *Live) configured(file string) bool {
	w := &Workspace{entries: l.entries}
	_, ok := w.entryFor(filepath.Dir(file))
	return ok
}

// text is what covers a file; nil for none.
func (l *Live) text(r *liveRoot, name string) []byte {
	return l.texts[filepath.Join(r.abs, filepath.FromSlash(name))]
}

// Scripts are the absolute paths of the project's .lua files, sorted.
func (l *Live) Scripts() []string {
	var all []string
	for _, r := range l.roots {
		for _, name := range r.index.of(l, r).names {
			if l.owns(r, name) {
				all = append(all, filepath.Join(r.abs, filepath.FromSlash(name)))
			}
		}
	}
	for p := range l.texts {
		if filepath.Ext(p) == ".lua" {
			all = append(all, p)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Abs is the absolute path of a file as findings show it.
func (l *Live) Abs(shown string) string { return l.files.Abs(filepath.FromSlash(shown)) }

// Source is the text of a file as findings show it; nil when it cannot be read.
func (l *Live) Source(shown string) []byte {
	text, err := l.files.readScript(filepath.FromSlash(shown))
	if err != nil {
		return nil
	}
	return text
}

// folderOf is the folder of a name below a root.
func folderOf(name string) string { return path.Dir(name) }

// passedOver reports whether a file is below a folder that a walk from the root leaves out.
func passedOver(name string) bool {
	dir := folderOf(name)
	return dir != "." && slices.ContainsFunc(strings.Split(dir, "/"), PassedOver)
}

// isFile reports whether there is a file that a walk would visit.
func (f Files) isFile(p string) bool {
	info, err := f.Stat(p)
	return err == nil && f.isLua(filepath.Dir(p), fs.FileInfoToDirEntry(info))
}

// Shown is the path of a file or folder, absolute, as findings show it.
func (l *Live) Shown(path string) string {
	if below, ok := inside(path, l.files.Abs(".")); ok {
		return shown(below)
	}
	return shown(path)
}

// SameSettings reports whether another view of the project has the same settings.
func (l *Live) SameSettings(o *Live) bool {
	return l == o || o != nil && l.settings.Config == o.settings.Config && len(l.Findings) == len(o.Findings)
}
