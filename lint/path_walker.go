package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser/syntax"
)

// pathWalker follows the ways through a script to its errors: both sides of every condition that is not
// already decided on the way, loops up to twice, functions of the script where they are called.
type pathWalker struct {
	*pass
	failures []*failure
	steps    int // how much more work may be done; then nothing more is found
	exits    int // counts the ends of paths: returns, errors, breaks
	frames   []*frame
}

// frame is a function that runs, the script itself the first.
type frame struct {
	fn      *scope.Function
	ends    bool // what it returns is what the script returns
	guarded bool // its errors are caught
	out     []path
	breaks  *[]path // of the loop around
}

// Bounds on the work.
const (
	maxPathSteps = 20000
	maxInlined   = 6
)

func newPathWalker(p *pass) *pathWalker {
	return &pathWalker{pass: p, steps: maxPathSteps}
}

func (w *pathWalker) run() {
	w.frames = []*frame{{ends: true}}
	w.block([]path{{}}, w.script.Chunk.Block)
}

func (w *pathWalker) frame() *frame { return w.frames[len(w.frames)-1] }

func (w *pathWalker) block(in []path, b *syntax.Block) []path {
	for _, s := range b.Stmts {
		if len(in) == 0 {
			return nil
		}
		if w.steps -= len(in); w.steps < 0 {
			return nil
		}
		in = fewer(w.stmt(in, s))
	}
	return in
}

func (w *pathWalker) stmt(in []path, s syntax.Stmt) []path {
	switch s := s.(type) {
	case *syntax.LocalStmt:
		in = w.exprs(in, s.Exprs)
		for i, n := range s.Names {
			in = w.assigned(in, w.facts.Declared(n), i, s.Exprs)
		}
	case *syntax.AssignStmt:
		in = w.exprs(w.exprs(in, s.Exprs), s.Targets)
		for i, t := range s.Targets {
			if name, ok := t.(*syntax.NameExpr); ok {
				in = w.assigned(in, w.facts.Binding(name), i, s.Exprs)
			}
		}
	case *syntax.CallStmt:
		in = w.expr(in, s.Call)
	case *syntax.DoStmt:
		in = w.block(in, s.Body)
	case *syntax.IfStmt:
		in = w.ifs(in, s)
	case *syntax.WhileStmt:
		in = w.loop(in, s.Cond, nil, s.Body)
	case *syntax.RepeatStmt:
		in = w.repeat(in, s)
	case *syntax.NumericFor:
		bounds := []syntax.Expr{s.Start, s.Limit}
		if s.Step != nil {
			bounds = append(bounds, s.Step)
		}
		in = w.loop(w.exprs(in, bounds), nil, []*syntax.Name{s.Var}, s.Body)
	case *syntax.GenericFor:
		in = w.loop(w.exprs(in, s.Exprs), nil, s.Names, s.Body)
	case *syntax.ReturnStmt:
		w.returns(in, s)
		in = nil
	case *syntax.BreakStmt:
		if b := w.frame().breaks; b != nil {
			*b = append(*b, in...)
		}
		w.exits++
		in = nil
	case *syntax.ErrorStmt:
		w.exits++
		in = nil
	}
	return in
}

// assigned is the paths after a local has been assigned value i of a list.
func (w *pathWalker) assigned(in []path, b *scope.Binding, i int, exprs []syntax.Expr) []path {
	if b == nil {
		return in
	}
	name := variable(b)
	out := make([]path, len(in))
	for j, p := range in {
		p = p.forget(name)
		switch {
		case i < len(exprs):
			if call, ok := exprs[i].(*syntax.CallExpr); ok && w.inlines(call) && len(exprs) == 1 && p.result != "" {
				p = p.learn(name, p.result)
			} else if truth, text := w.truth(exprs[i]); text != "" {
				p = p.learn("="+name, text)
			} else if truth != "" {
				p = p.learn(name, truth)
			}
		case len(exprs) == 0:
			p = p.learn("="+name, "nil")
		}
		out[j] = p
	}
	return out
}

// truth returns what a condition makes of an expression, "T" or "F", and the constant that it is; both
// are empty when they are not known.
func (w *pathWalker) truth(e syntax.Expr) (truth, constant string) {
	if text := literal(e); text != "" {
		return "", text
	}
	switch v := w.facts.Value(e); {
	case v.Is(kind.Falsy):
		return "F", ""
	case v.Known() && !v.Can(kind.Falsy):
		return "T", ""
	default:
		return "", ""
	}
}

func (w *pathWalker) ifs(in []path, s *syntax.IfStmt) []path {
	base, exits := trails(in), w.exits
	var out []path
	for i := range s.Clauses {
		yes, no := w.decide(in, s.Clauses[i].Cond)
		out = append(out, w.block(yes, s.Clauses[i].Body)...)
		in = no
	}
	if s.Else != nil {
		in = w.block(in, s.Else)
	}
	out = append(out, in...)
	if w.exits == exits {
		out = joined(out, base)
	}
	return out
}

