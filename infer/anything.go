package infer

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// isAnything reports whether an expression is what can be anything by its nature, so that any is its type
// and no guess: a part of decoded JSON or MessagePack, or the reply of a command whose name is computed or which is
// none of Redis's own.
func (in *inferrer) isAnything(e syntax.Expr) bool {
	if e == nil {
		return false
	}
	e = in.source(e)
	for range maxClimb {
		index, ok := e.(*syntax.IndexExpr)
		if !ok {
			break
		}
		e = in.source(index.X)
	}
	c, ok := e.(*syntax.CallExpr)
	if !ok {
		return false
	}
	if call := in.facts.Call(c); call != nil {
		return call.Match == nil || command.IsModule(call.Name)
	}
	op := in.facts.Value(c.Func).Op()
	return op == library.JSONDecode || op == library.MsgpackUnpack
}

// anyOf is any as the type of an expression.
func (in *inferrer) anyOf(e syntax.Expr) parser.Type {
	t := &parser.Scalar{Kind: parser.Any}
	in.anything[t] = in.isAnything(e)
	return t
}
