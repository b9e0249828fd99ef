package gosource

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// declared is what is known of a variable, constant or field.
type declared struct {
	sets []setting // the values that it is set to
	puts []setting // the elements that a list or map is given one by one
	// each are the lists and maps that it is an element of in turn.
	each    []setting
	embed   *embedding // the files that go:embed names; nil for none
	opaque  bool       // it may get other values: its address is taken, or it grows
	reading bool       // its value is being read, so that it depends on itself
}

// setting is a value that something is set to.
type setting struct {
	pkg    *Package
	expr   ast.Expr
	result int      // which result of a call with several
	key    ast.Expr // of an element; nil for those that are appended
	// at is where it is set; block is the innermost block around, and fn the innermost function.
	at        token.Pos
	block, fn ast.Node
}

// known returns what is known of an object, to be changed.
func (f *Finder) known(obj types.Object) *declared {
	d := f.decls[obj]
	if d == nil {
		d = &declared{}
		f.decls[obj] = d
	}
	return d
}

// declare notes what the variables, constants and fields of a package are set to, its
// interfaces and its functions.
func (f *Finder) declare(p *Package) {
	for _, file := range p.Files {
		d := &declaring{Finder: f, p: p}
		ast.Inspect(file, d.visit)
	}
}

// declaring notes what a file sets.
type declaring struct {
	*Finder
	p     *Package
	stack []ast.Node
}

func (d *declaring) visit(n ast.Node) bool {
	if n == nil {
		d.stack = d.stack[:len(d.stack)-1]
		return true
	}
	d.stack = append(d.stack, n)
	switch n := n.(type) {
	case *ast.FuncDecl:
		if fn, ok := d.p.Info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
			d.bodies[fn] = function{d.p, n.Type, n.Body}
			if n.Recv != nil {
				d.methods = append(d.methods, fn)
			}
		}
	case *ast.GenDecl:
		for _, spec := range n.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				d.spec(n, v)
			}
		}
	case *ast.TypeSpec:
		if obj, ok := d.p.Info.Defs[n.Name].(*types.TypeName); ok {
			if named, ok := obj.Type().(*types.Named); ok && types.IsInterface(named) {
				d.faces = append(d.faces, named)
			}
		}
	case *ast.AssignStmt:
		d.assign(n)
	case *ast.CompositeLit:
		eachField(d.p, n, func(field *types.Var, value ast.Expr) { d.set(field, setting{expr: value}) })
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			d.opaque(n.X)
		}
	case *ast.RangeStmt:
		d.opaqueUnless(n.Key, n.Tok == token.DEFINE)
		d.opaqueUnless(n.Value, n.Tok == token.DEFINE)
		if name, ok := n.Value.(*ast.Ident); ok && d.p.Info.Defs[name] != nil {
			known := d.known(d.p.Info.Defs[name])
			known.each = append(known.each, d.here(setting{expr: n.X}))
		}
	}
	return true
}

// here completes a setting with where it is.
func (d *declaring) here(s setting) setting {
	s.pkg = d.p
	if s.at == token.NoPos {
		s.at = s.expr.Pos()
	}
	for _, n := range slices.Backward(d.stack) {
		switch n.(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			if s.block == nil {
				s.block = n
			}
		case *ast.FuncLit, *ast.FuncDecl:
			s.fn = n
			return s
		}
	}
	return s
}

// set notes a value of an object.
func (d *declaring) set(obj types.Object, s setting) {
	if obj == nil {
		return
	}
	if v, ok := obj.(*types.Var); ok {
		obj = v.Origin()
	}
	known := d.known(obj)
	known.sets = append(known.sets, d.here(s))
}

func (d *declaring) spec(decl *ast.GenDecl, v *ast.ValueSpec) {
	for i, name := range v.Names {
		obj := d.p.Info.Defs[name]
		if obj == nil {
			continue
		}
		switch {
		case len(v.Values) == len(v.Names):
			d.set(obj, setting{expr: v.Values[i]})
		case len(v.Values) == 1:
			d.set(obj, setting{expr: v.Values[0], result: i})
		case len(v.Names) == 1:
			doc := v.Doc
			if doc == nil {
				doc = decl.Doc
			}
			if e := d.embedding(d.p, v, doc); e != nil {
				d.known(obj).embed = e
			}
		}
	}
}

