package project

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Overlay is a view of files in which some have other texts: those that an editor has
// not saved yet. The texts go by their paths; a file need not exist.
func (f Files) Overlay(texts map[string][]byte) Files {
	o := overlay{base: f.FS, texts: make(map[string][]byte, len(texts))}
	for p, text := range texts {
		o.texts[f.name(p)] = text
	}
	f.FS = o
	return f
}

// overlay is a file system with some texts over it.
type overlay struct {
	base  fs.FS
	texts map[string][]byte // by name; never changed
}

func (o overlay) Open(name string) (fs.File, error) {
	if text, ok := o.texts[name]; ok {
		return &overlaid{Reader: bytes.NewReader(text), info: overlaidInfo{path.Base(name), len(text)}}, nil
	}
	return o.base.Open(name)
}

func (o overlay) ReadFile(name string) ([]byte, error) {
	if text, ok := o.texts[name]; ok {
		return slices.Clone(text), nil
	}
	return fs.ReadFile(o.base, name)
}

func (o overlay) Stat(name string) (fs.FileInfo, error) {
	if text, ok := o.texts[name]; ok {
		return overlaidInfo{path.Base(name), len(text)}, nil
	}
	if info, err := fs.Stat(o.base, name); err == nil || !o.holds(name) {
		return info, err
	}
	return overlaidFolder{overlaidInfo{name: path.Base(name)}}, nil
}

// holds reports whether a text is in a folder, which may be in the overlay alone.
func (o overlay) holds(folder string) bool {
	for file := range o.texts {
		if path.Dir(file) == folder {
			return true
		}
	}
	return false
}

func (o overlay) Lstat(name string) (fs.FileInfo, error) {
	if _, ok := o.texts[name]; ok {
		return o.Stat(name)
	}
	if info, err := fs.Lstat(o.base, name); err == nil || !o.holds(name) {
		return info, err
	}
	return o.Stat(name)
}

func (o overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.base, name) }

// ReadDir lists a folder with the texts in it that are no files yet.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.base, name)
	if err != nil && !o.holds(name) {
		return nil, err
	}
	for file, text := range o.texts {
		if path.Dir(file) != name {
			continue
		}
		entry := fs.FileInfoToDirEntry(overlaidInfo{path.Base(file), len(text)})
		i, found := slices.BinarySearchFunc(entries, entry.Name(), func(e fs.DirEntry, n string) int { return strings.Compare(e.Name(), n) })
		if found {
			entries[i] = entry
		} else {
			entries = slices.Insert(entries, i, entry)
		}
	}
	return entries, nil
}

// overlaid is an open text.
type overlaid struct {
	*bytes.Reader
	info overlaidInfo
}

func (o *overlaid) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *overlaid) Close() error               { return nil }

// overlaidFolder describes a folder that only texts are in.
type overlaidFolder struct{ overlaidInfo }

func (overlaidFolder) Mode() fs.FileMode { return fs.ModeDir | 0o555 }
func (overlaidFolder) IsDir() bool       { return true }

// overlaidInfo describes a text as a regular file.
type overlaidInfo struct {
	name string
	size int
}

func (i overlaidInfo) Name() string     { return i.name }
func (i overlaidInfo) Size() int64      { return int64(i.size) }
func (overlaidInfo) Mode() fs.FileMode  { return 0o444 }
func (overlaidInfo) ModTime() time.Time { return time.Time{} }
func (overlaidInfo) IsDir() bool        { return false }
func (overlaidInfo) Sys() any           { return nil }
