package gosource

import (
	"go/ast"
	"go/types"
	"slices"
)

// wrappers notes the functions of a package that hand a parameter on as a script, and the
// fields of structs that hold one.
func (f *Finder) wrappers(p *Package) {
	found := &wrapping{of: map[*types.Func]Wrapper{}}
	f.eachHandover(p, func(h handover) {
		obj := f.handed(p, h.script)
		if field, ok := obj.(*types.Var); ok && field.IsField() {
			if f.known(field.Origin()).opaque {
				return
			}
			if _, known := f.Fields[field]; !known {
				f.Fields[field] = h.client
			}
			return
		}
		if h.fn == nil {
			return
		}
		if n := paramOf(h.fn, obj); n >= 0 {
			w := Wrapper{Param: n, Client: h.client, Keys: Handed{Rest: Own, Open: true}, Args: Handed{Rest: Own, Open: true}}
			if h.call != nil {
				f.handsOn(p, &w, h)
			}
			found.add(h.fn, w)
		}
	})
	f.valueWrappers(p, found)
	for _, fn := range found.order {
		f.know(fn, found.of[fn])
	}
}

// wrapping is what the functions of a package are seen to hand on.
type wrapping struct {
	of    map[*types.Func]Wrapper
	order []*types.Func
}

// add notes one place where a function hands a script on. What two places do otherwise is not
// known.
func (ws *wrapping) add(fn *types.Func, w Wrapper) {
	known, ok := ws.of[fn]
	switch {
	case !ok:
		ws.of[fn] = w
		ws.order = append(ws.order, fn)
	case known.Param != w.Param:
	case !known.Runs:
		ws.of[fn] = w
	case w.Runs:
		if !sameHanding(known.Keys, w.Keys) {
			known.Keys = Handed{Rest: Own, Open: true}
		}
		if !sameHanding(known.Args, w.Args) {
			known.Args = Handed{Rest: Own, Open: true}
		}
		ws.of[fn] = known
	}
}

// handsOn notes the keys and arguments that a function hands on with a script.
func (f *Finder) handsOn(p *Package, w *Wrapper, h handover) {
	r, ok := f.run(p, h.call)
	if !ok && h.form == loads {
		r, ok = f.runBySHA(p, h.fn)
	}
	if ok {
		w.Runs, w.Sends, w.Raw = true, r.Sends, f.returnsReply(h.fn)
		w.Keys, w.Args = f.handing(p, h.fn, r.Keys), f.handing(p, h.fn, r.Args)
	}
}

// runBySHA returns the first call in a function that runs a script by its SHA-1, when all have
// the same keys and arguments.
func (f *Finder) runBySHA(p *Package, fn *types.Func) (Run, bool) {
	body, ok := f.bodies[fn]
	if !ok {
		return Run{}, false
	}
	var found []Run
	ast.Inspect(body.body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if r, ok := f.run(p, call); ok && r.Sends == SendsSHA && r.Wrapper == nil {
				found = append(found, r)
			}
		}
		return true
	})
	if len(found) == 0 {
		return Run{}, false
	}
	first := found[0]
	for _, r := range found[1:] {
		if !sameHanding(f.handing(p, fn, first.Keys), f.handing(p, fn, r.Keys)) || !sameHanding(f.handing(p, fn, first.Args), f.handing(p, fn, r.Args)) {
			return Run{}, false
		}
	}
	first.Sends = SendsAsNeeded
	return first, true
}

func sameHanding(a, b Handed) bool {
	return slices.Equal(a.Elems, b.Elems) && a.Rest == b.Rest && a.Open == b.Open
}

// know notes that a function hands a parameter on as a script, and with it the methods of the
// program's interfaces that may be this one.
func (f *Finder) know(fn *types.Func, w Wrapper) {
	if _, known := f.Known[fn]; known {
		return
	}
	f.Known[fn] = w
	recv := fn.Signature().Recv()
	if recv == nil {
		return
	}
	for _, face := range f.faces {
		method, _, _ := types.LookupFieldOrMethod(face, false, fn.Pkg(), fn.Name())
		m, ok := method.(*types.Func)
		if !ok || !types.Implements(recv.Type(), face.Underlying().(*types.Interface)) {
			continue
		}
		if _, known := f.Known[m]; !known {
			f.Known[m] = w
		}
	}
}

// holder is which parameter of a function a variable is, or the Receiver; Own when it is none.
func holder(fn *types.Func, obj types.Object) int {
	if recv := fn.Signature().Recv(); recv != nil && obj != nil && recv == obj {
		return Receiver
	}
	return paramOf(fn, obj)
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
