package gosource

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// How much is read of an expression: what is beyond is not known.
const (
	mostTexts = 64   // that it may be
	deepest   = 24   // steps that lead to one
	mostSteps = 5000 // in all
)

// enter begins a step of reading an expression, and reports whether it is still within what is
// read. Who enters leaves by taking one off the depth.
func (f *Finder) enter() bool {
	if f.depth == 0 {
		f.steps = 0
	}
	if f.depth == deepest || f.steps == mostSteps {
		return false
	}
	f.depth++
	f.steps++
	return true
}

// function is a function of the program with its body.
type function struct {
	pkg  *Package
	typ  *ast.FuncType
	body *ast.BlockStmt
}

// frame has the arguments of a call by the parameters, while what it returns is read.
type frame struct {
	args  map[types.Object]argument
	outer *frame // that of the call
}

type argument struct {
	pkg  *Package
	expr ast.Expr
}

// arg is the argument for a parameter.
func (f *frame) arg(obj types.Object) (argument, bool) {
	if f == nil || obj == nil {
		return argument{}, false
	}
	a, ok := f.args[obj]
	return a, ok
}

// texts returns all texts that an expression may be: one with a reason where none is known.
func (f *Finder) texts(p *Package, e ast.Expr) []value {
	if !f.enter() {
		return []value{unknown("an expression that is computed at run time")}
	}
	defer func() { f.depth-- }()
	var all []value
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		all = f.textsOf(p, e)
	case *ast.IndexExpr:
		in, ok := f.elements(p, e)
		for _, elem := range in {
			all = append(all, f.texts(elem.pkg, elem.expr)...)
		}
		if !ok && len(all) > 0 {
			all = append(all, unknown("an element that is chosen at run time"))
		}
	case *ast.CallExpr:
		all = f.textsOfCall(p, e, 0)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			all = f.sums(p, e)
		}
	}
	if all == nil {
		return []value{f.value(p, e)}
	}
	return all[:min(len(all), mostTexts)]
}

// sums are the texts that a sum may be, when its sides may be several; nil for others.
func (f *Finder) sums(p *Package, e *ast.BinaryExpr) []value {
	left, right := f.texts(p, e.X), f.texts(p, e.Y)
	if n := len(left) * len(right); n < 2 || n > mostTexts {
		return nil
	}
	var all []value
	for _, a := range left {
		for _, b := range right {
			if a.why == "" || b.why == "" {
				all = append(all, joined(f.orHole(p, e.X, a), f.orHole(p, e.Y, b)))
			}
		}
	}
	return all
}

// scriptLike leaves out, of several texts, those that can be no script: one that stands for
// none, and one that an unrelated use of the variable needs.
func scriptLike(all []value) []value {
	if len(all) < 2 {
		return all
	}
	var kept []value
	for _, v := range all {
		text := v.text.Text()
		if v.why != "" || strings.Contains(text, "return") || strings.Contains(text, "redis.") || strings.Contains(text, "server.") {
			kept = append(kept, v)
		}
	}
	return kept
}

// textsOf returns the texts that a variable, constant or field may be; nil when it has one
// value at most, which value reads.
func (f *Finder) textsOf(p *Package, e ast.Expr) []value {
	obj := objectOf(p, e)
	if arg, ok := f.frame.arg(obj); ok {
		var all []value
		f.within(f.frame.outer, func() { all = f.texts(arg.pkg, arg.expr) })
		return all
	}
	d := f.decls[obj]
	if d == nil || d.opaque || d.reading || d.embed != nil {
		return nil
	}
	d.reading = true
	defer func() { d.reading = false }()
	var all []value
	if len(d.each) == 1 && len(d.sets) == 0 {
		in, ok := f.collection(d.each[0].pkg, d.each[0].expr)
		for _, elem := range in {
			all = append(all, f.texts(elem.pkg, elem.expr)...)
		}
		if !ok {
			all = append(all, unknown("an element that is chosen at run time"))
		}
		return all
	}
	for _, s := range d.reaching(e) {
		all = append(all, f.textsOfSetting(s)...)
	}
	return all
}

func (f *Finder) textsOfSetting(s setting) []value {
	call, ok := ast.Unparen(s.expr).(*ast.CallExpr)
	switch {
	case ok:
		return f.textsOfCall(s.pkg, call, s.result)
	case s.result > 0:
		return []value{unknown("a value that is not known before run time")}
	}
	return f.texts(s.pkg, s.expr)
}

