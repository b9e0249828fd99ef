package project

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/parallel"
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
	info, err := files.Stat(name)
	if err == nil {
		now.stamp = NewStamp(info)
		if before != nil && before.err == nil && before.stamp.Same(now.stamp) {
			return before
		}
	}
	now.text, now.err = files.read(name, info, err)
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
	seen   map[string]*looked
	failed map[string]bool // those of them that could not be read
}

func (r *recorder) ReadFile(name string) ([]byte, error) {
	r.mu.Lock()
	s := r.seen[name]
	r.mu.Unlock()
	if s == nil {
		s = look(r.folder, name, nil)
		r.mu.Lock()
		r.note(name, s)
		r.mu.Unlock()
	}
	return s.text, s.err
}

// note keeps what a file was found to be.
func (r *recorder) note(name string, s *looked) {
	r.seen[name] = s
	if s.err != nil {
		r.failed[name] = true
	}
}

// changes looks at the files that an earlier recorder read, and names those that are not as
// they were. Only those of some names may be, unless names is nil, and those that could not be
// read.
func (r *recorder) changes(earlier *recorder, only []string) []string {
	var names []string
	if only == nil {
		names = slices.Collect(maps.Keys(earlier.seen))
	} else {
		for _, name := range only {
			if earlier.seen[name] != nil && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		r.seen = maps.Clone(earlier.seen)
		for name := range earlier.failed {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	now := make([]*looked, len(names))
	parallel.Do(len(names), func(i int) { now[i] = look(r.folder, names[i], earlier.seen[names[i]]) })
	var changed []string
	for i, name := range names {
		r.note(name, now[i])
		if !now[i].same(earlier.seen[name]) {
			changed = append(changed, name)
		}
	}
	return changed
}

// reading is a script as it was read.
type reading struct {
	script   *parser.Script
	findings []diag.Diagnostic
}

// loaded is a script as a view read it, which later ones share while it is unchanged.
type loaded struct {
	reading
	forIncluding bool                    // see isForIncluding
	verdict      atomic.Pointer[verdict] // what was found in it last; nil before
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
	r.loaded = maps.Clone(earlier.loaded)
	if len(changed) == 0 {
		return
	}
	for name, l := range earlier.loaded {
		if slices.ContainsFunc(l.script.Reads, func(read string) bool { _, found := slices.BinarySearch(changed, read); return found }) {
			delete(r.loaded, name)
		}
	}
}

// known is the script at name, when it was taken over or read already.
func (r *root) known(name string) *loaded {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.loaded[name]
}

// load reads the script at name, unless it is known.
func (r *root) load(name string) *loaded {
	l := r.known(name)
	if l != nil {
		return l
	}
	return r.reload(name)
}

// reload reads the script at name, known or not.
func (r *root) reload(name string) *loaded {
	l := &loaded{}
	l.script, l.findings = r.loader.Load(name)
	l.forIncluding = declaresOnly(l.script)
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

// settingsUsed are the settings that scripts were checked with in this view and those before.
func (w *Workspace) settingsUsed() []*lint.Config {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.configs)
}

// known is what this view or an earlier one found in the same script with the same settings.
func (s *Script) known(settings *lint.Config) (Checked, bool) {
	v := s.read.verdict.Load()
	if v == nil || settings == nil || v.library != s.Library || v.settings != settings {
		return Checked{}, false
	}
	checked := v.checked
	checked.Script = s
	return checked, true
}

// keep keeps what this view found in a script, for later ones.
func (c Checked) keep(settings *lint.Config) {
	if settings != nil {
		c.read.verdict.Store(&verdict{library: c.Library, settings: settings, checked: c})
	}
}
