package publish

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/parallel"
	"github.com/luagen/luagen/project"
)

// Folder is what a folder holds, as far as it matters to a package there: luagen's files and
// other Go files. It is not changed once made.
type Folder struct {
	Dir string // an operating system path

	files       project.Files
	interrupted bool
	is          project.Version  // which folder it is, as far as the file system tells
	there       bool             // it is there
	names       []string         // of the regular files that matter, sorted
	held        map[string]*held // by name
	other       map[string]bool  // names that luagen gives, of what is no regular file
	told        bool             // whoever has the folder looked at tells what has changed in it
	empty       bool             // there is nothing in it that could be in the way of a file
}

// held is a regular file of a folder.
type held struct {
	stamp project.Stamp
	text  []byte
	err   error // why it cannot be read
	ours  bool  // luagen wrote it
}

// Look reads a folder, which need not exist. What an earlier look has read, nil for none, and
// has not changed since is not read again. With an error the folder is as if it did not exist.
func Look(files project.Files, dir string, before *Folder) (*Folder, error) {
	f := &Folder{Dir: dir, files: files, held: map[string]*held{}, other: map[string]bool{}, empty: true}
	f.interrupted = isLeftover(files, dir)
	f.is, f.there = f.which()
	entries, err := files.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	for _, e := range entries {
		f.empty = f.empty && e.Name() == stagingName
		switch {
		case filepath.Ext(e.Name()) != ".go":
		case e.Type().IsRegular():
			f.names = append(f.names, e.Name())
		case isGeneratedName(e.Name()):
			f.other[e.Name()] = true
		}
	}
	found := make([]*held, len(f.names))
	parallel.Do(len(f.names), func(i int) {
		var known *held
		if before != nil {
			known = before.held[f.names[i]]
		}
		found[i] = f.look(f.names[i], known)
	})
	for i, h := range found {
		if !errors.Is(h.err, fs.ErrNotExist) { // another run has removed it just now
			f.held[f.names[i]] = h
		}
	}
	return f, nil
}

// Again looks at the folder again.
func (f *Folder) Again() (*Folder, error) { return Look(f.files, f.Dir, f) }

// Told looks at some files of the folder again, for whoever is told which have changed: the
// others, and which there are, are taken to be as they were. It reports false when the folder
// must be looked at as a whole to tell what has changed.
func (f *Folder) Told(changed []string) (*Folder, bool) {
	now := f.part()
	now.names, now.held = slices.Clone(f.names), maps.Clone(f.held)
	return now, now.lookAt(f, changed)
}

// part is the folder as it is, without its files.
func (f *Folder) part() *Folder {
	now := &Folder{Dir: f.Dir, files: f.files, held: map[string]*held{}, other: f.other, told: true}
	now.interrupted = isLeftover(f.files, f.Dir)
	now.is, now.there = now.which()
	return now
}

// lookAt looks at some files. It reports false when that does not do.
func (f *Folder) lookAt(before *Folder, names []string) bool {
	if !f.there || f.is != before.is {
		return false
	}
	for _, name := range names {
		if filepath.Ext(name) != ".go" {
			continue
		}
		delete(f.held, name)
		at, listed := slices.BinarySearch(f.names, name)
		info, err := f.files.Lstat(filepath.Join(f.Dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if listed {
				f.names = slices.Delete(f.names, at, at+1)
			}
			continue
		case err != nil || !info.Mode().IsRegular() || f.other[name]:
			return false
		case !listed:
			f.names = slices.Insert(f.names, at, name)
		}
		if h := f.look(name, before.held[name]); !errors.Is(h.err, fs.ErrNotExist) {
			f.held[name] = h
		}
	}
	return true
}

// which tells which folder is at Dir now, and whether there is one.
func (f *Folder) which() (is project.Version, there bool) {
	info, err := f.files.Stat(f.Dir)
	if err != nil {
		return is, false
	}
	is = project.NewStamp(info).Version
	return project.Version{Device: is.Device, Inode: is.Inode}, info.IsDir()
}

// look reads one file, unless known tells what it holds.
func (f *Folder) look(name string, known *held) *held {
	path := filepath.Join(f.Dir, name)
	now := &held{}
	if info, err := f.files.Lstat(path); err == nil {
		now.stamp = project.NewStamp(info)
		if known != nil && known.err == nil && known.stamp.Same(now.stamp) {
			return known
		}
	}
	now.text, now.err = f.files.ReadFile(path)
	if known != nil && known.err == nil && bytes.Equal(now.text, known.text) {
		now.text = known.text // one copy is enough
	}
	now.ours = now.err == nil && isOurs(now.text)
	return now
}

// generated are the names of the files that luagen wrote, sorted.
func (f *Folder) generated() ([]string, error) {
	names := make([]string, 0, len(f.names))
	for _, name := range f.names {
		h := f.held[name]
		switch {
		case h == nil || !isGeneratedName(name):
		case h.err != nil:
			return nil, h.err
		case h.ours:
			names = append(names, name)
		}
	}
	return names, nil
}

// Generated reports whether a folder holds a file that luagen wrote, or what a killed run of
// it has left. It reads no other files.
func Generated(files project.Files, dir string) bool {
	if isLeftover(files, dir) {
		return true
	}
	entries, err := files.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		if !e.Type().IsRegular() || !isGeneratedName(e.Name()) {
			return false
		}
		text, err := files.ReadFile(filepath.Join(dir, e.Name()))
		return err == nil && isOurs(text)
	})
}

// Interrupted reports whether a run is, or was when it was killed, at work in the folder.
func (f *Folder) Interrupted() bool { return f.interrupted }

// isLeftover reports whether a folder holds what a run that is at work needs.
func isLeftover(files project.Files, dir string) bool {
	_, err := files.Lstat(filepath.Join(dir, stagingName))
	return err == nil
}

// isOurs reports whether luagen wrote a text.
func isOurs(text []byte) bool {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	return isMarker(string(first))
}

// Wrote reports whether the folder holds a file of that name that luagen wrote.
func (f *Folder) Wrote(name string) bool { return f.held[name] != nil && f.held[name].ours }

// Origin is the folder of scripts that the package in the folder notes, as it is seen from
// there; empty when there is none.
func (f *Folder) Origin() string {
	if !f.Wrote(SharedFile) {
		return ""
	}
	_, rest, _ := bytes.Cut(f.held[SharedFile].text, []byte("\n"))
	second, _, _ := bytes.Cut(rest, []byte("\n"))
	noted, ok := strings.CutPrefix(strings.TrimRight(string(second), "\r"), generator.OriginComment)
	if !ok {
		return ""
	}
	return noted
}

// Others are the Go files that luagen did not write, hidden ones and those that Go passes over
// left out, with slash-separated paths.
func (f *Folder) Others() []generator.GoFile {
	var files []generator.GoFile
	for _, name := range f.names {
		h := f.held[name]
		if h == nil || h.err != nil || h.ours || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
			continue // the go command will say what cannot be read
		}
		files = append(files, generator.GoFile{Path: filepath.ToSlash(filepath.Join(f.Dir, name)), Text: h.text})
	}
	return slices.Clip(files)
}
