package project

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/luagen/luagen/internal/parallel"
	"github.com/luagen/luagen/parser"
)

// liveIndex is what is known of all files of a root without keeping them: their names and
// what they include. It is made when it is first asked for, from the disk alone; what covers files
// is looked at by liveRoot.
type liveIndex struct {
	once    sync.Once
	made    atomic.Bool
	names   []string            // all .lua files, sorted
	links   map[string]links    // of each file that may include something
	users   map[string][]string // what includes a file
	readers map[string][]string // what reads a file, or looks for it

	mu   sync.Mutex
	more map[string]bool // folders that the walk passes over, and that were looked at since
	does string          // a file that is there for itself; empty when none is known
}

// links are the other files that a file depends on.
type links struct {
	includes []string // those that its own header includes
	reads    []string // all that it reads or looks for, through others too
}

// linksOf are the links of a script as it is read.
func linksOf(s *parser.Script) links {
	return links{
		includes: includeNames(s),
		reads:    slices.DeleteFunc(slices.Clone(s.Reads), func(name string) bool { return name == s.Name }),
	}
}

// of returns the index, made if need be.
func (x *liveIndex) of(l *Live, r *liveRoot) *liveIndex {
	x.once.Do(func() {
		x.links, x.more = map[string]links{}, map[string]bool{}
		ignore := func(string, error) {} // whoever asks for the folder is told
		_ = l.disk.walk(r.dir, ignore, func(dir string, e fs.DirEntry) error {
			if below, ok := inside(l.disk.Abs(filepath.Join(dir, e.Name())), r.abs); ok {
				x.names = append(x.names, filepath.ToSlash(below))
			}
			return nil
		})
		slices.Sort(x.names)
		maps.Copy(x.links, l.linksOf(r, x.names))
		x.reverse()
		x.made.Store(true)
	})
	return x
}

// including is the index with the folder of a file that the walk passes over.
func (x *liveIndex) including(l *Live, r *liveRoot, name string) {
	if !passedOver(name) {
		return
	}
	dir := folderOf(name)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.more[dir] {
		return
	}
	x.more[dir] = true
	files, _, err := l.disk.luaFiles(filepath.Join(r.dir, filepath.FromSlash(dir)))
	if err != nil {
		return // there is nothing on disk yet
	}
	for i := range files {
		files[i] = path.Join(dir, files[i])
	}
	all := maps.Clone(x.links)
	maps.Copy(all, l.linksOf(r, files))
	x.links = all
	x.reverse()
}

// see returns what includes a file, and what reads it or looks for it.
func (x *liveIndex) see() (users, readers map[string][]string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.users, x.readers
}

func (x *liveIndex) reverse() {
	x.users, x.readers = map[string][]string{}, map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(x.links)) {
		for _, target := range x.links[name].includes {
			x.users[target] = append(x.users[target], name)
		}
		for _, target := range x.links[name].reads {
			x.readers[target] = append(x.readers[target], name)
		}
	}
}

// refresh is the index after files have come, changed or gone.
func (x *liveIndex) refresh(l *Live, r *liveRoot, paths []string) *liveIndex {
	next := &liveIndex{}
	var changed []string
	for _, p := range paths {
		if below, ok := inside(p, r.abs); ok {
			changed = append(changed, filepath.ToSlash(below))
		}
	}
	if len(changed) == 0 {
		return x
	}
	if !x.made.Load() {
		return next // nobody has asked yet
	}
	next.once.Do(func() {})
	next.made.Store(true)
	x.mu.Lock()
	next.links, next.more = maps.Clone(x.links), map[string]bool{}
	x.mu.Unlock()
	next.names = slices.Clone(x.names)
	var there []string
	for _, name := range changed {
		delete(next.links, name)
		i, found := slices.BinarySearch(next.names, name)
		is := l.disk.isFile(filepath.Join(r.abs, filepath.FromSlash(name)))
		switch {
		case is && !found && !passedOver(name):
			next.names = slices.Insert(next.names, i, name)
		case !is && found:
			next.names = slices.Delete(next.names, i, i+1)
		}
		if is {
			there = append(there, name)
		}
	}
	_, readers := x.see()
	for _, name := range changed {
		there = append(there, readers[name]...) // they may find what was not there, or miss it
	}
	maps.Copy(next.links, l.linksOf(r, there))
	next.reverse()
	return next
}

// linksOf reads the links of files on disk, on all cores, without those that have none.
func (l *Live) linksOf(r *liveRoot, names []string) map[string]links {
	files, dir := l.disk, r.dir
	loader := &parser.Loader{FS: files.below(dir), Dir: shown(dir), Outside: func(name string) error { return files.outside(dir, name) }}
	found := map[string]links{}
	var mu sync.Mutex
	parallel.Do(len(names), func(i int) {
		name := names[i]
		if !r.explicit && !l.owns(r, name) {
			return // its root is another, with other files below it
		}
		text, err := files.readScript(filepath.Join(r.dir, filepath.FromSlash(name)))
		if err != nil || !bytes.Contains(text, []byte("@include")) {
			return // it includes nothing, and whoever opens it is told
		}
		// Its own text is not kept, its libraries are.
		script, _ := loader.Forget(name).Load(name)
		mu.Lock()
		defer mu.Unlock()
		found[name] = linksOf(script)
	})
	return found
}

// includeNames are the files that a script's own header includes, once each.
func includeNames(s *parser.Script) []string {
	var names []string
	for _, i := range s.Includes {
		if i.Name != "" && i.Name != s.Name {
			names = append(names, i.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
