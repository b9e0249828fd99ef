// Package disk is the machine's file system as package project reads it. It only reads.
package disk

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/luagen/luagen/project"
)

// Files are the machine's, seen from the working directory.
func Files() (project.Files, error) {
	wd, err := os.Getwd()
	if err != nil {
		return project.Files{}, fmt.Errorf("cannot tell what the working directory is: %w", err)
	}
	return project.Files{FS: FS{}, Work: wd}, nil
}

// FS is everything on the machine's disks, by the names of a project.Files.
type FS struct{}

func (FS) Open(name string) (fs.File, error)          { return opened(os.Open, "open", name) }
func (FS) ReadFile(name string) ([]byte, error)       { return opened(readFile, "open", name) }
func (FS) ReadDir(name string) ([]fs.DirEntry, error) { return opened(os.ReadDir, "open", name) }
func (FS) Stat(name string) (fs.FileInfo, error)      { return versioned(opened(os.Stat, "stat", name)) }
func (FS) Lstat(name string) (fs.FileInfo, error)     { return versioned(opened(os.Lstat, "lstat", name)) }
func (FS) ReadLink(name string) (string, error)       { return opened(os.Readlink, "readlink", name) }

// opened is what a function of package os returns for a name.
func opened[T any](do func(path string) (T, error), op, name string) (T, error) {
	if !fs.ValidPath(name) {
		var none T
		return none, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return do(project.Path(name))
}

// info is a file's state with its version.
type info struct {
	fs.FileInfo
	version project.Version
}

func (i info) Version() project.Version { return i.version }

// versioned adds the version where the system tells it.
func versioned(i fs.FileInfo, err error) (fs.FileInfo, error) {
	if err != nil {
		return nil, err
	}
	if v, ok := version(i); ok {
		return info{i, v}, nil
	}
	return i, nil
}
