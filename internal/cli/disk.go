package cli

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/luagen/luagen/project"
)

// disk is everything on the machine's disks, by the names of a project.Files.
type disk struct{}

func (disk) Open(name string) (fs.File, error)          { return opened(os.Open, "open", name) }
func (disk) ReadFile(name string) ([]byte, error)       { return opened(os.ReadFile, "open", name) }
func (disk) ReadDir(name string) ([]fs.DirEntry, error) { return opened(os.ReadDir, "open", name) }
func (disk) Stat(name string) (fs.FileInfo, error)      { return opened(os.Stat, "stat", name) }
func (disk) Lstat(name string) (fs.FileInfo, error)     { return opened(os.Lstat, "lstat", name) }
func (disk) ReadLink(name string) (string, error)       { return opened(os.Readlink, "readlink", name) }

// opened is what a function of package os returns for a name.
func opened[T any](do func(path string) (T, error), op, name string) (T, error) {
	if !fs.ValidPath(name) {
		var none T
		return none, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return do(project.Path(name))
}

// files are the machine's, seen from the working directory.
func files() (project.Files, error) {
	wd, err := os.Getwd()
	if err != nil {
		return project.Files{}, fmt.Errorf("cannot tell what the working directory is: %w", err)
	}
	return project.Files{FS: disk{}, Work: wd}, nil
}

// realPath is the absolute path of a file or folder with symbolic links resolved, as far
// as it is there.
func realPath(p string) string {
	f, err := files()
	if err != nil {
		return p
	}
	return f.Real(p)
}
