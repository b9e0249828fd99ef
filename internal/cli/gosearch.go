package cli

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/project"
)

// goSearch is what is found in the Go source below the paths of a run.
type goSearch struct {
	results  []goResult
	problems []string
	excluded []string // files that build constraints leave out
}

// goResult is what is found in one module.
type goResult struct {
	gosource.Result
	packages []*gosource.Package
	scripts  []golint.Script
	only     []string // the files that were asked for; all for none
}

// goModule is a part of a module that was asked for.
type goModule struct {
	patterns []string
	files    []string // only these, as shown; all for none
}

// goFiles splits paths: Go files are only searched as Go source.
func goFiles(paths []string) (rest, files []string) {
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil && info.Mode().IsRegular() && filepath.Ext(p) == ".go" {
			files = append(files, p)
		} else {
			rest = append(rest, p)
		}
	}
	return rest, files
}

// folders are the folders that a view holds, with "/..." after those with all below them.
func folders(ws *project.Workspace) []string {
	var all []string
	for _, t := range ws.Trees {
		all = append(all, t.Path+"/...")
	}
	for _, u := range ws.Units {
		if u.All {
			all = append(all, u.Path)
		}
	}
	return all
}

// searchGo finds the scripts in the Go source of files and folders; lua are the .lua files of the
// run, as shown.
func searchGo(files, dirs, lua []string) (*goSearch, error) {
	modules := map[string]*goModule{}
	in := func(dir string) *goModule {
		root := moduleRoot(dir)
		if root == "" {
			root = realPath(dir)
		}
		if modules[root] == nil {
			modules[root] = &goModule{}
		}
		return modules[root]
	}
	for _, file := range files {
		// Another package may use what the file holds.
		dir := filepath.Dir(file)
		if root := moduleRoot(dir); root != "" {
			dir = root + "/..."
		}
		m := in(filepath.Dir(file))
		m.patterns = append(m.patterns, dir)
		m.files = append(m.files, shown(file))
	}
	for _, dir := range dirs {
		tree, below := strings.CutSuffix(dir, "/...")
		if !below {
			if hasGo(dir) {
				m := in(dir)
				m.patterns, m.files = append(m.patterns, dir), nil
			}
			continue
		}
		for _, dir := range modulesBelow(tree) {
			m := in(dir)
			m.patterns, m.files = append(m.patterns, dir+"/..."), nil
		}
	}
	s := &goSearch{}
	for _, root := range slices.Sorted(maps.Keys(modules)) {
		if err := s.module(root, *modules[root], lua); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// module searches what was asked for of one module.
func (s *goSearch) module(root string, m goModule, lua []string) error {
	req := gosource.Request{Dir: root, Shown: "."}
	for _, p := range m.patterns {
		dir, below := strings.CutSuffix(p, "/...")
		rel, err := filepath.Rel(root, realPath(dir))
		if err != nil {
			return err
		}
		pattern := "./" + filepath.ToSlash(rel)
		if rel == "." {
			pattern = "."
		}
		if below {
			pattern = strings.TrimSuffix("./"+filepath.ToSlash(rel), "/.") + "/..."
		}
		req.Patterns = append(req.Patterns, pattern)
	}
	loaded, err := gosource.Load(req)
	if err != nil {
		return err
	}
	s.problems = append(s.problems, loaded.Problems...)
	s.excluded = append(s.excluded, loaded.Excluded...)
	r := goResult{Result: gosource.Find(loaded.Packages), packages: loaded.Packages}
	if len(m.files) > 0 {
		r.Result, r.only = r.In(m.files), m.files
	}
	r.scripts = golint.Read(r.Scripts)
	for i := range r.scripts {
		r.scripts[i].Elsewhere = isOneOf(lua, r.Scripts[i].Text)
	}
	s.results = append(s.results, r)
	return nil
}

// isOneOf reports whether a text is the whole of one of some files.
func isOneOf(files []string, text diag.Hosted) bool {
	pieces := text.Pieces()
	return len(pieces) == 1 && slices.Contains(files, pieces[0].Host.File)
}

// count is the number of scripts whose text is in no .lua file of the run.
func (s *goSearch) count() int {
	n := 0
	for _, r := range s.results {
		for _, script := range r.scripts {
			if !script.Elsewhere {
				n++
			}
		}
	}
	return n
}

// found reports whether there are scripts in the Go source.
func (s *goSearch) found() bool {
	return slices.ContainsFunc(s.results, func(r goResult) bool { return len(r.scripts) > 0 })
}

// source returns the text of a Go file as it was searched; nil for other files.
func (s *goSearch) source(file string) []byte {
	for _, r := range s.results {
		if text, ok := r.Sources[file]; ok {
			return text
		}
	}
	return nil
}

// tell says what was not seen.
func (s *goSearch) tell(a *app) {
	var unseen []gosource.Unseen
	for _, r := range s.results {
		unseen = append(unseen, r.Unseen...)
	}
	if len(unseen) > 0 {
		verb := " are"
		if len(unseen) == 1 {
			verb = " is"
		}
		a.say("%s%s built at run time: %s", plural(len(unseen), "script"), verb, places(unseen))
	}
	if n := len(s.excluded); n > 0 {
		a.say("%s left out by build constraints: %s; GOFLAGS=-tags=… lets them in", plural(n, "Go file"), strings.Join(s.excluded, ", "))
	}
	if n := len(s.problems); n > 0 && (len(unseen) > 0 || s.found()) {
		more := ""
		if n > 1 {
			more = " (and " + strconv.Itoa(n-1) + " more)"
		}
		a.say("not all of the Go source can be type-checked; the rest is searched by syntax: %s%s", s.problems[0], more)
	}
}

// places lists places, of one file by their lines: "store.go:41, :77".
func places(unseen []gosource.Unseen) string {
	var b strings.Builder
	file := ""
	for i, u := range unseen {
		if i > 0 {
			b.WriteString(", ")
		}
		if u.Span.File != file {
			file = u.Span.File
			b.WriteString(file)
		}
		b.WriteString(":" + strconv.Itoa(u.Span.Start.Line))
	}
	return b.String()
}

// hasGo reports whether a folder has a Go file that is not generated.
func hasGo(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return e.Type().IsRegular() && isHandWritten(filepath.Join(dir, e.Name()))
	})
}

