package gosource

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/luagen/luagen/diag"
)

// Run is a call that runs a script: of a client's function, or of a function of the program
// that hands it on.
type Run struct {
	Client string // "go-redis", "rueidis", …; that of the function at the end of all wrappers
	// Script is nil for one that is only known by its SHA-1 or built at run time, and for any
	// of several.
	Script *Script
	Method string // the function or method called: "Run", "EvalSha"
	Sends  Sends
	// OfScript says that it is a method of the client's type of a script, and not of a client.
	OfScript bool
	// Wrapper is the function of the program that is called, and hands the script on; nil for
	// a function of the client.
	Wrapper *types.Func
	Context ast.Expr // the context; nil for none
	Conn    ast.Expr // what it is run on: a client, a pipeline; nil where the call does not say
	Keys    Inputs
	Args    Inputs
	// Decodes are what the function around the call does with the reply.
	Decodes []Decode
	Looped  bool // it stands in a loop
	Test    bool // it stands in a test
	// Recovers says that the package does something about NOSCRIPT.
	Recovers bool
	// Loaded says that the function around it sends SCRIPT LOAD, too.
	Loaded bool

	Call    *ast.CallExpr
	File    *ast.File
	Package *Package
	Info    *types.Info
	Span    func(n ast.Node) diag.Span
}

// Sends says what a call sends.
type Sends string

const (
	SendsAsNeeded Sends = "sha or text" // EVALSHA, and EVAL when the server lacks the script
	SendsText     Sends = "text"        // EVAL with the whole script
	SendsSHA      Sends = "sha"         // EVALSHA, and no more
)

// runs notes the calls of a package that run scripts.
func (f *Finder) runs(p *Package) {
	for _, file := range p.Files {
		if ast.IsGenerated(file) {
			continue
		}
		test := strings.HasSuffix(p.Fset.PositionFor(file.Pos(), false).Filename, "_test.go")
		var u *usage
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			r, ok := f.run(p, call)
			if !ok {
				return true
			}
			at := f.span(p, call)
			if f.seen[at] {
				return true // a file that two packages have: one and the same with its tests
			}
			f.seen[at] = true
			if u == nil {
				u = newUsage(p, file)
			}
			r.Test, r.File, r.Looped, r.Loaded = test, file, u.looped(call), u.sendsLoad(call)
			r.Decodes = u.decodes(call)
			f.result.Runs = append(f.result.Runs, r)
			return true
		})
	}
}

// run reads a call that runs a script.
func (f *Finder) run(p *Package, call *ast.CallExpr) (Run, bool) {
	fn, _ := typeutil.Callee(p.Info, call).(*types.Func)
	if fn == nil || fn.Signature().Recv() == nil {
		return Run{}, false
	}
	c, m, ok := runMethod(fn)
	sel, isSelector := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !isSelector {
		return Run{}, false
	}
	r := Run{
		Client: c.name, Method: m.name, Sends: m.sends, OfScript: m.ofScript, Conn: sel.X, Recovers: f.recovers(p),
		Call: call, Package: p, Info: p.Info, Span: func(n ast.Node) diag.Span { return f.span(p, n) },
	}
	if len(call.Args) > 0 && isContext(p.Info.TypeOf(call.Args[0])) {
		r.Context = call.Args[0]
	}
	keys := listParam(fn)
	if keys < 0 || keys >= len(call.Args) {
		return Run{}, false
	}
	r.Keys, r.Args = f.list(p, call.Args[keys]), f.rest(p, call, call.Args[keys+1:])
	switch {
	case m.ofScript:
		r.Script, r.Conn = f.held(p, sel.X), nil
		if keys > 0 {
			r.Conn = call.Args[keys-1]
		}
	case m.sends == SendsText:
		r.Script = f.sent[call]
	}
	return r, true
}

// listParam is the parameter of a function that is a list of keys; -1 when there is none.
func listParam(fn *types.Func) int {
	params := fn.Signature().Params()
	for i := range params.Len() {
		list, ok := params.At(i).Type().(*types.Slice)
		if ok && isString(list.Elem()) && (i < params.Len()-1 || !fn.Signature().Variadic()) {
			return i
		}
	}
	return -1
}

func isContext(t types.Type) bool {
	if t == nil {
		return false
	}
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && n.Obj().Name() == "Context"
}

// held returns the script that an expression of the client's type holds; nil for any of several.
func (f *Finder) held(p *Package, e ast.Expr) *Script {
	if f.depth++; f.depth > deepest {
		f.depth--
		return nil
	}
	defer func() { f.depth-- }()
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return f.sent[e]
	case *ast.IndexExpr:
		if in, all := f.elements(p, e); all && len(in) == 1 {
			return f.held(in[0].pkg, in[0].expr)
		}
	case *ast.Ident, *ast.SelectorExpr:
		d := f.decls[objectOf(p, e)]
		if d == nil || d.opaque || len(d.each) > 0 {
			return nil
		}
		if sets := d.reaching(e); len(sets) == 1 && sets[0].result == 0 {
			return f.held(sets[0].pkg, sets[0].expr)
		}
	}
	return nil
}

// recovers reports whether a package knows the error of a server that lacks a script: whether
// it has its code in a string.
func (f *Finder) recovers(p *Package) bool {
	if known, ok := f.recovering[p]; ok {
		return known
	}
	found := false
	for _, file := range p.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if tv := p.Info.Types[n]; tv.Value != nil && tv.Value.Kind() == constant.String && strings.Contains(strings.ToUpper(constant.StringVal(tv.Value)), "NOSCRIPT") {
					found = true
				}
			case *ast.SelectorExpr:
				found = found || slices.Contains([]string{"ScriptExists", "HasErrorPrefix", "ErrNoScript", "IsNoScript"}, n.Sel.Name)
			}
			return !found
		})
	}
	f.recovering[p] = found
	return found
}
