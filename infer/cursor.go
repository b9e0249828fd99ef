package infer

import (
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
		call := in.callOf(index.X)
		if call == nil {
			continue
		}
		r := likelyReply(call)
		at, known := in.facts.Value(index.Key).Number()
		if r.Shape == command.Fixed && len(r.Parts) > 0 && r.Parts[0].Name == "cursor" && known && at == 1 {
			return true
		}
	}
	return false
}
