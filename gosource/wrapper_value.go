package gosource

import (
	"go/ast"
	"go/types"
)

// valueWrappers notes the functions of a package that run a parameter of the client's type of a
// script.
func (f *Finder) valueWrappers(p *Package, found *wrapping) {
	for _, file := range p.Files {
		for _, decl := range file.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || d.Body == nil {
				continue
			}
			fn, _ := p.Info.Defs[d.Name].(*types.Func)
			if fn == nil {
				continue
			}
			ast.Inspect(d.Body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				r, ok := f.run(p, call)
				if !ok {
					return true
				}
				param, ok := f.scriptParam(p, fn, r)
				if !ok {
					return true
				}
				sends := r.Sends
				if sends == SendsSHA && f.recovers(p) {
					sends = SendsAsNeeded
				}
				found.add(fn, Wrapper{
					Param: param, Client: r.Client, Value: true, Runs: true, Sends: sends, Raw: f.returnsReply(fn),
					Keys: f.handing(p, fn, r.Keys), Args: f.handing(p, fn, r.Args),
				})
				return true
			})
		}
	}
}

// scriptParam returns the parameter of a function, or the Receiver, that has the script which a
// call in it runs: a value of a type of a script, its SHA-1, or a function that returns it.
func (f *Finder) scriptParam(p *Package, fn *types.Func, r Run) (int, bool) {
	e := ast.Unparen(r.value)
	for range 3 {
		n := holder(fn, objectOf(p, e))
		if n != Own {
			text := n >= 0 && isString(fn.Signature().Params().At(n).Type())
			return n, !text || r.Sends != SendsText
		}
		switch x := e.(type) {
		case *ast.SelectorExpr: // script.src, script.hash
			if v, ok := p.Info.ObjectOf(x.Sel).(*types.Var); !ok || !v.IsField() || !f.scriptField(v) {
				return Own, false
			}
			e = ast.Unparen(x.X)
		case *ast.CallExpr: // getSHA(), script.Hash()
			e = ast.Unparen(x.Fun)
			if sel, ok := e.(*ast.SelectorExpr); ok && sel.Sel.Name == "Hash" {
				e = ast.Unparen(sel.X)
			}
		default:
			return Own, false
		}
	}
	return Own, false
}

// scriptField reports whether a field belongs to a type that holds one script: one of its fields
// is known to hold a text that reaches a client.
func (f *Finder) scriptField(field *types.Var) bool {
	if f.Fields[field.Origin()] != "" {
		return true
	}
	for other := range f.Fields {
		if other.Pkg() == field.Pkg() && f.sibling(other, field.Origin()) {
			return true
		}
	}
	return false
}

// sibling reports whether two fields are of one struct, which has no more scripts than one.
func (f *Finder) sibling(text, field *types.Var) bool {
	scope := text.Pkg().Scope()
	for _, name := range scope.Names() {
		s, ok := scope.Lookup(name).Type().Underlying().(*types.Struct)
		if !ok {
			continue
		}
		texts, has := 0, false
		for i := range s.NumFields() {
			if f.Fields[s.Field(i)] != "" {
				texts++
			}
			has = has || s.Field(i) == field
		}
		if has {
			return texts == 1
		}
	}
	return false
}
