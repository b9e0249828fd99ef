package analysis

import (
	"sync"

	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Analyze computes the facts of a script. It never fails: without a syntax tree
// the facts are empty. Time and memory are linear in the script's size.
func Analyze(s *parser.Script) *Facts {
	f := &Facts{Script: s, Keys: Inputs{Table: value.KEYS}, Args: Inputs{Table: value.ARGV}, scope: &scope.Scope{}}
	if s.Chunk == nil || s.Chunk.Block == nil {
		return f
	}
	f.Damage = damageOf(s)
	f.scope = scope.Resolve(s.Chunk)
	f.Bindings, f.Functions, f.Binaries = f.scope.Bindings, f.scope.Functions, f.scope.Binaries
	f.calls = map[*syntax.CallExpr]*Call{}
	f.passing = sync.OnceValue(func() passing { return newPassing(f) })
	f.assigned = sync.OnceValue(func() map[*scope.Binding][]assignment { return newAssigned(f) })
	f.RESP3 = f.scope.Mentions("setresp")
	m := flow.New(s, f.scope, f.RESP3)
	m.Run(s.Chunk.Block)
	f.values = m.Values
	c := &collector{Facts: f, m: m}
	c.collectNames()
	c.collectLoops(s.Chunk.Block)
	if m.Broken {
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
func (f *Facts) Value(e syntax.Expr) value.Value {
	if v := f.values.Of(e); v != (value.Value{}) {
		return v
	}
	switch e.(type) {
	case *syntax.NilExpr, *syntax.BoolExpr, *syntax.NumberExpr, *syntax.StringExpr:
		return value.Literal(e)
	}
	if f.Incomplete {
		return value.Unknown(value.FromUnknown)
	}
	return value.Value{}
}
