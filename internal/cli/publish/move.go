package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// The names in the staging folder of a Move.
const (
	moveName = "move"      // the journal of what is under way; without it nothing is
	nextName = "move.next" // the journal that is prepared
)

// Move changes files of any folders below Root, as one: all of them or none.
type Move struct {
	Root    string
	Changes []Change
}

// step is one file of a Move, in its journal.
type step struct {
	Path   string // below the root
	Staged string // the file with its new content; empty to remove it
}

// Apply makes the changes. When anything fails or ctx ends, the files are as they were. A run
// that is killed leaves a journal, and the next one ends its work first, which Apply reports.
// A file that is not what a change expects is an error.
func (m Move) Apply(ctx context.Context) (mended bool, err error) { return m.apply(ctx, disk{}) }

func (m Move) apply(ctx context.Context, d disk) (mended bool, err error) {
	s := &staging{disk: d, dir: m.Root}
	if err := s.claim(ctx); err != nil {
		return false, err
	}
	defer s.release()
	if mended, err = s.endMove(); err != nil || mended {
		return mended, err
	}
	next, back, err := s.stageMove(ctx, m)
	if err != nil {
		return false, fmt.Errorf("nothing was changed: %w", err)
	}
	if err := s.writeSteps(nextName, next); err != nil {
		return false, fmt.Errorf("nothing was changed: %w", err)
	}
	if err := s.rename(s.path(nextName), s.path(moveName)); err != nil {
		return false, fmt.Errorf("nothing was changed: %w", err)
	}
	for i, step := range next {
		if err = context.Cause(ctx); err == nil {
			err = s.take(step, m.Changes[i])
		}
		if err != nil {
			return false, errors.Join(err, s.takeBack(back[:i]))
		}
	}
	return false, s.remove(s.path(moveName))
}

// EndMove brings to its end what a killed run has begun below a root, and reports whether there was
// anything.
func EndMove(ctx context.Context, root string) (bool, error) {
	if !leftover(root) {
		return false, nil
	}
	s := &staging{dir: root}
	if err := s.claim(ctx); err != nil {
		return false, err
	}
	defer s.release()
	return s.endMove()
}

// stageMove puts the new and the old content of all files into the staging folder.
func (s *staging) stageMove(ctx context.Context, m Move) (next, back []step, err error) {
	if err := s.wipe(); err != nil {
		return nil, nil, err
	}
	for _, folder := range []string{newFolder, oldFolder} {
		if err := s.makeFolder(s.path(folder)); err != nil {
			return nil, nil, err
		}
	}
	for i, c := range m.Changes {
		if err := context.Cause(ctx); err != nil {
			return nil, nil, err
		}
		below, err := filepath.Rel(m.Root, c.Path)
		if err != nil || !filepath.IsLocal(below) {
			return nil, nil, fmt.Errorf("%s is not below %s", filepath.ToSlash(c.Path), filepath.ToSlash(m.Root))
		}
		name := strconv.Itoa(i)
		n, b := step{Path: below}, step{Path: below}
		if c.Op != Remove {
			n.Staged = filepath.Join(newFolder, name)
			if err := s.write(s.path(n.Staged), c.New); err != nil {
				return nil, nil, err
			}
		}
		if c.Op != Create {
			b.Staged = filepath.Join(oldFolder, name)
			if err := s.write(s.path(b.Staged), c.Old); err != nil {
				return nil, nil, err
			}
		}
		next, back = append(next, n), append(back, b)
	}
	return next, back, nil
}

// take makes one change, unless somebody has touched the file since it was planned.
func (s *staging) take(n step, c Change) error {
	now, err := os.ReadFile(c.Path)
	switch {
	case c.Op == Create && err == nil:
		return &ForeignError{Paths: []string{c.Path}}
	case c.Op != Create && err != nil:
		return err
	case c.Op != Create && !bytes.Equal(now, c.Old):
		return fmt.Errorf("%s has been changed meanwhile; run again", filepath.ToSlash(c.Path))
	}
	return s.settleStep(n)
}

// settleStep makes a file what a step says; one that is done already stays.
func (s *staging) settleStep(n step) error {
	path := filepath.Join(s.dir, n.Path)
	if n.Staged == "" {
		if err := s.remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if _, err := os.Lstat(s.path(n.Staged)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := s.makeFolders(filepath.Dir(path)); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil {
		if err := os.Chmod(s.path(n.Staged), info.Mode().Perm()); err != nil {
			return err
		}
	}
	return s.rename(s.path(n.Staged), path)
}

// takeBack puts files back, the last first.
func (s *staging) takeBack(steps []step) error {
	err := s.writeSteps(nextName, steps)
	if err == nil {
		err = s.rename(s.path(nextName), s.path(moveName))
	}
	if err == nil {
		_, err = s.endMove()
	}
	if err != nil {
		s.keep = true
		return fmt.Errorf("cannot put back what was replaced; the next run will: %w", err)
	}
	return nil
}

// endMove does what a journal still wants to have done, and reports whether there is one.
func (s *staging) endMove() (bool, error) {
	text, err := os.ReadFile(s.path(moveName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var steps []step
	if err := json.Unmarshal(text, &steps); err != nil {
		s.keep = true
		return false, fmt.Errorf("%s is not luagen's; remove the folder", filepath.ToSlash(s.path(moveName)))
	}
	for _, n := range steps {
		if !filepath.IsLocal(n.Path) || n.Staged != "" && !filepath.IsLocal(n.Staged) {
			s.keep = true
			return false, fmt.Errorf("%s is not luagen's; remove the folder", filepath.ToSlash(s.path(moveName)))
		}
		if err := s.settleStep(n); err != nil {
			s.keep = true
			return false, err
		}
	}
	return true, s.remove(s.path(moveName))
}

func (s *staging) writeSteps(name string, steps []step) error {
	text, err := json.Marshal(steps)
	if err != nil {
		return err
	}
	if err := s.removeAll(s.path(name)); err != nil {
		return err
	}
	return s.write(s.path(name), text)
}
