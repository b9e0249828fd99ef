package infer

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser/syntax"
)

// usage is what a script does with one input.
type usage struct {
	names []string // the locals that hold it, best first
	hints []string // parameters it is passed for, fields and locals it is stored in
	roles []role   // what commands take it for

	numeric  bool // converted to a number, or used as one
	computed bool // the number is more than compared for equality
	fraction bool // rounded, so that it need not be whole
	divides  bool // part of a division
	bounds   bool // compared with < and its kin
	ordered  bool // used otherwise than in a comparison with a constant
	json     bool // decoded with cjson
	msgpack  bool // decoded with cmsgpack
	packed   bool // decoded with struct

	equal []analysis.Const // constants that it is compared with, the empty string apart

	nilChecked   bool // an absent value is provided for
	emptyChecked bool // an empty string is provided for
}

// uses are the inputs of a script and what is done with each.
type uses struct {
	inputs map[analysis.InputRef]*usage
	exprs  map[syntax.Expr]*usage // of KEYS and ARGV elements whose number is computed, by the expression
}

func (u *uses) of(ref analysis.InputRef) *usage {
	if u.inputs[ref] == nil {
		u.inputs[ref] = &usage{}
	}
	return u.inputs[ref]
}

// useCollector walks a script with the way down to the current node.
type useCollector struct {
	uses
	facts *analysis.Facts
	path  []syntax.Node
}

// collectUses finds what a script does with its inputs.
func collectUses(f *analysis.Facts) uses {
	c := &useCollector{facts: f, uses: uses{inputs: map[analysis.InputRef]*usage{}, exprs: map[syntax.Expr]*usage{}}}
	computed := map[syntax.Expr]bool{}
	for _, in := range []*analysis.Inputs{&f.Keys, &f.Args} {
		for _, u := range in.Uses {
			if u.Kind == analysis.ReadElement && u.Index == 0 {
				computed[u.Expr] = true
			}
		}
	}
	c.nameBindings()
	syntax.Walk(f.Script.Chunk.Block, func(n syntax.Node) bool {
		if e, ok := n.(syntax.Expr); ok {
			if ref := f.Value(e).Input(); ref.Index > 0 {
				c.see(e, c.of(ref), ref)
			} else if computed[e] {
				u := &usage{}
				c.exprs[e] = u
				c.see(e, u, analysis.InputRef{})
			}
		}
		c.path = append(c.path, n)
		return true
	}, func(syntax.Node) { c.path = c.path[:len(c.path)-1] })
	return c.uses
}

// nameBindings takes in the names of "local name = KEYS[n]", those of the top level first.
func (c *useCollector) nameBindings() {
	for _, in := range []*analysis.Inputs{&c.facts.Keys, &c.facts.Args} {
		for n := 1; n <= maxFixed; n++ {
			var inner []string
			ref := analysis.InputRef{Table: in.Table, Index: n}
			for _, b := range in.Names(n) {
				switch {
				case b.Owner != nil:
					inner = append(inner, b.Name)
				default:
					c.of(ref).names = append(c.of(ref).names, b.Name)
				}
			}
			if len(inner) > 0 {
				c.of(ref).names = append(c.of(ref).names, inner...)
			}
		}
	}
}

func (c *useCollector) parent() syntax.Node {
	if len(c.path) == 0 {
		return nil
	}
	return c.path[len(c.path)-1]
}

// see takes in one expression that is the input, or the number made of it.
func (c *useCollector) see(e syntax.Expr, u *usage, ref analysis.InputRef) {
	c.derived(u)
	switch p := c.parent().(type) {
	case *syntax.CallExpr:
		c.inCall(p, e, u, ref)
	case *syntax.BinaryExpr:
		c.inBinary(p, e, u, ref)
	case *syntax.UnaryExpr:
		c.inUnary(p, u)
	case *syntax.IfClause, *syntax.WhileStmt, *syntax.RepeatStmt:
		c.checked(e, u)
	case *syntax.LocalStmt:
		c.inLocal(p, e, u)
	case *syntax.ParenExpr:
	case *syntax.IndexExpr:
		if p.Key == e {
			u.ordered = true
		}
	case *syntax.NumericFor:
		u.numeric, u.computed, u.ordered = true, true, true
	case *syntax.TableField:
		u.ordered = true
		if key, ok := p.Key.(*syntax.StringExpr); ok && key.Dot {
			u.hints = append(u.hints, key.Value)
		}
	case *syntax.AssignStmt:
		c.inAssignment(p, e, u)
	default:
		u.ordered = true
	}
}

