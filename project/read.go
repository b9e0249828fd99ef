package project

import (
	"errors"
	"fmt"
	"io/fs"
)

// maxFile is the largest file, in bytes, that is read as a script or library.
const maxFile = 4 << 20

// readRegular reads a script or library. It does not wait for a pipe or read a device: only
// regular files of at most maxFile bytes are read.
func readRegular(fsys fs.FS, name string) ([]byte, error) {
	// Opening a pipe would wait for its writer.
	if err := readable(fs.Stat(fsys, name)); err != nil {
		return nil, err
	}
	return fs.ReadFile(fsys, name)
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
