package project

import "io/fs"

// folder is the file system of one folder of a larger one. Unlike fs.Sub's it asks for
// the state of a file without opening it.
type folder struct {
	fs   fs.FS
	name string
}

// below is the file system of a folder.
func (f Files) below(dir string) folder { return folder{f.FS, f.name(dir)} }

// inside is the name in the larger file system; names do not lead out of the folder.
func (f folder) inside(op, name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	switch {
	case f.name == ".":
		return name, nil
	case name == ".":
		return f.name, nil
	}
	return f.name + "/" + name, nil
}

func (f folder) Open(name string) (fs.File, error) {
	full, err := f.inside("open", name)
	if err != nil {
		return nil, err
	}
	return f.fs.Open(full)
}

func (f folder) ReadFile(name string) ([]byte, error) {
	full, err := f.inside("open", name)
	if err != nil {
		return nil, err
	}
	return readRegular(f.fs, full)
}

// read is ReadFile of a file that was looked at before: info and err are what Stat returned.
func (f folder) read(name string, info fs.FileInfo, err error) ([]byte, error) {
	if err := readable(info, err); err != nil {
		return nil, err
	}
	full, err := f.inside("open", name)
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(f.fs, full)
}

func (f folder) Stat(name string) (fs.FileInfo, error) {
	full, err := f.inside("stat", name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(f.fs, full)
}