// trails are the decisions before a point, as far as all paths share them.
func trails(in []path) *decision {
	if len(in) == 0 {
		return nil
	}
	t := in[0].trail
	for _, p := range in[1:] {
		t = common(t, p.trail)
	}
	return t
}

// joined is paths of which all outcomes of the decisions behind a point lead on.
func joined(in []path, point *decision) []path {
	for i := range in {
		in[i] = in[i].undecided(point)
	}
	return in
}

// loop is the paths after a while or, without a condition, a for loop.
func (w *pathWalker) loop(in []path, cond syntax.Expr, names []*syntax.Name, body *syntax.Block) []path {
	f := w.frame()
	outer := f.breaks
	var breaks, out []path
	f.breaks = &breaks
	base, exits, before := trails(in), w.exits, in
	for range 2 {
		no := in
		yes := in
		if cond != nil {
			yes, no = w.decide(in, cond)
		}
		out = append(out, no...)
		for _, n := range names {
			yes = w.assigned(yes, w.facts.Declared(n), 1, []syntax.Expr{nil})
		}
		in = fewer(w.block(yes, body))
	}
	if cond != nil {
		_, in = w.decide(in, cond)
	}
	out = append(append(out, in...), breaks...)
	f.breaks = outer
	if w.exits-len(breaks) <= exits {
		out = joined(out, base)
	}
	for i := range out {
		out[i] = out[i].looped(before)
	}
	return fewer(out)
}

func (w *pathWalker) repeat(in []path, s *syntax.RepeatStmt) []path {
	f := w.frame()
	outer := f.breaks
	var breaks, out []path
	f.breaks = &breaks
	base, exits, before := trails(in), w.exits, in
	for range 2 {
		var yes []path
		yes, in = w.decide(fewer(w.block(in, s.Body)), s.Cond)
		out = append(out, yes...)
	}
	out = append(out, breaks...)
	f.breaks = outer
	if w.exits-len(breaks) <= exits {
		out = joined(out, base)
	}
	for i := range out {
		out[i] = out[i].looped(before)
	}
	return fewer(out)
}

// returns ends paths at a return statement.
func (w *pathWalker) returns(in []path, s *syntax.ReturnStmt) {
	w.exits++
	f := w.frame()
	if len(s.Exprs) == 0 {
		for _, p := range in {
			p.result = "F"
			f.out = append(f.out, p)
		}
		return
	}
	e := s.Exprs[0]
	fails, server := w.failing(e)
	if call, ok := e.(*syntax.CallExpr); ok && f.ends && !fails && len(s.Exprs) == 1 && w.inlines(call) {
		w.call(w.exprs(in, call.Args), call, true)
		return
	}
	in = w.exprs(in, s.Exprs)
	if f.ends && fails {
		w.fail(in, &failure{at: e, server: server})
	}
	truth, text := w.truth(e)
	if text != "" {
		truth = truthOf(text)
	}
	for _, p := range in {
		p.result = truth
		f.out = append(f.out, p)
	}
}

// fail notes an error to which paths lead.
func (w *pathWalker) fail(in []path, f *failure) {
	if w.steps < 0 {
		return
	}
	for _, p := range in {
		left := p.harmful(w.keyText)
		if len(left) == 0 {
			continue
		}
		i := slices.IndexFunc(w.failures, func(o *failure) bool { return o.at == f.at })
		if i < 0 {
			found := *f
			found.writes, found.trail = left, p.trail
			w.failures = append(w.failures, &found)
			continue
		}
		if o := w.failures[i]; certainWrites(left) > certainWrites(o.writes) {
			o.writes, o.trail = left, p.trail
		}
	}
}

func certainWrites(ws []*written) int {
	n := 0
	for _, w := range ws {
		if w.certain() {
			n++
		}
	}
	return n
}

// exprs evaluates expressions in order.
func (w *pathWalker) exprs(in []path, es []syntax.Expr) []path {
	for _, e := range es {
		in = w.expr(in, e)
	}
	return in
}

