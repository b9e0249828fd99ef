package gosource

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// chainStep returns what a step of a builder of commands begins to run: client.B().Eval().Script
// and client.B().Evalsha().Sha1.
func chainStep(fn *types.Func) (client, Sends, bool) {
	recv := fn.Signature().Recv()
	if recv == nil || fn.Pkg() == nil {
		return client{}, "", false
	}
	n, c := named(recv.Type()), client{}
	ok := n != nil
	if ok {
		c, ok = clientOf(fn.Pkg().Path())
	}
	if !ok {
		return client{}, "", false
	}
	sends, ok := c.chain[n.Obj().Name()+"."+fn.Name()]
	return c, sends, ok
}

// chained reads the keys and arguments of a builder of commands from the calls that follow, and
// returns the call that the command goes to, or the last of the chain.
func (f *Finder) chained(r *Run, u *usage) ast.Expr {
	last := r.Call
	for {
		sel, ok := u.Parents[last].(*ast.SelectorExpr)
		if !ok {
			break
		}
		call, ok := u.Parents[sel].(*ast.CallExpr)
		if !ok || call.Fun != sel {
			break
		}
		last = call
		to := &r.Args
		switch sel.Sel.Name {
		case "Key", "Keys":
			to = &r.Keys
		case "Arg", "Args":
		default:
			continue
		}
		if !call.Ellipsis.IsValid() {
			to.Elems = append(to.Elems, call.Args...)
		} else if in := f.list(r.Package, call.Args[0]); len(to.Elems) == 0 && !to.Open {
			*to = in
		} else {
			to.Elems, to.Open = append(to.Elems, in.Elems...), to.Open || in.Open
		}
	}
	if sel, ok := last.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Build" && sel.Sel.Name != "Cache" {
		r.Keys.Open, r.Args.Open = true, true // it goes on elsewhere
		return last
	}
	if call, ok := u.Parents[last].(*ast.CallExpr); ok {
		if fn, ok := typeutil.Callee(r.Info, call).(*types.Func); ok && (fn.Name() == "Do" || fn.Name() == "DoCache") && fn.Pkg() != nil {
			if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
				r.Conn = sel.X
			}
			if _, of := clientOf(fn.Pkg().Path()); of {
				return call
			}
		}
	}
	return last
}

// replying returns the call that the reply of a run comes from.
func (f *Finder) replying(r *Run, u *usage) ast.Expr {
	fn, _ := typeutil.Callee(r.Info, r.Call).(*types.Func)
	if fn == nil || r.Wrapper != nil {
		return r.Call
	}
	if _, _, ok := chainStep(fn); ok || fn.Name() == "Arbitrary" {
		return f.chained(r, u)
	}
	return r.Call
}
