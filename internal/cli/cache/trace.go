// Package cache keeps what runs of luagen came to, so that a run for which nothing has changed
// need not do it all again.
//
// A run is a function of what it is asked and of what it sees of the file system. Its Trace
// holds all that it has seen: what files hold, which names folders list, what is not there. As
// long as all of that is so, another run for the same would see the same and come to the same.
package cache

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sync"

	"github.com/luagen/luagen/project"
)

// kind is what of a name was looked at.
type kind byte

const (
	content  kind = 'f' // what the file holds
	state    kind = 's' // what it is, symbolic links followed
	ownState kind = 'l' // what it is itself
	scripts  kind = 'd' // the names in the folder that matter to who looks for scripts, with what they are
	packages kind = 'p' // those that matter to who looks for a package
	link     kind = 'r' // where the symbolic link leads
)

// seen is one thing that a run has looked at.
type seen struct {
	kind kind
	name string // as in a project.Files.FS
}

// saw is what it was.
type saw struct {
	sum   [sha256.Size]byte
	stamp project.Stamp // of a file or folder before it was read; zero when nobody looked
}

// Trace is what a run has seen of a file system.
type Trace struct {
	mu      sync.Mutex
	saw     map[seen]saw
	stamps  map[string]project.Stamp // the first look at the state of a name
	unsound bool                     // the run has seen what cannot be seen again, as a pipe
}

// NewTrace is the trace of a run that has seen nothing.
func NewTrace() *Trace {
	return &Trace{saw: map[seen]saw{}, stamps: map[string]project.Stamp{}}
}

// Scripts is a file system as the trace watches it, for who looks for scripts: of a folder only
// the scripts and the folders in it matter.
func (t *Trace) Scripts(base fs.FS) fs.FS { return &traced{t, base, scripts} }

// Packages is the same for who looks for a package: Go files matter, too.
func (t *Trace) Packages(base fs.FS) fs.FS { return &traced{t, base, packages} }

// Join adds what another trace has seen.
func (t *Trace) Join(o *Trace) {
	for what, was := range o.saw {
		t.saw[what] = was
	}
	t.unsound = t.unsound || o.unsound
}

func (t *Trace) note(k kind, name string, sum [sha256.Size]byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	what := seen{k, name}
	if first, twice := t.saw[what]; twice {
		t.unsound = t.unsound || first.sum != sum // it has changed while the run looked
		return
	}
	t.saw[what] = saw{sum, t.stamps[name]}
}

// look notes the state of a name before it is read.
func (t *Trace) look(name string, info fs.FileInfo) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.stamps[name]; !ok {
		t.stamps[name] = project.NewStamp(info)
	}
}

// traced is a file system that a trace watches.
type traced struct {
	trace   *Trace
	base    fs.FS
	listing kind
}

func (t *traced) ReadFile(name string) ([]byte, error) {
	text, err := fs.ReadFile(t.base, name)
	t.trace.note(content, name, sumOf(text, err))
	return text, err
}

func (t *traced) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(t.base, name)
	if err == nil {
		t.trace.look(name, info)
	}
	t.trace.note(state, name, sumOf(describe(info, err)))
	return info, err
}

func (t *traced) Lstat(name string) (fs.FileInfo, error) {
	info, err := fs.Lstat(t.base, name)
	if err == nil && info.Mode()&fs.ModeSymlink == 0 {
		t.trace.look(name, info)
	}
	t.trace.note(ownState, name, sumOf(describe(info, err)))
	return info, err
}

func (t *traced) ReadDir(name string) ([]fs.DirEntry, error) {
	if info, err := fs.Stat(t.base, name); err == nil {
		t.trace.look(name, info)
	}
	entries, err := fs.ReadDir(t.base, name)
	t.trace.note(t.listing, name, sumOf(t.listing.list(entries), err))
	return entries, err
}

func (t *traced) ReadLink(name string) (string, error) {
	target, err := fs.ReadLink(t.base, name)
	t.trace.note(link, name, sumOf([]byte(target), err))
	return target, err
}

// Open opens a file for a reader that may not read all of it. One that is not regular is not
// there a second time.
func (t *traced) Open(name string) (fs.File, error) {
	const most = 16 << 20
	info, err := t.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		t.trace.mu.Lock()
		t.trace.unsound = true
		t.trace.mu.Unlock()
		return t.base.Open(name)
	}
	text, err := t.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &opened{bytes.NewReader(text), info}, nil
}

// opened is a file that has been read.
type opened struct {
	io.Reader
	info fs.FileInfo
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *opened) Close() error               { return nil }

// sumOf is the fingerprint of what was seen.
func sumOf(text []byte, err error) [sha256.Size]byte {
	if err != nil {
		return sha256.Sum256([]byte("error: " + reason(err)))
	}
	return sha256.Sum256(text)
}

// reason is an error without the path.
func reason(err error) string {
	if p, ok := err.(*fs.PathError); ok {
		return p.Err.Error()
	}
	return err.Error()
}

// describe is what matters of a state: what a name is, and how large a file.
func describe(info fs.FileInfo, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() {
		return fmt.Appendf(nil, "file %d", info.Size()), nil
	}
	return []byte(info.Mode().Type().String()), nil
}

// list is what matters of a folder to a kind of listing.
func (k kind) list(entries []fs.DirEntry) []byte {
	var b bytes.Buffer
	for _, e := range entries {
		ext := path.Ext(e.Name())
		if ext == ".lua" || k == packages && ext == ".go" || e.IsDir() && !project.PassedOver(e.Name()) {
			b.WriteString(e.Type().String())
			b.WriteString(e.Name())
			b.WriteByte(0)
		}
	}
	return b.Bytes()
}
