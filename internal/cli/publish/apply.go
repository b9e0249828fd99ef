package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// Apply makes the changes. Every new file is written in full beside its target
// before the first one is moved into place; when anything fails, what was moved is
// moved back and the folder is as it was.
func (p *Plan) Apply() error {
	return p.apply(os.Rename)
}

func (p *Plan) apply(rename func(from, to string) error) (err error) {
	if len(p.Changes) == 0 {
		return nil
	}
	if err := os.MkdirAll(p.Dir, 0o777); err != nil {
		return fmt.Errorf("cannot make the output folder: %w", err)
	}
	t := &transaction{rename: rename}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.rollback())
		}
		t.dropStaged()
	}()
	if err := t.stage(p.Changes); err != nil {
		return err
	}
	for i := range t.steps {
		if err := t.commit(&t.steps[i]); err != nil {
			return fmt.Errorf("nothing was changed: cannot replace %s: %w", filepath.ToSlash(t.steps[i].path), err)
		}
	}
	t.dropBackups()
	return nil
}

// transaction is a set of files on their way into place.
type transaction struct {
	rename func(from, to string) error
	steps  []step
}

// step is the way of one file: path moves to backup, then staged to path.
type step struct {
	path      string
	staged    string // the new content; empty when the file is to be removed
	backup    string // the old content's place during the transaction; empty when there is none
	backedUp  bool
	committed bool
}

// stage writes all new content, several files at a time: making a file is mostly
// waiting.
func (t *transaction) stage(changes []Change) error {
	const atOnce = 8
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, c := range changes {
		s := step{path: c.Path}
		if c.Op != Create {
			s.backup = sibling(c.Path, "old")
		}
		if c.Op != Remove {
			s.staged = sibling(c.Path, "new")
			group.Go(func() error {
				if err := os.WriteFile(s.staged, c.New, 0o666); err != nil {
					return fmt.Errorf("nothing was changed: cannot write beside %s: %w", filepath.ToSlash(c.Path), err)
				}
				return nil
			})
		}
		t.steps = append(t.steps, s)
	}
	return group.Wait()
}

// sibling is a name beside path that the go tool passes over.
func sibling(path, what string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.luagen-%d-%s", filepath.Base(path), os.Getpid(), what))
}

func (t *transaction) commit(s *step) error {
	if s.backup != "" {
		if err := t.rename(s.path, s.backup); err != nil {
			return err
		}
		s.backedUp = true
	}
	if s.staged != "" {
		if err := t.rename(s.staged, s.path); err != nil {
			return err
		}
	}
	s.committed = true
	return nil
}

// rollback undoes what commit did, last first.
func (t *transaction) rollback() error {
	var errs []error
	for i := len(t.steps) - 1; i >= 0; i-- {
		s := t.steps[i]
		switch {
		case s.backedUp:
			if err := os.Rename(s.backup, s.path); err != nil {
				errs = append(errs, fmt.Errorf("cannot restore %s, which is now %s: %w",
					filepath.ToSlash(s.path), filepath.ToSlash(s.backup), err))
			}
		case s.committed:
			errs = append(errs, os.Remove(s.path))
		}
	}
	return errors.Join(errs...)
}

// dropStaged removes new content that was not moved into place.
func (t *transaction) dropStaged() {
	for _, s := range t.steps {
		if s.staged != "" && !s.committed {
			_ = os.Remove(s.staged) // a hidden file left over harms nobody
		}
	}
}

// dropBackups removes old content once all new content is in place.
func (t *transaction) dropBackups() {
	for _, s := range t.steps {
		if s.backedUp {
			_ = os.Remove(s.backup) // as above
		}
	}
}
