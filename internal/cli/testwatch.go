package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/scripttest/casefile"
)

// watch runs the cases, and again on every change of a script or of cases, until it is
// interrupted. The servers stay.
func (t *testRun) watch(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("cannot watch files: %w", err)
	}
	defer watcher.Close()
	for first := true; ; first = false {
		// What changes during the pass counts as a change after it.
		if err := t.follow(watcher); err != nil {
			return err
		}
		if err := t.pass(ctx); err != nil {
			var usage *usageError
			switch {
			case ctx.Err() != nil:
				return nil
			case errors.Is(err, errFindings):
			case first || !errors.As(err, &usage):
				return err
			default: // what the next change may mend
				t.app.say("%v", err)
			}
		}
		if first {
			fmt.Fprintln(t.app.stderr, "luagen: watching; Ctrl-C ends it")
		}
		changed := t.change(ctx, watcher)
		if changed == "" {
			return nil
		}
		t.app.say("%s %s changed", time.Now().Format(time.TimeOnly), changed)
	}
}

// follow watches the folders of the cases and all below and beside them that may hold what
// their scripts include.
func (t *testRun) follow(watcher *fsnotify.Watcher) error {
	if s, err := t.app.readSettings(); err == nil {
		if files, err := caseFiles(s, t.paths); err == nil {
			t.files = files
		}
	} // what is wrong with them, the pass tells
	tops := map[string]bool{}
	for _, f := range t.files {
		tops[filepath.Dir(f)] = true
	}
	if t.opts.root != "" {
		tops[t.opts.root] = true
	}
	for top := range tops {
		err := filepath.WalkDir(top, func(dir string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return nil
			}
			if dir != top && project.PassedOver(d.Name()) {
				return filepath.SkipDir
			}
			return watcher.Add(dir)
		})
		if err != nil {
			return fmt.Errorf("cannot watch %s: %w", shown(top), err)
		}
	}
	return nil
}

// change waits for a change that matters and for the files to come to rest, and returns the
// first file that changed; none when the watch is over.
func (t *testRun) change(ctx context.Context, watcher *fsnotify.Watcher) string {
	first := ""
	var rest <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return ""
		case _, ok := <-watcher.Errors:
			if !ok {
				return ""
			}
		case e := <-watcher.Events:
			if e.Op == fsnotify.Chmod || !strings.HasSuffix(e.Name, casefile.Suffix) && filepath.Ext(e.Name) != ".lua" {
				continue
			}
			if rest = time.After(settle); first == "" {
				first = shown(e.Name)
			}
		case <-rest:
			return first
		}
	}
}
