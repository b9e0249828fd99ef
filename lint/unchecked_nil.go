package lint

import (
	"fmt"
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func uncheckedNil() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unchecked-nil",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a reply that may be false is used as if there were a value",
			Text: `Where there is no value (a key is missing or has expired, a hash lacks the field) Redis gives the script false, and tonumber turns that into nil. Arithmetic, .., #, <, an index, cjson.decode, or passing it to a command raises an error.

Test the reply first, or give it a default: tonumber(redis.call('GET', KEYS[1]) or 0). The finding is a warning, or an error where the path proves that there is no value. Nothing is reported once the script has tested the value, or has learnt from another command that the key exists.`,
			Bad: `--@keys stock
local left = redis.call('GET', KEYS[1])
return left - 1
`,
			Good: `--@keys stock
local left = redis.call('GET', KEYS[1])
if not left then
  return -1
end
return left - 1
`,
			Fails: "ERR user_script:3: attempt to perform arithmetic on local 'left' (a boolean value)",
		},
	}, needs: blocks, run: runUncheckedNil}
}

// nilUses finds the uses of values that may be missing.
type nilUses struct {
	*pass
	uses     []nilUse
	tests    []syntax.Expr          // what the script tests
	replies  map[*analysis.Call]int // the first place at which a reply is tested, or an element of it; nil until asked for
	tested   map[string]int         // the first place at which an expression of that text is tested
	reported map[string]bool        // by what is missing: a variable or a call
	keys     map[string][]keyedCall // the calls by the text of their first key, in source order
}

// keyedCall is a call, and whether it is known to find or make the key.
type keyedCall struct {
	call  *analysis.Call
	finds bool
}

// nilUse is a use of a value in which nil and false raise: message says so of the kind of value.
type nilUse struct {
	expr    syntax.Expr
	at      syntax.Range
	message string
}

func runUncheckedNil(p *pass) {
	u := &nilUses{pass: p, reported: map[string]bool{}}
	for _, b := range p.facts.Binaries {
		u.binary(b)
	}
	w := p.walk()
	for _, e := range w.unaries {
		switch e.Op {
		case syntax.OpNeg:
			u.use(e.X, e.Range, "arithmetic on it raises \"attempt to perform arithmetic on a %s value\"")
		case syntax.OpLen:
			u.use(e.X, e.Range, "# raises \"attempt to get length of a %s value\"")
		}
	}
	for _, e := range w.indexes {
		if name, ok := p.facts.Value(e.Key).Str(); ok && (name == "err" || name == "ok") && p.facts.Value(e.X).Can(kind.ErrorTable) {
			continue // the question whether redis.pcall has met an error
		}
		u.use(e.X, e.Range, "the index raises \"attempt to index a %s value\"")
	}
	for _, e := range w.methods {
		u.use(e.Func, e.Range, "the call of the method raises \"attempt to index a %s value\"")
	}
	for _, l := range p.facts.Loops {
		if n, ok := l.Stmt.(*syntax.NumericFor); ok {
			for _, e := range []syntax.Expr{n.Start, n.Limit, n.Step} {
				if e != nil {
					u.use(e, e.Span(), "the loop raises, as its bounds must be numbers, not a %s value")
				}
			}
		}
	}
	for _, c := range p.facts.LibCalls {
		u.libCall(c.Expr)
	}
	for _, c := range p.facts.Calls {
		for i, arg := range c.Args {
			if i < len(c.Words) {
				u.use(arg, arg.Span(), "the command raises \"Lua redis lib command arguments must be strings or integers\", as it is given a %s value")
			}
		}
	}
	slices.SortStableFunc(u.uses, func(a, b nilUse) int { return a.at.From - b.at.From })
	for i := range u.uses {
		u.judge(&u.uses[i])
	}
}

