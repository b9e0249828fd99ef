package project

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
)

// looked is a file as a view found it.
type looked struct {
	stamp Stamp // zero when it is not there
	text  []byte
	err   error // why it cannot be read
}

// look reads a file, unless before tells what it holds.
func look(files folder, name string, before *looked) *looked {
	now := &looked{}
	if info, err := files.Stat(name); err == nil {
		now.stamp = NewStamp(info)
		if before != nil && before.err == nil && before.stamp.Same(now.stamp) {
			return before
		}
	}
	now.text, now.err = files.ReadFile(name)
	if before != nil && before.err == nil && now.err == nil && bytes.Equal(now.text, before.text) {
		now.text = before.text // one copy is enough
	}
	return now
}

// same reports whether two looks saw the same.
func (s *looked) same(o *looked) bool {
	return s == o || s.err == nil && o.err == nil && bytes.Equal(s.text, o.text) ||
		errors.Is(s.err, fs.ErrNotExist) && errors.Is(o.err, fs.ErrNotExist)
}

// recorder is the file system of one folder, of which every file is read once: so a view
// has one text for each, and a later view can tell what has changed.
type recorder struct {
	folder
	mu     sync.Mutex
	stamps map[string]*looked
}

func (r *recorder) ReadFile(name string) ([]byte, error) {
	r.mu.Lock()
	s := r.stamps[name]
	r.mu.Unlock()
	if s == nil {
		s = look(r.folder, name, nil)
		r.mu.Lock()
		r.stamps[name] = s
		r.mu.Unlock()
	}
	return s.text, s.err
}

// changes looks at every file that an earlier recorder read, and names those that are not
// as they were.
func (r *recorder) changes(earlier *recorder) []string {
	names := slices.Sorted(maps.Keys(earlier.stamps))
	now := make([]*looked, len(names))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	const chunk = 256 // files in a row
	for from := 0; from < len(names); from += chunk {
		group.Go(func() error {
			for i := from; i < min(from+chunk, len(names)); i++ {
				now[i] = look(r.folder, names[i], earlier.stamps[names[i]])
			}
			return nil
		})
	}
	_ = group.Wait() // no part of it fails
	var changed []string
	for i, name := range names {
		r.stamps[name] = now[i]
		if !now[i].same(earlier.stamps[name]) {
			changed = append(changed, name)
		}
	}
	return changed
}

// loaded is a script as a view read it.
type loaded struct {
	script   *parser.Script
	findings []diag.Diagnostic
}

// verdict is what a view found in a script.
type verdict struct {
	library bool
	config  lint.Config
	checked Checked
}

// takeOver gives a root what the same root of an earlier view has read and is unchanged.
func (r *root) takeOver(earlier *root) {
	changed := r.files.changes(earlier.files)
	outside := r.loader.Outside
	r.loader = earlier.loader.Forget(changed...)
	r.loader.FS, r.loader.Outside = r.files, outside
	for name, l := range earlier.loaded {
		if !slices.ContainsFunc(l.script.Reads, func(read string) bool { _, found := slices.BinarySearch(changed, read); return found }) {
			r.loaded[name] = l
		}
	}
}

// load reads the script at name, or finds it among those taken over.
func (r *root) load(name string) loaded {
	r.mu.Lock()
	l, ok := r.loaded[name]
	r.mu.Unlock()
	if ok {
		return l
	}
	l.script, l.findings = r.loader.Load(name)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loaded[name] = l
	return l
}

// known is what an earlier view found in the same script with the same settings.
func (w *Workspace) known(s *Script, config lint.Config) (Checked, bool) {
	v, ok := w.earlier[s.Script]
	if !ok || len(config.Extra) > 0 || v.library != s.Library || !reflect.DeepEqual(v.config, config) {
		return Checked{}, false
	}
	v.checked.Script = s
	return v.checked, true
}

// found is a copy of the verdicts, for a later view.
func (w *Workspace) found() map[*parser.Script]verdict {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.verdicts)
}

func (w *Workspace) keep(c Checked, config lint.Config) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.verdicts[c.Script.Script] = verdict{library: c.Library, config: config, checked: c}
}
