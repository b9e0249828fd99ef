package disk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestReadFile compares what is read with what package os reads, of files of several sizes and of what
// is no file.
func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	paths := []string{dir, filepath.Join(dir, "missing"), filepath.Join(dir, "missing", "below"), ""}
	for i, size := range []int{0, 1, 511, 512, 513, 4096, 100_000} {
		path := filepath.Join(dir, string(rune('a'+i)))
		if err := os.WriteFile(path, bytes.Repeat([]byte{'x', '\n', 0}, size)[:size], 0o666); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	if runtime.GOOS == "linux" {
		paths = append(paths, "/proc/version") // says that it is empty
	}
	for _, path := range paths {
		want, wrong := os.ReadFile(path)
		got, err := readFile(path)
		if !bytes.Equal(got, want) {
			t.Errorf("%s: read %d bytes, want %d", path, len(got), len(want))
		}
		var is, was *fs.PathError
		if errors.As(err, &is) != errors.As(wrong, &was) || is != nil && *is != *was {
			t.Errorf("%s: error %v, want %v", path, err, wrong)
		}
	}
}
