package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"
)

// The names in the staging folder.
const (
	stagingName = ".luagen.tmp" // the folder itself, in the package's; Go passes over it
	lockName    = "lock"        // locked by the run that has the folder
	newFolder   = "new"         // the new content of files
	oldFolder   = "old"         // the old content of files
	oneName     = "one"         // the new content of a file that alone changes
	redoName    = "redo"        // the journal of the change that is prepared
	undoName    = "undo"        // the journal of taking it back
	journalName = "journal"     // the journal of what is under way; without it nothing is
)

// staging is a package's folder during a change, in the hands of one run.
type staging struct {
	disk
	dir  string // the package's folder
	lock *flock.Flock
	keep bool // the next run needs what is in the staging folder
}

// journal is what is to be done in a folder: the files that have their content from a
// folder of the staging folder, and the files to be removed.
type journal struct {
	From    string
	Replace []string
	Remove  []string
}

func (s *staging) path(names ...string) string {
	return filepath.Join(append([]string{s.dir, stagingName}, names...)...)
}

// leftover reports whether a run is, or was when it was killed, at work in a folder.
func leftover(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, stagingName))
	return err == nil
}

// claim waits until no other run has the folder, and takes it.
func (s *staging) claim(ctx context.Context) error {
	const again = 10 * time.Millisecond
	for {
		if err := s.makeStaging(); err != nil {
			return fmt.Errorf("cannot make %s: %w", filepath.ToSlash(s.path()), err)
		}
		s.lock = flock.New(s.path(lockName), flock.SetPermissions(0o666))
		_, err := s.lock.TryLockContext(ctx, again)
		if errors.Is(err, fs.ErrNotExist) {
			continue // another run has just ended and taken the folder away
		}
		if err != nil {
			_ = s.remove(s.path()) // fails when another run has it
			return fmt.Errorf("cannot lock %s: %w", filepath.ToSlash(s.path(lockName)), err)
		}
		mine, err := s.lock.Stat()
		if err != nil {
			return errors.Join(err, s.lock.Close())
		}
		if there, err := os.Lstat(s.path(lockName)); err == nil && os.SameFile(mine, there) {
			return nil
		}
		_ = s.lock.Close() // a lock that has been taken away locks nothing
	}
}

func (s *staging) makeStaging() error {
	err := s.makeFolder(s.path())
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(s.path())
	if err == nil && !info.IsDir() {
		return errors.New("a file is in the way; luagen needs a folder of that name while it writes")
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil // taken away just now; the lock will tell
	}
	return err
}

// release takes the staging folder away and lets other runs have the folder.
func (s *staging) release() {
	if s.keep {
		_ = s.lock.Close()
		return
	}
	// What cannot be removed is hidden, and removed by the next run. The journal is gone.
	_ = s.wipe()
	err := s.remove(s.path(lockName)) // while it is locked: whoever waits for it sees that it is gone
	_ = s.lock.Close()
	if err != nil { // Windows does not remove what is open
		_ = s.remove(s.path(lockName))
	}
	_ = s.remove(s.path())
}

// wipe removes what was prepared.
func (s *staging) wipe() error {
	for _, name := range []string{oneName, redoName, undoName, nextName, newFolder, oldFolder} {
		if err := s.removeAll(s.path(name)); err != nil {
			return err
		}
	}
	return nil
}

// stage prepares everything that the changes need, several files at a time: making a
// file is mostly waiting.
func (s *staging) stage(ctx context.Context, changes []Change) error {
	if err := s.wipe(); err != nil {
		return err
	}
	for _, folder := range []string{newFolder, oldFolder} {
		if err := s.makeFolder(s.path(folder)); err != nil {
			return err
		}
	}
	redo, undo := journal{From: newFolder}, journal{From: oldFolder}
	const atOnce = 4
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, c := range changes {
		name := filepath.Base(c.Path)
		switch c.Op {
		case Create:
			redo.Replace, undo.Remove = append(redo.Replace, name), append(undo.Remove, name)
		case Update:
			redo.Replace, undo.Replace = append(redo.Replace, name), append(undo.Replace, name)
		case Remove:
			redo.Remove, undo.Replace = append(redo.Remove, name), append(undo.Replace, name)
		}
		group.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := s.prepare(c, name); err != nil {
				return fmt.Errorf("cannot prepare %s: %w", filepath.ToSlash(c.Path), err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return errors.Join(s.writeJournal(redoName, redo), s.writeJournal(undoName, undo))
}

func (s *staging) prepare(c Change, name string) error {
	if c.Op != Create {
		// A copy where a file cannot have two names.
		if err := s.link(c.Path, s.path(oldFolder, name)); err != nil {
			if err := s.write(s.path(oldFolder, name), c.Old); err != nil {
				return err
			}
		}
	}
	if c.Op == Remove {
		return nil
	}
	return s.write(s.path(newFolder, name), c.New)
}

func (s *staging) writeJournal(name string, j journal) error {
	text, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return s.write(s.path(name), text)
}

// mend does what a journal still wants to have done, and reports whether there is one.
// It leaves alone what is not luagen's.
func (s *staging) mend() (bool, error) {
	text, err := os.ReadFile(s.path(journalName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var j journal
	if err := json.Unmarshal(text, &j); err != nil || j.From != newFolder && j.From != oldFolder {
		return false, fmt.Errorf("%s is not luagen's; remove the folder", filepath.ToSlash(s.path(journalName)))
	}
	for _, name := range j.Replace {
		if err := s.putBack(s.path(j.From, filepath.Base(name)), name); err != nil {
			return false, err
		}
	}
	for _, name := range j.Remove {
		path, ours := s.ours(name)
		if _, err := os.Lstat(path); err != nil || !ours {
			continue
		}
		if err := s.remove(path); err != nil {
			return false, err
		}
	}
	return true, s.remove(s.path(journalName))
}

// putBack moves a staged file into place, unless that was done already.
func (s *staging) putBack(staged, name string) error {
	if _, err := os.Lstat(staged); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	path, ours := s.ours(name)
	if !ours {
		return nil
	}
	return s.rename(staged, path)
}

// ours is the path of a file of the package, and whether luagen may change it: it wrote
// it, or there is none.
func (s *staging) ours(name string) (path string, ours bool) {
	path = filepath.Join(s.dir, filepath.Base(name))
	if filepath.Base(name) != name || !isGeneratedName(name) {
		return path, false
	}
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, true
	}
	if err != nil || !info.Mode().IsRegular() {
		return path, false
	}
	ours, err = IsGenerated(path)
	return path, ours && err == nil
}
