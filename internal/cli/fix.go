package cli

import (
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
// that overlap one already made are left for the next run.
func fix(findings []diag.Diagnostic) (int, error) {
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
		if err := edit(filepath.FromSlash(file), edits[file]); err != nil {
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

// edit makes changes that do not overlap in one file. The new text is written beside
// the file first, so that the script is never half a script.
func edit(path string, edits []diag.Edit) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	slices.SortFunc(edits, func(a, b diag.Edit) int { return cmp.Compare(b.Span.Start.Offset, a.Span.Start.Offset) })
	for _, e := range edits {
		from, to := e.Span.Start.Offset, e.Span.End.Offset
		if from > to || to > len(text) {
			return errors.New("it changed while it was read; run luagen lint --fix again")
		}
		text = slices.Concat(text[:from], []byte(e.NewText), text[to:])
	}
	return replaceFile(path, text)
}

// replaceFile gives an existing file new content at one stroke and keeps its mode.
func replaceFile(path string, text []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	staged := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.luagen-%d", filepath.Base(path), os.Getpid()))
	if err := os.WriteFile(staged, text, info.Mode().Perm()); err != nil {
		return err
	}
	if err := os.Rename(staged, path); err != nil {
		_ = os.Remove(staged) // the first error is the one to tell
		return err
	}
	return nil
}
