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
	mu   sync.Mutex
	seen map[string]*looked
}

func (r *recorder) ReadFile(name string) ([]byte, error) {
	r.mu.Lock()
	s := r.seen[name]
	r.mu.Unlock()
	if s == nil {
		s = look(r.folder, name, nil)
		r.mu.Lock()
		r.seen[name] = s
		r.mu.Unlock()
	}
	return s.text, s.err
}

// changes looks at the files that an earlier recorder read, and names those that are not as
// they were. Only those of some names may be, unless names is nil, and those that could not be
// read.
func (r *recorder) changes(earlier *recorder, only []string) []string {
	var names []string
	for name, was := range earlier.seen {
		if only == nil || was.err != nil || slices.Contains(only, name) {
			names = append(names, name)
		} else {
			r.seen[name] = was
		}
	}
	slices.Sort(names)
	now := make([]*looked, len(names))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	const chunk = 256 // files in a row
	for from := 0; from < len(names); from += chunk {
		group.Go(func() error {
			for i := from; i < min(from+chunk, len(names)); i++ {
				now[i] = look(r.folder, names[i], earlier.seen[names[i]])
			}
			return nil
		})
	}
	_ = group.Wait() // no part of it fails
	var changed []string
	for i, name := range names {
		r.seen[name] = now[i]
		if !now[i].same(earlier.seen[name]) {
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
	library  bool
	settings *lint.Config // equal ones are the same
	checked  Checked
}

// takeOver gives a root what the same root of an earlier view has read and is unchanged. Only
// the files of some names may have changed, unless names is nil.
func (r *root) takeOver(earlier *root, only []string) {
	changed := r.files.changes(earlier.files, only)
	outside := r.loader.Outside
	r.loader = earlier.loader.Forget(changed...)
	r.loader.FS, r.loader.Outside = r.files, outside
	for name, l := range earlier.loaded {
		if !slices.ContainsFunc(l.script.Reads, func(read string) bool { _, found := slices.BinarySearch(changed, read); return found }) {
			r.loaded[name] = l
		}
	}
}

// known is the script at name, when it was taken over or read already.
func (r *root) known(name string) (loaded, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.loaded[name]
	return l, ok
}

// load reads the script at name, unless it is known.
func (r *root) load(name string) loaded {
	l, ok := r.known(name)
	if ok {
		return l
	}
	l.script, l.findings = r.loader.Load(name)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loaded[name] = l
	return l
}

// settings is the one copy of equal settings that this view, or one before, has; nil when what is
// found with them must not be kept.
func (w *Workspace) settings(config lint.Config) *lint.Config {
	if len(config.Extra) > 0 {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, known := range w.configs {
		if reflect.DeepEqual(*known, config) {
			return known
		}
	}
	w.configs = append(w.configs, &config)
	return &config
}

// known is what this view or an earlier one found in the same script with the same settings.
func (w *Workspace) known(s *Script, settings *lint.Config) (Checked, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	v, ok := w.verdicts[s.Script]
	if !ok || settings == nil || v.library != s.Library || v.settings != settings {
		return Checked{}, false
	}
	v.checked.Script = s
	return v.checked, true
}

// found is a copy of the verdicts, for a later view, and of their settings.
func (w *Workspace) found() (map[*parser.Script]verdict, []*lint.Config) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.verdicts), slices.Clone(w.configs)
}

// inherit keeps what an earlier view found in scripts that are in this one, too.
func (w *Workspace) inherit() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.Units {
		for _, s := range u.Scripts {
			if v, ok := w.earlier[s.Script]; ok {
				w.verdicts[s.Script] = v
			}
		}
	}
	w.earlier = nil
}

func (w *Workspace) keep(c Checked, settings *lint.Config) {
	if settings == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.verdicts[c.Script.Script] = verdict{library: c.Library, settings: settings, checked: c}
}