// assign notes what an assignment declares or changes.
func (d *declaring) assign(s *ast.AssignStmt) {
	for i, target := range s.Lhs {
		value := setting{at: s.Pos()}
		switch {
		case len(s.Lhs) == len(s.Rhs):
			value.expr = s.Rhs[i]
		case len(s.Rhs) == 1:
			value.expr, value.result = s.Rhs[0], i
		default:
			continue
		}
		switch target := ast.Unparen(target).(type) {
		case *ast.Ident:
			d.assignTo(s, d.p.Info.ObjectOf(target), value)
		case *ast.SelectorExpr:
			d.assignTo(s, d.p.Info.ObjectOf(target.Sel), value)
		case *ast.IndexExpr:
			obj := d.object(target.X)
			if obj == nil {
				continue
			}
			value.key = target.Index
			known := d.known(obj)
			known.puts = append(known.puts, d.here(value))
		}
	}
}

// assignTo notes an assignment to a variable or field.
func (d *declaring) assignTo(s *ast.AssignStmt, obj types.Object, value setting) {
	if obj == nil {
		return
	}
	if s.Tok == token.DEFINE || s.Tok == token.ASSIGN {
		if more, ok := appended(d.p, value.expr, obj); ok {
			known := d.known(obj)
			for _, elem := range more {
				known.puts = append(known.puts, d.here(setting{expr: elem}))
			}
			return
		}
		if !mentions(d.p, value.expr, obj) {
			d.set(obj, value)
			return
		}
	}
	d.known(obj).opaque = true
}

// appended returns what is appended to a variable or field, "x = append(x, a, b)".
func appended(p *Package, e ast.Expr, obj types.Object) ([]ast.Expr, bool) {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() {
		return nil, false
	}
	name, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || p.Info.Uses[name] != types.Universe.Lookup("append") || objectOf(p, call.Args[0]) != obj {
		return nil, false
	}
	return call.Args[1:], true
}

// mentions reports whether an expression uses an object.
func mentions(p *Package, e ast.Expr, obj types.Object) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && p.Info.Uses[name] == obj {
			found = true
		}
		return !found
	})
	return found
}

// opaque notes that what an expression names may get values that are not seen.
func (d *declaring) opaque(e ast.Expr) {
	if obj := d.object(e); obj != nil {
		d.known(obj).opaque = true
	}
}

func (d *declaring) opaqueUnless(e ast.Expr, defined bool) {
	if e != nil && !defined {
		d.opaque(e)
	}
}

func (d *declaring) object(e ast.Expr) types.Object { return objectOf(d.p, e) }

// objectOf is the variable, constant or field that an expression is; nil for others.
func objectOf(p *Package, e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return p.Info.ObjectOf(e)
	case *ast.SelectorExpr:
		if v, ok := p.Info.ObjectOf(e.Sel).(*types.Var); ok {
			return v.Origin()
		}
		return p.Info.ObjectOf(e.Sel)
	}
	return nil
}

// reaching returns the values that an object may have at a place: not those that are
// overwritten before it.
func (d *declared) reaching(use ast.Node) []setting {
	if len(d.sets) < 2 || use == nil {
		return d.sets
	}
	var last *setting // the last one that certainly comes before the use
	for i, s := range d.sets {
		if s.fn == nil || s.fn != d.sets[0].fn || s.block == nil || use.Pos() < s.fn.Pos() || s.fn.End() <= use.Pos() {
			return d.sets // of a package, a field, or another function
		}
		if s.at < use.Pos() && s.block.Pos() <= use.Pos() && use.Pos() < s.block.End() && (last == nil || s.at > last.at) {
			last = &d.sets[i]
		}
	}
	if last == nil {
		return d.sets
	}
	return slices.DeleteFunc(slices.Clone(d.sets), func(s setting) bool { return s.at < last.at })
}
