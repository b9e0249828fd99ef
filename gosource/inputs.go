package gosource

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strconv"
)

// Inputs are the keys or the arguments of a call.
type Inputs struct {
	// Elems are the expressions of the inputs, one each and in order, as far as they are
	// written out: in the call, or in a list that is declared and never changed. One that is
	// not seen is nil.
	Elems []ast.Expr
	// Open says that their number is not plain to see: there may be more or fewer.
	Open bool
	// Missing is how many keys the call promises and does not have.
	Missing int
	// Expr is the expression of all of them, as "keys" or "[]string{a, b}"; nil where the call
	// has each as an argument.
	Expr ast.Expr
}

// Count is the number of inputs, and whether it is plain to see.
func (in Inputs) Count() (n int, ok bool) { return len(in.Elems), !in.Open }

// list reads an expression that is a list of inputs.
func (f *Finder) list(p *Package, e ast.Expr) Inputs {
	in := f.listed(p, e)
	in.Expr = e
	return in
}

func (f *Finder) listed(p *Package, e ast.Expr) Inputs {
	if !f.enter() {
		return Inputs{Open: true}
	}
	defer func() { f.depth-- }()
	e = ast.Unparen(e)
	if p.Info.Types[e].IsNil() {
		return Inputs{}
	}
	if !isList(p.Info.TypeOf(e)) {
		return Inputs{Open: true}
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		for _, elem := range e.Elts {
			if _, indexed := elem.(*ast.KeyValueExpr); indexed {
				return Inputs{Open: true}
			}
		}
		return Inputs{Elems: e.Elts}
	case *ast.CallExpr:
		return f.listOfCall(p, e)
	case *ast.Ident, *ast.SelectorExpr:
		d := f.decls[objectOf(p, e)]
		if d == nil || d.opaque || d.reading || len(d.each) > 0 || len(d.sets) != 1 || d.sets[0].pkg != p || d.sets[0].result > 0 {
			return Inputs{Open: true}
		}
		d.reading = true
		defer func() { d.reading = false }()
		in := f.listed(p, d.sets[0].expr)
		in.Open = in.Open || len(d.puts) > 0
		if slices.ContainsFunc(d.puts, func(s setting) bool { return s.key != nil }) {
			return Inputs{Open: true}
		}
		return in
	}
	return Inputs{Open: true}
}

// listOfCall is listed for append, a conversion, and Add of redigo's Args.
func (f *Finder) listOfCall(p *Package, call *ast.CallExpr) Inputs {
	if tv := p.Info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return f.listed(p, call.Args[0])
	}
	var first ast.Expr
	more := call.Args
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if p.Info.Uses[fun] == types.Universe.Lookup("append") {
			first, more = call.Args[0], call.Args[1:]
		}
	case *ast.SelectorExpr:
		if fn, ok := p.Info.Uses[fun.Sel].(*types.Func); ok && fn.Name() == "Add" && fn.Pkg() != nil {
			if c, of := clientOf(fn.Pkg().Path()); of && c.name == "redigo" {
				first = fun.X
			}
		}
	}
	if first == nil {
		return Inputs{Open: true}
	}
	in := f.listed(p, first)
	if call.Ellipsis.IsValid() {
		last := f.listed(p, more[len(more)-1])
		more = append(more[:len(more)-1:len(more)-1], last.Elems...)
		in.Open = in.Open || last.Open
	}
	if !in.Open || len(in.Elems) == 0 {
		in.Elems = append(in.Elems[:len(in.Elems):len(in.Elems)], more...)
	}
	return in
}

// spelled returns the arguments of a call, with the elements of a list that is spread, and
// reports whether there may be more.
func (f *Finder) spelled(p *Package, call *ast.CallExpr) ([]ast.Expr, bool) {
	if !call.Ellipsis.IsValid() {
		return call.Args, false
	}
	last := len(call.Args) - 1
	in := f.listed(p, call.Args[last])
	return append(call.Args[:last:last], in.Elems...), in.Open
}

