package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
)

// settle is how long files must be left alone before code is generated again: an
// editor writes a file in several steps.
const settle = 50 * time.Millisecond

// patience is how long a change waits at most, while files are never left alone.
const patience = 500 * time.Millisecond

// mostEvents is how many events wait while a pass is made, of its own files for the most part,
// beside those that the system keeps.
const mostEvents = 1 << 14

// watch generates, and again on every change, until it is interrupted.
func (a *app) watch(ctx context.Context, opts generateOptions, paths []string) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	watcher, err := fsnotify.NewBufferedWatcher(mostEvents)
	if err != nil {
		return fmt.Errorf("cannot watch files: %w", err)
	}
	defer watcher.Close()
	w := &watching{
		app: a, opts: opts, paths: paths, watcher: watcher,
		noted: map[string]bool{}, watched: map[string]bool{}, names: map[string]string{}, outputs: map[string]*watchedOutput{},
	}
	var changed []string
	for first := true; ; first = false {
		if err := w.pass(ctx, changed); err != nil {
			return err
		}
		if first {
			fmt.Fprintln(a.stderr, "luagen: watching; Ctrl-C ends it")
			debug.FreeOSMemory() // a watch stays, and each pass after the first makes little
		}
		what, files, err := w.change(ctx)
		if err != nil || what == "" {
			return err
		}
		changed = files
		a.say("%s %s changed", time.Now().Format(time.TimeOnly), what)
	}
}

// watching is the state of one --watch.
type watching struct {
	app     *app
	opts    generateOptions
	paths   []string
	watcher *fsnotify.Watcher
	noted   map[string]bool           // files whose note has been shown; once is enough
	watched map[string]bool           // the folders watched: those of scripts, the ones above, that of luagen.yaml
	names   map[string]string         // the first of these names that a folder was watched by, by its real path
	folders map[string]bool           // the folders of scripts
	outputs map[string]*watchedOutput // those under a watch
	last    *generation               // the last pass that came to an end; nil before
	failed  bool                      // the pass after that came to none, so that more than the next change is new
	trees   []string                  // those of them that are taken with all below
	below   map[string]bool           // these, and what is below them
}

// pass generates once, after a change of files, which are nil for any. It reports findings and broken configurations, which the next
// change may mend; other errors end the watch.
func (w *watching) pass(ctx context.Context, changed []string) error {
	g, err := w.app.generate(w.opts, w.paths, since{w.last, changed, w.told()})
	w.failed = err != nil
	for err == nil {
		w.last = g
		w.seen(g)
		var more bool
		if more, err = w.follow(g.workspace, changed); err != nil || !more {
			break
		}
		// What changed before its folder was watched would go unnoticed: look again.
		changed = nil
		g, err = w.app.generate(w.opts, w.paths, since{w.last, nil, w.told()})
	}
	if err != nil {
		var usage *usageError
		var path *project.PathError
		mistake := errors.As(err, &usage) || errors.As(err, &path)
		if !mistake || len(w.watched) == 0 {
			return err
		}
		fmt.Fprintf(w.app.stderr, "luagen: %v\n", err)
		return nil
	}
	g.findings = slices.DeleteFunc(g.findings, func(d diag.Diagnostic) bool {
		if d.Severity != diag.Note {
			return false
		}
		seen := w.noted[d.Span.File]
		w.noted[d.Span.File] = true
		return seen
	})
	if err := w.app.reportFindings(g.findings, g.workspace.Source, w.opts.format); err != nil {
		return err
	}
	if err := w.app.write(ctx, g); err != nil && !errors.Is(err, errFindings) {
		return err
	}
	w.watchOutputs()
	return nil
}

// follow watches every folder that the workspace depends on, and reports whether there
// was one that had not been watched. A change of scripts alone, nil for any, leaves all folders
// where they are.
func (w *watching) follow(ws *project.Workspace, changed []string) (more bool, err error) {
	if changed == nil {
		w.forgetLost()
		if err := w.findTrees(ws); err != nil {
			return false, err
		}
	}
	w.folders = maps.Clone(w.below)
	for _, dir := range ws.Folders() {
		w.folders[filepath.Clean(dir)] = true
	}
	dirs := []string{filepath.Dir(w.app.configPath())}
	for dir := range w.folders {
		dirs = append(dirs, dir, filepath.Dir(dir)) // the one above tells when it comes back
	}
	return w.add(dirs)
}

