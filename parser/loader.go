package parser

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// Loader reads the scripts of one root folder. It keeps what it has read, so that
// a library included by many scripts is read and checked once.
//
// A Loader is a snapshot: what it has read never changes. With and Forget return another
// one, which shares everything but the files named, so that an editor or a watcher makes
// one for each change. Loaders are safe for concurrent use.
type Loader struct {
	// FS is the scripts' root; includes may not leave it. Nil is a root without files.
	FS fs.FS
	// Dir is put before a script's name to make the path shown to people.
	Dir string
	// Outside says why the file at name, to be included, does not lie in the root once
	// links are resolved; nil when it does. Nil where FS has no links.
	Outside func(name string) error

	mu     sync.Mutex
	shared *store           // files as they are in FS; made when first used
	own    map[string]*file // those that are otherwise in this snapshot; not changed once made
}

// store holds files that several snapshots share.
type store struct {
	mu    sync.Mutex
	files map[string]*file
}

// file is a file that is read when it is first asked for.
type file struct {
	once   sync.Once
	text   []byte // what it holds, when it is not read from FS
	over   bool   // text is what it holds
	src    *source
	err    error
	placed atomic.Bool // Loader.Outside was asked, and says that it lies in the root
}

// With returns a Loader in which the file at name, a slash path below the root, holds text,
// whether or not there is such a file. Includes see it too.
func (l *Loader) With(name string, text []byte) *Loader {
	return l.but(map[string]*file{name: {text: text, over: true}})
}

// Forget returns a Loader that reads the files at these names anew, and without the texts
// that With gave them. A file that has come or gone is forgotten likewise.
func (l *Loader) Forget(names ...string) *Loader {
	fresh := make(map[string]*file, len(names))
	for _, name := range names {
		fresh[name] = &file{}
	}
	return l.but(fresh)
}

// but returns a Loader that shares all files with l but these.
func (l *Loader) but(changed map[string]*file) *Loader {
	own := make(map[string]*file, len(l.own)+len(changed))
	maps.Copy(own, l.own)
	maps.Copy(own, changed)
	return &Loader{FS: l.FS, Dir: l.Dir, Outside: l.Outside, shared: l.files(), own: own}
}

// files is the store of l.
func (l *Loader) files() *store {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shared == nil {
		l.shared = &store{files: map[string]*file{}}
	}
	return l.shared
}

// ParseText reads a script that is in no file: name is how findings call it. What it includes
// is not there.
func ParseText(name string, text []byte) (*Script, []diag.Diagnostic) {
	return (&Loader{}).With(name, text).Load(name)
}

// ParseTemplate is ParseText for a text that a program completes when it runs: in holes, which
// are in order, a placeholder stands for what that puts there. Syntax errors are not reported,
// since the placeholder may be the cause.
func ParseTemplate(name string, text []byte, holes []syntax.Range) (*Script, []diag.Diagnostic) {
	s, found := ParseText(name, text)
	s.Holes = holes
	return s, slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Rule == RuleSyntax })
}

// InHole reports whether a range of the text has a part in one of its holes.
func (s *Script) InHole(r syntax.Range) bool {
	i := sort.Search(len(s.Holes), func(i int) bool { return s.Holes[i].To > r.From })
	return i < len(s.Holes) && s.Holes[i].From < r.To
}

// Load reads the script at name, a slash path below the root, with everything it
// includes. The script is never nil; when the findings hold an error it is as
// complete as the file allows and must not be generated from.
func (l *Loader) Load(name string) (*Script, []diag.Diagnostic) {
	r := &report{}
	src, err := l.source(name)
	if err != nil {
		src = newSource(name, l.shown(name), nil)
		r.errorf(diag.Span{File: src.file}, RuleFile, "the script cannot be read: %s", reason(err))
	}
	script := &Script{Name: name, File: src.file, Source: src.text, Reads: []string{name}}
	script.Header = src.span(0, src.chunk.First)
	script.Shebang = readShebang(src, r)
	src.reportSyntax(r)

	x := &expansion{report: r, loader: l, script: script, chain: []string{name}}
	x.declared = &declarations{expansion: x, visited: map[string]bool{}}
	x.declared.collect(src, true)
	h := newHeaderReader(r, src, script)
	h.declared = x.declared
	body := body{source: src}
	h.include = func(i Include) {
		script.Includes = append(script.Includes, i)
		body.add(x.include(i))
	}
	h.includeBelow = func(i Include, at int) {
		script.Includes = append(script.Includes, i)
		body.addBelow(x.include(i), at)
	}
	h.locate = x.locate
	h.read()
	h.check()

	script.paste(src, body.pieces())
	script.Chunk = src.chunk
	if len(script.Libraries) > 0 {
		script.Chunk = parseLua(script.Text)
		if errs := script.Chunk.Errors; len(errs) > 0 && !hasError(r.found, RuleSyntax, RuleInclude) {
			r.errorf(script.Span(errs[0].Range), RuleSyntax, "%s (in the text with all includes pasted in; luagen expand shows it)", errs[0].Message)
		}
	}
	return script, diag.Sort(r.found)
}

// hasError reports an error of one of the rules: what is wrong with a part of the text
// shows again in the whole.
func hasError(found []diag.Diagnostic, rules ...string) bool {
	return slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && slices.Contains(rules, d.Rule)
	})
}

// shown is the path of a file as people know it.
func (l *Loader) shown(name string) string {
	if l.Dir == "" {
		return name
	}
	return path.Join(strings.ReplaceAll(l.Dir, `\`, "/"), name)
}

// file returns the file at name, which may not be read yet.
func (l *Loader) file(name string) *file {
	if f := l.own[name]; f != nil {
		return f
	}
	return l.files().file(name)
}

// source returns the file at name, read and parsed.
func (l *Loader) source(name string) (*source, error) {
	f := l.file(name)
	f.once.Do(func() {
		text, err := f.text, error(nil)
		if !f.over {
			text, err = l.readFile(name)
		}
		if f.err = err; err == nil {
			f.src = newSource(name, l.shown(name), text)
		}
	})
	return f.src, f.err
}

// inside is source for a file that must lie in the root.
func (l *Loader) inside(name string) (*source, error) {
	if f := l.file(name); l.Outside != nil && !f.over && !f.placed.Load() {
		if err := l.Outside(name); err != nil {
			return nil, err
		}
		f.placed.Store(true)
	}
	return l.source(name)
}

// file returns the file at name, which may not be read yet.
func (s *store) file(name string) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[name]
	if f == nil {
		f = &file{}
		s.files[name] = f
	}
	return f
}

// forget has the file at name read anew.
func (s *store) forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, name)
}

func (l *Loader) readFile(name string) ([]byte, error) {
	if l.FS == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return fs.ReadFile(l.FS, name)
}

// isDir reports whether there is a folder at name.
func (l *Loader) isDir(name string) bool {
	if l.FS == nil {
		return false
	}
	info, err := fs.Stat(l.FS, name)
	return err == nil && info.IsDir()
}

// Span turns a range of s.Text into a span of the file that the text comes from. A
// range that runs on into another file ends where the first one does.
func (s *Script) Span(r syntax.Range) diag.Span {
	if len(s.Segments) == 0 || s.Segments[0].src == nil {
		return diag.Span{File: s.File}
	}
	n := sort.Search(len(s.Segments), func(i int) bool { return s.Segments[i].To > r.From })
	seg := s.Segments[min(n, len(s.Segments)-1)]
	from := seg.Offset + r.From - seg.From
	to := seg.Offset + min(max(r.To, r.From), seg.To) - seg.From
	return seg.src.span(from, to)
}
