package disk

import (
	"io/fs"
	"syscall"
	"time"

	"github.com/luagen/luagen/project"
)

// version tells a file from another under its name, and the time of its last change, which
// no program can set.
func version(i fs.FileInfo) (project.Version, bool) {
	s, ok := i.Sys().(*syscall.Stat_t)
	if !ok {
		return project.Version{}, false
	}
	return project.Version{Device: uint64(s.Dev), Inode: s.Ino, Changed: time.Unix(s.Ctim.Unix())}, true
}
