package editor

import (
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// evict takes the content of all files below some paths out of the memory of the operating system, and reports
// whether it could. Names of files and folders stay there: only root can drop them.
func evict(paths ...string) bool {
	unix.Sync() // what is not on disk yet would stay
	for _, root := range paths {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			return unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
		})
		if err != nil {
			return false
		}
	}
	return true
}
