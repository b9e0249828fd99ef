package gosource

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// template is a place where a function hands on a script that its parameters are a part of.
type template struct {
	pkg *Package
	handover
	texts []value // with holes for the parameters
}

// asksFor reports whether what was read depends on a text that is a parameter of a function.
func (f *Finder) asksFor(fn *types.Func) bool {
	params := fn.Signature().Params()
	for i := range params.Len() {
		if v := params.At(i); f.asked[v] && isString(v.Type()) {
			return true
		}
	}
	return false
}

// filled notes the scripts that calls make of templates, and the templates that nothing calls.
func (f *Finder) filled(pkgs []*Package) {
	if len(f.templates) == 0 {
		return
	}
	called := map[*types.Func]bool{}
	for _, p := range pkgs {
		if p.Support {
			continue
		}
		for _, file := range p.Files {
			if ast.IsGenerated(file) {
				continue
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				fn, _ := typeutil.Callee(p.Info, call).(*types.Func)
				if fn == nil {
					return true
				}
				for _, t := range f.templates[fn.Origin()] {
					called[fn.Origin()] = true
					f.fill(p, call, t)
				}
				return true
			})
		}
	}
	var left []template
	for fn, ts := range f.templates {
		if !called[fn] {
			left = append(left, ts...)
		}
	}
	slices.SortFunc(left, func(a, b template) int { return cmp.Compare(a.script.Pos(), b.script.Pos()) })
	for _, t := range left {
		for _, v := range t.texts {
			f.use(t.pkg, t.handover, v)
		}
	}
}

// fill notes the script that a call makes of a template.
func (f *Finder) fill(p *Package, call *ast.CallExpr, t template) {
	params := t.fn.Signature().Params()
	inner := &frame{args: map[types.Object]argument{}}
	h := handover{file: t.file, client: t.client, form: loads, call: call}
	for i := range min(params.Len(), len(call.Args)) {
		if i == params.Len()-1 && t.fn.Signature().Variadic() {
			break
		}
		inner.args[params.At(i)] = argument{p, call.Args[i]}
		if h.script == nil && isString(params.At(i).Type()) {
			h.script = call.Args[i]
		}
	}
	if h.script == nil {
		return
	}
	var texts []value
	f.within(inner, func() { texts = scriptLike(f.texts(t.pkg, t.script)) })
	for _, v := range texts {
		f.use(p, h, v)
	}
}