// derived takes the name of a local in that is computed from the input alone: "local
// debug = ARGV[3] == '1'", "local expiry = tonumber(ARGV[1]) * 1000".
func (c *useCollector) derived(u *usage) {
	for i := len(c.path) - 1; i > 0; i-- {
		switch p := c.path[i].(type) {
		case *syntax.BinaryExpr:
			if p.Op == syntax.OpConcat || !isConstant(p.X) && !isConstant(p.Y) {
				return
			}
		case *syntax.CallExpr:
			if name := c.facts.Value(p.Func).LibFunc(); name != "tonumber" && name != "math.floor" && name != "math.ceil" {
				return
			}
		case *syntax.ParenExpr, *syntax.UnaryExpr:
		case *syntax.LocalStmt:
			if len(p.Names) == 1 && len(p.Exprs) == 1 && len(u.names) == 0 {
				u.hints = append(u.hints, p.Names[0].Text)
			}
			return
		default:
			return
		}
	}
}

func isConstant(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.StringExpr, *syntax.NumberExpr, *syntax.BoolExpr, *syntax.NilExpr:
		return true
	default:
		return false
	}
}

// checked takes in that a value is tested for being there.
func (c *useCollector) checked(e syntax.Expr, u *usage) {
	u.nilChecked = true
	if c.isConverted(e) {
		u.emptyChecked = true // tonumber('') is nil as well
	}
}

// isConverted reports whether an expression is the number made of an input.
func (c *useCollector) isConverted(e syntax.Expr) bool {
	return c.facts.Value(e).Is(analysis.Number | analysis.AbsentOrNil)
}

// inLocal takes the name of "local name = ARGV[i]" in, for elements that have no number.
func (c *useCollector) inLocal(s *syntax.LocalStmt, e syntax.Expr, u *usage) {
	for i, x := range s.Exprs {
		if x == e && i < len(s.Names) {
			if _, direct := e.(*syntax.IndexExpr); direct && c.exprs[e] == u {
				u.names = append(u.names, s.Names[i].Text)
			}
		}
	}
}

func (c *useCollector) inAssignment(s *syntax.AssignStmt, e syntax.Expr, u *usage) {
	for i, x := range s.Exprs {
		if x != e || i >= len(s.Targets) {
			continue
		}
		switch t := s.Targets[i].(type) {
		case *syntax.NameExpr:
			u.hints = append(u.hints, t.Name)
		case *syntax.IndexExpr:
			if key, ok := t.Key.(*syntax.StringExpr); ok {
				u.hints = append(u.hints, key.Value)
			}
		}
	}
	u.ordered = true
}

func (c *useCollector) inUnary(p *syntax.UnaryExpr, u *usage) {
	switch p.Op {
	case syntax.OpNot:
		c.checked(p.X, u)
	case syntax.OpNeg:
		u.numeric, u.computed, u.ordered = true, true, true
	default:
		u.ordered = true
	}
}

