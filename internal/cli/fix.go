package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/diag"
)

// fix makes the changes that findings carry and returns how many it made. Changes
// that overlap one already made are left for the next run. source is the text that the
// findings speak of.
func fix(findings []diag.Diagnostic, source diag.Source) (int, error) {
	made := 0
	edits := map[string][]diag.Edit{}
	for _, d := range findings {
		if d.Fix == nil || slices.ContainsFunc(d.Fix.Edits, func(e diag.Edit) bool { return overlaps(e, edits[e.Span.File]) }) {
			continue
		}
		for _, e := range d.Fix.Edits {
			edits[e.Span.File] = append(edits[e.Span.File], e)
		}
		made++
	}
	for _, file := range slices.Sorted(maps.Keys(edits)) {
		if err := edit(file, source(file), edits[file]); err != nil {
			return 0, fmt.Errorf("cannot fix %s: %w", file, err)
		}
	}
	return made, nil
}

// overlaps reports whether e touches bytes that one of the others replaces.
func overlaps(e diag.Edit, others []diag.Edit) bool {
	return slices.ContainsFunc(others, func(o diag.Edit) bool {
		return e.Span.Start.Offset < o.Span.End.Offset && o.Span.Start.Offset < e.Span.End.Offset ||
			e.Span.Start.Offset == o.Span.Start.Offset
	})
}

// edit makes changes that do not overlap in the text of one file.
func edit(file string, old []byte, edits []diag.Edit) error {
	slices.SortFunc(edits, func(a, b diag.Edit) int { return cmp.Compare(b.Span.Start.Offset, a.Span.Start.Offset) })
	text := old
	for _, e := range edits {
		from, to := e.Span.Start.Offset, e.Span.End.Offset
		if from > to || to > len(text) {
			return errChanged
		}
		text = slices.Concat(text[:from], []byte(e.NewText), text[to:])
	}
	return replaceFile(filepath.FromSlash(file), old, text)
}

var errChanged = errors.New("it has been changed meanwhile; try again")

// replaceFile gives an existing file new content at one stroke and keeps its mode: the
// script is never half a script. A file that somebody has changed since it was read is
// left alone.
func replaceFile(path string, old, text []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	now, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, old) {
		return errChanged
	}
	staged := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.luagen-%d", filepath.Base(path), os.Getpid()))
	err = os.WriteFile(staged, text, info.Mode().Perm())
	if err == nil {
		err = os.Rename(staged, path)
	}
	if err != nil {
		_ = os.Remove(staged) // the first error is the one to tell
	}
	return err
}