var generated = lazyregexp.New(`(?m)^// Code generated .* DO NOT EDIT\.\r?$`)

// isHandWritten reports whether a path is that of a Go file which is not generated.
func isHandWritten(file string) bool {
	if filepath.Ext(file) != ".go" {
		return false
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	// Most generated files say so in their first lines.
	const most = 4 << 10
	start := make([]byte, most)
	n, err := io.ReadFull(f, start)
	head, _, found := bytes.Cut(start[:n], []byte("\npackage "))
	if !found && err == nil {
		rest, err := io.ReadAll(f)
		if err != nil {
			return false
		}
		head, _, _ = bytes.Cut(append(start, rest...), []byte("\npackage "))
	}
	return !generated().Match(head)
}

// modulesBelow returns the folders below one that are each to be searched with all below
// them: the folder itself, and the other modules in it. There are none without Go files.
func modulesBelow(dir string) []string {
	var all []string
	has := map[string]bool{}
	roots := []string{dir}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error { // what cannot be read, the other search reports
		for len(roots) > 1 && !within(path, roots[len(roots)-1]) {
			roots = roots[:len(roots)-1]
		}
		root := roots[len(roots)-1]
		switch {
		case err != nil:
			return nil
		case d.IsDir() && path != dir && (project.PassedOver(d.Name()) || strings.HasPrefix(d.Name(), "_")):
			return fs.SkipDir
		case d.IsDir() && path != dir && exists(filepath.Join(path, "go.mod")):
			roots = append(roots, path)
		case d.Type().IsRegular() && !has[root] && isHandWritten(path):
			has[root] = true
			all = append(all, root)
		}
		return nil
	})
	return all
}

// within reports whether a path is a folder or below it.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, dir+string(filepath.Separator))
}