func (c *useCollector) inBinary(p *syntax.BinaryExpr, e syntax.Expr, u *usage, ref analysis.InputRef) {
	other := p.Y
	if e == p.Y {
		other = p.X
	}
	switch p.Op {
	case syntax.OpOr:
		if e == p.X {
			c.checked(e, u)
		}
		if c.facts.Value(p).Input() != ref && !c.inCondition() {
			u.ordered = true
		}
	case syntax.OpAnd:
		if e == p.X {
			c.checked(e, u)
		} else if c.facts.Value(p).Input() != ref && !c.inCondition() {
			u.ordered = true
		}
	case syntax.OpEq, syntax.OpNe:
		c.inEquality(e, other, u)
	case syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe, syntax.OpAdd, syntax.OpSub, syntax.OpMul, syntax.OpMod, syntax.OpPow, syntax.OpDiv:
		u.numeric, u.computed, u.ordered = true, true, true
		u.divides = u.divides || p.Op == syntax.OpDiv
		u.bounds = u.bounds || p.Op == syntax.OpLt || p.Op == syntax.OpLe || p.Op == syntax.OpGt || p.Op == syntax.OpGe
		if n, ok := c.facts.Value(other).Number(); ok && n != float64(int64(n)) && p.Op != syntax.OpMul {
			u.fraction = true
		}
	default:
		u.ordered = true
	}
}

// inCondition reports whether the current operation is, through "and" and "or", what a
// condition tests.
func (c *useCollector) inCondition() bool {
	for i := len(c.path) - 1; i >= 0; i-- {
		switch p := c.path[i].(type) {
		case *syntax.IfClause, *syntax.WhileStmt, *syntax.RepeatStmt:
			return true
		case *syntax.BinaryExpr:
			if p.Op != syntax.OpAnd && p.Op != syntax.OpOr {
				return false
			}
		case *syntax.UnaryExpr:
			return p.Op == syntax.OpNot
		case *syntax.ParenExpr:
		default:
			return false
		}
	}
	return false
}

// inEquality takes "x == y" in, where x is the input.
func (c *useCollector) inEquality(e, other syntax.Expr, u *usage) {
	v := c.facts.Value(other)
	switch n, isNumber := v.Number(); {
	case isNumber:
		u.equal = append(u.equal, analysis.Const{Num: n})
		return
	case v.Is(analysis.AbsentOrNil):
		c.checked(e, u)
		return
	case v.Is(analysis.False):
		u.nilChecked = true // a mistake for nil, so that the caller may leave it out
		return
	}
	text, ok := v.Str()
	switch {
	case !ok:
		u.ordered = true
	case text == "":
		u.emptyChecked = true
	default:
		u.equal = append(u.equal, analysis.Const{IsString: true, Str: text})
	}
}

func (c *useCollector) inCall(p *syntax.CallExpr, e syntax.Expr, u *usage, ref analysis.InputRef) {
	if p.Func == e {
		u.ordered = true // s:format()
		return
	}
	if call := c.facts.Call(p); call != nil {
		u.ordered = true
		for i, a := range call.Args {
			if a == e {
				u.roles = append(u.roles, roleOf(call, i))
			}
		}
		return
	}
	switch c.facts.Value(p.Func).LibFunc() {
	case "tonumber":
		u.numeric = true
		return
	case "cjson.decode":
		u.json = true
		return
	case "cmsgpack.unpack":
		u.msgpack = true
		return
	case "struct.unpack":
		u.packed = true
	case "math.floor", "math.ceil":
		u.numeric, u.computed = true, true
		u.fraction = true
	case "math.max", "math.min", "math.abs", "math.random", "math.randomseed":
		u.numeric, u.computed = true, true
	case "string.format", "tostring", "type":
	case "":
		if c.toParameter(p, e, u, ref) {
			return
		}
	}
	u.ordered = true
}

// toParameter takes in that the input is handed to a function of the script. It reports
// whether what the function does with it is seen where it does so.
func (c *useCollector) toParameter(p *syntax.CallExpr, e syntax.Expr, u *usage, ref analysis.InputRef) bool {
	fn := c.facts.Value(p.Func).Func()
	if fn == nil || p.Method != nil {
		return false
	}
	for i, a := range p.Args {
		if a != e || i >= len(fn.Params) {
			continue
		}
		param := fn.Params[i]
		u.hints = append(u.hints, param.Name)
		for _, read := range param.Reads {
			if ref.Index == 0 || c.facts.Value(read).Input() != ref {
				return false
			}
		}
		return true
	}
	return false
}
