package cache

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/luagen/luagen/internal/parallel"
	"github.com/luagen/luagen/project"
)

// record is a trace that was kept.
type record struct {
	names []named
	fresh atomic.Bool // something of it has a newer state that tells more
}

// named is all that a trace has seen of one name.
type named struct {
	name  string
	looks []look
}

type look struct {
	kind kind
	saw
}

// record puts what a trace has seen in order.
func (t *Trace) record() *record {
	r := &record{}
	for _, what := range slices.SortedFunc(maps.Keys(t.saw), func(a, b seen) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		return int(a.kind) - int(b.kind)
	}) {
		if n := len(r.names); n == 0 || r.names[n-1].name != what.name {
			r.names = append(r.names, named{name: what.name})
		}
		last := &r.names[len(r.names)-1]
		last.looks = append(last.looks, look{what.kind, t.saw[what]})
	}
	return r
}

// holds reports whether a run would see all of it again. A file or folder is not read where its
// state is certain to tell that it is as it was.
func (r *record) holds(fsys fs.FS) bool {
	var differs atomic.Bool
	parallel.Do(len(r.names), func(i int) {
		if !differs.Load() && !r.again(fsys, &r.names[i]) {
			differs.Store(true)
		}
	})
	return !differs.Load()
}

// again looks at one name again.
func (r *record) again(fsys fs.FS, n *named) bool {
	var own, through fs.FileInfo
	var ownErr, throughErr error
	looked := false
	states := func() {
		if looked {
			return
		}
		looked = true
		own, ownErr = fs.Lstat(fsys, n.name)
		if through, throughErr = own, ownErr; ownErr == nil && own.Mode()&fs.ModeSymlink != 0 {
			through, throughErr = fs.Stat(fsys, n.name)
		}
	}
	// unchanged reports whether the state tells that there is nothing new to read.
	unchanged := func(l *look) (project.Stamp, bool) {
		states()
		if throughErr != nil {
			return project.Stamp{}, false
		}
		now := project.NewStamp(through)
		return now, !l.stamp.Version.Changed.IsZero() && l.stamp.Same(now)
	}
	for i := range n.looks {
		l := &n.looks[i]
		var sum [sha256.Size]byte
		switch l.kind {
		case state:
			states()
			sum = sumOf(describe(through, throughErr))
		case ownState:
			states()
			sum = sumOf(describe(own, ownErr))
		case link:
			target, err := fs.ReadLink(fsys, n.name)
			sum = sumOf([]byte(target), err)
		case content:
			now, same := unchanged(l)
			if same {
				continue
			}
			if throughErr != nil {
				sum = sumOf(nil, throughErr)
				break
			}
			if !through.Mode().IsRegular() {
				return false // reading a pipe would wait for its writer
			}
			text, err := fs.ReadFile(fsys, n.name)
			sum = sumOf(text, err)
			r.renew(l, now)
		case scripts, packages:
			now, same := unchanged(l)
			if same {
				continue
			}
			if throughErr != nil {
				sum = sumOf(nil, throughErr)
				break
			}
			entries, err := fs.ReadDir(fsys, n.name)
			sum = sumOf(l.kind.list(entries), err)
			r.renew(l, now)
		default:
			return false
		}
		if !bytes.Equal(sum[:], l.sum[:]) {
			return false
		}
	}
	return true
}

// renew keeps the newer state of what had to be read, when that spares reading it again.
func (r *record) renew(l *look, now project.Stamp) {
	if now.Settled() && !now.Version.Changed.IsZero() {
		l.stamp = now
		r.fresh.Store(true)
	}
}
