// Package publish puts a generated package on disk: all of it or nothing, without
// touching what is already right or what luagen did not write.
//
// What the files hold is package generator's; what is said about them, internal/cli's.
package publish

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/generator"
)

// Marker is the first line of every file that luagen writes. A file without it is
// somebody's own and never overwritten or removed.
const Marker = generator.Marker

// SharedFile is the file that every package has.
const SharedFile = "luagen.go"

// Op is what happens to a file.
type Op int

// The operations on a file.
const (
	Create Op = iota
	Update
	Remove
)

// Change is one file that is not as it must be.
type Change struct {
	Op   Op
	Path string
	Old  []byte // nil for Create
	New  []byte // nil for Remove
}

// Plan is what makes the folder Dir hold a package.
type Plan struct {
	Dir     string
	Changes []Change // sorted by path; empty when the package is up to date

	files  []generator.File // what the folder is to hold
	folder *Folder          // as it was found
}

// Replaces reports whether the plan changes or removes a file that is there.
func (p *Plan) Replaces() bool {
	return slices.ContainsFunc(p.Changes, func(c Change) bool { return c.Op != Create })
}

// ForeignError says that files which luagen would have to write exist and are not its
// own.
type ForeignError struct{ Paths []string }

func (e *ForeignError) Error() string {
	return "not written by luagen, and in the way: " + strings.Join(e.Paths, ", ")
}

// Plan compares the folder with the files that a package must have. Files of luagen that are
// not among them are to be removed. No files at all are a package that is no more.
func (f *Folder) Plan(files []generator.File) (*Plan, error) {
	existing, err := f.generated()
	if err != nil {
		return nil, err
	}
	p := &Plan{Dir: f.Dir, files: files, folder: f}
	var foreign []string
	if !slices.IsSortedFunc(files, compareNames) {
		files = slices.SortedFunc(slices.Values(files), compareNames)
	}
	for _, file := range files {
		c, ours, err := f.compare(file)
		switch {
		case err != nil:
			return nil, err
		case !ours:
			foreign = append(foreign, filepath.Join(f.Dir, file.Name))
		case c != nil:
			p.Changes = append(p.Changes, *c)
		}
	}
	if len(foreign) > 0 {
		return nil, &ForeignError{Paths: foreign}
	}
	for _, name := range existing {
		if _, wanted := slices.BinarySearchFunc(files, name, byName); !wanted {
			p.Changes = append(p.Changes, Change{Op: Remove, Path: filepath.Join(f.Dir, name), Old: f.held[name].text})
		}
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return p, nil
}

// again plans with the folder as it is now. Where changes are told, what is not to be changed is
// as it was.
func (p *Plan) again() (*Plan, error) {
	if p.folder.told {
		var names []string
		for _, c := range p.Changes {
			names = append(names, filepath.Base(c.Path))
		}
		if now := p.folder.part(); now.lookAt(p.folder, names) {
			return now.Plan(slices.DeleteFunc(slices.Clone(p.files), func(f generator.File) bool {
				_, changes := slices.BinarySearch(names, f.Name) // sorted as the changes are
				return !changes
			}))
		}
	}
	folder, err := p.folder.Again()
	if err != nil {
		return nil, err
	}
	return folder.Plan(p.files)
}

func byName(f generator.File, name string) int { return cmp.Compare(f.Name, name) }

func compareNames(a, b generator.File) int { return cmp.Compare(a.Name, b.Name) }

// compare returns the change that makes a file hold its content, nil when it does, and
// whether it is luagen's to change.
func (f *Folder) compare(file generator.File) (c *Change, ours bool, err error) {
	h := f.held[file.Name]
	if h == nil && !f.empty && !f.other[file.Name] {
		if h, err = f.late(file.Name); err != nil {
			return nil, false, err
		}
		if h == nil {
			return f.create(file), true, nil
		}
	}
	switch {
	case h == nil && f.empty:
		return f.create(file), true, nil
	case h == nil:
		return nil, false, nil
	case h.err != nil:
		return nil, false, h.err
	case !h.ours:
		return nil, false, nil
	case bytes.Equal(h.text, file.Data):
		h.text = file.Data // one copy is enough
		return nil, true, nil
	}
	return &Change{Op: Update, Path: filepath.Join(f.Dir, file.Name), Old: h.text, New: file.Data}, true, nil
}

// create is the change that makes a file.
func (f *Folder) create(file generator.File) *Change {
	return &Change{Op: Create, Path: filepath.Join(f.Dir, file.Name), New: file.Data}
}

// late looks for a file that was not listed: it has come since, or the folder lists it in
// other letters, which are the same to its file system. It is nil when there is none, and
// not luagen's when it is no regular file.
func (f *Folder) late(name string) (*held, error) {
	info, err := f.files.Lstat(filepath.Join(f.Dir, name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return &held{}, nil
	}
	if h := f.look(name, nil); !errors.Is(h.err, fs.ErrNotExist) {
		return h, nil
	}
	return nil, nil // removed just now
}

// isGeneratedName reports whether luagen writes files of that name.
func isGeneratedName(name string) bool {
	return name == SharedFile || strings.HasSuffix(name, ".lua.go")
}

// IsGenerated reports whether the file at path begins with the Marker.
func IsGenerated(path string) (bool, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false, err // opening a pipe waits for a writer
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	first, err := bufio.NewReaderSize(f, 2*len(Marker)).ReadSlice('\n')
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return false, err
	}
	return isMarker(string(first)), nil
}

// isMarker forgives the line ending of a checkout on Windows.
func isMarker(line string) bool { return strings.TrimRight(line, "\r\n") == Marker }
