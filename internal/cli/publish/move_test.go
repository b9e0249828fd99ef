package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// moved is a tree with a file to change and one to remove, and the move that also makes one in
// a folder that is not there.
func moved(t *testing.T) (Move, map[string]string, map[string]string) {
	t.Helper()
	root := t.TempDir()
	before := map[string]string{"a.go": "old a", "sub/b.go": "old b"}
	after := map[string]string{"a.go": "new a", "new/deep/c.lua": "c"}
	for name, text := range before {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	at := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	return Move{Root: root, Changes: []Change{
		{Op: Update, Path: at("a.go"), Old: []byte("old a"), New: []byte("new a")},
		{Op: Create, Path: at("new/deep/c.lua"), New: []byte("c")},
		{Op: Remove, Path: at("sub/b.go"), Old: []byte("old b")},
	}}, before, after
}

// tree reads all files below a folder.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		below, _ := filepath.Rel(root, path)
		files[filepath.ToSlash(below)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func equalTrees(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, text := range a {
		if other, ok := b[name]; !ok || other != text {
			return false
		}
	}
	return true
}

func TestMove(t *testing.T) {
	m, _, after := moved(t)
	if mended, err := m.Apply(t.Context()); mended || err != nil {
		t.Fatalf("Apply = %v, %v", mended, err)
	}
	if got := tree(t, m.Root); !equalTrees(got, after) {
		t.Errorf("the tree is %v; want %v", got, after)
	}
}

// A move that fails at any change of the disk leaves the files as they were, or all changed.
func TestMoveFails(t *testing.T) {
	errDisk := errors.New("the disk fails")
	for n := 0; ; n++ {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			m, before, after := moved(t)
			asked := 0
			d := disk{before: func(string, string) error {
				if asked++; asked == n+1 {
					return errDisk
				}
				return nil
			}}
			_, err := m.apply(t.Context(), d)
			if _, err := EndMove(t.Context(), m.Root); err != nil {
				t.Fatal(err)
			}
			if err == nil {
				if got := tree(t, m.Root); !equalTrees(got, after) {
					t.Errorf("the tree is %v; want %v", got, after)
				}
				return
			}
			if got := tree(t, m.Root); !equalTrees(got, before) && !equalTrees(got, after) {
				t.Errorf("after %v the tree is %v; want %v or %v", err, got, before, after)
			}
		})
		if n > 40 {
			break
		}
	}
}

// A run that is killed after any change of the disk is ended by the next.
func TestMoveIsEndedAfterAKill(t *testing.T) {
	for n := range 40 {
		m, before, after := moved(t)
		asked := 0
		_, _ = m.apply(t.Context(), disk{before: func(string, string) error {
			if asked++; asked > n {
				return errors.New("killed") // and all that is done after it fails
			}
			return nil
		}})
		if _, err := EndMove(t.Context(), m.Root); err != nil {
			t.Fatal(err)
		}
		if got := tree(t, m.Root); !equalTrees(got, before) && !equalTrees(got, after) {
			t.Errorf("killed after %d changes the tree is %v; want %v or %v", n, got, before, after)
		}
	}
}

func TestMoveOfAFileThatHasChanged(t *testing.T) {
	m, before, _ := moved(t)
	m.Changes[2].Old = []byte("something else")
	if _, err := m.Apply(t.Context()); err == nil {
		t.Error("Apply removed a file that had been changed")
	}
	if got := tree(t, m.Root); !equalTrees(got, before) {
		t.Errorf("the tree is %v; want %v", got, before)
	}
}

func TestMoveIsInterrupted(t *testing.T) {
	m, before, _ := moved(t)
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	d := disk{before: func(change, path string) error {
		if change == "rename" && filepath.Base(path) == "a.go" {
			if asked++; asked == 1 {
				cancel()
			}
		}
		return nil
	}}
	if _, err := m.apply(ctx, d); !errors.Is(err, context.Canceled) {
		t.Errorf("apply = %v; want %v", err, context.Canceled)
	}
	if got := tree(t, m.Root); !equalTrees(got, before) {
		t.Errorf("the tree is %v; want %v", got, before)
	}
}
