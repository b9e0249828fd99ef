package gosource

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
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

// returnsReply reports whether a function returns the reply of a script as its client has it.
func (f *Finder) returnsReply(fn *types.Func) bool {
	results := fn.Signature().Results()
	if results.Len() == 0 {
		return false
	}
	if n := named(results.At(0).Type()); n != nil && n.Obj().Pkg() != nil {
		_, of := clientOf(n.Obj().Pkg().Path())
		return of
	}
	body, ok := f.bodies[fn]
	if !ok || !types.IsInterface(results.At(0).Type()) {
		return false
	}
	raw := true
	ast.Inspect(body.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			raw = raw && len(n.Results) > 0 && f.isReply(body.pkg, n.Results[0])
		}
		return raw
	})
	return raw
}

// isReply reports whether an expression is the reply of a script as its client has it, or nil.
func (f *Finder) isReply(p *Package, e ast.Expr) bool {
	if f.depth++; f.depth > deepest {
		f.depth--
		return false
	}
	defer func() { f.depth-- }()
	e = ast.Unparen(e)
	if p.Info.Types[e].IsNil() {
		return true
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		if r, ok := f.run(p, e); ok {
			return r.Wrapper == nil || f.Known[r.Wrapper].Raw
		}
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		fn, ok := p.Info.Uses[sel.Sel].(*types.Func)
		if !ok || fn.Pkg() == nil {
			return false
		}
		c, of := clientOf(fn.Pkg().Path())
		return of && c.steps[fn.Name()] == whole && f.isReply(p, sel.X)
	case *ast.Ident:
		d := f.decls[objectOf(p, e)]
		if d == nil || d.opaque || d.reading || len(d.sets) == 0 {
			return false
		}
		d.reading = true
		defer func() { d.reading = false }()
		return !slices.ContainsFunc(d.sets, func(s setting) bool { return s.result > 0 || !f.isReply(s.pkg, s.expr) })
	}
	return false
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

// calls notes the scripts that a package hands to a client.
func (f *Finder) calls(p *Package) {
	f.eachHandover(p, func(h handover) {
		if ast.IsGenerated(h.file) {
			return // whoever generates it is to be told
		}
		switch obj := f.handed(p, h.script).(type) {
		case *types.Var:
			if _, known := f.Fields[obj]; known || h.fn != nil && paramOf(h.fn, obj) >= 0 {
				return // whoever sets it, or calls the function, has the script
			}
		}
		clear(f.asked)
		texts := scriptLike(f.texts(p, h.script))
		if h.fn != nil && f.asksFor(h.fn) {
			f.templates[h.fn] = append(f.templates[h.fn], template{p, h, texts})
			return
		}
		for _, v := range texts {
			f.use(p, h, v)
		}
	})
}

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

// use notes a text that is handed to a client.
func (f *Finder) use(p *Package, h handover, v value) {
	var s *Script
	if v.why != "" {
		f.result.Unseen = append(f.result.Unseen, Unseen{f.span(p, h.script), v.why})
	} else {
		use := Use{Client: h.client, Span: f.span(p, h.script), Call: h.call, Expr: h.script}
		if h.form == evals && len(h.rest) > 0 {
			use.Keys, use.Args = h.rest[0], h.rest[1:]
		} else if h.form == sends {
			use.Args = h.rest
		}
		s = f.script(v)
		s.addUse(use)
	}
	if h.call == nil {
		f.setTo[ast.Unparen(h.script)] = alternative(f.setTo[ast.Unparen(h.script)], s)
	} else {
		f.sent[h.call] = alternative(f.sent[h.call], s)
	}
}

// alternative adds one of several scripts; nil stands for one that is not known.
func alternative(all []*Script, s *Script) []*Script {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// allKnown are the scripts of a list when all of them are known.
func allKnown(scripts []*Script) []*Script {
	if slices.Contains(scripts, nil) {
		return nil
	}
	return scripts
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
	if slices.ContainsFunc(s.Uses, func(other Use) bool { return other.Span == u.Span }) {
		return // a file that two packages have: one and the same with its tests
	}
	if s.Uses = append(s.Uses, u); len(s.Uses) == 1 {
		s.Name = fmt.Sprintf("%s:%d:%d", u.Span.File, u.Span.Start.Line, u.Span.Start.Column)
	}
}

// handover is a place where a script goes on to a client: an argument of a call, or the value
// of a field that holds scripts.
type handover struct {
	file   *ast.File
	client string
	form   form
	fn     *types.Func // the declared function that it is in; nil outside of one
	call   *ast.CallExpr
	script ast.Expr
	rest   []ast.Expr // the arguments after it
}

// eachHandover visits every such place of a package.
func (f *Finder) eachHandover(p *Package, visit func(handover)) {
	for _, file := range p.Files {
		for _, decl := range file.Decls {
			var fn *types.Func
			if d, ok := decl.(*ast.FuncDecl); ok {
				fn, _ = p.Info.Defs[d.Name].(*types.Func)
			}
			set := func(field *types.Var, value ast.Expr) {
				if client := f.Fields[field.Origin()]; client != "" {
					visit(handover{file: file, client: client, fn: fn, script: value})
				}
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if t, ok := f.target(p, file, n); ok {
						args := n.Args
						if t.words != nil {
							args = t.words
						}
						visit(handover{file, t.client, t.form, fn, n, args[t.script], args[t.script+1:]})
					}
				case *ast.CompositeLit:
					eachField(p, n, set)
				case *ast.AssignStmt:
					for i, target := range n.Lhs {
						if sel, ok := target.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
							if field, ok := p.Info.ObjectOf(sel.Sel).(*types.Var); ok && field.IsField() {
								set(field, n.Rhs[i])
							}
						}
					}
				}
				return true
			})
		}
	}
}

// eachField visits the fields that a composite literal of a struct sets.
func eachField(p *Package, lit *ast.CompositeLit, set func(*types.Var, ast.Expr)) {
	for i, elem := range lit.Elts {
		if kv, ok := elem.(*ast.KeyValueExpr); ok {
			if name, ok := kv.Key.(*ast.Ident); ok {
				if field, ok := p.Info.ObjectOf(name).(*types.Var); ok && field.IsField() {
					set(field, kv.Value)
				}
			}
			continue
		}
		t := p.Info.TypeOf(lit)
		if t == nil {
			return
		}
		if s, ok := t.Underlying().(*types.Struct); ok && i < s.NumFields() {
			set(s.Field(i), elem)
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
	switch e := e.(type) {
	case *ast.Ident:
		return p.Info.ObjectOf(e)
	case *ast.SelectorExpr:
		if v, ok := p.Info.ObjectOf(e.Sel).(*types.Var); ok && v.IsField() {
			return v.Origin()
		}
	}
	return nil
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
