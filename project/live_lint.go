package project

import (
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/diag"
)

// Concerns reports whether luagen has anything to say of a .lua file: it is annotated, in a
// configured folder, included by a script, or uses what Redis gives to scripts.
func (l *Live) Concerns(file string) bool {
	s := l.Script(file)
	if s == nil {
		return false
	}
	return s.script.Annotated || s.script.Library || l.configured(file) || ofRedis().Match(s.script.Text) || ofRedis().Match(s.script.Source)
}

// Lint returns the findings in a file, by absolute path: of Workspace.Lint over the whole
// project those that are in it.
func (l *Live) Lint(file string) []diag.Diagnostic {
	if len(l.Findings) > 0 || !l.Concerns(file) {
		return nil
	}
	r, name, _ := l.root(file)
	own := l.Script(file)
	checks := []*small{l.reduce(l.Check(own))}
	for _, user := range l.users(r, name) {
		checks = append(checks, l.smallOf(r, user))
	}
	pasted := map[string]bool{}
	for _, c := range checks {
		if !c.library {
			for _, f := range c.files {
				pasted[f] = true
			}
		}
	}
	var found []diag.Diagnostic
	for _, c := range checks {
		if c.library && pasted[c.files[0]] || l.isForeign(c) {
			continue
		}
		for _, d := range c.findings {
			if d.Span.File == own.script.File {
				found = append(found, d)
			}
		}
	}
	return diag.Sort(found)
}

// isForeign reports whether a script is for another program, as Workspace.isForeign does.
func (l *Live) isForeign(c *small) bool {
	return !c.annotated && !c.included && !c.ofRedis && !l.configured(l.Abs(c.files[0])) && findsForeign(c.findings)
}

// reduce is what is needed of a checked script.
func (l *Live) reduce(c Checked) *small {
	s := &small{
		reads: c.Reads, files: []string{c.File}, findings: c.Findings,
		annotated: c.Annotated, ofRedis: ofRedis().Match(c.Text), library: c.Library, included: c.included, mayBeLibrary: isForIncluding(c.Script),
	}
	for _, seg := range c.Segments {
		if !slices.Contains(s.files, seg.File) {
			s.files = append(s.files, seg.File)
		}
	}
	return s
}

// smallOf is what is found in a script that includes another. Unless it is open, nothing else of
// it is kept.
func (l *Live) smallOf(r *liveRoot, name string) *small {
	file := filepath.Join(r.abs, filepath.FromSlash(name))
	included := l.isIncluded(r, name)
	r.mu.Lock()
	known := r.scripts[name]
	r.mu.Unlock()
	if known != nil && known.small != nil {
		library := included || known.small.mayBeLibrary && l.isAlone(r)
		if known.small.included == included && known.small.library == library {
			return known.small
		}
	}
	if _, open := l.texts[file]; open {
		return l.reduce(l.Check(l.Script(file)))
	}
	s := &LiveScript{}
	s.read.script, s.read.findings = r.loader.Forget(name).Load(name)
	s.script = s.as(l, r, included)
	found := l.reduce(l.Check(s))
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := r.scripts[name]; now == nil || now.small != nil {
		r.scripts[name] = &LiveScript{small: found}
	}
	return found
}
