package project

import (
	"io/fs"
	"time"
)

// Version is what a file system may know of a file beside its size and the time of its last
// change: what a program cannot set. The fs.FileInfo of such a file system has a method
//
//	Version() Version
type Version struct {
	Device, Inode uint64    // which file it is
	Changed       time.Time // when its content, its name or its state was last changed
}

// Stamp is the state of a file when it was looked at.
type Stamp struct {
	Size    int64
	Time    time.Time // of its last change; zero when the file system does not tell
	Version Version   // zero when the file system does not tell
	Seen    time.Time // when it was looked at, before it was read
}

// Racy is how old a file must have been when it was looked at for its state to tell that it is
// the same: clocks of file systems are coarse, and a second change within one tick leaves the
// state as the first did.
const Racy = 2 * time.Second

// NewStamp is the state of a file that is looked at now.
func NewStamp(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Time: info.ModTime(), Seen: time.Now()}
	if v, ok := info.(interface{ Version() Version }); ok {
		s.Version = v.Version()
	}
	return s
}

// Same reports whether the file's content is certain to be what it was when it had the earlier
// state s.
func (s Stamp) Same(now Stamp) bool {
	return s.Settled() && now.Size == s.Size && now.Time.Equal(s.Time) && now.Version.equal(s.Version)
}

// Settled reports whether the file had been left alone for long enough when it was looked at,
// so that any later change shows in its state.
func (s Stamp) Settled() bool {
	return !s.Time.IsZero() && s.Seen.Sub(s.Time) > Racy && s.Seen.Sub(s.Version.Changed) > Racy
}

func (v Version) equal(o Version) bool {
	return v.Device == o.Device && v.Inode == o.Inode && v.Changed.Equal(o.Changed)
}
