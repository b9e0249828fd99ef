package gosource

import (
	"cmp"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// LoadSyntax is Load without the go command, for an answer at once: the packages of the module
// import each other, and all others are not there.
func LoadSyntax(req Request) ([]*Package, error) {
	root, err := filepath.Abs(req.Dir)
	if err != nil {
		return nil, err
	}
	shown := root
	if req.Shown != "" {
		if shown, err = filepath.Abs(req.Shown); err != nil {
			return nil, err
		}
	}
	return loadSyntax(req, root, shown)
}

// loadSyntax reads the packages below a folder without the help of the go command.
func loadSyntax(req Request, root, shown string) ([]*Package, error) {
	l := &syntaxLoader{root: root, read: req.read, shown: shownIn(shown), fset: token.NewFileSet(), done: map[string]*Package{}, parsed: map[string][]*ast.File{}}
	l.findModule()
	for _, pattern := range req.Patterns {
		dir, all := strings.CutSuffix(filepath.FromSlash(pattern), "...")
		dir = filepath.Join(root, dir)
		if !all {
			l.search(dir)
			continue
		}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if name := d.Name(); path != dir && (name == "testdata" || name == "vendor" || name[0] == '.' || name[0] == '_') {
				return fs.SkipDir
			}
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != dir {
				return fs.SkipDir // another module
			}
			l.search(path)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(l.pkgs, func(a, b *Package) int { return cmp.Compare(a.Types.Path(), b.Types.Path()) })
	return l.pkgs, nil
}

// syntaxLoader reads packages by folder. It is the importer of the packages that it reads.
type syntaxLoader struct {
	root  string // as given
	read  func(file string) ([]byte, error)
	shown func(file string) string
	fset  *token.FileSet
	// module is the import path of the folder moduleDir; empty without a go.mod.
	module, moduleDir string
	done              map[string]*Package // by folder; nil while it is read and without Go files
	parsed            map[string][]*ast.File
	pkgs              []*Package
}

// findModule finds the go.mod of the folder, or of one above it.
func (l *syntaxLoader) findModule() {
	for dir := l.root; ; dir = filepath.Dir(dir) {
		if data, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil {
			l.module, l.moduleDir = modfile.ModulePath(data), dir
			return
		}
		if dir == filepath.Dir(dir) {
			return
		}
	}
}

// load reads the package in a folder as others import it; nil when there is none.
func (l *syntaxLoader) load(dir string) *Package {
	if p, ok := l.done[dir]; ok {
		return p
	}
	l.done[dir] = nil
	var files []*ast.File
	for _, file := range l.parse(dir) {
		if !l.isTest(file) && (len(files) == 0 || file.Name.Name == files[0].Name.Name) {
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		return nil
	}
	p := l.check(dir, files)
	p.Support = true
	l.done[dir] = p
	return p
}

// search adds the packages of a folder that was asked for: the one that others import, with
// its tests, and those of other names, such as that of its outer tests.
func (l *syntaxLoader) search(dir string) {
	plain := l.load(dir)
	byName := map[string][]*ast.File{}
	tested := false
	for _, file := range l.parse(dir) {
		name := file.Name.Name
		byName[name] = append(byName[name], file)
		tested = tested || plain != nil && name == plain.Types.Name() && l.isTest(file)
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		if plain != nil && name == plain.Types.Name() && !tested {
			plain.Support = false
			continue
		}
		l.check(dir, byName[name])
	}
}

// parse reads the Go files of a folder, once.
func (l *syntaxLoader) parse(dir string) []*ast.File {
	if files, ok := l.parsed[dir]; ok {
		return files
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*.go")) // no pattern is wrong but one that a folder's name makes
	var files []*ast.File
	for _, name := range names {
		text, err := l.read(name)
		if err != nil {
			continue
		}
		if file, _ := parser.ParseFile(l.fset, name, text, parser.ParseComments|parser.SkipObjectResolution); file != nil && file.Name != nil {
			files = append(files, file)
		}
	}
	l.parsed[dir] = files
	return files
}

func (l *syntaxLoader) isTest(file *ast.File) bool {
	return strings.HasSuffix(l.fset.File(file.FileStart).Name(), "_test.go")
}

// check type-checks files as far as that goes: what is missing shows as an unknown type.
func (l *syntaxLoader) check(dir string, files []*ast.File) *Package {
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	conf := types.Config{Importer: l, Error: func(error) {}}
	path := l.module
	if rel, err := filepath.Rel(l.moduleDir, dir); err == nil && rel != "." {
		path += "/" + filepath.ToSlash(rel)
	}
	pkg, _ := conf.Check(path, l.fset, files, info)
	p := &Package{Fset: l.fset, Files: files, Types: pkg, Info: info, Content: l.read, Shown: l.shown}
	l.pkgs = append(l.pkgs, p)
	return p
}

// Import implements types.Importer for the packages of the module, and for the few of the
// standard library whose functions are known.
func (l *syntaxLoader) Import(path string) (*types.Package, error) {
	if pkg := standard(path); pkg != nil {
		return pkg, nil
	}
	rel, ok := strings.CutPrefix(path+"/", l.module+"/")
	if !ok || l.module == "" {
		return nil, errNotThere
	}
	if p := l.load(filepath.Join(l.moduleDir, filepath.FromSlash(rel))); p != nil {
		return p.Types, nil
	}
	return nil, errNotThere
}

var errNotThere = errors.New("not there")

// standard returns a package of the standard library with the functions that text.go knows;
// nil for the others.
func standard(path string) *types.Package {
	str, list := types.Typ[types.String], types.NewSlice(types.Typ[types.String])
	anys := types.NewSlice(types.NewInterfaceType(nil, nil))
	two := []types.Type{str, str}
	functions := map[string]map[string][]types.Type{
		"strings": {
			"TrimSpace": {str}, "Trim": two, "TrimLeft": two, "TrimRight": two, "TrimPrefix": two, "TrimSuffix": two,
			"Join": {list, str},
		},
		"fmt": {"Sprintf": {str, anys}},
	}[path]
	if functions == nil {
		return nil
	}
	pkg := types.NewPackage(path, path)
	for name, params := range functions {
		vars := make([]*types.Var, len(params))
		for i, t := range params {
			vars[i] = types.NewParam(token.NoPos, pkg, "", t)
		}
		result := types.NewTuple(types.NewParam(token.NoPos, pkg, "", str))
		sig := types.NewSignatureType(nil, nil, nil, types.NewTuple(vars...), result, name == "Sprintf")
		pkg.Scope().Insert(types.NewFunc(token.NoPos, pkg, name, sig))
	}
	pkg.MarkComplete()
	return pkg
}
