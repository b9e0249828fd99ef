package gosource

import (
	"fmt"
	"go/ast"
	"go/types"
)

// wrappers notes the functions of a package that hand a parameter on as a script.
func (f *Finder) wrappers(p *Package) {
	f.eachCall(p, func(file *ast.File, fn *types.Func, call *ast.CallExpr) {
		if fn == nil {
			return
		}
		t, ok := f.target(p, file, call)
		if !ok {
			return
		}
		n := paramOf(fn, f.handed(p, call.Args[t.script]))
		if _, known := f.Known[fn]; n < 0 || known {
			return
		}
		f.Known[fn] = Wrapper{Param: n, Client: t.client, Evals: t.form == evals}
	})
}

// calls notes the scripts that the calls of a package hand to a client.
func (f *Finder) calls(p *Package) {
	f.eachCall(p, func(file *ast.File, fn *types.Func, call *ast.CallExpr) {
		t, ok := f.target(p, file, call)
		if !ok {
			return
		}
		arg := call.Args[t.script]
		if fn != nil && paramOf(fn, f.handed(p, arg)) >= 0 {
			return // its callers have the script
		}
		v := f.value(p, arg)
		if v.why != "" {
			f.result.Unseen = append(f.result.Unseen, Unseen{f.span(p, arg), v.why})
			return
		}
		use := Use{Client: t.client, Span: f.span(p, arg), Call: call, Expr: arg}
		if rest := call.Args[t.script+1:]; t.form == evals && len(rest) > 0 {
			use.Keys, use.Args = rest[0], rest[1:]
		} else if t.form == sends {
			use.Args = rest
		}
		f.script(v).addUse(use)
	})
}

// script returns the script that a text is, which may be known from another use.
func (f *Finder) script(v value) *Script {
	place := v.text.Text()
	for _, p := range v.text.Pieces() {
		place += fmt.Sprintf("\x00%s:%d:%d", p.Host.File, p.From, p.To)
	}
	s := f.scripts[place]
	if s == nil {
		s = &Script{Text: v.text, Holes: v.holes}
		f.scripts[place] = s
		f.result.Scripts = append(f.result.Scripts, s)
	}
	return s
}

func (s *Script) addUse(u Use) {
	if s.Uses = append(s.Uses, u); len(s.Uses) == 1 {
		s.Name = fmt.Sprintf("%s:%d:%d", u.Span.File, u.Span.Start.Line, u.Span.Start.Column)
	}
}

// eachCall visits every call of a package, with the declared function that it is in; nil
// outside of one.
func (f *Finder) eachCall(p *Package, visit func(*ast.File, *types.Func, *ast.CallExpr)) {
	for _, file := range p.Files {
		for _, decl := range file.Decls {
			var fn *types.Func
			if d, ok := decl.(*ast.FuncDecl); ok {
				fn, _ = p.Info.Defs[d.Name].(*types.Func)
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					visit(file, fn, call)
				}
				return true
			})
		}
	}
}

// handed is the variable that an expression is, white space at its ends aside; nil when it is
// none.
func (f *Finder) handed(p *Package, e ast.Expr) types.Object {
	e = ast.Unparen(e)
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 1 {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			if fn, ok := p.Info.ObjectOf(sel.Sel).(*types.Func); ok && fn.FullName() == "strings.TrimSpace" {
				e = ast.Unparen(call.Args[0])
			}
		}
	}
	if name, ok := e.(*ast.Ident); ok {
		return p.Info.ObjectOf(name)
	}
	return nil
}

// paramOf is which parameter of a function a variable is; -1 when it is none.
func paramOf(fn *types.Func, obj types.Object) int {
	params := fn.Signature().Params()
	for i := range params.Len() {
		if obj != nil && params.At(i) == obj {
			return i
		}
	}
	return -1
}
