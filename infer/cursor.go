package infer

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// cursorType is the type of a cursor that SCAN or one of its kin replied: a string, which means nothing
// but itself, or an int where the script makes a number of it. It is nil for what is no cursor.
func (in *inferrer) cursorType(e syntax.Expr) parser.Type {
	if e == nil || !in.isCursor(e) {
		return nil
	}
	v := in.facts.Value(e)
	switch {
	case v.Can(kind.Text | kind.AnyString | kind.True | kind.Table):
		return nil
	case v.Can(kind.Number):
		return scalar(parser.Int)
	default:
		return scalar(parser.String)
	}
}

// isCursor reports whether an expression can be a cursor that a command replied, or the number made of one.
func (in *inferrer) isCursor(e syntax.Expr) bool {
	for _, s := range in.facts.Sources(e, kind.Numeral|kind.Number) {
		index, ok := in.source(s.Expr).(*syntax.IndexExpr)
		if !ok {
			continue
		}
		if at, known := in.facts.Value(index.Key).Number(); known && at == 1 && in.isScan(index.X) {
			return true
		}
	}
	return false
}

// isScan reports whether an expression can be the reply of SCAN or one of its kin.
func (in *inferrer) isScan(e syntax.Expr) bool {
	return slices.ContainsFunc(in.facts.Sources(e, kind.Table), func(s analysis.Source) bool {
		c, ok := s.Expr.(*syntax.CallExpr)
		if !ok || in.facts.Call(c) == nil {
			return false
		}
		call := in.facts.Call(c)
		r := likelyReply(call)
		return r.Shape == command.Fixed && len(r.Parts) > 0 && r.Parts[0].Name == "cursor"
	})
}
