package infer

import (
	"math"
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// reply proposes the type of the reply, nil for none, and the errors.
func (in *inferrer) reply() (parser.Type, []replyError) {
	errors := in.replyErrors()
	t, why := in.replyType(errors)
	if !isAny(t) || why != "" {
		in.noteReply(t, why)
	}
	return t, in.nameErrors(errors)
}

// replyType is the type of the reply without what stands for errors. For any it says why it is
// no better.
func (in *inferrer) replyType(errors *claims) (t parser.Type, why string) {
	t, why = in.outcomeType(in.outcome(errors))
	if seen := in.replySeen(t); seen != t {
		t, why = seen, ""
	}
	if t != nil && !isAny(t) && !isAccepted(t) {
		t, why = scalar(parser.Any), "the script returns shapes that nothing tells apart"
	}
	return t, why
}

// takesTexts reports whether the strings among constants all stand for declared errors.
func (c *claims) takesTexts(consts []value.Const) bool {
	found := false
	for _, k := range consts {
		if k.IsString {
			found = true
			if !c.strings[k.Str] {
				return false
			}
		}
	}
	return found
}

// addReturn adds what one return sends.
func (in *inferrer) addReturn(o *outcome, r *analysis.Return, claims *claims) {
	reply := in.callOf(r.Expr).Likely(r.Reply)
	if reply.Kinds == analysis.AnyReply {
		o.unknown = true
		o.undecided = o.undecided || !in.isAnything(r.Expr)
		return
	}
	if reply.Kinds&analysis.ReplyRESP3 != 0 {
		o.unknown, o.undecided = true, true
	}
	if reply.Kinds&analysis.ReplyNil != 0 && (isMissing(reply.Value) || in.isBeyond(r.Expr) || r.Expr == nil || reply.Kinds == analysis.ReplyNil) {
		o.null = true
		o.falsity = o.falsity && !reply.Value.Can(kind.Nil) && r.Expr != nil && reply.Value.Origin() == value.FromLiteral
	}
	const integers = analysis.ReplyInteger | analysis.ReplyTruncated
	const texts = analysis.ReplyBulk | analysis.ReplyStatus
	if isDefaulted(r.Expr) && reply.Kinds&^(integers|analysis.ReplyBulk) == 0 && mayHoldNumber(reply.Value) {
		o.defaults = true
		return
	}
	if reply.Kinds&integers != 0 {
		in.addIntegers(o, reply, claims)
	}
	if reply.Kinds&texts != 0 {
		in.addTexts(o, reply, r, claims)
	}
	if reply.Kinds&analysis.ReplyArray != 0 {
		in.addArray(o, reply, r)
	}
}

// isDefaulted reports whether an expression has the form "x or 0".
func isDefaulted(e syntax.Expr) bool {
	or, ok := e.(*syntax.BinaryExpr)
	if !ok || or.Op != syntax.OpOr {
		return false
	}
	n, ok := or.Y.(*syntax.NumberExpr)
	return ok && n.Value == math.Trunc(n.Value)
}

// addIntegers adds the integers that one return sends.
func (in *inferrer) addIntegers(o *outcome, reply analysis.Reply, claims *claims) {
	o.truth = o.truth || reply.Value.Can(kind.True)
	known := false
	for _, c := range reply.Consts {
		if c.IsString {
			continue
		}
		known = true
		n := int64(math.Trunc(c.Num))
		if claims.ints[n] != nil {
			continue
		}
		o.integer = true
		if !slices.Contains(o.ints, n) {
			o.ints = append(o.ints, n)
		}
	}
	if !known {
		o.integer, o.anyInt = true, true
	}
}

// addTexts adds the strings and statuses that one return sends.
func (in *inferrer) addTexts(o *outcome, reply analysis.Reply, r *analysis.Return, claims *claims) {
	v := reply.Value
	if claims.takesTexts(reply.Consts) {
		return
	}
	if reply.Kinds&analysis.ReplyStatus != 0 {
		o.status = true
	}
	if reply.Kinds&analysis.ReplyBulk != 0 {
		o.text = true
		o.json = o.json && in.isJSON(r.Expr)
		o.numeral = o.numeral && !v.Can(kind.Text|kind.AnyString) && v.Origin() == value.FromData && in.cursorType(r.Expr) == nil
	}
	known := false
	for _, c := range reply.Consts {
		if c.IsString {
			known = true
			if !slices.Contains(o.texts, c.Str) {
				o.texts = append(o.texts, c.Str)
			}
			o.okOnly = o.okOnly && c.Str == "OK"
		}
	}
	if !known {
		if call := in.callOf(r.Expr); call != nil && likelyReply(call).OK {
			if !slices.Contains(o.texts, "OK") {
				o.texts = append(o.texts, "OK")
			}
			return
		}
		o.anyText = true
		if reply.Kinds&analysis.ReplyStatus != 0 {
			o.okOnly = false
		}
	}
}

// addArray adds the array that one return sends.
func (in *inferrer) addArray(o *outcome, reply analysis.Reply, r *analysis.Return) {
	a := in.arrayOf(reply, r)
	a.stmt = r.Stmt
	o.arrays = append(o.arrays, a)
}

// isJSON reports whether an expression is what cjson.encode makes.
func (in *inferrer) isJSON(e syntax.Expr) bool {
	call, ok := in.source(e).(*syntax.CallExpr)
	return ok && in.facts.Value(call.Func).Op() == library.JSONEncode
}

func isAny(t parser.Type) bool {
	s, ok := t.(*parser.Scalar)
	return ok && s.Kind == parser.Any
}

func scalar(k parser.ScalarKind) parser.Type { return &parser.Scalar{Kind: k} }

// optionalIf is a type that may be missing, or the type itself.
func optionalIf(missing bool, t parser.Type) parser.Type {
	if _, already := t.(*parser.Optional); !missing || already || isAny(t) {
		return t
	}
	return &parser.Optional{Elem: t}
}

// callOf is the command whose reply an expression is, directly or through a local that
// only ever holds it; nil when it is not one.
func (in *inferrer) callOf(e syntax.Expr) *analysis.Call {
	if call, ok := in.source(e).(*syntax.CallExpr); ok {
		return in.facts.Call(call)
	}
	return nil
}

// source is what an expression stands for: the expression that a local was declared with
// and always holds, without parentheses.
func (in *inferrer) source(e syntax.Expr) syntax.Expr {
	const farthest = 4 // locals of locals
	for range farthest {
		switch x := e.(type) {
		case *syntax.ParenExpr:
			e = x.X
		case *syntax.NameExpr:
			b := in.facts.Binding(x)
			if b == nil || len(b.Writes) > 0 || b.Kind != scope.Local || b.Init == nil {
				return e
			}
			e = b.Init
		default:
			return e
		}
	}
	return e
}
