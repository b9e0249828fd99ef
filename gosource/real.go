package gosource

import "path/filepath"

// Real is a path as the go command has it: through no symbolic link. What is not there is in its folder, as far as
// that is there.
func Real(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	dir := filepath.Dir(path)
	if dir == path {
		return path
	}
	return filepath.Join(Real(dir), filepath.Base(path))
}

// RealTexts are texts by the paths that the go command has for them.
func RealTexts(texts map[string][]byte) map[string][]byte {
	real := make(map[string][]byte, len(texts))
	for path, text := range texts {
		real[filepath.Join(Real(filepath.Dir(path)), filepath.Base(path))] = text
	}
	return real
}
