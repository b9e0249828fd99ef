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
	u := &Unit{}
	w := &Workspace{entries: l.entries}
	if e, ok := w.entryFor(filepath.Dir(l.Abs(c.File))); ok {
		u.Entry = e.folder
	}
	opts := u.Options(l.settings.Config)
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
