package gosource

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/diag"
)

// Result is what is known of the scripts of some packages.
type Result struct {
	Scripts []*Script // in the order of their first use
	// Elsewhere are scripts of packages that were not searched, for the Runs of them. They have
	// no Uses.
	Elsewhere  []*Script
	Unseen     []Unseen    // what reaches a client and is built at run time
	Runs       []Run       // the calls that run a script
	Directives []Directive // the comments that suppress luagen's findings
	// Comparisons are where the text of an error is compared, tests apart.
	Comparisons []Comparison
	// Sources are the files that hold scripts, as they were read, by the path shown to people.
	Sources map[string][]byte
}

// Script is a text that reaches a client.
type Script struct {
	// Name is how findings call it while they are not mapped to the Go file: the place of
	// its first use, "store/lock.go:41:20".
	Name string
	Text diag.Hosted
	// Holes are the ranges of the text that stand for what is not known: the verbs of
	// fmt.Sprintf. The text has a placeholder there.
	Holes []Hole
	Uses  []Use
}

// Hole is a range of a script's text that stands for what is not known.
type Hole struct{ From, To int }

// Use is a place where a script reaches a client.
type Use struct {
	Client string // "go-redis", "rueidis", …; that of the function at the end of all wrappers
	Span   diag.Span
	Call   *ast.CallExpr // nil for a script that is set as a field of a struct
	Expr   ast.Expr      // the argument that is the script
	// Keys and Args are the call's arguments after the script: Keys nil where the call only
	// makes or loads it.
	Keys ast.Expr
	Args []ast.Expr
}

// Unseen is a script that is built at run time.
type Unseen struct {
	Span diag.Span
	Why  string // what it is: "a variable that is assigned more than once"
}

// Package is a package to search. Types and Info may be partial, or nil when there is nothing
// but syntax.
type Package struct {
	Fset  *token.FileSet
	Files []*ast.File
	Types *types.Package
	Info  *types.Info
	// Content returns what a file holds; files are the package's own and those it embeds.
	Content func(file string) ([]byte, error)
	// Shown is the path of a file as people know it.
	Shown func(file string) string
	// Support says that the package is only there for what others use of it: scripts that it
	// hands to a client are not meant.
	Support bool
}

// Finder searches packages, those that others import before these.
type Finder struct {
	// Known are the functions that hand a script on. Search adds those that it finds.
	Known map[*types.Func]Wrapper
	// Fields are the fields of structs that hold the text of a script, with the client that it
	// reaches. Search adds those that it finds.
	Fields map[*types.Var]string
	// Holders are the texts of the scripts that variables and fields of packages which are not
	// searched hold, as the client's type of a script or as their SHA-1.
	Holders map[types.Object]string

	sent       map[*ast.CallExpr][]*Script // the scripts that a call may make, load or send
	setTo      map[ast.Expr][]*Script      // the scripts that a field may be set to by an expression
	recovering map[*Package]bool
	seen       map[diag.Span]bool // the runs that are noted
	compared   map[diag.Span]bool // the comparisons that are noted
	knowsNil   bool               // one of the packages tests for the error of a nil reply

	decls   map[types.Object]*declared
	bodies  map[*types.Func]function
	methods []*types.Func  // those of bodies that are methods
	faces   []*types.Named // the program's interfaces

	frame *frame              // the call whose result is being read; nil for none
	depth int                 // of the reading
	steps int                 // of the reading of one expression
	asked map[*types.Var]bool // the variables without a value that were read
	// templates are the places where a function hands on a script that its parameters are a part of.
	templates map[*types.Func][]template

	hosts   map[string]source
	scripts map[string]*Script // by where their text stands
	result  Result
}

// Wrapper says which parameter of a function is a script that it hands on.
type Wrapper struct {
	Param  int    // of the parameters, or Receiver
	Client string // the client that it reaches
	// Value says that the parameter is no text: it is of a type of a script, or the SHA-1 of one.
	Value bool
	// Runs says that the function runs the script, with Keys and Args.
	Runs  bool
	Sends Sends
	Keys  Handed
	Args  Handed
	// Raw says that it returns the reply as the client has it.
	Raw bool
}

// NewFinder returns a Finder that knows no functions but the clients'.
func NewFinder() *Finder {
	return &Finder{
		Known:   map[*types.Func]Wrapper{},
		Fields:  map[*types.Var]string{},
		Holders: map[types.Object]string{},

		sent:       map[*ast.CallExpr][]*Script{},
		setTo:      map[ast.Expr][]*Script{},
		recovering: map[*Package]bool{},
		seen:       map[diag.Span]bool{},
		compared:   map[diag.Span]bool{},

		decls:  map[types.Object]*declared{},
		bodies: map[*types.Func]function{},

		asked:     map[*types.Var]bool{},
		templates: map[*types.Func][]template{},

		hosts:   map[string]source{},
		scripts: map[string]*Script{},
	}
}