// findTrees finds the folders that are taken with all below, and those below them.
func (w *watching) findTrees(ws *project.Workspace) error {
	w.below, w.trees = map[string]bool{}, nil
	for _, tree := range ws.Trees {
		top := filepath.FromSlash(tree.Path)
		w.trees = append(w.trees, top)
		err := filepath.WalkDir(top, func(dir string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return nil // gone since: its parent tells
			}
			if dir != top && project.PassedOver(d.Name()) {
				return filepath.SkipDir
			}
			w.below[filepath.Clean(dir)] = true
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetLost gives up watching the folders that are gone.
func (w *watching) forgetLost() {
	for dir := range w.watched {
		if _, err := os.Stat(dir); err != nil {
			w.forget(dir)
		}
	}
}

// add watches folders and reports whether one of them had not been watched. It goes
// by its own list: the watcher's has one name only for a folder that has several.
func (w *watching) add(dirs []string) (more bool, err error) {
	for _, dir := range dirs {
		if w.watched[dir] {
			continue
		}
		err := w.watcher.Add(dir)
		switch {
		case err == nil:
			w.watched[dir] = true
			w.name(dir)
			more = true
		case !errors.Is(err, fs.ErrNotExist):
			return false, fmt.Errorf("cannot watch %s: %w", shown(dir), err)
		}
	}
	return more, nil
}

// name notes the name by which a folder is watched. Its events have one name only, so that what is
// told by several is not known to be all.
func (w *watching) name(dir string) {
	real := realPath(dir)
	if other, ok := w.names[real]; ok && other != dir {
		delete(w.outputs, other)
		return
	}
	w.names[real] = dir
}

// forget gives up watching a folder that is gone, or goes by another name.
func (w *watching) forget(dir string) {
	delete(w.watched, dir)
	delete(w.outputs, dir)
	_ = w.watcher.Remove(dir) // the watcher may have noticed first
}

// change waits for a change that matters and for the files to come to rest. It returns the
// first file that changed, empty when the watch is over, and all that did; nil when other
// things than scripts may have changed, too.
func (w *watching) change(ctx context.Context) (first string, files []string, err error) {
	var rest, enough <-chan time.Time // fire when files have been left alone, and when first has waited
	idle := time.After(project.Racy + settle)
	scripts := map[string]bool{} // the files that changed
	others := w.failed           // something else changed
	changed := func(name string) {
		rest = time.After(settle)
		if first == "" {
			first, enough = shown(name), time.After(patience)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return "", nil, nil
		case err := <-w.watcher.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return "", nil, fmt.Errorf("cannot watch files any longer: %w", err)
			}
			others = true
			clear(w.outputs) // what has changed in them was not told
			changed("much")
			continue
		case e := <-w.watcher.Events:
			if !w.matters(e) {
				continue
			}
			if filepath.Ext(e.Name) == ".lua" && !w.folders[filepath.Clean(e.Name)] {
				scripts[filepath.Clean(e.Name)] = true
			} else {
				others = true
			}
			changed(e.Name)
			continue
		case <-idle:
			w.freshen()
			continue
		case <-rest:
		case <-enough:
		}
		if others {
			return first, nil, nil
		}
		return first, slices.Sorted(maps.Keys(scripts)), nil
	}
}

// matters reports whether an event can change what is generated.
func (w *watching) matters(e fsnotify.Event) bool {
	name := filepath.Clean(e.Name)
	switch {
	case e.Op == fsnotify.Chmod || w.inOutput(e):
		return false
	case w.watched[name] && e.Op&(fsnotify.Remove|fsnotify.Rename) != 0:
		w.forget(name)
		return w.folders[name]
	case name == filepath.Clean(w.app.configPath()):
		return true
	case filepath.Ext(name) == ".lua" && filepath.Base(name)[0] != '.' && w.folders[filepath.Dir(name)]:
		return true
	default:
		info, err := os.Stat(name)
		return err == nil && info.IsDir() && (w.folders[name] || w.inTree(name) && !project.PassedOver(filepath.Base(name)))
	}
}

// inTree reports whether a new folder can hold scripts: the output, made beside them, cannot.
func (w *watching) inTree(dir string) bool {
	return slices.ContainsFunc(w.trees, func(tree string) bool {
		below, err := filepath.Rel(tree, dir)
		return err == nil && filepath.IsLocal(below)
	})
}
