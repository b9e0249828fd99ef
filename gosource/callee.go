package gosource

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// target is a call that a script may reach a client by.
type target struct {
	client string
	form   form
	script int // the argument that is the script
	// words are the words of a command, when that is what is called; nil for other calls.
	words []ast.Expr
}

// target returns what a call does with a script, and reports whether it can do anything.
func (f *Finder) target(p *Package, file *ast.File, call *ast.CallExpr) (target, bool) {
	fn, _ := typeutil.Callee(p.Info, call).(*types.Func)
	if fn == nil {
		return f.untyped(p, file, call)
	}
	sig := fn.Signature()
	if w, ok := f.Known[fn.Origin()]; ok {
		t := target{client: w.Client, form: loads, script: w.Param}
		if w.Runs {
			t.form = evals
		}
		return t, !w.Value && w.Param < len(call.Args)
	}
	c, cf, ok := clientMethod(fn)
	if !ok {
		if recv := sig.Recv(); recv != nil && sig.Results().Len() > 0 && isInvalid(sig.Results().At(0).Type()) {
			return f.untyped(p, file, call)
		}
		return target{}, false
	}
	t := target{client: c.name, form: cf.form}
	if cf.form == sends {
		return f.command(p, t, call)
	}
	for i := range sig.Params().Len() {
		if isString(sig.Params().At(i).Type()) {
			t.script = i
			return t, i < len(call.Args)
		}
	}
	return target{}, false
}

// clientMethod returns the function of a client that a function is. A method of an interface
// of the program itself is one when it returns what only the client has.
func clientMethod(fn *types.Func) (client, clientFunc, bool) {
	recv := ""
	if r := fn.Signature().Recv(); r != nil {
		recv = "?"
		if n := named(r.Type()); n != nil {
			recv = n.Obj().Name()
		}
	}
	if fn.Pkg() != nil {
		if c, ok := clientOf(fn.Pkg().Path()); ok {
			cf, ok := c.find(fn.Name(), recv)
			return c, cf, ok
		}
	}
	results := fn.Signature().Results()
	if recv == "" || results.Len() == 0 {
		return client{}, clientFunc{}, false
	}
	n := named(results.At(0).Type())
	if n == nil || n.Obj().Pkg() == nil {
		return client{}, clientFunc{}, false
	}
	c, ok := clientOf(n.Obj().Pkg().Path())
	if !ok {
		return client{}, clientFunc{}, false
	}
	cf, ok := c.find(fn.Name(), recv)
	return c, cf, ok && cf.recv == "*"
}

// named is the named type that a type is, or points to; nil for others.
func named(t types.Type) *types.Named {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	n, _ := types.Unalias(t).(*types.Named)
	return n
}

// isInvalid reports whether a type is not known: it is of a package that could not be loaded.
func isInvalid(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return t == types.Typ[types.Invalid]
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.String
}

// untyped is target for a call of which the types are not known, because the client's
// package could not be loaded.
func (f *Finder) untyped(p *Package, file *ast.File, call *ast.CallExpr) (target, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || known(p, sel) {
		return target{}, false
	}
	if x, ok := sel.X.(*ast.Ident); ok {
		if c, ok := importedClient(file, x.Name); ok {
			cf, ok := c.find(sel.Sel.Name, "")
			return f.guess(p, target{client: c.name, form: cf.form}, call, ok)
		}
	}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		c, ok := clientOf(path)
		if !ok {
			continue
		}
		if cf, ok := c.find(sel.Sel.Name, builderOf(sel.X)); ok {
			return f.guess(p, target{client: c.name, form: cf.form}, call, true)
		}
	}
	return target{}, false
}

// known reports whether it is known what is selected, a function with all of its type.
func known(p *Package, sel *ast.SelectorExpr) bool {
	fn, ok := p.Info.Uses[sel.Sel].(*types.Func)
	return ok && (fn.Signature().Results().Len() == 0 || !isInvalid(fn.Signature().Results().At(0).Type()))
}

// builderOf is the builder that a method is called on, as in b.Eval().Script; "?" for any
// other receiver.
func builderOf(x ast.Expr) string {
	if call, ok := x.(*ast.CallExpr); ok {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			return strings.Replace(sel.Sel.Name, "Evalro", "EvalRo", 1)
		}
	}
	return "?"
}

// importedClient returns the client that a file imports under a name.
func importedClient(file *ast.File, name string) (client, bool) {
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		c, ok := clientOf(path)
		if !ok {
			continue
		}
		base := unversioned(path)
		base = base[strings.LastIndexByte(base, '/')+1:]
		if spec.Name != nil && spec.Name.Name == name || spec.Name == nil && (base == name || strings.TrimSuffix(strings.TrimPrefix(base, "go-"), "-go") == name) {
			return c, true
		}
	}
	return client{}, false
}

// guess finds the script among the arguments of a call without types: the first one that is
// a text.
func (f *Finder) guess(p *Package, t target, call *ast.CallExpr, ok bool) (target, bool) {
	if !ok {
		return target{}, false
	}
	if t.form == sends {
		return f.command(p, t, call)
	}
	for i, arg := range call.Args {
		if tv, ok := p.Info.Types[arg]; ok && tv.Type != nil && isString(tv.Type) || f.value(p, arg).why == "" {
			t.script = i
			return t, true
		}
	}
	return target{}, false
}

// command finds the script among the words of a command.
func (f *Finder) command(p *Package, t target, call *ast.CallExpr) (target, bool) {
	all, _ := f.spelled(p, call)
	for i := range all {
		var words []string
		for _, arg := range all[i:min(i+2, len(all))] {
			tv := p.Info.Types[arg]
			if tv.Value == nil || tv.Value.Kind() != constant.String {
				break
			}
			words = append(words, constant.StringVal(tv.Value))
		}
		n := commandWord(words)
		switch {
		case n < 0:
			continue
		case n == 1:
			t.form = sends
		default:
			t.form = loads
		}
		if t.script = i + n; t.script >= len(all) {
			return target{}, false
		}
		t.words = all
		return t, true
	}
	return target{}, false
}
