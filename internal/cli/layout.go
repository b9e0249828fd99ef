package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"

	"github.com/luagen/luagen/internal/cli/config"
	"github.com/luagen/luagen/internal/cli/workspace"
)

// layOut decides where each unit's package goes and what it is called.
func layOut(ws *workspace.Workspace, cfg *config.Config, opts generateOptions) ([]*packageResult, error) {
	packages := make([]*packageResult, len(ws.Units))
	takenBy := map[string]*workspace.Unit{}
	for i, u := range ws.Units {
		p := &packageResult{unit: u, output: outputFolder(u, cfg, opts.output)}
		if info, err := os.Stat(p.output); err == nil && !info.IsDir() {
			return nil, usagef("the output %s is a file; expected a folder", shown(p.output))
		}
		abs, err := filepath.Abs(p.output)
		if err != nil {
			return nil, err
		}
		if other := takenBy[abs]; other != nil {
			return nil, usagef("the packages of %s and %s would both be written to %s; give each its own output, in luagen.yaml or in two runs",
				other.Path, u.Path, shown(p.output))
		}
		takenBy[abs] = u
		if p.name, err = nameOf(p, opts); err != nil {
			return nil, err
		}
		packages[i] = p
	}
	return packages, checkPackageFlag(ws, opts)
}

// outputFolder is where a unit's package goes: below -o, below the configured output,
// or beside its scripts.
func outputFolder(u *workspace.Unit, cfg *config.Config, flag string) string {
	folder := filepath.FromSlash(u.Folder)
	if flag != "" {
		return filepath.Join(flag, folder)
	}
	if u.Entry != nil && u.Entry.Output.Value != "" {
		return filepath.Join(configured(cfg, u.Entry.Output.Value), folder)
	}
	return filepath.FromSlash(u.Path)
}

// configured is a path of luagen.yaml, relative to that file, as one of the working
// directory.
func configured(cfg *config.Config, p string) string {
	p = filepath.FromSlash(p)
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(filepath.Dir(filepath.FromSlash(cfg.File)), p)
}

// nameOf is the name of a unit's package. A given name is that of the folder asked
// for; its sub-folders are called after themselves, and are imported by their paths.
func nameOf(p *packageResult, opts generateOptions) (string, error) {
	top := p.unit.Folder == "."
	if !top && module.CheckImportPath(p.unit.Folder) != nil {
		return "", usagef("the folder %s cannot be imported by Go; rename it, with ASCII letters and digits", shown(p.unit.Path))
	}
	if top {
		switch {
		case opts.packageName != "":
			return opts.packageName, nil
		case p.unit.Entry != nil && p.unit.Entry.Package.Value != "":
			return p.unit.Entry.Package.Value, nil
		}
	}
	name, err := packageName(p.output)
	if bad, ok := errors.AsType[badFolderName](err); ok {
		if top {
			return "", usagef("%v; give one with --package", bad)
		}
		return "", usagef("%v; rename the folder", bad)
	}
	return name, err
}

// checkPackageFlag refuses a --package that names no package or several.
func checkPackageFlag(ws *workspace.Workspace, opts generateOptions) error {
	if opts.packageName == "" {
		return nil
	}
	var tops []string
	for _, u := range ws.Units {
		if u.Folder == "." {
			tops = append(tops, u.Path)
		}
	}
	switch len(tops) {
	case 1:
		return nil
	case 0:
		return usagef("--package %s names no package: no script is in the folder itself, and sub-packages are called after their folders", opts.packageName)
	default:
		return usagef("--package %s cannot name the packages of %s; use luagen.yaml or one run for each", opts.packageName, strings.Join(tops, " and "))
	}
}
