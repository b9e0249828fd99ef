package cli

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/internal/cli/publish"
	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/internal/lazyregexp"
)

// starter holds the files that init writes, by what they are for.
//
//go:embed starter
var starter embed.FS

func (a *app) initCommand() *cobra.Command {
	var luals bool
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a first script, a luagen.yaml and the go:generate line",
		Long: prose("Init writes what a project needs to begin: a first script, a luagen.yaml and a Go file with " +
			"the go:generate line. Files that exist are kept, and nothing is added twice."),
		Example: "  luagen init\n  luagen init --luals ./shop",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%s takes one folder; found %s", cmd.Name(), strings.Join(args, " "))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.init(dir, luals)
		},
	}
	cmd.Flags().BoolVar(&luals, "luals", false, "also write what the Lua language server needs to know of Redis")
	return cmd
}

func (a *app) init(dir string, luals bool) error {
	sets := []string{"starter/project"}
	if luals {
		sets = append(sets, "starter/luals")
	}
	for _, set := range sets {
		if err := a.copyStarter(set, dir); err != nil {
			return err
		}
	}
	fmt.Fprint(a.stdout, "\nNext:\n")
	if !inModule(dir) {
		fmt.Fprint(a.stdout, "  go mod init MODULE\n")
	}
	fmt.Fprint(a.stdout, "  go get -tool github.com/luagen/luagen/cmd/luagen\n"+
		"  go generate ./...\n")
	return nil
}

// copyStarter writes one set of starter files below dir.
func (a *app) copyStarter(set, dir string) error {
	return fs.WalkDir(starter, set, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := starter.ReadFile(name)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(filepath.FromSlash(set), filepath.FromSlash(name))
		if err != nil {
			return err
		}
		path := filepath.Join(dir, starterName(below))
		why, err := superfluous(path)
		switch {
		case err != nil:
			return err
		case why != "":
			fmt.Fprintf(a.stdout, "kept  %s, which has %s\n", shown(filepath.Dir(path)), why)
			return nil
		case filepath.Ext(path) == ".go":
			text, err = inPackage(filepath.Dir(path), text)
			if err != nil {
				return err
			}
		}
		return a.writeNew(path, text)
	})
}

// superfluous says what a folder has that makes a starter file superfluous: scripts
// need no first one, and one go:generate line is enough. It does not look for the file itself.
func superfluous(path string) (string, error) {
	ext := filepath.Ext(path)
	if ext != ".go" && (ext != ".lua" || filepath.Base(filepath.Dir(path)) != "scripts") {
		return "", nil
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	why := ""
	for _, e := range entries {
		switch {
		case e.Name() == filepath.Base(path):
			return "", nil
		case filepath.Ext(e.Name()) != ext || !e.Type().IsRegular():
		case ext == ".lua":
			why = "scripts"
		default:
			text, err := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
			if err != nil {
				return "", err
			}
			if generateLine().Match(text) {
				why = "a go:generate line"
			}
		}
	}
	return why, nil
}

var generateLine = lazyregexp.New(`(?m)^//go:generate .*\bluagen\b`)

// inPackage puts a starter Go file into the package of the folder.
func inPackage(dir string, text []byte) ([]byte, error) {
	files, err := disk.Files()
	if err != nil {
		return nil, err
	}
	folder, err := publish.Look(files, dir, nil)
	if err != nil {
		return nil, err
	}
	name, err := packageName(files, dir, packageOf(ownFiles(folder)))
	if err != nil {
		return nil, err
	}
	return bytes.Replace(text, []byte("package scripts\n"), []byte("package "+name+"\n"), 1), nil
}

// starterName is the name under which a starter file is written. Go files are kept
// as ".go.txt", out of this module's build, and hidden ones with "dot" before the dot,
// because embedding passes over hidden files.
func starterName(name string) string {
	parts := strings.Split(filepath.ToSlash(name), "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "dot.") {
			parts[i] = strings.TrimPrefix(p, "dot")
		}
	}
	return filepath.FromSlash(strings.TrimSuffix(strings.Join(parts, "/"), ".txt"))
}

// writeNew writes a file that is not there yet.
func (a *app) writeNew(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		fmt.Fprintf(a.stdout, "kept  %s, which exists\n", shown(path))
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		return errors.Join(err, f.Close(), os.Remove(path)) // half a file would be kept the next time
	}
	fmt.Fprintf(a.stdout, "wrote %s\n", shown(path))
	return f.Close()
}
