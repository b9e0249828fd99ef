package project

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// Files is a file system and the place in it from which relative paths are read. Paths
// are the operating system's; in FS a file has its absolute path, slash-separated and
// without the slashes in front, as its name.
type Files struct {
	FS   fs.FS
	Work string // the working directory, an absolute path
}

// Abs is p as an absolute path.
func (f Files) Abs(p string) string {
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	return filepath.Join(f.Work, p)
}

// name is the name of a path in FS.
func (f Files) name(p string) string {
	name := strings.TrimLeft(filepath.ToSlash(f.Abs(p)), "/")
	if name == "" {
		return "."
	}
	return strings.TrimSuffix(name, "/") // a volume's root
}

// Path is the absolute path of a name in a Files.FS.
func Path(name string) string {
	switch root := string(filepath.Separator); {
	case name == ".":
		return root
	case filepath.Separator == '/':
		return root + name
	case len(name) == 2 && name[1] == ':':
		return name + root
	case len(name) > 2 && name[1] == ':':
		return filepath.FromSlash(name)
	default: // a share of another machine
		return root + root + filepath.FromSlash(name)
	}
}

// Stat is the state of the file at a path, of the one that a symbolic link leads to.
func (f Files) Stat(p string) (fs.FileInfo, error) { return fs.Stat(f.FS, f.name(p)) }

// Lstat is the state of the file at a path, of a symbolic link itself.
func (f Files) Lstat(p string) (fs.FileInfo, error) { return fs.Lstat(f.FS, f.name(p)) }

// ReadDir lists a folder, sorted by name.
func (f Files) ReadDir(p string) ([]fs.DirEntry, error) { return fs.ReadDir(f.FS, f.name(p)) }

// ReadFile reads a file that is regular, of whatever size.
func (f Files) ReadFile(p string) ([]byte, error) { return fs.ReadFile(f.FS, f.name(p)) }

// readScript reads a script or library.
func (f Files) readScript(p string) ([]byte, error) { return readRegular(f.FS, f.name(p)) }

// readStart reads a file that may be none, and have no end: at most that many bytes.
func (f Files) readStart(p string, most int64) ([]byte, error) {
	file, err := f.FS.Open(f.name(p))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most))
}

// Exists reports whether there is a file or folder at a path.
func (f Files) Exists(p string) bool {
	_, err := f.Stat(p)
	return err == nil
}

// outside says why a file below a root is not there, links resolved.
func (f Files) outside(root, name string) error {
	if _, below := inside(f.Real(filepath.Join(root, filepath.FromSlash(name))), f.Real(root)); !below {
		return fmt.Errorf("a link leads outside of the scripts' root folder %s: move the library into it, or name a root that holds both with --root", shown(root))
	}
	return nil
}

// Real is the absolute path of a file or folder with symbolic links resolved, as far as it
// is there. Two paths of one folder have one real path.
func (f Files) Real(p string) string {
	const mostLinks = 40
	resolved, links := ".", 0
	rest := strings.Split(f.name(p), "/")
	for len(rest) > 0 {
		part := rest[0]
		rest = rest[1:]
		next := path.Join(resolved, part)
		target, err := fs.ReadLink(f.FS, next)
		if err != nil || part == ".." || links == mostLinks {
			resolved = next
			continue
		}
		links++
		target = filepath.ToSlash(target)
		if filepath.IsAbs(filepath.FromSlash(target)) {
			resolved, target = ".", f.name(filepath.FromSlash(target))
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return Path(resolved)
}

// reason is an error of the file system without the path, which is said already.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return err.Error()
}
