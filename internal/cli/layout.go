package cli

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/project/config"
)

// layOut decides where each unit's package goes and what it is called. A folder that
// can have no package keeps none of the others from theirs: it is an error only when no
// package is left.
func layOut(ws *project.Workspace, s settings, opts generateOptions, earlier since) ([]*packageResult, error) {
	packages := make([]*packageResult, len(ws.Units))
	takenBy := map[string]*packageResult{}
	for i, u := range ws.Units {
		p := &packageResult{unit: u, files: s.outputs, output: outputFolder(u, s.Config, opts.output)}
		packages[i] = p
		if info, err := s.outputs.Stat(p.output); err == nil && !info.IsDir() {
			p.problem = usagef("the output %s is a file; expected a folder", shown(p.output))
			continue
		}
		p.folder, p.unread = earlier.folder(s.outputs, p.output)
		real := s.outputs.Real(p.output)
		if other := takenBy[real]; other != nil {
			p.problem = sharedOutput(other, p)
			other.problem = p.problem
			if opts.output != "" {
				return nil, p.problem // no folder's fault
			}
			continue
		}
		takenBy[real] = p
		var err error
		if p.name, err = nameOf(p, opts); err != nil && p.generates() {
			p.problem = err
		}
	}
	if err := checkPackageFlag(ws, opts); err != nil {
		return nil, err
	}
	return packages, noneLeft(packages)
}

// generates reports whether there is anything to generate.
func (p *packageResult) generates() bool {
	return slices.ContainsFunc(p.unit.Scripts, (*project.Script).Generates)
}

// sharedOutput says that two packages would be one folder, perhaps under two names.
func sharedOutput(a, b *packageResult) error {
	where := shown(a.output)
	if other := shown(b.output); other != where {
		where += ", which is " + other
	}
	return usagef("the packages of %s and %s would both be written to %s; give each its own output, in luagen.yaml or in two runs",
		a.unit.Path, b.unit.Path, where)
}

// noneLeft is the first problem, when every package has one.
func noneLeft(packages []*packageResult) error {
	var first error
	for _, p := range packages {
		switch {
		case p.problem != nil && first == nil:
			first = p.problem
		case p.problem == nil && p.generates():
			return nil
		}
	}
	return first
}

// outputFolder is where a unit's package goes: below -o, below the configured output,
// or beside its scripts.
func outputFolder(u *project.Unit, cfg *config.Config, flag string) string {
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
	if folder, why := unimportable(p); folder != "" {
		return "", usagef("the folder %s cannot be imported by Go%s; rename it, with ASCII letters and digits", folder, why)
	}
	there := packageOf(ownFiles(p.folder))
	name, err := givenName(p, opts, there)
	if err != nil {
		return "", err
	}
	switch {
	case name == "documentation":
		return "", usagef("the package of %s cannot be called documentation: Go passes over the files of such a package; give it another name", p.unit.Path)
	case name == "main" && there != "main":
		return "", usagef("the package of %s would be called main, which is for programs: nothing could import it; give it another name", p.unit.Path)
	case there != "" && there != name:
		return "", usagef("the package of %s would be called %s, and the Go files in %s are package %s; a folder has one package", p.unit.Path, name, shown(p.output), there)
	}
	return name, nil
}

// unimportable is the output's folder when Go cannot import it, and why where that is
// not plain to see.
func unimportable(p *packageResult) (folder, why string) {
	path := p.unit.Folder
	if root := p.files.ModuleRoot(p.output); root != "" {
		if below, err := filepath.Rel(root, p.files.Real(p.output)); err == nil && filepath.IsLocal(below) {
			path = filepath.ToSlash(below)
		}
	}
	if path == "." {
		return "", ""
	}
	folder = shown(p.unit.Path)
	if p.unit.Folder == "." {
		folder = shown(p.output)
	}
	if strings.HasPrefix(path, "-") || strings.Contains(path, "/-") {
		return folder, ", which takes a name with a dash in front for a flag"
	}
	err := module.CheckImportPath("x/" + path)
	var invalid *module.InvalidPathError
	switch {
	case err == nil:
		return "", ""
	case errors.As(err, &invalid) && !strings.HasPrefix(invalid.Err.Error(), "invalid char"):
		why = " (" + invalid.Err.Error() + ")"
	}
	return folder, why
}

// givenName is the name that somebody has given the package, or that of the Go files which
// are there, or of its folder.
func givenName(p *packageResult, opts generateOptions, there string) (string, error) {
	top := p.unit.Folder == "."
	if top {
		switch {
		case opts.packageName != "":
			return opts.packageName, nil
		case p.unit.Entry != nil && p.unit.Entry.Package.Value != "":
			return p.unit.Entry.Package.Value, nil
		}
	}
	name, err := packageName(p.files, p.output, there)
	var bad badFolderName
	if errors.As(err, &bad) {
		if top {
			return "", usagef("%v; give one with --package", bad)
		}
		return "", usagef("%v; rename the folder", bad)
	}
	return name, err
}

// checkPackageFlag refuses a --package that names no package or several.
func checkPackageFlag(ws *project.Workspace, opts generateOptions) error {
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
