package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"sync"
)

// Build tells the program that runs from every other build of it; empty when that cannot be
// told. It is the build ID that the Go linker puts into a program, which follows from what the
// program holds; a program without one is read as a whole.
var Build = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return ""
	}
	if id := buildID(head[:n]); id != "" {
		return id
	}
	sum := sha256.New()
	sum.Write(head[:n])
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
})

// headSize is how much of a program is searched for its build ID, as the go command does.
const headSize = 32 << 10

// minID is the least length of a build ID that tells programs apart.
const minID = 40

// buildID is the Go build ID at the beginning of a program, in its text or in a note of ELF; empty
// when there is none.
func buildID(head []byte) string {
	if _, after, ok := bytes.Cut(head, []byte("\xff Go build ID: \"")); ok {
		if id, _, ok := bytes.Cut(after, []byte("\"\n \xff")); ok && len(id) >= minID {
			return string(id)
		}
	}
	// The head of a note is the sizes of its owner's name and of its text, its type and the name.
	const typeAndOwner = "\x04\x00\x00\x00Go\x00\x00"
	i := bytes.Index(head, []byte(typeAndOwner))
	if i < 4 {
		return ""
	}
	size := int(head[i-4]) | int(head[i-3])<<8
	id := head[i+len(typeAndOwner):]
	if size < minID || size > len(id) {
		return ""
	}
	return string(id[:size])
}