// collectTests finds what the script tests.
func (u *nilUses) collectTests() {
	if u.tested != nil {
		return
	}
	u.tested = map[string]int{}
	add := func(e syntax.Expr) {
		at := e.Span().From
		for range longestAlias {
			e = syntax.Unparen(e)
			text := u.source(e)
			u.tests = append(u.tests, e)
			if old, ok := u.tested[text]; !ok || at < old {
				u.tested[text] = at
			}
			switch x := e.(type) {
			case *syntax.NameExpr: // what it was made of is tested, too
				b := u.facts.Binding(x)
				if b == nil || b.Init == nil || len(b.Writes) > 0 {
					return
				}
				e = b.Init
			case *syntax.CallExpr:
				op := u.facts.Value(x.Func).Op()
				if len(x.Args) == 0 || op != library.ToNumber && op != library.Type && op != library.ToString {
					return
				}
				e = x.Args[0]
			case *syntax.UnaryExpr:
				if x.Op == syntax.OpLen && u.perWord(x.X) != nil {
					return // the length is known, whatever is missing
				}
				e = x.X
			case *syntax.BinaryExpr:
				_, length := syntax.Unparen(x.X).(*syntax.UnaryExpr)
				switch {
				case x.Op == syntax.OpAnd, x.Op == syntax.OpOr, length:
					e = x.X
				default:
					if _, length = syntax.Unparen(x.Y).(*syntax.UnaryExpr); !length {
						return
					}
					e = x.Y
				}
			default:
				return
			}
		}
	}
	for _, c := range u.conditions() {
		for i := range c.truths {
			add(c.truths[i].expr)
		}
		for i := range c.comparisons {
			b := c.comparisons[i].expr
			if text, ok := u.facts.Value(b.Y).Str(); ok && text == "" {
				continue // what is missing is no empty string
			}
			add(b.X)
			add(b.Y)
		}
	}
}

func (u *nilUses) binary(b *syntax.BinaryExpr) {
	what := ""
	switch b.Op {
	case syntax.OpAdd, syntax.OpSub, syntax.OpMul, syntax.OpDiv, syntax.OpMod, syntax.OpPow:
		what = "arithmetic on it raises \"attempt to perform arithmetic on a %s value\""
	case syntax.OpConcat:
		what = ".. raises \"attempt to concatenate a %s value\""
	case syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe:
		what = b.Op.String() + " raises \"attempt to compare\" it, a %s, with the other side"
		for _, side := range []syntax.Expr{b.X, b.Y} {
			if u.facts.Value(side).Can(kind.String) {
				continue // missing-tonumber tells
			}
			u.use(side, side.Span(), what)
		}
		return
	default:
		return
	}
	u.use(b.X, b.X.Span(), what)
	u.use(b.Y, b.Y.Span(), what)
}

func (u *nilUses) libCall(e *syntax.CallExpr) {
	if e.Method != nil {
		return
	}
	for i, arg := range e.Args {
		if u.mayLack(arg) && u.demands(e, i) {
			f := u.facts.Value(e.Func).Lib()
			u.use(arg, arg.Span(), fmt.Sprintf("%s raises \"bad argument #%d", f, i+1)+"\", as it is given a %s value")
		}
	}
}

// use notes a use of an expression that may be missing.
func (u *nilUses) use(e syntax.Expr, at syntax.Range, message string) {
	if u.mayLack(e) {
		u.uses = append(u.uses, nilUse{syntax.Unparen(e), at, message})
	}
}

// mayLack reports whether an expression may be what a command replies where there is nothing.
func (u *nilUses) mayLack(e syntax.Expr) bool {
	v := u.facts.Value(e)
	return v.Known() && !v.IsOpen() && v.Can(kind.Falsy) && !v.Can(kind.True) && v.Origin()&value.FromData != 0
}

// judge reports a use if what is used may be missing.
func (u *nilUses) judge(use *nilUse) {
	e, at, message := use.expr, use.at, use.message
	v := u.facts.Value(e)
	if !v.Can(kind.False | kind.Nil) {
		u.firstOfList(e, at, message)
		return
	}
	o := u.repliesBehind(e, v.Kinds()&(kind.False|kind.Nil))
	if len(o.calls) == 0 || !lacksValue(o) {
		return
	}
	certain := v.Is(kind.False|kind.Nil) && o.only()
	if !certain && (u.isTested(o, at.From) || u.isFound(o, at.From)) {
		return
	}
	name := fmt.Sprint(o.calls[0].Expr.From)
	if o.elements {
		name += u.source(e)
	}
	if u.reported[name] {
		return
	}
	u.reported[name] = true
	noun, what := "boolean", subject(o)+" is false where there is no value"
	if !v.Can(kind.False) {
		noun, what = "nil", subject(o)+" is false where there is no value, and tonumber makes nil of it"
	}
	message = fmt.Sprintf(message, noun)
	if certain {
		d := u.report(at, "%s, as it is here: %s", what, message)
		u.traced(d, at, e, kind.False|kind.Nil)
		return
	}
	d := u.warn(at, "%s: %s; test it first, or give it a default with or", what, message)
	u.traced(d, at, e, kind.False|kind.Nil)
}

