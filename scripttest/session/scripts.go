package session

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/project/config"
)

// Script is a script that cases call.
type Script struct {
	*parser.Script
	Facts   *analysis.Facts
	Returns parser.Type // its @returns, a bare tuple filled in; nil without
}

// BrokenError says that a script cannot be called: it has errors.
type BrokenError struct {
	Findings []diag.Diagnostic
	Source   diag.Source
}

func (e *BrokenError) Error() string {
	d := e.Findings[slices.IndexFunc(e.Findings, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })]
	return d.Span.String() + ": " + d.Message
}

// Scripts finds the scripts that cases call, and reads each once. It may be used by several
// goroutines.
type Scripts struct {
	Files  project.Files
	Root   string         // folder that no @include may leave; empty to derive it as "luagen run" does
	Config *config.Config // nil without luagen.yaml

	mu    sync.Mutex
	known map[string]func() (*Script, error) // by path
}

// Path is the file of the script that a word of a case names, for cases of a file in a
// folder; whether it exists is another question.
func Path(folder, word string) string {
	return filepath.Join(folder, filepath.FromSlash(strings.TrimSuffix(word, ".lua")+".lua"))
}

// Find returns the script that a word names, for cases in a folder. Without one it is nil.
func (s *Scripts) Find(folder, word string) (*Script, error) {
	if !filepath.IsLocal(filepath.FromSlash(word)) || strings.ContainsRune(word, 0) {
		return nil, nil
	}
	path := Path(folder, word)
	s.mu.Lock()
	if s.known == nil {
		s.known = map[string]func() (*Script, error){}
	}
	read := s.known[path]
	if read == nil {
		read = sync.OnceValues(func() (*Script, error) { return s.read(path) })
		s.known[path] = read
	}
	s.mu.Unlock()
	return read()
}

func (s *Scripts) read(path string) (*Script, error) {
	name := strings.TrimPrefix(filepath.ToSlash(s.Files.Abs(path)), "/")
	if _, err := fs.Stat(s.Files.FS, name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	ws, err := project.Open(project.Request{Files: s.Files, Paths: []string{path}, Root: s.Root, Wide: true, Config: s.Config})
	if err != nil {
		return nil, err
	}
	if err := ws.Load(); err != nil {
		return nil, err
	}
	named := ws.Named()
	if len(named) != 1 {
		return nil, nil // gone since
	}
	script := &Script{Script: named[0].Script}
	findings := slices.Clone(named[0].Findings)
	if !diag.HasErrors(findings) {
		script.Facts = analysis.Analyze(script.Script)
		returns, unresolved := infer.ResolveReturns(script.Script, script.Facts)
		script.Returns = returns.Type
		findings = append(findings, unresolved...)
	}
	if diag.HasErrors(findings) {
		return nil, &BrokenError{Findings: diag.Sort(findings), Source: ws.Source}
	}
	return script, nil
}

// Each calls do with every script in a folder that can be called by itself: not with those that
// others include, and not with those that have errors.
func (s *Scripts) Each(folder string, do func(*Script)) error {
	var all []*Script
	library := map[string]bool{} // by real paths
	for _, name := range s.Names(folder) {
		script, err := s.Find(folder, name)
		var broken *BrokenError
		if err != nil && !errors.As(err, &broken) {
			return err
		}
		if script == nil || script.Facts == nil {
			continue
		}
		all = append(all, script)
		for _, segment := range script.Segments {
			if segment.Name != script.Name {
				library[s.Files.Real(filepath.FromSlash(segment.File))] = true
			}
		}
	}
	for _, script := range all {
		if !library[s.Files.Real(filepath.FromSlash(script.File))] {
			do(script)
		}
	}
	return nil
}

// Names are the scripts in a folder, as cases name them.
func (s *Scripts) Names(folder string) []string {
	name := strings.TrimPrefix(filepath.ToSlash(s.Files.Abs(folder)), "/")
	if name == "" {
		name = "."
	}
	entries, err := fs.ReadDir(s.Files.FS, name)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if base, ok := strings.CutSuffix(e.Name(), ".lua"); ok && base != "" && !e.IsDir() {
			names = append(names, base)
		}
	}
	return names
}
