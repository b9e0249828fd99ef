package analysis

import (
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Analyze computes the facts of a script. It never fails: without a syntax tree
// the facts are empty. Time and memory are linear in the script's size.
func Analyze(s *parser.Script) *Facts {
	f := &Facts{Script: s, Keys: Inputs{Table: KEYS}, Args: Inputs{Table: ARGV}}
	if s.Chunk == nil || s.Chunk.Block == nil {
		return f
	}
	f.Damage = damageOf(s.Chunk, s.Text)
	f.uses = map[*syntax.NameExpr]*Binding{}
	f.decls = map[*syntax.Name]*Binding{}
	f.funcs = map[*syntax.FuncExpr]*Function{}
	f.calls = map[*syntax.CallExpr]*Call{}
	r := resolve(f, s.Chunk.Block)
	f.main = r.main
	f.values = make(map[syntax.Expr]Value, r.nodes)
	f.RESP3 = r.mentions("setresp")
	m := newMachine(f, r)
	m.run(s.Chunk.Block)
	c := &collector{Facts: f, res: r, m: m}
	c.collectNames()
	c.collectLoops(s.Chunk.Block)
	if m.broken {
		f.Incomplete = true
		f.values = nil
		return f
	}
	c.collectInputs()
	c.collectCalls()
	c.collectProtected(s.Chunk.Block)
	c.collectReturns()
	c.collectUnreachable()
	return f
}

// Value returns what is known of an expression's value when it is evaluated, over
// all the times that it is. An expression that is never evaluated has the zero Value;
// the target of an assignment has none either.
func (f *Facts) Value(e syntax.Expr) Value {
	if v, ok := f.values[e]; ok {
		return v
	}
	switch e.(type) {
	case *syntax.NilExpr, *syntax.BoolExpr, *syntax.NumberExpr, *syntax.StringExpr:
		return literal(e)
	}
	if f.Incomplete {
		return unknown(FromUnknown)
	}
	return Value{}
}

// mentions reports whether the script uses a member of that name of anything.
func (r *resolver) mentions(name string) bool {
	for _, e := range r.indexes {
		if key, ok := e.Key.(*syntax.StringExpr); ok && key.Value == name {
			return true
		}
	}
	return false
}
