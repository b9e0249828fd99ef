package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/diag"
)

// fix makes the changes that findings carry and returns the findings whose it made. Changes
// that overlap one already made are left for the next run. source is the text that the
// findings speak of.
func fix(findings []diag.Diagnostic, source diag.Source) (made []diag.Diagnostic, err error) {
	changes := map[string]edits{}
	for _, d := range findings {
		if d.Fix == nil || slices.ContainsFunc(d.Fix.Edits, func(e diag.Edit) bool { return changes[e.Span.File].overlap(e) }) {
			continue
		}
		for _, e := range d.Fix.Edits {
			changes[e.Span.File] = changes[e.Span.File].with(e)
		}
		made = append(made, d)
	}
	for _, file := range slices.Sorted(maps.Keys(changes)) {
		old := source(file)
		text, err := changes[file].apply(old)
		if err == nil {
			err = replaceFile(filepath.FromSlash(file), old, text)
		}
		if err != nil {
			return nil, fmt.Errorf("cannot fix %s: %w", file, err)
		}
	}
	return made, nil
}

// edits are changes of one file that do not overlap, in order.
type edits []diag.Edit

// place is where e belongs.
func (es edits) place(e diag.Edit) int {
	i, _ := slices.BinarySearchFunc(es, e, func(a, b diag.Edit) int { return cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset) })
	return i
}

// overlap reports whether e touches bytes that another edit replaces, or begins where one
// does.
func (es edits) overlap(e diag.Edit) bool {
	i := es.place(e)
	after := i < len(es) && (es[i].Span.Start.Offset < e.Span.End.Offset || es[i].Span.Start.Offset == e.Span.Start.Offset)
	return after || i > 0 && e.Span.Start.Offset < es[i-1].Span.End.Offset
}

func (es edits) with(e diag.Edit) edits { return slices.Insert(es, es.place(e), e) }

// apply makes the edits in a text.
func (es edits) apply(old []byte) ([]byte, error) {
	var text []byte
	at := 0
	for _, e := range es {
		from, to := e.Span.Start.Offset, e.Span.End.Offset
		if from < at || from > to || to > len(old) {
			return nil, errChanged
		}
		text = append(append(text, old[at:from]...), e.NewText...)
		at = to
	}
	return append(text, old[at:]...), nil
}

var errChanged = errors.New("it has been changed meanwhile; try again")

// replaceFile replaces the content of an existing file atomically and keeps its mode: the
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
	staged, err := stage(path, text, info.Mode().Perm())
	if err == nil {
		err = os.Rename(staged, path)
	}
	if err != nil {
		_ = os.Remove(staged) // the first error is the one to tell
	}
	return err
}

// stage writes text beside path, under a name that nothing has, which is returned in any
// case.
func stage(path string, text []byte, mode fs.FileMode) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".luagen-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	return f.Name(), errors.Join(err, f.Chmod(mode), f.Close())
}
