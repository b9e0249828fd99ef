//go:build !linux && !darwin

package disk

import (
	"io/fs"

	"github.com/luagen/luagen/project"
)

// version is not known here.
func version(fs.FileInfo) (project.Version, bool) { return project.Version{}, false }
