package workspace

import "path/filepath"

// RealPath is the absolute path of a file or folder with symbolic links resolved, as far
// as it is there. Two paths of one folder have one real path.
func RealPath(p string) string {
	abs, err := filepath.Abs(p)
	if err != nil {
		return filepath.Clean(p)
	}
	below := ""
	for dir := abs; ; dir = filepath.Dir(dir) {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			return filepath.Join(real, below)
		}
		if dir == filepath.Dir(dir) {
			return abs
		}
		below = filepath.Join(filepath.Base(dir), below)
	}
}
