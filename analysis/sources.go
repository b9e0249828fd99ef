package analysis

import (
	"slices"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser/syntax"
)

// Source is a place through which a value came.
type Source struct {
	Kind SourceKind
	// At is the expression that is assigned, passed or returned, or that makes the value; the name of a
	// variable that is declared without one, and so nil.
	At syntax.Range
	// Expr is that expression; nil for a variable that is declared without one.
	Expr syntax.Expr
	// To is the variable that gets the value; nil for Made and Returned.
	To *scope.Binding
}

// SourceKind says what happened to a value at a place.
type SourceKind int

// The kinds of places.
const (
	Made     SourceKind = iota // a command's reply, an input, a literal, a computation
	Assigned                   // to a local, also by its declaration
	Passed                     // to a parameter
	Returned                   // by a function of the script
)

// Bounds on what Sources looks at.
const (
	MaxSources   = 8  // places
	maxFollowed  = 24 // expressions one behind another
	maxReachable = 64 // assignments of one variable that are told apart
)

// Sources returns the places through which an expression's value came as far as it is of one of the
// kinds, the nearest first, each once: for a variable the assignments that reach it, for a call
// of a function of the script what that returns, and in the end what makes the value. Where a value
// may come by several ways all of them are listed. There are no more than a handful; they are what a
// finding shows, not all that there is.
//
// It looks them up when asked, in a time that grows with the functions that it passes.
func (f *Facts) Sources(e syntax.Expr, k kind.Set) []Source {
	if f.Incomplete {
		return nil
	}
	t := tracer{Facts: f, kinds: k, seen: map[syntax.Expr]bool{}}
	t.follow(e, maxFollowed)
	return t.found
}

// tracer follows a value back to where it was made.
type tracer struct {
	*Facts
	kinds kind.Set
	seen  map[syntax.Expr]bool
	found []Source
}

func (t *tracer) add(s Source) bool {
	if s.Expr != nil {
		s.At = s.Expr.Span()
	}
	if len(t.found) == MaxSources || slices.Contains(t.found, s) {
		return false
	}
	t.found = append(t.found, s)
	return true
}

// follow lists what an expression's value came through.
func (t *tracer) follow(e syntax.Expr, depth int) {
	if depth == 0 || t.seen[e] {
		return
	}
	t.seen[e] = true
	switch x := e.(type) {
	case *syntax.ParenExpr:
		t.follow(x.X, depth-1)
	case *syntax.NameExpr:
		if b := t.scope.Use(x); b != nil {
			t.variable(x, b, depth-1)
		} else {
			t.add(Source{Kind: Made, Expr: e})
		}
	case *syntax.BinaryExpr:
		switch passed := kind.Unknown &^ kind.Falsy; x.Op {
		case syntax.OpAnd:
			passed = kind.Falsy
			fallthrough
		case syntax.OpOr:
			if t.Value(x.X).Can(t.kinds & passed) {
				t.follow(x.X, depth-1)
			}
			if t.Value(x.Y).Can(t.kinds) {
				t.follow(x.Y, depth-1)
			}
		default:
			t.add(Source{Kind: Made, Expr: e})
		}
	case *syntax.CallExpr:
		t.call(x, depth-1)
	default:
		t.add(Source{Kind: Made, Expr: e})
	}
}

// call lists what a call's first result came through.
func (t *tracer) call(e *syntax.CallExpr, depth int) {
	var fn *scope.Function
	if e.Method == nil && t.calls[e] == nil {
		fn = t.Function(e.Func)
	}
	if fn == nil {
		t.add(Source{Kind: Made, Expr: e})
		return
	}
	for _, r := range fn.Returns {
		if len(r.Exprs) == 0 || !t.Value(r.Exprs[0]).Can(t.kinds) {
			continue
		}
		if t.add(Source{Kind: Returned, Expr: r.Exprs[0]}) {
			t.behind(r.Exprs[0], depth)
		}
	}
}

// behind is follow for an expression that is itself listed.
func (t *tracer) behind(e syntax.Expr, depth int) {
	before := len(t.found)
	t.follow(e, depth)
	if len(t.found) == before+1 && t.found[before].Kind == Made && t.found[before].Expr == syntax.Unparen(e) {
		t.found = t.found[:before] // says the same again
	}
}

// variable lists the assignments that reach a read of a local.
func (t *tracer) variable(read *syntax.NameExpr, b *scope.Binding, depth int) {
	for _, a := range t.reaching(read, b) {
		switch {
		case a.param:
			t.arguments(b, depth)
		case a.value == nil && t.kinds&kind.AbsentOrNil != 0:
			t.add(Source{Kind: Assigned, At: a.at.Span(), To: b})
		case a.value == nil:
		case !a.exact:
			t.add(Source{Kind: Assigned, Expr: a.value, To: b})
		case t.Value(a.value).Can(t.kinds):
			if t.add(Source{Kind: Assigned, Expr: a.value, To: b}) {
				t.behind(a.value, depth)
			}
		}
	}
}

// arguments lists what the script's calls pass to a parameter.
func (t *tracer) arguments(b *scope.Binding, depth int) {
	i := slices.Index(b.Owner.Params, b)
	if b.Owner.Expr.Method {
		i--
	}
	if i < 0 {
		return
	}
	passing := t.passing()
	calls := passing.plain[b.Owner]
	if b.Owner.Expr.Method {
		calls = passing.methods
	}
	for _, call := range calls {
		if i >= len(call.Args) || !t.Value(call.Args[i]).Can(t.kinds) {
			continue
		}
		if t.add(Source{Kind: Passed, Expr: call.Args[i], To: b}) {
			t.behind(call.Args[i], depth)
		}
	}
}

// passing are the calls that may pass arguments to the script's functions, in source order.
type passing struct {
	plain   map[*scope.Function][]*syntax.CallExpr // calls of one function
	methods []*syntax.CallExpr                     // "x:name()", of any function that is a method
}

func newPassing(f *Facts) passing {
	p := passing{plain: map[*scope.Function][]*syntax.CallExpr{}}
	syntax.Inspect(f.Script.Chunk.Block, func(n syntax.Node) bool {
		call, ok := n.(*syntax.CallExpr)
		switch {
		case !ok:
		case call.Method != nil:
			p.methods = append(p.methods, call)
		default:
			if fn := f.Function(call.Func); fn != nil {
				p.plain[fn] = append(p.plain[fn], call)
			}
		}
		return true
	})
	return p
}
