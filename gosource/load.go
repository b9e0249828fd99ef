package gosource

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// Request says which packages to load.
type Request struct {
	Dir      string   // the folder that Patterns are relative to
	Patterns []string // as for "go list": ".", "./..."
	Shown    string   // the folder that shown paths are relative to; empty for Dir
	// Texts are what an editor has in place of files, by absolute path.
	Texts map[string][]byte
	// Context ends the go command, which may have much to build, and Load with the context's error; nil
	// for context.Background.
	Context context.Context
}

// config is that of the packages in a folder.
func (r Request) config(mode packages.LoadMode, dir string, flags []string) *packages.Config {
	return &packages.Config{Context: r.Context, Mode: mode, Dir: dir, Tests: true, BuildFlags: flags}
}

// read reads a file, or what an editor has in its place.
func (r Request) read(file string) ([]byte, error) {
	if text, ok := r.Texts[file]; ok {
		return text, nil
	}
	return os.ReadFile(file)
}

// Loaded are the packages of a module, tests included.
type Loaded struct {
	Packages []*Package
	// Problems are what could not be read or type-checked, one line each. The packages are
	// there all the same, with what could be read.
	Problems []string
	// Excluded are the files, as shown to people, that import a client and that build
	// constraints leave out.
	Excluded []string
}

// Load reads the packages that a request names, as "go list" does, and for what they use of
// them those of the same module that they import. A go.mod that needs an update is left as it
// is. Where Go cannot list the packages, because a module is missing, it reads the Go files of the folders without the packages of other modules.
func Load(req Request) (Loaded, error) {
	root, err := filepath.Abs(req.Dir)
	if err != nil {
		return Loaded{}, err
	}
	shown := root
	if req.Shown != "" {
		if shown, err = filepath.Abs(req.Shown); err != nil {
			return Loaded{}, err
		}
	}
	root, req.Texts = Real(root), RealTexts(req.Texts)
	l := &loading{shown: Real(shown), read: req.read}
	listed, err := req.list(root, nil)
	if err != nil {
		listed, err = req.listTidied(root, err)
	}
	if req.Context != nil && req.Context.Err() != nil {
		return Loaded{}, req.Context.Err()
	}
	if err != nil {
		reason := strings.TrimSuffix(strings.TrimPrefix(firstLine(err.Error()), "err: "), ": stderr:")
		l.loaded.Problems = []string{"the go command cannot list the packages: " + reason}
		l.loaded.Packages, err = loadSyntax(req, root, l.shown)
		return l.loaded, err
	}
	pkgs, asked := listed.pkgs, listed.asked
	for _, p := range pkgs {
		l.add(p, asked, hasTests(pkgs, p))
	}
	if len(l.loaded.Packages) == 0 { // a folder outside of every module
		l.loaded.Packages, err = loadSyntax(req, root, l.shown)
	}
	slices.Sort(l.loaded.Excluded)
	l.loaded.Excluded = slices.Compact(l.loaded.Excluded)
	return l.loaded, err
}

type loading struct {
	shown  string // an absolute path
	read   func(file string) ([]byte, error)
	loaded Loaded
}

// listing is what the go command lists.
type listing struct {
	pkgs  []*packages.Package
	asked map[string]bool // the packages that the patterns name; nil for all
}

// list lists and type-checks the packages that the patterns name, and those that they need.
func (r Request) list(dir string, flags []string) (listing, error) {
	asked, patterns, err := r.inModule(dir, flags)
	if err != nil {
		return listing{}, err
	}
	cfg := r.config(packages.LoadSyntax, dir, flags)
	WithTexts(cfg, r.Texts)
	pkgs, err := packages.Load(cfg, patterns...)
	return listing{pkgs, asked}, err
}