// expr evaluates an expression: it runs the commands in it.
func (w *pathWalker) expr(in []path, e syntax.Expr) []path {
	switch e := e.(type) {
	case *syntax.ParenExpr:
		return w.expr(in, e.X)
	case *syntax.IndexExpr:
		return w.expr(w.expr(in, e.X), e.Key)
	case *syntax.UnaryExpr:
		return w.expr(in, e.X)
	case *syntax.BinaryExpr:
		if e.Op != syntax.OpAnd && e.Op != syntax.OpOr {
			return w.expr(w.expr(in, e.X), e.Y)
		}
		if !w.hasCall(e.Y) {
			return w.expr(in, e.X)
		}
		base, exits := trails(in), w.exits
		more, done := w.decide(in, e.X)
		if e.Op == syntax.OpOr {
			more, done = done, more
		}
		out := append(w.expr(more, e.Y), done...)
		if w.exits == exits {
			out = joined(out, base)
		}
		return out
	case *syntax.TableExpr:
		for i := range e.Fields {
			if e.Fields[i].Key != nil {
				in = w.expr(in, e.Fields[i].Key)
			}
			in = w.expr(in, e.Fields[i].Value)
		}
	case *syntax.CallExpr:
		if w.steps -= len(in); w.steps < 0 {
			return nil
		}
		return w.call(w.exprs(w.expr(in, e.Func), e.Args), e, false)
	}
	return in
}

// hasCall reports whether an expression calls anything.
func (w *pathWalker) hasCall(e syntax.Expr) bool {
	found := false
	syntax.Inspect(e, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.CallExpr:
			found = true
		case *syntax.FuncExpr:
			return false
		}
		return !found
	})
	return found
}

// call runs what a call calls, its arguments evaluated. ends is set when the script returns its results.
func (w *pathWalker) call(in []path, e *syntax.CallExpr, ends bool) []path {
	if len(in) == 0 {
		return nil
	}
	if c := w.facts.Call(e); c != nil {
		return w.command(in, c)
	}
	switch w.facts.Value(e.Func).Op() {
	case library.Error:
		w.exits++
		if !w.guarded() {
			w.fail(in, &failure{at: e, raised: true})
		}
		return nil
	case library.Assert:
		if len(e.Args) == 0 || !w.facts.Value(e.Args[0]).Can(kind.Falsy) {
			return in
		}
		yes, no := w.narrowed(in, e.Args[0])
		for i := range no {
			no[i] = no[i].decided(e.Args[0], false)
		}
		for i := range yes {
			yes[i] = yes[i].decided(e.Args[0], true)
		}
		w.exits++
		if !w.guarded() {
			w.fail(no, &failure{at: e, raised: true})
		}
		return yes
	case library.PCall, library.XPCall:
		if len(e.Args) > 0 {
			if fn := w.facts.Function(e.Args[0]); fn != nil {
				return append(w.inline(in, fn, false, true), in...)
			}
		}
		return in
	}
	if !w.inlines(e) {
		return in
	}
	return w.inline(in, w.facts.Function(e.Func), ends, false)
}

// guarded reports whether an error is caught on its way.
func (w *pathWalker) guarded() bool {
	return slices.ContainsFunc(w.frames, func(f *frame) bool { return f.guarded })
}

// command runs a command.
func (w *pathWalker) command(in []path, c *analysis.Call) []path {
	if c.Match == nil || !c.Match.Writes() {
		return in
	}
	out := make([]path, len(in))
	for i, p := range in {
		out[i] = p.run(c)
	}
	return out
}

// inlines reports whether a call is one of a function of the script that is followed.
func (w *pathWalker) inlines(e *syntax.CallExpr) bool {
	if e.Method != nil || w.facts.Call(e) != nil || len(w.frames) > maxInlined {
		return false
	}
	fn := w.facts.Function(e.Func)
	return fn != nil && !slices.ContainsFunc(w.frames, func(f *frame) bool { return f.fn == fn })
}

// inline runs a function of the script.
func (w *pathWalker) inline(in []path, fn *scope.Function, ends, guarded bool) []path {
	if slices.ContainsFunc(w.frames, func(f *frame) bool { return f.fn == fn }) || len(w.frames) > maxInlined {
		return in
	}
	base, exits := trails(in), w.exits
	for _, b := range fn.Params {
		for i := range in {
			in[i] = in[i].forget(variable(b))
		}
	}
	f := &frame{fn: fn, ends: ends, guarded: guarded}
	w.frames = append(w.frames, f)
	end := w.block(in, fn.Expr.Body)
	w.frames = w.frames[:len(w.frames)-1]
	for i := range end {
		end[i].result = "F"
	}
	out := append(f.out, end...)
	if returned := returnsIn(fn); w.exits-exits <= returned && !ends {
		// Its returns are no ends: what it decided for itself decides nothing here, unless its results differ.
		if !slices.ContainsFunc(out, func(p path) bool { return p.result != out[0].result }) {
			out = joined(out, base)
		}
		w.exits = exits
	}
	return fewer(out)
}

// returnsIn counts the return statements of a function.
func returnsIn(fn *scope.Function) int {
	n := 0
	syntax.Inspect(fn.Expr.Body, func(x syntax.Node) bool {
		switch x.(type) {
		case *syntax.FuncExpr:
			return false
		case *syntax.ReturnStmt:
			n++
		}
		return true
	})
	return n
}
