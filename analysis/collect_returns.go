package analysis

import (
	"slices"

	"github.com/luagen/luagen/parser/syntax"
)

// collectReturns lists what ends the script, functions whose results it returns included.
func (c *collector) collectReturns() {
	used := c.resultsUsed()
	c.EndReachable = c.m.flow(c.scope.main).fellThrough
	seen := map[*Function]bool{}
	work := []*Function{c.scope.main}
	for len(work) > 0 {
		fn := work[0]
		work = work[1:]
		for _, s := range c.scope.returns[fn] {
			if !c.m.returned[s] {
				continue
			}
			if tails := c.tailCalled(s); tails != nil {
				for _, t := range tails {
					c.EndReachable = c.EndReachable || c.m.flow(t).fellThrough
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
	if c.scope.damagedStmts {
		c.EndReachable = false // one of them may return
	}
	slices.SortFunc(c.Returns, func(a, b Return) int { return a.Stmt.From - b.Stmt.From })
}

// resultsUsed returns the functions whose results the script may use itself, other than by
// returning them all.
func (c *collector) resultsUsed() map[*Function]bool {
	tail := map[*syntax.CallExpr]*Function{} // by the call, the function that returns its results
	for fn, returns := range c.scope.returns {
		for _, s := range returns {
			if len(s.Exprs) != 1 {
				continue
			}
			if call, ok := s.Exprs[0].(*syntax.CallExpr); ok {
				tail[call] = fn
			}
		}
	}
	used := map[*Function]bool{}
	passed := map[*Function][]*Function{} // by the function, those whose results it returns
	var work []*Function
	use := func(fn *Function) {
		if !used[fn] {
			used[fn] = true
			work = append(work, fn)
		}
	}
	for _, e := range c.scope.calls {
		for _, f := range c.calledValue(e).funcs() {
			if from := tail[e]; f.fn != nil && from != nil {
				passed[from] = append(passed[from], c.scope.funcs[f.fn])
			} else if f.fn != nil {
				use(c.scope.funcs[f.fn])
			}
		}
	}
	for _, fn := range c.Functions {
		if c.m.flow(fn).escaped {
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
func (c *collector) tailCalled(s *syntax.ReturnStmt) []*Function {
	if len(s.Exprs) != 1 {
		return nil
	}
	call, ok := s.Exprs[0].(*syntax.CallExpr)
	if !ok {
		return nil
	}
	v := c.calledValue(call)
	if v.opaqueFuncs() {
		return nil
	}
	var fns []*Function
	for _, f := range v.funcs() {
		if f.fn == nil || c.calls[call] != nil {
			return nil
		}
		fns = append(fns, c.scope.funcs[f.fn])
	}
	return fns
}

// addReturn adds a return statement. Without own another call takes its values, so
// that those after the first are not lost.
func (c *collector) addReturn(s *syntax.ReturnStmt, own bool) {
	r := Return{Stmt: s, Value: of(Nil, FromLiteral)}
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
func (f *Facts) Reply(v Value) Reply { return f.reply(v, maxReplyDepth) }

func (f *Facts) reply(v Value, depth int) Reply {
	r := Reply{Value: v}
	if v.isOpen() {
		r.Kinds = AnyReply
		return r
	}
	if v.Can(Falsy | Func | Other) {
		r.Kinds |= ReplyNil
	}
	// After redis.setresp(3) a client without RESP3 gets false as the integer 0.
	zero := f.RESP3 && v.Can(False)
	if zero || v.Can(True|Int|AnyNumber) {
		r.Kinds |= ReplyInteger
	}
	if v.Can(Fraction) {
		r.Kinds |= ReplyInteger | ReplyTruncated
	}
	if v.Can(String) {
		r.Kinds |= ReplyBulk
	}
	r.Consts = v.Consts()
	if v.Can(Number|String) && (zero || v.Can(True)) {
		r.Consts = nil
	} else {
		if v.Can(True) {
			r.Consts = append(r.Consts, Const{Num: 1})
		}
		if zero {
			r.Consts = append(r.Consts, Const{Num: 0})
		}
	}
	if v.Can(Table) {
		f.addTables(&r, v, depth)
	}
	return r
}

// addTables adds what a value's tables become.
func (f *Facts) addTables(r *Reply, v Value, depth int) {
	if v.opaqueTables() {
		r.addUnknownTables(v)
		return
	}
	arrays, lost := 0, 0
	var array *Shape
	for _, s := range v.tables() {
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
			r.Consts = []Const{{IsString: true, Str: text}}
		}
	}
}

// addUnknownTables adds what becomes of tables of which only the kind is known.
func (r *Reply) addUnknownTables(v Value) {
	if v.Can(Status) {
		r.Kinds |= ReplyStatus
	}
	if v.Can(ErrorTable) {
		r.Kinds |= ReplyError
	}
	if v.Can(Array) {
		r.Kinds |= ReplyArray
		if v.from != FromData || len(v.tables()) > 0 { // not just an array that a command replied
			r.Kinds |= ReplyStatus | ReplyError | ReplyRESP3
		}
	}
}

// tableReply is the kinds of reply that a table becomes.
func tableReply(s *Shape) ReplyKinds {
	switch {
	case s.Open:
		return ReplyArray | ReplyStatus | ReplyError | ReplyRESP3
	case s.isInput:
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
	wants Kinds
}{
	{"err", ReplyError, String},
	{"ok", ReplyStatus, String},
	{"double", ReplyRESP3, Number},
	{"map", ReplyRESP3, Table},
	{"set", ReplyRESP3, Table},
	{"big_number", ReplyRESP3, String},
	{"verbatim_string", ReplyRESP3, Table},
}

// addArray describes the elements of an array.
func (f *Facts) addArray(r *Reply, s *Shape, depth int) {
	r.Known = true
	if s.isInput {
		rest := Reply{Kinds: ReplyBulk, Value: of(AnyString, FromArgs)}
		r.Rest = &rest
		return
	}
	for _, item := range s.Items {
		e := f.reply(item, depth-1)
		e.Cut = item.suggested()&Nil != 0
		r.Elems = append(r.Elems, e)
	}
	if s.Rest.kinds != 0 {
		rest := f.reply(s.Rest, depth-1)
		rest.Cut = s.Rest.suggested()&Nil != 0
		r.Rest = &rest
	}
}

// leftOut reports whether a table only ever gets entries that a reply leaves out.
func leftOut(s *Shape) bool {
	return !s.Open && !s.isInput && len(s.Items) == 0 && s.Rest.kinds == 0 &&
		tableReply(s) == ReplyArray && (len(s.Fields) > 0 || s.Dynamic.kinds != 0)
}
