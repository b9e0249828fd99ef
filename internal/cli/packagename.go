package cli

import (
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/luagen/luagen/project"
)

// badFolderName is the error for a folder after which no package can be called.
type badFolderName string

func (e badFolderName) Error() string {
	return fmt.Sprintf("the folder name %q cannot be a Go package name", string(e))
}

// packageName is the name of the package generated into dir when nobody gave one:
// that of the file being generated in, under go:generate; there, that of the Go files which
// are there already; else the folder's own.
func packageName(files project.Files, dir, there string) (string, error) {
	abs := files.Abs(dir)
	if name := generatePackage(files, abs); name != "" {
		return name, nil
	}
	if there != "" {
		return there, nil
	}
	name := sanitize(filepath.Base(abs))
	if !token.IsIdentifier(name) || name == "_" {
		return "", badFolderName(filepath.Base(abs))
	}
	return name, nil
}

// generatePackage is the package of the go:generate line being run, when it is in
// the folder abs.
func generatePackage(files project.Files, abs string) string {
	if files.Work != abs {
		return ""
	}
	name := os.Getenv("GOPACKAGE")
	if strings.HasSuffix(os.Getenv("GOFILE"), "_test.go") {
		name = strings.TrimSuffix(name, "_test") // generated code is no test
	}
	if !token.IsIdentifier(name) {
		return ""
	}
	return name
}

// sanitize makes a folder's name a package name as Go writes them: lower case,
// without dashes, dots and blanks.
func sanitize(folder string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', '.', ' ':
			return -1
		}
		return r
	}, strings.ToLower(folder))
}
