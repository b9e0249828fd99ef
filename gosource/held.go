package gosource

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"github.com/luagen/luagen/diag"
)

// holding is what an expression holds: scripts, as the client's type of one or as its SHA-1, and
// the calls that make or load them. There are none when not all are known.
type holding struct {
	scripts []*Script
	made    []making
}

// making is a call that makes or loads a script.
type making struct {
	pkg  *Package
	call *ast.CallExpr
}

// union is what one of several expressions holds.
func union(all []holding) holding {
	var u holding
	for _, h := range all {
		if len(h.scripts) == 0 {
			return holding{}
		}
		for _, s := range h.scripts {
			if !slices.Contains(u.scripts, s) {
				u.scripts = append(u.scripts, s)
			}
		}
		u.made = append(u.made, h.made...)
	}
	return u
}

// scriptOf returns the scripts that an expression may hold.
func (f *Finder) scriptOf(p *Package, e ast.Expr) holding {
	if !f.enter() {
		return holding{}
	}
	defer func() { f.depth-- }()
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		if scripts, ok := f.sent[e]; ok {
			return holding{allKnown(scripts), []making{{p, e}}}
		}
		return f.scriptOfCall(p, e)
	case *ast.CompositeLit:
		for _, elem := range e.Elts { // of the program's own type of a script
			if kv, ok := elem.(*ast.KeyValueExpr); ok {
				elem = kv.Value
			}
			if scripts, ok := f.setTo[ast.Unparen(elem)]; ok {
				return holding{scripts: allKnown(scripts)}
			}
		}
	case *ast.UnaryExpr:
		return f.scriptOf(p, e.X)
	case *ast.IndexExpr:
		in, all := f.elements(p, e)
		return f.scriptOfElements(in, all)
	case *ast.Ident, *ast.SelectorExpr:
		obj := objectOf(p, e)
		if fn, ok := obj.(*types.Func); ok {
			return f.scriptReturned(f.implementations(fn.Origin()))
		}
		return f.scriptOfObject(obj, e)
	}
	return holding{}
}

// scriptOfElements is scriptOf for any of some elements of a list or map.
func (f *Finder) scriptOfElements(in []element, all bool) holding {
	if !all {
		return holding{}
	}
	var found []holding
	for _, one := range in {
		found = append(found, f.scriptOf(one.pkg, one.expr))
	}
	return union(found)
}

// scriptOfObject is scriptOf for a variable or field, where it is used.
func (f *Finder) scriptOfObject(obj types.Object, use ast.Node) holding {
	d := f.decls[obj]
	if d == nil {
		return f.elsewhere(obj)
	}
	if d.opaque || d.reading || len(d.puts) > 0 {
		return holding{}
	}
	d.reading = true
	defer func() { d.reading = false }()
	var found []holding
	for _, s := range d.reaching(use) {
		switch {
		case s.result > 0:
			return holding{}
		case isNothing(s.pkg.Info, s.expr):
		default:
			found = append(found, f.scriptOf(s.pkg, s.expr))
		}
	}
	for _, s := range d.each {
		in, all := f.collection(s.pkg, s.expr)
		found = append(found, f.scriptOfElements(in, all))
	}
	return union(found)
}

// isNothing reports whether an expression is nil or an empty text.
func isNothing(info *types.Info, e ast.Expr) bool {
	tv := info.Types[e]
	return tv.IsNil() || tv.Value != nil && tv.Value.Kind() == constant.String && constant.StringVal(tv.Value) == ""
}

// elsewhere is what an object of a package which is not searched holds.
func (f *Finder) elsewhere(obj types.Object) holding {
	text, ok := f.Holders[obj]
	if !ok {
		return holding{}
	}
	s := f.scripts[text]
	if s == nil {
		s = &Script{Name: obj.Name(), Text: diag.HostedIn(diag.Piece{Text: text, Host: diag.NewHost(obj.Name(), []byte(text)), To: len(text)})}
		f.scripts[text] = s
		f.result.Elsewhere = append(f.result.Elsewhere, s)
	}
	return holding{scripts: []*Script{s}}
}

// scriptOfCall is scriptOf for what a call returns: of a reply of SCRIPT LOAD, of a script, of
// the program.
func (f *Finder) scriptOfCall(p *Package, call *ast.CallExpr) holding {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return f.scriptReturned(f.functions(p, call.Fun))
	}
	fn, ok := p.Info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil {
		return f.scriptReturned(f.functions(p, call.Fun))
	}
	if _, of := clientOf(fn.Pkg().Path()); !of {
		return f.scriptReturned(f.functions(p, call.Fun))
	}
	switch sel.Sel.Name {
	case "Result", "Val", "Hash", "ToString":
		return f.scriptOf(p, sel.X)
	case "String", "Do": // redis.String(conn.Do("SCRIPT", "LOAD", src))
		if len(call.Args) > 0 {
			return f.scriptOf(p, call.Args[len(call.Args)-1])
		}
	}
	return holding{}
}

// scriptReturned is what functions of the program return first.
func (f *Finder) scriptReturned(fns []function) holding {
	var found []holding
	for _, fn := range fns {
		ast.Inspect(fn.body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				switch {
				case len(n.Results) == 0:
					found = append(found, holding{})
				case !isNothing(fn.pkg.Info, n.Results[0]): // which stands beside an error
					found = append(found, f.scriptOf(fn.pkg, n.Results[0]))
				}
			}
			return true
		})
	}
	return union(found)
}