// Find searches packages until no more functions are found that hand a script on, in any
// order.
func Find(pkgs []*Package) Result {
	f := NewFinder()
	for _, p := range pkgs {
		f.declare(p)
	}
	for {
		known := len(f.Known) + len(f.Fields)
		for _, p := range pkgs {
			f.wrappers(p)
		}
		if len(f.Known)+len(f.Fields) == known {
			break
		}
	}
	for _, p := range pkgs {
		if !p.Support {
			f.calls(p)
			f.directives(p)
			f.comparisons(p)
		}
	}
	f.filled(pkgs)
	f.knowsNil = slices.ContainsFunc(pkgs, (*Package).testsNil)
	for _, p := range pkgs {
		if !p.Support {
			f.runs(p)
		}
	}
	return f.Result()
}

// Search searches one package. What it imports was searched before.
func (f *Finder) Search(p *Package) {
	f.declare(p)
	for known := -1; known != len(f.Known)+len(f.Fields); {
		known = len(f.Known) + len(f.Fields)
		f.wrappers(p)
	}
	f.calls(p)
	f.filled([]*Package{p})
	f.knowsNil = p.testsNil()
	f.runs(p)
	f.directives(p)
	f.comparisons(p)
}

// Held returns what variables of a package, and fields of its structs, hold, for the Holders of
// those that import it: the texts of scripts of which all is known.
func (f *Finder) Held(p *Package) map[types.Object]string {
	held := map[types.Object]string{}
	for obj := range f.decls {
		v, ok := obj.(*types.Var)
		if !ok || v.Pkg() != p.Types || !v.Exported() || !v.IsField() && v.Parent() != p.Types.Scope() {
			continue
		}
		if s := f.scriptOfObject(v, nil).scripts; len(s) == 1 && len(s[0].Holes) == 0 {
			held[v] = s[0].Text.Text()
		}
	}
	return held
}

// Result returns what was found, in the order of the files.
func (f *Finder) Result() Result {
	r := f.result
	byPlace := func(a, b diag.Span) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Start.Offset, b.Start.Offset))
	}
	slices.SortStableFunc(r.Scripts, func(a, b *Script) int { return byPlace(a.Uses[0].Span, b.Uses[0].Span) })
	slices.SortStableFunc(r.Unseen, func(a, b Unseen) int { return byPlace(a.Span, b.Span) })
	r.Unseen = slices.CompactFunc(r.Unseen, func(a, b Unseen) bool { return a.Span == b.Span })
	r.Sources = map[string][]byte{}
	for _, s := range f.hosts {
		r.Sources[s.host.File] = s.content
	}
	return r
}

// In returns what of a result is in some files, as shown to people.
func (r Result) In(files []string) Result {
	in := func(s diag.Span) bool { return slices.Contains(files, s.File) }
	r.Scripts = slices.DeleteFunc(slices.Clone(r.Scripts), func(s *Script) bool {
		return !slices.ContainsFunc(s.Uses, func(u Use) bool { return in(u.Span) }) &&
			!slices.ContainsFunc(s.Text.Pieces(), func(p diag.Piece) bool { return slices.Contains(files, p.Host.File) })
	})
	r.Unseen = slices.DeleteFunc(slices.Clone(r.Unseen), func(u Unseen) bool { return !in(u.Span) })
	r.Directives = slices.DeleteFunc(slices.Clone(r.Directives), func(d Directive) bool { return !in(d.Span) })
	return r
}

// source is a file with its content.
type source struct {
	host    *diag.Host
	content []byte
}

// host returns the file that holds a position.
func (f *Finder) host(p *Package, pos token.Pos) (source, int, bool) {
	at := p.Fset.PositionFor(pos, false)
	if at.Filename == "" {
		return source{}, 0, false
	}
	h, ok := f.file(p, at.Filename)
	return h, at.Offset, ok
}

// file returns a file as a host of texts.
func (f *Finder) file(p *Package, name string) (source, bool) {
	if s, ok := f.hosts[name]; ok {
		return s, true
	}
	content, err := p.Content(name)
	if err != nil {
		return source{}, false
	}
	s := source{diag.NewHost(filepath.ToSlash(p.Shown(name)), content), content}
	f.hosts[name] = s
	return s, true
}

// span is where a node stands.
func (f *Finder) span(p *Package, n ast.Node) diag.Span {
	h, from, ok := f.host(p, n.Pos())
	if !ok {
		return diag.Span{}
	}
	return h.host.Span(from, from+int(n.End()-n.Pos()))
}