// rest reads the arguments of a variadic call from one on: each is an input, or the last is a
// list of them.
func (f *Finder) rest(r *Run, from int) Inputs {
	args := r.Call.Args[min(from, len(r.Call.Args)):]
	if len(args) > 0 && r.Call.Ellipsis.IsValid() || r.Client == "rueidis" || r.Client == "valkey-go" {
		if len(args) == 1 && isList(r.Info.TypeOf(args[0])) {
			return f.list(r.Package, args[0])
		}
		return Inputs{Open: true}
	}
	in := Inputs{Elems: args}
	switch {
	case r.Client == "radix":
		in.Open = slices.ContainsFunc(args, func(e ast.Expr) bool { return spread(r.Info, e) })
	case spreadsLone(r.Client):
		in.Open = len(args) == 1 && spread(r.Info, args[0])
	}
	return in
}

// spreadsLone reports whether a client sends a list that is the only argument as its elements.
func spreadsLone(client string) bool { return client == "go-redis" || client == "rueidiscompat" }

func isList(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Slice)
	return ok
}

// counted reads keys and arguments that are one list, with the number of keys where the script
// is made.
func (f *Finder) counted(r *Run, script ast.Expr, from int) bool {
	all := f.rest(r, from)
	n, known := int64(-1), false
	for i, made := range f.scriptOf(r.Package, script).made {
		v := made.pkg.Info.Types[made.call.Args[0]].Value
		if v == nil || v.Kind() != constant.Int {
			known = false
			break
		}
		count, exact := constant.Int64Val(v)
		if known = exact && (i == 0 || known && count == n); !known {
			break
		}
		n = count
	}
	switch {
	case known && n >= 0:
		r.Keys, r.Args = all.split(int(n))
	case known:
		r.Keys, r.Args = f.words(r, all.Elems, all.Open)
	default:
		r.Keys, r.Args = Inputs{Open: true}, Inputs{Open: true}
	}
	return true
}

// split takes the keys from the front of a list that has the arguments as well.
func (in Inputs) split(keys int) (k, args Inputs) {
	if keys < 0 || keys > len(in.Elems)+1<<12 {
		return Inputs{Open: true}, Inputs{Open: true}
	}
	k, args = Inputs{Elems: in.Elems}, Inputs{Open: in.Open}
	switch {
	case keys <= len(in.Elems):
		k.Elems, args.Elems = in.Elems[:keys:keys], in.Elems[keys:]
	case in.Open:
		k.Elems = append(k.Elems[:len(k.Elems):len(k.Elems)], make([]ast.Expr, keys-len(k.Elems))...)
	default:
		k.Missing = keys - len(k.Elems)
	}
	return k, args
}

// words reads the words of a command from the number of keys on.
func (f *Finder) words(r *Run, words []ast.Expr, open bool) (keys, args Inputs) {
	unknown := Inputs{Open: true}
	if len(words) == 0 {
		return unknown, unknown
	}
	n := -1
	if v := r.Info.Types[words[0]].Value; v != nil {
		text := v.ExactString()
		if v.Kind() == constant.String {
			text = constant.StringVal(v)
		}
		if i, err := strconv.Atoi(text); err == nil {
			n = i
		}
	}
	if n < 0 {
		return unknown, unknown
	}
	return Inputs{Elems: words[1:], Open: open}.split(n)
}

// batched is the parameter of a function that is a list of calls, each with Keys and Args; -1
// for none.
func batched(fn *types.Func) int {
	last := fn.Signature().Params().Len() - 1
	if last < 0 || !fn.Signature().Variadic() {
		return -1
	}
	if n := named(fn.Signature().Params().At(last).Type().(*types.Slice).Elem()); n == nil || n.Obj().Name() != "LuaExec" {
		return -1
	}
	return last
}

