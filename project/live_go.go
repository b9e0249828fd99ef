package project

import (
	"path/filepath"

	"github.com/luagen/luagen/generator"
)

// Generate makes the Go of one script alone, in a package of some name; nil when nothing is
// generated from it or it has an error.
func (l *Live) Generate(s *LiveScript, pkg string) []byte {
	c := l.Check(s)
	if c.Broken || !c.Generates() {
		return nil
	}
	opts := l.options(c.File)
	opts.Package = pkg
	files, _ := generator.Generate(opts, []generator.Input{{Script: c.Script.Script, Returns: c.Returns}})
	name := generator.FileName(filepath.Base(c.File))
	for _, f := range files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// FuncName is the name of the Go function of a script.
func (l *Live) FuncName(s *LiveScript) string {
	return generator.FuncName(l.options(s.script.File), s.script.Script)
}

// options are those that the Go of a script, by its path as findings show it, is generated with.
func (l *Live) options(file string) generator.Options {
	u := &Unit{}
	w := &Workspace{entries: l.entries}
	if e, ok := w.entryFor(filepath.Dir(l.Abs(file))); ok {
		u.Entry = e.folder
	}
	return u.Options(l.settings.Config)
}
