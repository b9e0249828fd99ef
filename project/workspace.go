// Package project is what the command line, an editor and an analyzer share: which folders
// and files are meant, what luagen.yaml says of them, which files are scripts and which
// libraries, what is found in them, and what they generate.
//
// It reads a file system, which may be in memory or have texts of an editor over it, and
// touches no disk. A Workspace is a view of the files as they were: open another one for
// what has changed since. Putting generated code on disk and telling people is up to
// internal/cli.
package project

import (
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/parallel"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/project/config"
)

// Request says which scripts are meant.
type Request struct {
	Files Files
	Paths []string // files, folders and "folder/..." as typed; none for the configured folders, or else "."
	Root  string   // folder that no @include may leave; empty to derive it
	// Wide says that the derived root of a file asked for by itself is the working
	// directory, when that holds it: it is only read, wherever it is.
	Wide   bool
	Config *config.Config // nil without luagen.yaml
	// Before is an earlier view, whose Load has returned: what has not changed since is
	// shared with it. Nil to read everything.
	Before *Workspace
	// Changed are the paths of the files that alone may have changed since Before was opened:
	// whoever has been told of every change need not have all looked at. Nil for any.
	Changed []string
	// Once, when it is not nil, says that scripts are checked once and no later view follows.
	Once *Once
}

// Once says how scripts are checked that are checked once. That is done as they are read, and the syntax
// tree, the largest part of a script, is dropped then.
type Once struct {
	Config lint.Config        // as for Check
	Choose func(*Script) bool // likewise; asked before it is known which scripts are libraries
}

// Workspace is a set of folders of scripts.
type Workspace struct {
	Units []*Unit // sorted by path
	Trees []*Unit // the folders asked for with all below them; without scripts
	// Findings are the folders below Trees that cannot be read.
	Findings []diag.Diagnostic

	request Request // without Before
	files   Files
	linked  bool // symbolic links lead to files or folders of it
	entries []entry
	asked   map[string]ask   // the first ask of every folder, by absolute path
	units   map[string]*Unit // Units by real path
	foreign []string         // what Lint passed over
	given   *root            // --root; nil without
	roots   []*root
	before  *Workspace // Request.Before; nil once the view is open
	mu      sync.Mutex
	configs []*lint.Config    // the settings that scripts were checked with
	sources map[string][]byte // the files that reports speak of, by the path shown to people; made when first used
}

// Unit is one folder of scripts: what becomes one package.
type Unit struct {
	Path   string         // the folder as shown to people, slash-separated
	Folder string         // the same below the folder asked for or configured that holds it; "." for that one
	Entry  *config.Folder // the entry of luagen.yaml it belongs to; nil without
	All    bool           // the whole folder was asked for, not only files of it

	Scripts []*Script // its .lua files, sorted by name; set by Load

	root   *root
	abs    string
	made   *generator.Made // what this view generated last, or an earlier one; nil without
	real   string          // abs with links resolved
	once   bool            // Request.Once is set
	linked bool            // a file of it is a symbolic link
	inRoot string          // the folder below the root, slash-separated
	names  []string        // slash paths of its .lua files below the root, sorted
	named  map[string]bool // those that were asked for
}

// Script is one .lua file of a unit.
type Script struct {
	*parser.Script
	Findings []diag.Diagnostic // of reading it
	Library  bool              // some script includes it, or it is only there to be included
	Named    bool              // it was asked for, itself or with its folder

	unit     *Unit   // nil in a Live
	included bool    // some script includes it
	read     *loaded // what it is of; nil in a Live
}

// root is a folder that includes may not leave, with the loader for all below it.
type root struct {
	dir      string // as given, cleaned; an operating system path
	abs      string
	explicit bool // configured or given, not derived from the paths
	files    *recorder
	loader   *parser.Loader

	mu     sync.Mutex
	loaded map[string]*loaded // the scripts read, by name
}

