package cache

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Environment names the variable that says where the cache is: a folder, or "off" for none.
const Environment = "LUAGEN_CACHE"

// Limits of what a cache holds.
const (
	maxBytes = 256 << 20
	maxAge   = 30 * 24 * time.Hour // since the entry was last used
)

// Store is a folder of entries.
type Store struct{ dir string }

// Open opens the cache that the environment names, by default the folder luagen in the user's
// cache folder; nil when there is to be none.
func Open() (*Store, error) {
	dir := os.Getenv(Environment)
	switch {
	case dir == "off":
		return nil, nil
	case dir == "":
		caches, err := os.UserCacheDir()
		if err != nil {
			return nil, nil // as for a user without a home
		}
		dir = filepath.Join(caches, "luagen")
	case !filepath.IsAbs(dir):
		return nil, fmt.Errorf("%s=%s: expected the absolute path of a folder, or off", Environment, dir)
	}
	if Build() == "" {
		return nil, nil
	}
	return &Store{dir}, nil
}

// Key is what a run is asked for. The program that runs belongs to it.
func Key(words ...string) string {
	text, err := json.Marshal(append([]string{Build()}, words...))
	if err != nil {
		return "" // strings always can be
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

const (
	magic = "luagen cache 1\n"
	ext   = ".run"
)

func (s *Store) path(key string) string { return filepath.Join(s.dir, key+ext) }

// Get finds what a run for the same key came to, and decodes it as JSON into outcome. It
// reports false when there was none, when not all that it saw is still so, or when what the cache
// holds is not what was put there.
func (s *Store) Get(key string, fsys fs.FS, outcome any) bool {
	if s == nil || key == "" {
		return false
	}
	text, err := os.ReadFile(s.path(key))
	if err != nil {
		return false
	}
	body, ok := bytes.CutPrefix(text, []byte(magic+key+"\n"))
	if !ok || len(body) < sha256.Size {
		return false
	}
	sum, body := body[:sha256.Size], body[sha256.Size:]
	if now := sha256.Sum256(body); !bytes.Equal(now[:], sum) {
		return false
	}
	d := decoder{rest: body}
	r := d.record()
	if d.err != nil || !r.holds(fsys) || json.Unmarshal(d.rest, outcome) != nil {
		return false
	}
	if r.fresh.Load() {
		s.write(key, append(r.encode(nil), d.rest...))
	} else {
		now := time.Now()
		_ = os.Chtimes(s.path(key), now, now) // it is only trimmed earlier without
	}
	return true
}

// Put keeps what a run came to, as JSON, and what it has seen. A cache that cannot be written
// is none.
func (s *Store) Put(key string, t *Trace, outcome any) {
	if s == nil || key == "" || t.unsound {
		return
	}
	text, err := json.Marshal(outcome)
	if err != nil {
		return
	}
	s.write(key, append(t.record().encode(nil), text...))
	s.trim(time.Now())
}

// write puts an entry in place at one stroke.
func (s *Store) write(key string, body []byte) {
	if os.MkdirAll(s.dir, 0o700) != nil {
		return
	}
	sum := sha256.Sum256(body)
	f, err := os.CreateTemp(s.dir, "new-*")
	if err != nil {
		return
	}
	_, err = f.Write(slices.Concat([]byte(magic+key+"\n"), sum[:], body))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), s.path(key))
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the next trim does
	}
}

// trim removes the entries that have not been used for long, those used least recently beyond
// the most that the cache holds, and what killed runs have left.
func (s *Store) trim(now time.Time) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	type file struct {
		path string
		used time.Time
		size int64
	}
	var files []file
	var total int64
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		path := filepath.Join(s.dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "new-"):
			if now.Sub(info.ModTime()) > time.Hour {
				_ = os.Remove(path)
			}
		case filepath.Ext(e.Name()) == ext:
			files = append(files, file{path, info.ModTime(), info.Size()})
			total += info.Size()
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
	for _, f := range files {
		if total > maxBytes || now.Sub(f.used) > maxAge {
			_ = os.Remove(f.path) // another run may have
			total -= f.size
		}
	}
}
