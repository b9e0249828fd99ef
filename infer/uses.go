package infer

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// usage is what a script does with one input.
type usage struct {
	names []string // the locals that hold it, best first
	hints []string // parameters it is passed for, fields and locals it is stored in
	roles []role   // what commands take it for

	numeric   bool // converted to a number, or used as one
	computed  bool // the number is more than compared for equality
	fraction  bool // rounded, so that it need not be whole
	divides   bool // part of a division
	bounds    bool // compared with < and its kin
	otherwise bool // used otherwise than in a comparison with a constant
	json      bool // decoded with cjson
	msgpack   bool // decoded with cmsgpack
	packed    bool // decoded with struct
	prefix    bool // what a longer text begins with

	equal []value.Const // constants that it is compared with, the empty string apart

	nilChecked   bool // an absent value is provided for
	emptyChecked bool // an empty string is provided for
	counted      bool // only used where a check of #ARGV says that it is there
	uncounted    bool // also used elsewhere
}

// uses are the inputs of a script and what is done with each.
type uses struct {
	inputs map[value.InputRef]*usage
	// exprs are the uses of elements whose number is computed: by the expression "ARGV[i]", or by
	// what a loop goes over for all of its elements, "ipairs(ARGV)".
	exprs map[syntax.Expr]*usage
}

func (u *uses) of(ref value.InputRef) *usage {
	if u.inputs[ref] == nil {
		u.inputs[ref] = &usage{}
	}
	return u.inputs[ref]
}

// useCollector walks a script with the way down to the current node.
type useCollector struct {
	uses
	facts    *analysis.Facts
	path     []syntax.Node
	counters counters
	locals   map[syntax.Range]*scope.Binding // by where they are declared
	// held are the uses of an element whose number is computed, by the local that always holds it.
	held map[*scope.Binding]*usage
}

// collectUses finds what a script does with its inputs.
func collectUses(f *analysis.Facts) uses {
	c := &useCollector{
		facts:    f,
		uses:     uses{inputs: map[value.InputRef]*usage{}, exprs: map[syntax.Expr]*usage{}},
		counters: countersOf(f),
		locals:   map[syntax.Range]*scope.Binding{},
		held:     map[*scope.Binding]*usage{},
	}
	for _, b := range f.Bindings {
		c.locals[b.Decl] = b
	}
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
		switch n := n.(type) {
		case *syntax.GenericFor:
			c.iterates(n)
		case syntax.Expr:
			if ref := f.Value(n).Input(); ref.Index > 0 {
				c.see(n, c.of(ref), ref)
			} else if computed[n] {
				u := &usage{}
				c.exprs[n] = u
				c.see(n, u, value.InputRef{})
			} else if name, ok := n.(*syntax.NameExpr); ok && c.held[f.Binding(name)] != nil {
				c.see(n, c.held[f.Binding(name)], value.InputRef{})
			}
		}
		c.path = append(c.path, n)
		return true
	}, func(syntax.Node) { c.path = c.path[:len(c.path)-1] })
	return c.uses
}

// nameBindings notes the names of "local name = KEYS[n]", those of the top level first.
func (c *useCollector) nameBindings() {
	for _, in := range []*analysis.Inputs{&c.facts.Keys, &c.facts.Args} {
		for n := 1; n <= maxFixed; n++ {
			var inner []string
			ref := value.InputRef{Table: in.Table, Index: n}
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

// see notes what is done with one expression that is the input, or the number made of it.
func (c *useCollector) see(e syntax.Expr, u *usage, ref value.InputRef) {
	c.derived(u)
	if ref.Index > 0 {
		c.underLength(e, u, ref)
	}
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
			u.otherwise = true
		}
	case *syntax.NumericFor:
		u.numeric, u.computed, u.otherwise = true, true, true
	case *syntax.TableField:
		u.otherwise = true
		if key, ok := p.Key.(*syntax.StringExpr); ok && key.Dot {
			u.hints = append(u.hints, key.Value)
		}
	case *syntax.AssignStmt:
		c.inAssignment(p, e, u)
	default:
		u.otherwise = true
	}
}

// inLocal notes the name of "local name = ARGV[i]", for elements that have no number.
func (c *useCollector) inLocal(s *syntax.LocalStmt, e syntax.Expr, u *usage) {
	for i, x := range s.Exprs {
		if x == e && i < len(s.Names) {
			if _, direct := e.(*syntax.IndexExpr); direct && c.exprs[e] == u {
				u.names = append(u.names, s.Names[i].Text)
				c.holds(s.Names[i], u)
			}
		}
	}
}

// iterates notes "for _, name in ipairs(ARGV)".
func (c *useCollector) iterates(loop *syntax.GenericFor) {
	if len(loop.Names) == 2 && len(loop.Exprs) > 0 {
		u := &usage{names: []string{loop.Names[1].Text}}
		c.exprs[loop.Exprs[0]] = u
		c.holds(loop.Names[1], u)
	}
}

// holds makes the uses of a local, if it is never assigned to, those of the element it holds.
func (c *useCollector) holds(name *syntax.Name, u *usage) {
	if b := c.locals[name.Range]; b != nil && len(b.Writes) == 0 {
		c.held[b] = u
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
	u.otherwise = true
}
