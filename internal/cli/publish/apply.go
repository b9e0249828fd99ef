package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Result is what became of a folder.
type Result struct {
	Changes []Change // what was done
	// Mended says that an earlier run had been killed halfway through the folder, and
	// that what it had begun was brought to its end first.
	Mended bool
}

// Apply makes the folder hold the package. One run at a time has the folder; what
// another one has changed since New is looked at again. All new content, and a second
// name for the old, is put into a staging folder before the first file is replaced.
// When anything fails or ctx ends, what was replaced is put back and the folder is as
// it was. A run that is killed leaves a journal, and the next one ends its work. A file
// is replaced in one step, so that it is whole and in its place at any time.
//
// A file of somebody else that has come to be in the way is a *ForeignError.
func (p *Plan) Apply(ctx context.Context) (Result, error) {
	return p.apply(ctx, disk{})
}

func (p *Plan) apply(ctx context.Context, d disk) (result Result, err error) {
	if len(p.Changes) == 0 && !leftover(p.Dir) {
		return Result{}, nil
	}
	s := &staging{disk: d, dir: p.Dir}
	defer func() {
		var foreign *ForeignError
		switch {
		case err == nil || errors.As(err, &foreign):
		case s.keep:
			err = fmt.Errorf("the next run has to put %s in order: %w", filepath.ToSlash(p.Dir), err)
		default:
			err = fmt.Errorf("nothing was changed in %s: %w", filepath.ToSlash(p.Dir), err)
		}
	}()
	if err := d.makeFolders(p.Dir); err != nil {
		return Result{}, fmt.Errorf("cannot make the output folder: %w", err)
	}
	if err := s.claim(ctx); err != nil {
		return Result{}, err
	}
	defer s.release()
	if result.Mended, err = s.mend(); err != nil {
		return result, err
	}
	now, err := p.again()
	if err != nil || len(now.Changes) == 0 {
		return result, err
	}
	if len(now.Changes) == 1 {
		err = s.one(ctx, now.Changes[0])
	} else {
		err = s.several(ctx, now.Changes)
	}
	if err != nil {
		return result, err
	}
	result.Changes = now.Changes
	return result, nil
}

// Mend brings to its end what a killed run has begun in a folder, and reports whether
// there was anything.
func Mend(ctx context.Context, dir string) (bool, error) {
	if !leftover(dir) {
		return false, nil
	}
	s := &staging{dir: dir}
	if err := s.claim(ctx); err != nil {
		return false, err
	}
	defer s.release()
	return s.mend()
}

// one makes the only change of a folder. It is made in one step, so there is nothing to take back.
func (s *staging) one(ctx context.Context, c Change) error {
	staged := s.path(oneName)
	if c.Op != Remove {
		if err := s.removeAll(staged); err != nil {
			return err
		}
		if err := s.write(staged, c.New); err != nil {
			return fmt.Errorf("cannot prepare %s: %w", filepath.ToSlash(c.Path), err)
		}
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return s.make(c, staged)
}

// several makes changes, all or none.
func (s *staging) several(ctx context.Context, changes []Change) error {
	if err := s.stage(ctx, changes); err != nil {
		return err
	}
	if err := s.replace(ctx, changes); err != nil {
		return errors.Join(err, s.undo())
	}
	return nil
}

// replace puts the staged files in place, one after the other.
func (s *staging) replace(ctx context.Context, changes []Change) error {
	if err := s.rename(s.path(redoName), s.path(journalName)); err != nil {
		return fmt.Errorf("cannot begin the journal: %w", err)
	}
	for i, c := range changes {
		err := context.Cause(ctx)
		if err == nil {
			err = s.make(c, s.path(newFolder, filepath.Base(c.Path)))
		}
		if err != nil {
			s.forget(changes[i:])
			return err
		}
	}
	if err := s.remove(s.path(journalName)); err != nil {
		return fmt.Errorf("cannot end the journal: %w", err)
	}
	return nil
}

// make makes one change, for which the new content is staged, unless somebody has touched the file
// since the plan.
func (s *staging) make(c Change, staged string) error {
	fail := func(err error) error {
		return fmt.Errorf("cannot replace %s: %w", filepath.ToSlash(c.Path), err)
	}
	if c.Op == Create {
		if err := s.create(staged, c.Path); errors.Is(err, os.ErrExist) {
			return &ForeignError{Paths: []string{c.Path}}
		} else if err != nil {
			return fail(err)
		}
		return nil
	}
	now, err := os.ReadFile(c.Path)
	switch {
	case c.Op == Remove && errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fail(err)
	case string(now) != string(c.Old):
		return fail(errors.New("it has been changed meanwhile; run again"))
	case c.Op == Remove:
		err = s.remove(c.Path)
	default:
		err = s.rename(staged, c.Path)
	}
	if err != nil {
		return fail(err)
	}
	return nil
}

// forget drops the old content of files that were not replaced: what they hold now may
// be somebody's.
func (s *staging) forget(changes []Change) {
	for _, c := range changes {
		if c.Op != Create {
			_ = s.remove(s.path(oldFolder, filepath.Base(c.Path))) // if it stays, it is put where it was
		}
	}
}

// undo puts the old files back.
func (s *staging) undo() error {
	err := s.rename(s.path(undoName), s.path(journalName))
	if err == nil {
		_, err = s.mend()
	}
	if err != nil {
		s.keep = true
		return fmt.Errorf("cannot put back what was replaced: %w", err)
	}
	return nil
}