// batch reads the keys and arguments of a batch of calls: those of all when they have as many.
func (f *Finder) batch(r *Run, from int) {
	r.Keys, r.Args = Inputs{Open: true}, Inputs{Open: true}
	if r.Call.Ellipsis.IsValid() {
		return
	}
	for i, arg := range r.Call.Args[min(from, len(r.Call.Args)):] {
		lit, ok := ast.Unparen(arg).(*ast.CompositeLit)
		if !ok {
			r.Keys, r.Args = Inputs{Open: true}, Inputs{Open: true}
			return
		}
		var keys, args Inputs
		eachField(r.Package, lit, func(field *types.Var, value ast.Expr) {
			switch field.Name() {
			case "Keys":
				keys = f.list(r.Package, value)
			case "Args":
				args = f.list(r.Package, value)
			}
		})
		if i > 0 {
			keys.Open = keys.Open || r.Keys.Open || len(keys.Elems) != len(r.Keys.Elems)
			args.Open = args.Open || r.Args.Open || len(args.Elems) != len(r.Args.Elems)
		}
		r.Keys, r.Args = keys, args
	}
}

// Handed says how a function of the program makes the keys, or the arguments, that it hands on
// from its parameters.
type Handed struct {
	Elems []int // the parameter of each; Own for what is the function's own
	Rest  int   // the parameter that is a list of the others; Own for none
	Open  bool  // there may be others
}

// What is no parameter: something of the function's own, and its receiver.
const (
	Own      = -1
	Receiver = -2
)

// handing reads how inputs are made of a function's parameters.
func (f *Finder) handing(p *Package, fn *types.Func, in Inputs) Handed {
	h := Handed{Rest: Own, Open: in.Open}
	param := func(e ast.Expr) int {
		if e == nil {
			return Own
		}
		obj := objectOf(p, e)
		if d := f.decls[obj]; d != nil && (d.opaque || len(d.sets)+len(d.puts) > 0) {
			return Own // it is changed before
		}
		return paramOf(fn, obj)
	}
	if in.Expr != nil {
		if h.Rest = param(in.Expr); h.Rest != Own {
			h.Open = false
			return h
		}
	}
	if len(in.Elems) == 1 && in.Open {
		if n := param(in.Elems[0]); n != Own && isList(fn.Signature().Params().At(n).Type()) {
			h.Rest, h.Open = n, false // go-redis sends it as its elements
			return h
		}
	}
	for _, e := range in.Elems {
		h.Elems = append(h.Elems, param(e))
	}
	return h
}

// handedOn are the inputs that a call of a function of the program gives it to hand on.
func (f *Finder) handedOn(r *Run, fn *types.Func, h Handed) Inputs {
	in := Inputs{Open: h.Open}
	for _, n := range h.Elems {
		var e ast.Expr
		if n != Own && n < len(r.Call.Args) {
			e = r.Call.Args[n]
		}
		in.Elems = append(in.Elems, e)
	}
	if h.Rest == Own {
		return in
	}
	params := fn.Signature().Params()
	switch {
	case fn.Signature().Variadic() && h.Rest == params.Len()-1:
		if h.Rest <= len(r.Call.Args) {
			return f.restOf(r, h.Rest)
		}
	case h.Rest < len(r.Call.Args):
		return f.list(r.Package, r.Call.Args[h.Rest])
	}
	return Inputs{Open: true}
}

// restOf is rest for a function of the program.
func (f *Finder) restOf(r *Run, from int) Inputs {
	args := r.Call.Args[min(from, len(r.Call.Args)):]
	switch {
	case !r.Call.Ellipsis.IsValid():
		return Inputs{Elems: args, Open: r.Client == "radix" || spreadsLone(r.Client) && len(args) == 1 && spread(r.Info, args[0])}
	case len(args) == 1:
		return f.list(r.Package, args[0])
	}
	return Inputs{Open: true}
}

// spread reports whether go-redis may send a lone argument as several, or as none: a list, a
// map, a struct, or what may hold one.
func spread(info *types.Info, e ast.Expr) bool {
	t := info.TypeOf(e)
	if t == nil || info.Types[e].IsNil() {
		return true
	}
	if _, basic := t.Underlying().(*types.Basic); basic {
		return false
	}
	list, ok := types.Unalias(t).(*types.Slice)
	return !ok || !types.Identical(list.Elem(), types.Typ[types.Byte])
}