// Load reads every script of every unit, on all cores.
func (w *Workspace) Load() error {
	var unknown []unread
	for _, u := range w.Units {
		u.Scripts = make([]*Script, len(u.names))
		scripts := make([]Script, len(u.names))
		for i, name := range u.names {
			s := &scripts[i]
			u.Scripts[i] = s
			s.unit, s.Named = u, u.All || u.named[name]
			if l := u.root.known(name); l != nil {
				s.set(l)
				continue
			}
			unknown = append(unknown, unread{u, s, name})
		}
	}
	var settings *lint.Config
	if w.request.Once != nil {
		settings = w.settings(w.request.Once.Config)
	}
	parallel.Do(len(unknown), func(i int) {
		n := unknown[i]
		n.script.set(n.unit.root.load(n.name))
		if settings != nil && w.request.Once.Choose(n.script) && !isForIncluding(n.script) {
			check(n.script, *settings).keep(settings)
			n.unit.root.loader.Release(n.script.Script)
		}
	})
	return w.markLibraries()
}

// unread is a script that is still to be read.
type unread struct {
	unit   *Unit
	script *Script
	name   string
}

// set makes it the script that was read.
func (s *Script) set(l *loaded) { s.Script, s.Findings, s.read = l.script, l.findings, l }

// Files counts the .lua files of all units.
func (w *Workspace) Files() int {
	n := 0
	for _, u := range w.Units {
		n += len(u.names)
	}
	return n
}

// Named are the scripts that were asked for.
func (w *Workspace) Named() []*Script {
	var named []*Script
	for _, u := range w.Units {
		for _, s := range u.Scripts {
			if s.Named {
				named = append(named, s)
			}
		}
	}
	return named
}

// HasAll reports whether the units hold everything of a configured folder.
func (w *Workspace) HasAll(folder *config.Folder) bool {
	i := slices.IndexFunc(w.entries, func(e entry) bool { return e.folder == folder })
	if i < 0 {
		return false
	}
	e := w.entries[i]
	if !e.below {
		u := w.units[w.files.Real(e.abs)]
		return u != nil && u.All
	}
	return slices.ContainsFunc(w.Trees, func(tree *Unit) bool {
		_, ok := inside(e.abs, tree.abs)
		return ok
	})
}

// Paths are the folders that were asked for, as shown to people.
func (w *Workspace) Paths() []string {
	var paths []string
	for _, u := range slices.Concat(w.Units, w.Trees) {
		paths = append(paths, u.Path)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// Source returns the text of a file that a finding names, as it was when it was
// checked; nil when it cannot be read.
func (w *Workspace) Source(file string) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sources == nil {
		w.sources = map[string][]byte{}
		for _, u := range w.Units {
			for _, s := range u.Scripts {
				if s.Source != nil {
					w.sources[s.File] = s.Source
				}
			}
		}
	}
	text, ok := w.sources[file]
	if !ok {
		text, _ = w.files.readScript(filepath.FromSlash(file)) // a report without its source line is better than none
		w.sources[file] = text
	}
	return text
}

// Folders lists the folders in which a script can change what the workspace holds,
// libraries outside the units included, as operating system paths.
func (w *Workspace) Folders() []string {
	dirs := map[string]bool{}
	for _, u := range w.Units {
		dirs[filepath.FromSlash(u.Path)] = true
		for _, s := range u.Scripts {
			for _, seg := range s.Segments {
				if seg.File != s.File {
					dirs[filepath.Dir(filepath.FromSlash(seg.File))] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(dirs))
}

// shown is an operating system path as it is shown to people.
func shown(p string) string { return path.Clean(filepath.ToSlash(p)) }

// isLua reports whether a directory entry is a file of Lua, through symbolic links.
func (f Files) isLua(dir string, e fs.DirEntry) bool {
	if filepath.Ext(e.Name()) != ".lua" || e.Name()[0] == '.' {
		return false
	}
	if e.Type()&fs.ModeSymlink != 0 {
		info, err := f.Stat(filepath.Join(dir, e.Name()))
		return err != nil || info.Mode().IsRegular() // reading what leads nowhere reports it
	}
	return e.Type().IsRegular()
}
