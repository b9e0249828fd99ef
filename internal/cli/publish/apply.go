package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// Apply makes the changes. All new content, and a second name for the old, is put
// beside the targets before the first one is replaced; when anything fails or ctx
// ends, what was replaced is put back and the folder is as it was. A file is replaced
// in one step, so that it is whole and in its place at any time.
func (p *Plan) Apply(ctx context.Context) error {
	return p.apply(ctx, os.Rename)
}

func (p *Plan) apply(ctx context.Context, rename func(from, to string) error) (err error) {
	if len(p.Changes) == 0 {
		return nil
	}
	if err := os.MkdirAll(p.Dir, 0o777); err != nil {
		return fmt.Errorf("cannot make the output folder: %w", err)
	}
	t := &transaction{rename: rename}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("nothing was changed in %s: %w", filepath.ToSlash(p.Dir), err), t.rollback())
		}
		t.clean()
	}()
	if err := t.stage(ctx, p.Changes); err != nil {
		return err
	}
	for i := range t.steps {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := t.commit(&t.steps[i]); err != nil {
			return fmt.Errorf("cannot replace %s: %w", filepath.ToSlash(t.steps[i].path), err)
		}
	}
	return nil
}

// transaction is a set of files on their way into place.
type transaction struct {
	rename func(from, to string) error
	steps  []step
}

// step is the way of one file: staged moves to path, over what is there, or path to
// backup when it is to be removed.
type step struct {
	path      string
	staged    string // the new content; empty when the file is to be removed
	backup    string // the old content during the transaction; empty for a file that is new
	committed bool
}

// stage writes all new content, several files at a time: making a file is mostly
// waiting.
func (t *transaction) stage(ctx context.Context, changes []Change) error {
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
		}
		t.steps = append(t.steps, s)
		group.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := s.write(c); err != nil {
				return fmt.Errorf("cannot write beside %s: %w", filepath.ToSlash(c.Path), err)
			}
			return nil
		})
	}
	return group.Wait()
}

// write puts a step's content beside its file.
func (s step) write(c Change) error {
	if c.Op == Update {
		// A copy where a file cannot have two names.
		if err := os.Link(s.path, s.backup); err != nil {
			if err := os.WriteFile(s.backup, c.Old, 0o666); err != nil {
				return err
			}
		}
	}
	if c.Op == Remove {
		return nil
	}
	return os.WriteFile(s.staged, c.New, 0o666)
}

// sibling is a name beside path that the go tool passes over.
func sibling(path, what string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.luagen-%d-%s", filepath.Base(path), os.Getpid(), what))
}

func (t *transaction) commit(s *step) error {
	from, to := s.staged, s.path
	if s.staged == "" {
		from, to = s.path, s.backup
	}
	if err := t.rename(from, to); err != nil {
		if s.staged == "" && errors.Is(err, fs.ErrNotExist) {
			return nil // what is to be removed is gone already
		}
		return err
	}
	s.committed = true
	return nil
}

// rollback undoes what commit did, last first.
func (t *transaction) rollback() error {
	var errs []error
	for i := len(t.steps) - 1; i >= 0; i-- {
		switch s := &t.steps[i]; {
		case !s.committed:
		case s.backup == "":
			errs = append(errs, os.Remove(s.path))
		default:
			if err := os.Rename(s.backup, s.path); err != nil {
				errs = append(errs, fmt.Errorf("cannot restore %s, which is now %s: %w",
					filepath.ToSlash(s.path), filepath.ToSlash(s.backup), err))
				s.backup = "" // the only copy
			}
		}
	}
	return errors.Join(errs...)
}

// clean removes what is left beside the files.
func (t *transaction) clean() {
	for _, s := range t.steps {
		for _, name := range []string{s.staged, s.backup} {
			if name != "" {
				_ = os.Remove(name) // most were moved into place; a hidden file left over harms nobody
			}
		}
	}
}