// textsOfCall returns the texts that a result of a call may be.
func (f *Finder) textsOfCall(p *Package, call *ast.CallExpr, result int) []value {
	if tv, ok := p.Info.Types[call.Fun]; ok && tv.IsType() && len(call.Args) == 1 {
		return f.texts(p, call.Args[0])
	}
	fn, _ := typeutil.Callee(p.Info, call).(*types.Func)
	if fn != nil {
		if all, ok := f.readFile(p, call, fn); ok {
			if result > 0 {
				return []value{unknown("an error")}
			}
			return all
		}
		if trim := trimming(fn); trim != nil && len(call.Args) > 0 {
			return f.trimmedTexts(p, call, trim)
		}
		if fn.FullName() == "fmt.Sprintf" && len(call.Args) > 0 {
			return f.formats(p, call)
		}
		if fn.Pkg() != nil && (fn.Pkg().Path() == "strings" || fn.Pkg().Path() == "fmt") {
			return []value{f.value(p, call)}
		}
	}
	fns := f.functions(p, call.Fun)
	if len(fns) == 0 {
		return []value{f.value(p, call)}
	}
	var all []value
	for _, of := range fns {
		all = append(all, f.returned(p, call, of, result)...)
	}
	if len(all) == 0 {
		return []value{unknown("the result of a function")}
	}
	return all
}

// within does something in another frame.
func (f *Finder) within(other *frame, do func()) {
	saved := f.frame
	f.frame = other
	do()
	f.frame = saved
}

// returned returns the texts that a result of a call of a function of the program may be.
func (f *Finder) returned(p *Package, call *ast.CallExpr, of function, result int) []value {
	if !f.enter() {
		return []value{unknown("the result of a function")}
	}
	defer func() { f.depth-- }()
	inner := &frame{args: map[types.Object]argument{}, outer: f.frame}
	var results []*ast.Ident
	at := 0
	for _, field := range of.typ.Params.List {
		for _, name := range field.Names {
			if _, variadic := field.Type.(*ast.Ellipsis); !variadic && at < len(call.Args) {
				inner.args[of.pkg.Info.Defs[name]] = argument{p, call.Args[at]}
			}
			at++
		}
	}
	if of.typ.Results != nil {
		for _, field := range of.typ.Results.List {
			results = append(results, field.Names...)
		}
	}
	var all []value
	f.within(inner, func() {
		ast.Inspect(of.body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				switch {
				case len(n.Results) > result:
					all = append(all, f.textsOfSetting(setting{pkg: of.pkg, expr: n.Results[result]})...)
				case len(n.Results) == 1:
					all = append(all, f.textsOfSetting(setting{pkg: of.pkg, expr: n.Results[0], result: result})...)
				case len(results) > result:
					all = append(all, f.texts(of.pkg, results[result])...)
				}
			}
			return true
		})
	})
	return all
}

// functions returns the functions of the program that an expression may be.
func (f *Finder) functions(p *Package, e ast.Expr) []function {
	if !f.enter() {
		return nil
	}
	defer func() { f.depth-- }()
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return []function{{p, e.Type, e.Body}}
	case *ast.IndexExpr:
		var all []function
		in, _ := f.elements(p, e)
		for _, elem := range in {
			all = append(all, f.functions(elem.pkg, elem.expr)...)
		}
		return all
	}
	obj := objectOf(p, e)
	if fn, ok := obj.(*types.Func); ok {
		return f.implementations(fn.Origin())
	}
	if arg, ok := f.frame.arg(obj); ok {
		var all []function
		f.within(f.frame.outer, func() { all = f.functions(arg.pkg, arg.expr) })
		return all
	}
	d := f.decls[obj]
	if d == nil || d.opaque {
		return nil
	}
	var all []function
	for _, s := range d.reaching(e) {
		all = append(all, f.functions(s.pkg, s.expr)...)
	}
	for _, s := range d.each {
		in, _ := f.collection(s.pkg, s.expr)
		for _, elem := range in {
			all = append(all, f.functions(elem.pkg, elem.expr)...)
		}
	}
	return all
}

// implementations are the bodies of a function, or of the methods that a method of an
// interface may be.
func (f *Finder) implementations(fn *types.Func) []function {
	if body, ok := f.bodies[fn]; ok {
		return []function{body}
	}
	recv := fn.Signature().Recv()
	if recv == nil || !types.IsInterface(recv.Type()) {
		return nil
	}
	face := recv.Type().Underlying().(*types.Interface)
	var all []function
	for _, m := range f.methods {
		if m.Name() == fn.Name() && types.Implements(m.Signature().Recv().Type(), face) {
			all = append(all, f.bodies[m])
		}
	}
	return all
}
