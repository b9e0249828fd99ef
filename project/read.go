package project

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// maxFile is the largest file, in bytes, that is read as a script or library.
const maxFile = 4 << 20

// readRegular reads a script or library. It does not wait for a pipe or read a device: only
// regular files of at most maxFile bytes are read.
func readRegular(fsys fs.FS, name string) ([]byte, error) {
	if disk, ok := fsys.(fs.StatFS); ok { // opening a pipe would wait for its writer
		if err := readable(disk.Stat(name)); err != nil {
			return nil, err
		}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := readable(f.Stat()); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = errTooLarge
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}

// readable says what keeps a file from being read.
func readable(info fs.FileInfo, err error) error {
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return fmt.Errorf("it is %s and no regular file", kindOf(info.Mode()))
	case info.Size() > maxFile:
		return errTooLarge
	}
	return nil
}

var errTooLarge = fmt.Errorf("it is larger than %d MiB, the most that is read as a script", maxFile>>20)

// kindOf names a file that is not regular.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	default:
		return "something else"
	}
}