// mayBeElement reports whether an expression may be an element of a reply: what is no variable and no
// entry of a table is none, nor is a variable that holds a whole reply.
func (u *nilUses) mayBeElement(e syntax.Expr) bool {
	if u.facts.Value(e).Origin()&value.FromData == 0 {
		return false
	}
	switch x := e.(type) {
	case *syntax.IndexExpr:
		return true
	case *syntax.NameExpr:
		b := u.facts.Binding(x)
		if b == nil {
			return false
		}
		call, ok := b.Init.(*syntax.CallExpr)
		return !ok || u.facts.Call(call) == nil
	default:
		return false
	}
}

// firstOfList reports an element at a fixed place of a list that may be empty.
func (u *nilUses) firstOfList(e syntax.Expr, at syntax.Range, message string) {
	if !u.isFixed(e) {
		return
	}
	o := u.repliesBehind(e, kind.Absent)
	if !o.only() || !o.elements || u.isTested(o, at.From) || u.isFound(o, at.From) {
		return
	}
	for _, c := range o.calls {
		if c.Match == nil {
			return
		}
		if r := c.Match.LikelyReply(); r.Shape != command.List && r.Shape != command.Pairs || r.Elem() == command.IntegerReply {
			return // lists of numbers have one for each of the call's operations
		}
	}
	name := fmt.Sprint(o.calls[0].Expr.From)
	if u.reported[name] {
		return
	}
	u.reported[name] = true
	d := u.warn(at, "%s is nil where that is an empty list: %s; test it first, or give it a default with or", subject(o), fmt.Sprintf(message, "nil"))
	u.traced(d, at, e, kind.Absent)
}

// isFixed reports whether an expression is an element at a place that the script writes as a number, perhaps
// through tonumber or a local.
func (u *nilUses) isFixed(e syntax.Expr) bool {
	for range longestAlias {
		switch x := syntax.Unparen(e).(type) {
		case *syntax.IndexExpr:
			_, fixed := x.Key.(*syntax.NumberExpr)
			return fixed
		case *syntax.NameExpr:
			b := u.facts.Binding(x)
			if b == nil || b.Init == nil {
				return false
			}
			e = b.Init
		case *syntax.CallExpr:
			if len(x.Args) != 1 || u.facts.Value(x.Func).Op() != library.ToNumber {
				return false
			}
			e = x.Args[0]
		default:
			return false
		}
	}
	return false
}

// lacksValue reports whether all of the commands are known to reply nil where there is no value.
func lacksValue(o *origins) bool {
	for _, c := range o.calls {
		if c.Match == nil {
			return false
		}
		r := c.Match.LikelyReply()
		if !mayBeNil(&r) {
			return false
		}
	}
	return true
}

// isTested reports whether the script tests, before a place, what the value came through.
func (u *nilUses) isTested(o *origins, before int) bool {
	u.collectTests()
	for _, e := range o.passed {
		if at, ok := u.tested[u.source(e)]; ok && at < before {
			return true
		}
	}
	if !o.elements {
		return false
	}
	u.collectReplies()
	for _, c := range o.calls { // with one element the script knows of the others
		if at, ok := u.replies[c]; ok && at < before {
			return true
		}
	}
	return false
}

// collectReplies finds whose replies the script tests, or elements of them.
func (u *nilUses) collectReplies() {
	if u.replies != nil {
		return
	}
	u.replies = map[*analysis.Call]int{}
	for _, e := range u.tests {
		if !u.mayBeElement(e) {
			continue
		}
		for _, c := range u.repliesBehind(e, kind.Unknown).calls {
			if at, ok := u.replies[c]; !ok || e.Span().From < at {
				u.replies[c] = e.Span().From
			}
		}
	}
}
