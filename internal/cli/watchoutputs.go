package cli

import (
	"maps"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/fsnotify/fsnotify"
)

// watchedOutput is an output folder under a watch, which tells what changes in it. So a pass after a
// change of one script need not look at the code of all others.
type watchedOutput struct {
	// told is set once all of the folder has been looked at under the watch: what has happened
	// since is in changed.
	told    bool
	changed map[string]bool // names of Go files
}

// watchesOutputs is set where a watch of a folder costs the same however many files are in it. On
// other systems it holds each of them open.
const watchesOutputs = runtime.GOOS == "linux" || runtime.GOOS == "windows"

// watchOutputs watches the outputs of the last pass. One that cannot be watched is looked at as a
// whole each time.
func (w *watching) watchOutputs() {
	if !watchesOutputs {
		return
	}
	for output := range w.outputs {
		if w.last.folders[output] == nil {
			delete(w.outputs, output)
			if !w.watched[output] {
				_ = w.watcher.Remove(output) // nobody asks any more
			}
		}
	}
	for output := range w.last.folders {
		if w.outputs[output] != nil || !exists(output) {
			continue
		}
		if name, ok := w.names[realPath(output)]; ok && name != output {
			continue // what changes in it may be told by that name
		}
		if !w.watched[output] && w.watcher.Add(output) != nil {
			continue
		}
		w.outputs[output] = &watchedOutput{changed: map[string]bool{}}
	}
}

// told are the outputs of which all is known, with what has changed in them.
func (w *watching) told() map[string][]string {
	told := map[string][]string{}
	for output, o := range w.outputs {
		if o.told {
			told[output] = slices.Collect(maps.Keys(o.changed))
		}
	}
	return told
}

// seen notes that all changes of the outputs that were told have been looked at, and everything in
// the others.
func (w *watching) seen(g *generation) {
	for output, o := range w.outputs {
		o.told = g.folders[output] != nil
		clear(o.changed)
	}
}

// inOutput takes note of an event in an output, and reports whether it concerns nothing else.
func (w *watching) inOutput(e fsnotify.Event) bool {
	name := filepath.Clean(e.Name)
	if w.outputs[name] != nil && e.Op&(fsnotify.Remove|fsnotify.Rename) != 0 {
		delete(w.outputs, name)
		return !w.watched[name]
	}
	o := w.outputs[filepath.Dir(name)]
	if o == nil || filepath.Ext(name) != ".go" {
		return false
	}
	o.changed[filepath.Base(name)] = true
	return true
}

// freshen looks at the outputs that are not told while nothing else is to be done.
func (w *watching) freshen() {
	if w.last == nil {
		return
	}
	for output := range w.last.folders {
		o := w.outputs[output]
		if o != nil && o.told {
			continue
		}
		if w.last.freshen(output) && o != nil {
			o.told = true
			clear(o.changed)
		}
	}
}
