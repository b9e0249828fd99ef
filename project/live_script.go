package project

import (
	"bytes"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// liveRoot is a folder that includes may not leave, as one Live has it.
type liveRoot struct {
	dir      string // an operating system path, relative to the working directory where it was so configured
	abs      string
	explicit bool // configured
	loader   *parser.Loader
	index    *liveIndex

	mu       sync.Mutex
	scripts  map[string]*LiveScript // those that were asked for, by name
	included map[string]int         // how many of covered include a file; nil before it is asked for
	covered  map[string]links       // of each covered file, and of those for which one is only there because it is covered
}

// LiveScript is a script of a Live with all that is known of it. It is made step by step, as
// it is asked for, and once only.
type LiveScript struct {
	loaded atomic.Bool // read and script are set
	read   reading
	script Script

	analysed sync.Once
	facts    *analysis.Facts

	checked sync.Once
	check   Checked
	small   *small
}

// small is what is kept of a script that nobody has open.
type small struct {
	reads     []string
	files     []string // all that is pasted, itself included, as shown
	findings  []diag.Diagnostic
	annotated bool
	ofRedis   bool
	library   bool
	included  bool
	// mayBeLibrary says that it is one where all of the project are.
	mayBeLibrary bool
}

// unchanged are the scripts that do not depend on files of some names.
func (r *liveRoot) unchanged(names []string) map[string]*LiveScript {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept := make(map[string]*LiveScript, len(r.scripts))
	for name, s := range r.scripts {
		var reads []string
		switch {
		case s.small != nil:
			reads = s.small.reads
		case s.loaded.Load():
			reads = s.read.script.Reads
		default:
			continue // it would be read with another loader
		}
		if !slices.ContainsFunc(reads, func(read string) bool { return slices.Contains(names, read) }) {
			kept[name] = s
		}
	}
	return kept
}

// Script is the script in a file, by absolute path; nil for a file outside of the project. A
// file that is not there is a script that cannot be read.
func (l *Live) Script(file string) *LiveScript {
	r, name, ok := l.root(file)
	if !ok {
		return nil
	}
	included := l.isIncluded(r, name)
	s, known := r.known(name)
	if !known {
		s = &LiveScript{}
		s.read.script, s.read.findings = r.loader.Forget(name).Load(name)
	}
	now := s.as(l, r, included)
	r.mu.Lock()
	defer r.mu.Unlock()
	if known && s.script.Library == now.Library && s.script.included == now.included {
		return s
	}
	if other := r.scripts[name]; other != nil && other != s && other.small == nil {
		return other // made at the same time
	}
	if known {
		s = &LiveScript{read: s.read}
	}
	s.script = now
	s.loaded.Store(true)
	r.scripts[name] = s
	return s
}

// known is a script that was read before.
func (r *liveRoot) known(name string) (*LiveScript, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.scripts[name]
	return s, s != nil && s.small == nil
}

// as is a script as the project has it, which includes it or not.
func (s *LiveScript) as(l *Live, r *liveRoot, included bool) Script {
	script := Script{Script: s.read.script, Findings: s.read.findings, Named: true, included: included}
	script.Library = included || isForIncluding(&script) && l.isAlone(r)
	return script
}

// ForIncluding reports whether a script has nothing of its own but what others may include.
func ForIncluding(s *parser.Script) bool { return isForIncluding(&Script{Script: s}) }

// IsLibrary reports whether a file, by absolute path, is a library here: some script includes it, or it is for
// including, as ForIncluding says of it, and so are all others.
func (l *Live) IsLibrary(file string, forIncluding bool) bool {
	r, name, ok := l.root(file)
	return ok && (l.isIncluded(r, name) || forIncluding && l.isAlone(r))
}

// isAlone reports whether a root holds nothing but what is there to be included.
func (l *Live) isAlone(r *liveRoot) bool {
	x := r.index.of(l, r)
	covered, _ := l.coveredLinks(r)
	does := func(name string) bool {
		if l.isIncluded(r, name) || !l.owns(r, name) {
			return false
		}
		script, _ := r.loader.Forget(name).Load(name)
		return !isForIncluding(&Script{Script: script})
	}
	for name := range covered {
		if l.text(r, name) != nil && !passedOver(name) && does(name) {
			return false
		}
	}
	x.mu.Lock()
	witness := x.does
	x.mu.Unlock()
	if witness != "" && l.text(r, witness) == nil && !l.isIncluded(r, witness) {
		return false
	}
	for _, name := range x.names {
		if l.text(r, name) == nil && does(name) {
			x.mu.Lock()
			x.does = name
			x.mu.Unlock()
			return false
		}
	}
	return true
}

// Script is the script as it was read.
func (s *LiveScript) Script() *Script { return &s.script }

// Facts are what the analysis finds in the script.
func (s *LiveScript) Facts() *analysis.Facts {
	s.analysed.Do(func() { s.facts = analysis.Analyze(s.script.Script) })
	return s.facts
}

// Reads are the files, by absolute path, that a script depends on: its own, and what it includes or would include.
func (l *Live) Reads(s *LiveScript) []string {
	r, _, ok := l.root(l.Abs(s.script.File))
	if !ok {
		return nil
	}
	all := make([]string, len(s.script.Reads))
	for i, name := range s.script.Reads {
		all[i] = filepath.Join(r.abs, filepath.FromSlash(name))
	}
	return all
}

// Check is the script with its findings, wherever they are.
func (l *Live) Check(s *LiveScript) Checked {
	s.checked.Do(func() { s.check = checkFacts(&s.script, s.Facts(), l.settings.Lint) })
	return s.check
}

// isIncluded reports whether some script includes a file.
func (l *Live) isIncluded(r *liveRoot, name string) bool {
	x := r.index.of(l, r)
	x.including(l, r, name)
	covered, included := l.coveredLinks(r)
	if included[name] > 0 {
		return true
	}
	users, _ := x.see()
	return slices.ContainsFunc(users[name], func(user string) bool { _, over := covered[user]; return !over && user != name })
}

// coveredLinks is what the covered files of a root depend on, and how often each is included. It
// holds too what would find a file that is not on disk.
func (l *Live) coveredLinks(r *liveRoot) (covered map[string]links, included map[string]int) {
	_, readers := r.index.of(l, r).see()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.included != nil {
		return r.covered, r.included
	}
	r.covered, r.included = map[string]links{}, map[string]int{}
	var names []string
	for p := range l.texts {
		below, ok := inside(p, r.abs)
		if !ok || filepath.Ext(p) != ".lua" {
			continue
		}
		name := filepath.ToSlash(below)
		names = append(names, name)
		if !l.disk.Exists(p) {
			names = append(names, readers[name]...)
		}
	}
	for _, name := range names {
		if _, seen := r.covered[name]; seen {
			continue
		}
		r.covered[name] = links{}
		text := l.text(r, name)
		if text != nil && !bytes.Contains(text, []byte("@include")) {
			continue
		}
		var script *parser.Script
		if s := r.scripts[name]; s != nil && s.loaded.Load() {
			script = s.read.script
		} else {
			script, _ = r.loader.Forget(name).Load(name)
		}
		r.covered[name] = linksOf(script)
		for _, target := range r.covered[name].includes {
			r.included[target]++
		}
	}
	return r.covered, r.included
}

// users are the files, by name, that may include one, themselves or through others, sorted: those
// that would include it under another name, or if it were there, are among them.
func (l *Live) users(r *liveRoot, name string) []string {
	x := r.index.of(l, r)
	x.including(l, r, name)
	covered, _ := l.coveredLinks(r)
	_, readers := x.see()
	seen := map[string]bool{name: true}
	queue := []string{name}
	var all []string
	for len(queue) > 0 {
		target := queue[0]
		queue = queue[1:]
		add := func(user string) {
			if !seen[user] {
				seen[user] = true
				queue, all = append(queue, user), append(all, user)
			}
		}
		for _, user := range readers[target] {
			if _, over := covered[user]; !over {
				add(user)
			}
		}
		for user, to := range covered {
			if slices.Contains(to.reads, target) {
				add(user)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Users are the files, by absolute path, that may include one, themselves or through others.
func (l *Live) Users(file string) []string {
	r, name, ok := l.root(file)
	if !ok {
		return nil
	}
	users := l.users(r, name)
	for i := range users {
		users[i] = filepath.Join(r.abs, filepath.FromSlash(users[i]))
	}
	return users
}
