package publish

import (
	"errors"
	"io/fs"
	"os"
)

// disk is what changes files. Each change asks before, if there is whom to ask, and
// fails with the answer.
type disk struct {
	before func(change, path string) error // nil but in tests
}

func (d disk) ask(change, path string) error {
	if d.before == nil {
		return nil
	}
	return d.before(change, path)
}

func (d disk) makeFolders(path string) error {
	if err := d.ask("make", path); err != nil {
		return err
	}
	return os.MkdirAll(path, 0o777)
}

func (d disk) makeFolder(path string) error {
	if err := d.ask("make", path); err != nil {
		return err
	}
	return os.Mkdir(path, 0o777)
}

func (d disk) link(from, to string) error {
	if err := d.ask("link", to); err != nil {
		return err
	}
	return os.Link(from, to)
}

// write writes a file that is not there yet.
func (d disk) write(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if err := d.ask("write", path); err != nil {
		_, _ = f.Write(text[:len(text)/2]) // as a disk does that fills
		return errors.Join(err, f.Close())
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

func (d disk) rename(from, to string) error {
	if err := d.ask("rename", to); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// create moves a file to where none is; it fails with fs.ErrExist when there is one.
func (d disk) create(from, to string) error {
	err := d.link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// Not every file can have two names.
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fs.ErrExist)
	}
	return d.rename(from, to)
}

func (d disk) remove(path string) error {
	if err := d.ask("remove", path); err != nil {
		return err
	}
	return os.Remove(path)
}

func (d disk) removeAll(path string) error {
	if err := d.ask("remove", path); err != nil {
		return err
	}
	return os.RemoveAll(path)
}
