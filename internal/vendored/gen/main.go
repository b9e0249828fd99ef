// Gen copies packages of the repository's other modules for the tool.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/luagen/luagen/internal/vendored"
)

func main() {
	log.SetFlags(0)
	if err := write(filepath.Join("..", "..")); err != nil {
		log.Fatal(err)
	}
}

// write replaces the copies in the repository at root.
func write(root string) error {
	files, folders, err := vendored.Files(os.DirFS(root))
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o755); err != nil {
			return err
		}
		old, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			return err
		}
		for _, name := range old {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
