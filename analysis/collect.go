package analysis

import (
	"math"
	"slices"

	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// collector turns what the resolver and the machine found into the lists of Facts.
type collector struct {
	*Facts
	m *flow.Machine
}

// collectNames lists the uses of globals and of libraries' members.
func (c *collector) collectNames() {
	written := map[syntax.Expr]bool{}
	for _, e := range c.scope.Written {
		written[e] = true
	}
	c.Globals = make([]Global, 0, len(c.scope.Globals))
	for _, e := range c.scope.Globals {
		c.Globals = append(c.Globals, Global{Name: e.Name, Expr: e, Write: written[e], Known: library.IsGlobal(e.Name)})
	}
	for _, e := range c.scope.Indexes {
		c.memberUse(e, false)
	}
	for _, e := range c.scope.Stores {
		c.memberUse(e, true)
	}
	for _, s := range c.scope.Methods {
		c.declaredMethod(s)
	}
	for _, e := range c.scope.Calls {
		if e.Method != nil {
			c.methodUse(e)
		}
	}
	slices.SortStableFunc(c.Globals, func(a, b Global) int { return a.Expr.Span().From - b.Expr.Span().From })
	slices.SortStableFunc(c.Members, func(a, b Member) int { return a.Span().From - b.Span().From })
}

// memberUse lists "x.name" where x is a library, a string or _G.
func (c *collector) memberUse(e *syntax.IndexExpr, write bool) {
	x := c.values.Of(e.X)
	name, ok := c.keyName(e.Key)
	if !ok && !write {
		return
	}
	if x.Is(kind.String) {
		lib := library.Find("string")
		c.Members = append(c.Members, Member{Lib: lib, Name: name, Member: lib.Member(name), Expr: e, Write: write, Called: c.scope.IsCallee(e)})
		return
	}
	s := x.Shape()
	switch {
	case s == nil || !x.Is(kind.Table):
	case s.IsGlobals:
		c.Globals = append(c.Globals, Global{Name: name, Expr: e, Write: write, Known: library.IsGlobal(name)})
	case s.Library != nil:
		c.Members = append(c.Members, Member{Lib: s.Library, Name: name, Member: s.Library.Member(name), Expr: e, Write: write, Called: c.scope.IsCallee(e)})
	}
}

// declaredMethod lists "function x:name()" where x is a library or _G.
func (c *collector) declaredMethod(s *syntax.FuncStmt) {
	x := c.values.Of(s.Target)
	switch shape := x.Shape(); {
	case shape == nil || !x.Is(kind.Table):
	case shape.IsGlobals:
		c.Globals = append(c.Globals, Global{Name: s.Method.Text, Expr: s.Target, Write: true, Known: library.IsGlobal(s.Method.Text)})
	case shape.Library != nil:
		name := s.Method.Text
		c.Members = append(c.Members, Member{Lib: shape.Library, Name: name, Member: shape.Library.Member(name), Decl: s, Write: true})
	}
}

// keyName is the constant string that a key is.
func (c *collector) keyName(key syntax.Expr) (string, bool) {
	if s, ok := key.(*syntax.StringExpr); ok {
		return s.Value, true
	}
	return c.values.Of(key).Str()
}

// methodUse lists "x:name()" where x is a library or a string.
func (c *collector) methodUse(e *syntax.CallExpr) {
	x := c.values.Of(e.Func)
	name := e.Method.Value
	lib := library.Find("string")
	if s := x.Shape(); s != nil && s.Library != nil && x.Is(kind.Table) {
		lib = s.Library
	} else if !x.Can(kind.String) || x.Can(kind.Table|kind.Other) { // what else it can be raises as well
		return
	}
	c.Members = append(c.Members, Member{Lib: lib, Name: name, Member: lib.Member(name), Method: e, Called: true})
}

func (c *collector) inputs(t value.InputTable) *Inputs {
	if t == value.KEYS {
		return &c.Keys
	}
	return &c.Args
}

// collectInputs lists the uses of KEYS and ARGV, and the names that their elements get.
func (c *collector) collectInputs() {
	for _, e := range c.scope.Indexes {
		c.elementUse(e, ReadElement)
	}
	for _, e := range c.scope.Stores {
		c.elementUse(e, WriteElement)
	}
	for _, e := range c.scope.Lengths {
		for _, s := range c.values.Of(e.X).Tables() {
			if s.IsInput {
				c.use(s.Input, InputUse{Kind: ReadLength, Expr: e})
			}
		}
	}
	for _, e := range c.scope.Calls {
		c.rangeUse(e)
	}
	for e, tables := range c.m.Wholes {
		for _, t := range tables {
			if e != nil {
				c.use(t, InputUse{Kind: ReadRange, Expr: e, Min: 1})
			}
		}
	}
	for fn := range c.scope.Bodies() {
		for _, r := range fn.Returns {
			for _, e := range r.Exprs {
				c.returnedInputs(e, c.values.Of(e), maxReplyDepth)
			}
		}
	}
	c.nameInputs()
	for _, in := range []*Inputs{&c.Keys, &c.Args} {
		slices.SortStableFunc(in.Uses, func(a, b InputUse) int {
			if d := a.Expr.Span().From - b.Expr.Span().From; d != 0 {
				return d
			}
			return a.Expr.Span().To - b.Expr.Span().To
		})
	}
}

// returnedInputs lists input tables that a value is, or that are in its tables.
func (c *collector) returnedInputs(e syntax.Expr, v value.Value, depth int) {
	s := v.Shape()
	switch {
	case s == nil || depth == 0:
	case s.IsInput:
		c.use(s.Input, InputUse{Kind: ReadRange, Expr: e, Min: 1})
	default:
		for _, item := range s.Items {
			c.returnedInputs(e, item, depth-1)
		}
		c.returnedInputs(e, s.Rest, depth-1)
	}
}

func (c *collector) use(t value.InputTable, u InputUse) {
	in := c.inputs(t)
	in.Uses = append(in.Uses, u)
}

// elementUse lists "KEYS[n]".
func (c *collector) elementUse(e *syntax.IndexExpr, use InputUseKind) {
	for _, s := range c.values.Of(e.X).Tables() {
		if !s.IsInput {
			continue
		}
		key := c.Value(e.Key)
		if key.Is(kind.String) {
			continue
		}
		u := InputUse{Kind: use, Expr: e, Min: 1}
		if n, ok := key.Number(); ok {
			if n != math.Trunc(n) || math.Abs(n) > math.MaxInt32 {
				continue
			}
			u.Index, u.Min, u.Max = int(n), int(n), int(n)
		} else {
			lo, hi := key.Bounds()
			if lo >= 1 && lo < math.MaxInt32 {
				u.Min = int(math.Ceil(lo))
			}
			if hi >= 1 && hi < math.MaxInt32 {
				u.Max = int(math.Floor(hi))
			}
		}
		c.use(s.Input, u)
	}
}

// rangeUse lists calls that read a run of elements, or add one at a place of their own.
func (c *collector) rangeUse(e *syntax.CallExpr) {
	if e.Method != nil || len(e.Args) == 0 {
		return
	}
	lib, use := c.values.Of(e.Func).Lib(), ReadRange
	switch {
	case lib == nil:
		return
	case lib.Op == library.Insert:
		use = WriteElement
	case !lib.Elements:
		return
	}
	for _, s := range c.values.Of(e.Args[0]).Tables() {
		if !s.IsInput {
			continue
		}
		u := InputUse{Kind: use, Expr: e, Min: 1}
		if lib.Op == library.Unpack {
			var bounds flow.List
			for _, a := range e.Args[1:] {
				bounds.Known = append(bounds.Known, c.Value(a))
			}
			first, last, _ := c.m.UnpackBounds(bounds)
			u.Min, u.Max, u.Taken = max(first, 1), last, c.scope.Taken[e]
		}
		c.use(s.Input, u)
	}
}

// nameInputs finds the local variables that elements are bound to.
func (c *collector) nameInputs() {
	for _, s := range c.scope.Locals {
		for i, n := range s.Names {
			b := c.scope.Decl(n)
			var v value.Value
			switch {
			case i < len(s.Exprs)-1 || i == len(s.Exprs)-1 && !c.isUnpack(s.Exprs[i]):
				v = c.values.Of(s.Exprs[i])
			case len(s.Exprs) > 0:
				v = c.unpacked(s.Exprs[len(s.Exprs)-1], i-len(s.Exprs)+1)
			}
			ref := v.Input()
			if ref.Index == 0 {
				continue
			}
			b.Input = ref
			in := c.inputs(ref.Table)
			if in.names == nil {
				in.names = map[int][]*scope.Binding{}
			}
			in.names[ref.Index] = append(in.names[ref.Index], b)
		}
	}
}

func (c *collector) isUnpack(e syntax.Expr) bool {
	call, ok := e.(*syntax.CallExpr)
	return ok && call.Method == nil && c.values.Of(call.Func).Op() == library.Unpack
}

// unpacked is result i of "unpack(t)".
func (c *collector) unpacked(e syntax.Expr, i int) value.Value {
	if !c.isUnpack(e) {
		return value.Value{}
	}
	return c.m.At(c.unpackOf(e.(*syntax.CallExpr)), i)
}

// unpackOf is what a call of unpack yields.
func (c *collector) unpackOf(call *syntax.CallExpr) flow.List {
	args := flow.List{}
	for _, a := range call.Args {
		args.Known = append(args.Known, c.Value(a))
	}
	return c.m.Unpack(args)
}

// collectUnreachable lists the first statement of each run that is never reached.
func (c *collector) collectUnreachable() {
	for b, i := range c.m.Stops {
		if i < len(b.Stmts) {
			u := Unreachable{Stmt: b.Stmts[i]}
			if i > 0 {
				u.After = b.Stmts[i-1]
			}
			c.Unreachable = append(c.Unreachable, u)
		}
	}
	slices.SortFunc(c.Unreachable, func(a, b Unreachable) int { return a.Stmt.Span().From - b.Stmt.Span().From })
}