// listTidied is list for a module whose go.mod or go.sum needs an update: it makes that in
// copies of the two. It returns the error of the first try when there is no module, or that does
// not help.
func (r Request) listTidied(dir string, first error) (listing, error) {
	root := moduleOf(dir)
	if root == "" {
		return listing{}, first
	}
	tmp, err := os.MkdirTemp("", "luagen-mod-")
	if err != nil {
		return listing{}, err
	}
	defer os.RemoveAll(tmp)
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			continue // a module without dependencies has no go.sum
		}
		if err := os.WriteFile(filepath.Join(tmp, name), text, 0o600); err != nil {
			return listing{}, err
		}
	}
	listed, err := r.list(dir, []string{"-mod=mod", "-modfile=" + filepath.Join(tmp, "go.mod")})
	if err != nil {
		return listing{}, first
	}
	return listed, nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// inModule returns the packages that the patterns name, and all to load for them: those of the
// module that they import, too.
func (r Request) inModule(dir string, flags []string) (asked map[string]bool, all []string, err error) {
	const mode = packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedModule
	if slices.Contains(r.Patterns, "./...") {
		if exists(filepath.Join(dir, "go.mod")) {
			return nil, r.Patterns, nil // there are no others
		}
	}
	listed, err := packages.Load(r.config(mode, dir, flags), r.Patterns...)
	if err != nil {
		return nil, nil, err
	}
	asked = map[string]bool{}
	for _, p := range listed {
		asked[p.PkgPath] = true
	}
	all = slices.Clone(r.Patterns)
	packages.Visit(listed, nil, func(p *packages.Package) {
		if p.Module != nil && p.Module.Main && !asked[p.PkgPath] && !strings.HasSuffix(p.PkgPath, ".test") {
			all = append(all, p.PkgPath)
		}
	})
	return asked, all, nil
}

// hasTests reports whether a package is there with its tests, too.
func hasTests(pkgs []*packages.Package, p *packages.Package) bool {
	return p.ForTest == "" && slices.ContainsFunc(pkgs, func(other *packages.Package) bool {
		return other.ForTest == p.PkgPath && other.PkgPath == p.PkgPath
	})
}

// add adds a package that the go command has listed. The asked ones are all for nil.
func (l *loading) add(p *packages.Package, asked map[string]bool, tested bool) {
	if strings.HasSuffix(p.ID, ".test") {
		return // a main package that is made for the tests
	}
	support := tested || asked != nil && !asked[p.PkgPath]
	if !support {
		for _, e := range p.Errors {
			if e.Pos != "" && e.Pos != "-" || len(p.Errors) == 1 { // others sum up those that have a place
				l.problem(e.Error())
			}
		}
		for _, file := range p.IgnoredFiles {
			if importsClient(file) {
				l.loaded.Excluded = append(l.loaded.Excluded, filepath.ToSlash(shownIn(l.shown)(file)))
			}
		}
	}
	if p.TypesInfo == nil || len(p.Syntax) == 0 {
		return
	}
	l.loaded.Packages = append(l.loaded.Packages, &Package{
		Fset: p.Fset, Files: p.Syntax, Types: p.Types, Info: p.TypesInfo,
		Content: l.read, Shown: shownIn(l.shown), Support: support,
	})
}

func (l *loading) problem(text string) {
	if text = strings.TrimPrefix(firstLine(text), l.shown+string(filepath.Separator)); !slices.Contains(l.loaded.Problems, text) {
		l.loaded.Problems = append(l.loaded.Problems, text)
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

var quotedPath = lazyregexp.New(`"([^"\s]+)"`)

// importsClient reports whether a Go file may import a client: whether it names the path of one.
func importsClient(file string) bool {
	text, err := os.ReadFile(file)
	return err == nil && filepath.Ext(file) == ".go" && NamesClient(text)
}

// NamesClient reports whether the text of a Go file names the import path of a client.
func NamesClient(text []byte) bool {
	for _, m := range quotedPath().FindAllSubmatch(text, -1) {
		if _, ok := clientOf(string(m[1])); ok {
			return true
		}
	}
	return false
}

// shownIn returns how files are shown: relative to a folder, when they are on its volume.
func shownIn(root string) func(string) string {
	return func(file string) string {
		if rel, err := filepath.Rel(root, file); err == nil {
			return rel
		}
		return file
	}
}
