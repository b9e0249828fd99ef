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

// Run is a call that runs a script, of go-redis.
type Run struct {
	Script *Script // nil for a script that is only known by its SHA-1
	// Method is the method called, "Run" or "EvalSha"; OfScript says whether it is one of a
	// script, and not of a client.
	Method   string
	OfScript bool
	Conn     ast.Expr // what it is run on: a client, a pipeline
	Keys     ast.Expr // the keys
	Args     []ast.Expr
	Spread   bool   // the last of Args is a list of arguments: args...
	Decoded  string // the method that is called on the reply at once; empty for none
	Looped   bool   // it stands in a loop
	Test     bool   // it stands in a test
	// Recovers says that the package does something about NOSCRIPT.
	Recovers bool
	// Loaded says that the function around it sends SCRIPT LOAD, too.
	Loaded bool
	Call   *ast.CallExpr
	Info   *types.Info
	Span   func(n ast.Node) diag.Span
}

// runMethods are the methods of go-redis that run a script.
func runMethods() []string {
	return []string{"Run", "RunRO", "Eval", "EvalRO", "EvalSha", "EvalShaRO"}
}

// runs notes the calls of a package that run scripts.
func (f *Finder) runs(p *Package) {
	for _, file := range p.Files {
		if ast.IsGenerated(file) {
			continue
		}
		test := strings.HasSuffix(p.Fset.PositionFor(file.Pos(), false).Filename, "_test.go")
		var stack []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			stack = append(stack, n)
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if r, ok := f.run(p, call); ok && !slices.ContainsFunc(f.result.Runs, func(o Run) bool { return o.Span(o.Call) == r.Span(call) }) {
				r.Test = test
				r.Decoded, r.Looped = around(stack)
				r.Loaded = sendsLoad(p, stack)
				f.result.Runs = append(f.result.Runs, r)
			}
			return true
		})
	}
}

// around says what is done with the call at the top of a stack of nodes.
func around(stack []ast.Node) (decoded string, looped bool) {
	for i := len(stack) - 2; i >= 0 && !looped; i-- {
		switch stack[i].(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			looped = true
		case *ast.FuncLit, *ast.FuncDecl:
			i = 0
		}
	}
	if len(stack) >= 3 {
		sel, ok := stack[len(stack)-2].(*ast.SelectorExpr)
		if _, called := stack[len(stack)-3].(*ast.CallExpr); ok && called {
			decoded = sel.Sel.Name
		}
	}
	return decoded, looped
}

// sendsLoad reports whether the declaration at the bottom of a stack of nodes sends SCRIPT LOAD
// through go-redis.
func sendsLoad(p *Package, stack []ast.Node) bool {
	found := false
	for _, n := range stack[:min(2, len(stack))] { // the file, and what it declares
		if _, ok := n.(*ast.FuncDecl); !ok {
			continue
		}
		ast.Inspect(n, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return !found
			}
			if fn, ok := typeutil.Callee(p.Info, call).(*types.Func); ok && (fn.Name() == "Load" || fn.Name() == "ScriptLoad") && fn.Pkg() != nil {
				c, _ := clientOf(fn.Pkg().Path())
				found = found || c.name == "go-redis"
			}
			return !found
		})
	}
	return found
}

// run reads a call that runs a script.
func (f *Finder) run(p *Package, call *ast.CallExpr) (Run, bool) {
	fn, _ := typeutil.Callee(p.Info, call).(*types.Func)
	if fn == nil || fn.Signature().Recv() == nil || !slices.Contains(runMethods(), fn.Name()) {
		return Run{}, false
	}
	c, _, _ := clientMethod(fn)
	if fn.Pkg() != nil && c.name == "" {
		c, _ = clientOf(fn.Pkg().Path())
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || c.name != "go-redis" {
		return Run{}, false
	}
	r := Run{Method: fn.Name(), Call: call, Info: p.Info, Conn: sel.X, Recovers: f.recovers(p), Span: func(n ast.Node) diag.Span { return f.span(p, n) }}
	if n := named(fn.Signature().Recv().Type()); n != nil && n.Obj().Name() == "Script" {
		r.OfScript, r.Script = true, f.held(p, sel.X)
	}
	params := fn.Signature().Params()
	for i := range params.Len() {
		list, ok := params.At(i).Type().(*types.Slice)
		if ok && isString(list.Elem()) && i < len(call.Args) && i < params.Len()-1 {
			r.Keys, r.Args = call.Args[i], call.Args[i+1:]
			r.Spread = call.Ellipsis.IsValid()
			if r.OfScript && i > 0 {
				r.Conn = call.Args[i-1]
			} else if !r.OfScript && i > 0 && !strings.HasPrefix(r.Method, "EvalSha") {
				r.Script = f.sent[call]
			}
			return r, true
		}
	}
	return Run{}, false
}

// held returns the script that an expression of go-redis's type holds.
func (f *Finder) held(p *Package, e ast.Expr) *Script {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return f.sent[e]
	case *ast.Ident:
		return f.heldBy(p.Info.ObjectOf(e))
	case *ast.SelectorExpr:
		return f.heldBy(p.Info.ObjectOf(e.Sel))
	}
	return nil
}

func (f *Finder) heldBy(obj types.Object) *Script {
	d, ok := f.decls[obj]
	if obj == nil || !ok || d.changed || d.expr == nil {
		return nil
	}
	call, _ := ast.Unparen(d.expr).(*ast.CallExpr)
	if call == nil {
		return nil
	}
	return f.sent[call]
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
				found = found || n.Sel.Name == "ScriptExists" || n.Sel.Name == "HasErrorPrefix"
			}
			return !found
		})
	}
	f.recovering[p] = found
	return found
}
