package analysis

import (
	"slices"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// collectReturns lists what ends the script, functions whose results it returns included.
func (c *collector) collectReturns() {
	used := c.resultsUsed()
	c.EndReachable = c.m.FlowOf(c.scope.Main).FellThrough
	seen := map[*scope.Function]bool{}
	work := []*scope.Function{c.scope.Main}
	for len(work) > 0 {
		fn := work[0]
		work = work[1:]
		for _, s := range fn.Returns {
			if !c.m.Returned[s] {
				continue
			}
			if tails := c.tailCalled(s); tails != nil {
				for _, t := range tails {
					c.EndReachable = c.EndReachable || c.m.FlowOf(t).FellThrough
					if !seen[t] {
						seen[t] = true
						work = append(work, t)
					}
				}
				continue
			}
			c.addReturn(s, !used[fn])
		}
	}
	if c.scope.DamagedStmts {
		c.EndReachable = false // one of them may return
	}
	slices.SortFunc(c.Returns, func(a, b Return) int { return a.Stmt.From - b.Stmt.From })
}

// resultsUsed returns the functions whose results the script may use itself, other than by
// returning them all.
func (c *collector) resultsUsed() map[*scope.Function]bool {
	tail := map[*syntax.CallExpr]*scope.Function{} // by the call, the function that returns its results
	for fn := range c.scope.Bodies() {
		for _, s := range fn.Returns {
			if len(s.Exprs) != 1 {
				continue
			}
			if call, ok := s.Exprs[0].(*syntax.CallExpr); ok {
				tail[call] = fn
			}
		}
	}
	used := map[*scope.Function]bool{}
	passed := map[*scope.Function][]*scope.Function{} // by the function, those whose results it returns
	var work []*scope.Function
	use := func(fn *scope.Function) {
		if !used[fn] {
			used[fn] = true
			work = append(work, fn)
		}
	}
	for _, e := range c.scope.Calls {
		for _, f := range c.calledValue(e).Funcs() {
			if from := tail[e]; f.Func != nil && from != nil {
				passed[from] = append(passed[from], c.scope.Funcs[f.Func])
			} else if f.Func != nil {
				use(c.scope.Funcs[f.Func])
			}
		}
	}
	for _, fn := range c.Functions {
		if c.m.FlowOf(fn).Escaped {
			use(fn)
		}
	}
	for len(work) > 0 {
		fn := work[0]
		work = work[1:]
		for _, inner := range passed[fn] {
			use(inner)
		}
	}
	return used
}

// tailCalled returns the script's functions that a return statement calls for its
// result; nil when it is not known which, or it returns something else.
func (c *collector) tailCalled(s *syntax.ReturnStmt) []*scope.Function {
	if len(s.Exprs) != 1 {
		return nil
	}
	call, ok := s.Exprs[0].(*syntax.CallExpr)
	if !ok {
		return nil
	}
	v := c.calledValue(call)
	if v.OpaqueFuncs() {
		return nil
	}
	var fns []*scope.Function
	for _, f := range v.Funcs() {
		if f.Func == nil || c.calls[call] != nil {
			return nil
		}
		fns = append(fns, c.scope.Funcs[f.Func])
	}
	return fns
}

// addReturn adds a return statement. Without own another call takes its values, so
// that those after the first are not lost.
func (c *collector) addReturn(s *syntax.ReturnStmt, own bool) {
	r := Return{Stmt: s, Value: value.Of(kind.Nil, value.FromLiteral)}
	if len(s.Exprs) > 0 {
		r.Expr = s.Exprs[0]
		r.Value = c.Value(r.Expr)
		if own {
			r.Extra = s.Exprs[1:]
		}
	}
	r.Reply = c.Reply(r.Value)
	c.Returns = append(c.Returns, r)
}

// maxReplyDepth bounds how far nested tables are described.
const maxReplyDepth = 6

// Reply returns what a value puts on the wire when the script returns it.
func (f *Facts) Reply(v value.Value) Reply { return f.reply(v, maxReplyDepth) }

func (f *Facts) reply(v value.Value, depth int) Reply {
	r := Reply{Value: v}
	if v.IsOpen() {
		r.Kinds = AnyReply
		return r
	}
	if v.Can(kind.Falsy | kind.Func | kind.Other) {
		r.Kinds |= ReplyNil
	}
	// After redis.setresp(3) a client without RESP3 gets false as the integer 0.
	zero := f.RESP3 && v.Can(kind.False)
	if zero || v.Can(kind.True|kind.Int|kind.AnyNumber) {
		r.Kinds |= ReplyInteger
	}
	if v.Can(kind.Fraction) {
		r.Kinds |= ReplyInteger | ReplyTruncated
	}
	if v.Can(kind.String) {
		r.Kinds |= ReplyBulk
	}
	r.Consts = v.Consts()
	if v.Can(kind.Number|kind.String) && (zero || v.Can(kind.True)) {
		r.Consts = nil
	} else {
		if v.Can(kind.True) {
			r.Consts = append(r.Consts, value.Const{Num: 1})
		}
		if zero {
			r.Consts = append(r.Consts, value.Const{Num: 0})
		}
	}
	if v.Can(kind.Table) {
		f.addTables(&r, v, depth)
	}
	return r
}

// addTables adds what a value's tables become.
func (f *Facts) addTables(r *Reply, v value.Value, depth int) {
	if v.OpaqueTables() {
		r.addUnknownTables(v)
		return
	}
	arrays, lost := 0, 0
	var array *value.Shape
	for _, s := range v.Tables() {
		k := tableReply(s)
		r.Kinds |= k
		if k&ReplyArray != 0 {
			arrays++
			array = s
		}
		if leftOut(s) {
			lost++
		}
	}
	r.Lost = lost > 0 && lost == arrays
	if arrays == 1 && !array.Open && depth > 0 {
		f.addArray(r, array, depth)
	}
	if s := v.Shape(); s != nil && r.Kinds == ReplyStatus {
		if text, ok := s.Field("ok").Str(); ok {
			r.Consts = []value.Const{{IsString: true, Str: text}}
		}
	}
}

// addUnknownTables adds what becomes of tables of which only the kind is known.
func (r *Reply) addUnknownTables(v value.Value) {
	if v.Can(kind.Status) {
		r.Kinds |= ReplyStatus
	}
	if v.Can(kind.ErrorTable) {
		r.Kinds |= ReplyError
	}
	if v.Can(kind.Array) {
		r.Kinds |= ReplyArray
		if v.Origin() != value.FromData || len(v.Tables()) > 0 { // not just an array that a command replied
			r.Kinds |= ReplyStatus | ReplyError | ReplyRESP3
		}
	}
}

// tableReply is the kinds of reply that a table becomes.
func tableReply(s *value.Shape) ReplyKinds {
	switch {
	case s.Open:
		return ReplyArray | ReplyStatus | ReplyError | ReplyRESP3
	case s.IsInput:
		return ReplyArray
	}
	var k ReplyKinds
	for _, special := range specialFields {
		field := s.Field(special.name)
		if !field.Can(special.wants) {
			continue
		}
		k |= special.reply
		if field.Is(special.wants) {
			return k
		}
	}
	return k | ReplyArray
}

// specialFields are the entries that make a table something else than an array, in the order in
// which Redis looks for them, with the kinds that they must be of.
var specialFields = [...]struct {
	name  string
	reply ReplyKinds
	wants kind.Set
}{
	{"err", ReplyError, kind.String},
	{"ok", ReplyStatus, kind.String},
	{"double", ReplyRESP3, kind.Number},
	{"map", ReplyRESP3, kind.Table},
	{"set", ReplyRESP3, kind.Table},
	{"big_number", ReplyRESP3, kind.String},
	{"verbatim_string", ReplyRESP3, kind.Table},
}

// addArray describes the elements of an array.
func (f *Facts) addArray(r *Reply, s *value.Shape, depth int) {
	r.Known = true
	if s.IsInput {
		rest := Reply{Kinds: ReplyBulk, Value: value.Of(kind.AnyString, value.FromArgs)}
		r.Rest = &rest
		return
	}
	for _, item := range s.Items {
		e := f.reply(item, depth-1)
		e.Cut = item.Suggested()&kind.Nil != 0
		r.Elems = append(r.Elems, e)
	}
	if s.Rest.Kinds() != 0 {
		rest := f.reply(s.Rest, depth-1)
		rest.Cut = s.Rest.Suggested()&kind.Nil != 0
		r.Rest = &rest
	}
}

// leftOut reports whether a table only ever gets entries that a reply leaves out.
func leftOut(s *value.Shape) bool {
	return !s.Open && !s.IsInput && len(s.Items) == 0 && s.Rest.Kinds() == 0 &&
		tableReply(s) == ReplyArray && (len(s.Fields) > 0 || s.Dynamic.Kinds() != 0)
}
