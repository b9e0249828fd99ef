package project

import (
	"path/filepath"

	"github.com/luagen/luagen/generator"
)

// Outputs are the folders that the Go of a script's folder may be in: the configured one, or that of
// the scripts themselves.
func (l *Live) Outputs(file string) []string {
	dir := filepath.Dir(file)
	w := &Workspace{entries: l.entries}
	e, ok := w.entryFor(dir)
	if !ok || e.folder.Output.Value == "" {
		return []string{dir}
	}
	below, _ := inside(dir, e.abs)
	output := filepath.FromSlash(e.folder.Output.Value)
	if !filepath.IsAbs(output) {
		output = filepath.Join(l.files.Abs(filepath.Dir(filepath.FromSlash(l.settings.Config.File))), output)
	}
	return []string{filepath.Join(output, below), dir}
}

// Package makes the Go of all scripts of a folder, by absolute path, as the command line does: pkg is its
// name, origin what it notes of where the scripts are. It is nil when a script keeps it from being made.
func (l *Live) Package(dir, pkg, origin string, neighbours *generator.Neighbours) []generator.File {
	w := &Workspace{entries: l.entries}
	u := &Unit{}
	if e, ok := w.entryFor(dir); ok {
		u.Entry = e.folder
	}
	names, _, err := l.files.luaFiles(dir)
	if err != nil {
		return nil
	}
	var inputs []generator.Input
	for _, name := range names {
		c := l.Check(l.Look(filepath.Join(dir, name)))
		if !c.Generates() {
			continue
		}
		if c.Broken {
			return nil
		}
		inputs = append(inputs, generator.Input{Script: c.Script.Script, Returns: c.Returns})
	}
	opts := u.Options(l.settings.Config)
	opts.Package, opts.Origin, opts.Neighbours = pkg, origin, neighbours
	files, _ := generator.Generate(opts, inputs)
	return files
}

// Look is Script for a file that nobody may have open: it is not kept.
func (l *Live) Look(file string) *LiveScript {
	r, name, ok := l.root(file)
	if !ok {
		return nil
	}
	if _, open := l.texts[file]; open {
		return l.Script(file)
	}
	s := &LiveScript{}
	s.read.script, s.read.findings = r.loader.Forget(name).Load(name)
	s.script = s.as(l, r, l.isIncluded(r, name))
	return s
}
