package infer

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// maxTuple bounds the fields of a proposed tuple.
const maxTuple = 40

// arrayOf is the type of an array that a return sends.
func (in *inferrer) arrayOf(reply analysis.Reply, r *analysis.Return) arrayReply {
	if call := in.callOf(r.Expr); call != nil {
		if a, ok := in.wordsOf(call); ok {
			return a
		}
		if t, ok := in.commandArray(call); ok {
			return arrayReply{typ: t}
		}
		return anyArray()
	}
	if a, ok := in.rowsOf(r.Expr); ok {
		return a
	}
	a, ok := in.shapeOf(reply)
	if list, isList := a.typ.(*parser.List); ok && (!isList || !isAny(list.Elem)) {
		return a
	}
	if elem := in.appendedElem(r.Expr); elem != nil {
		return arrayReply{typ: &parser.List{Elem: elem}}
	}
	return anyArray()
}

// anyArray is an array of whose elements nothing is known.
func anyArray() arrayReply { return arrayReply{typ: &parser.List{Elem: scalar(parser.Any)}} }

// shapeOf is the type of an array by what is known of the table.
func (in *inferrer) shapeOf(reply analysis.Reply) (arrayReply, bool) {
	if t, ok := in.repliesOf(reply.Value); ok {
		return arrayReply{typ: t}, true
	}
	switch {
	case !reply.Known:
		return arrayReply{}, false
	case len(reply.Elems) == 0 && reply.Rest == nil:
		return arrayReply{}, true
	case reply.Rest != nil:
		return arrayReply{typ: in.listOf(reply)}, true
	case len(reply.Elems) > maxTuple:
		return arrayReply{}, false
	default:
		return in.tupleOf(reply), true
	}
}

// repliesOf is the type of a value that is always some command's reply, or an empty table
// in its place; false when it is something else.
func (in *inferrer) repliesOf(v value.Value) (parser.Type, bool) {
	var t parser.Type
	for _, s := range v.Shapes() {
		switch site := s.Site.(type) {
		case *syntax.CallExpr:
			call := in.facts.Call(site)
			if call == nil {
				return nil, false
			}
			one, ok := in.commandArray(call)
			if ok && t != nil {
				one = in.join(t, one)
			}
			if !ok || one == nil {
				return nil, false
			}
			t = one
		case *syntax.TableExpr:
			if s.Open || len(s.Items) > 0 || len(s.Fields) > 0 || s.Rest.Kinds() != 0 || s.Dynamic.Kinds() != 0 {
				return nil, false
			}
		default:
			return nil, false
		}
	}
	return t, t != nil
}

// listOf is the list of everything that an array's elements can be.
func (in *inferrer) listOf(reply analysis.Reply) parser.Type {
	elem, ok := in.elemType(*reply.Rest)
	if !ok {
		return &parser.List{Elem: scalar(parser.Any)}
	}
	for _, e := range reply.Elems {
		t, ok := in.elemType(e)
		joined := parser.Type(nil)
		if ok {
			joined = in.join(elem, t)
		}
		if joined == nil {
			return &parser.List{Elem: scalar(parser.Any)}
		}
		elem = joined
	}
	return &parser.List{Elem: elem}
}

// tupleOf is the tuple of an array's elements, one by one. Redis ends an array at the first
// nil, so that nothing is said of what follows one that is always there.
func (in *inferrer) tupleOf(reply analysis.Reply) arrayReply {
	exprs := tableElements(reply.Value)
	a := arrayReply{elems: reply.Elems}
	var fields []parser.Field
	cut := false
	for i, e := range reply.Elems {
		if e.Value.Is(kind.AbsentOrNil) {
			a.elems = reply.Elems[:i]
			break
		}
		var at syntax.Expr
		if i < len(exprs) {
			at = exprs[i]
		}
		typ, ok := in.elemType(e)
		if cursor := in.cursorType(at); cursor != nil {
			typ = optionalIf(isMissing(e.Value), cursor)
		} else if !ok {
			typ = in.anyOf(at)
		} else if at != nil && in.isJSON(at) {
			typ = scalar(parser.JSON)
		}
		cut = cut || e.Cut || in.isBeyond(at)
		fields = append(fields, parser.Field{Type: optionalIf(cut, typ)})
		a.named = append(a.named, in.candidatesFor(at, e))
	}
	if len(fields) == 0 {
		return arrayReply{}
	}
	in.nameFields(fields, a.named)
	a.tuple = &parser.Tuple{Fields: fields}
	a.typ = a.tuple
	return a
}

// isMissing reports whether the script makes it possible that a value is nil or false.
func isMissing(v value.Value) bool { return v.Can(kind.Nil | kind.False) }

// tableElements are the elements as the table constructor writes them.
func tableElements(v value.Value) []syntax.Expr {
	s := v.Shape()
	if s == nil {
		return nil
	}
	table, ok := s.Site.(*syntax.TableExpr)
	if !ok {
		return nil
	}
	var list []syntax.Expr
	for i := range table.Fields {
		if table.Fields[i].Key == nil {
			list = append(list, table.Fields[i].Value)
		}
	}
	return list
}

// elemType is the type of an array's element; false when it is not known.
func (in *inferrer) elemType(r analysis.Reply) (parser.Type, bool) {
	kinds := r.Kinds &^ analysis.ReplyError
	if kinds == analysis.AnyReply&^analysis.ReplyError || kinds&analysis.ReplyRESP3 != 0 {
		return nil, false
	}
	missing := kinds&analysis.ReplyNil != 0 && isMissing(r.Value)
	kinds &^= analysis.ReplyNil
	const integers = analysis.ReplyInteger | analysis.ReplyTruncated
	if r.Value.Can(kind.True) {
		return scalar(parser.Bool), kinds&^integers == 0 && !r.Value.Can(kind.Number)
	}
	var t parser.Type
	switch {
	case kinds == 0:
		t = optionalIf(true, scalar(parser.String))
		in.nothing[t] = true
		return t, true
	case kinds&^integers == 0:
		t = scalar(parser.Int)
	case kinds&^(analysis.ReplyBulk|analysis.ReplyStatus) == 0:
		t = in.textElem(r)
		// Numbers go through tostring for the sake of their fractions.
		if kinds == analysis.ReplyBulk && r.Value.Is(kind.Numeral|kind.Falsy) && len(r.Value.Consts()) == 0 {
			t = scalar(parser.Float)
		}
	case kinds&^(integers|analysis.ReplyBulk) == 0:
		return in.numberOrText(r, missing)
	case kinds == analysis.ReplyArray:
		a, ok := in.shapeOf(r)
		if !ok {
			return nil, false
		}
		t = a.typ
		if t == nil {
			t = &parser.List{Elem: scalar(parser.String)}
		}
	default:
		return nil, false
	}
	if arg := in.argumentBack(r.Value); arg != nil {
		t = arg
	}
	return optionalIf(missing, t), true
}

// argumentBack is the declared type of an argument that is sent back as it came; nil for other values.
func (in *inferrer) argumentBack(v value.Value) parser.Type {
	ref := v.Input()
	if ref.Index == 0 || ref.Table != value.ARGV || v.Origin() != value.FromArgs || !v.Is(kind.String|kind.AbsentOrNil) {
		return nil
	}
	a := flow.DeclaredArgAt(in.script, ref.Index)
	if a == nil {
		return nil
	}
	if t, ok := a.Type.(*parser.Scalar); ok {
		return t
	}
	return nil
}

// textElem is the type of an element that is a string.
func (in *inferrer) textElem(r analysis.Reply) parser.Type {
	t := &parser.Scalar{Kind: parser.String}
	in.held[t] = mayHoldNumber(r.Value)
	in.numerals[t] = r.Value.Is(kind.Numeral)
	return t
}

// mayHoldNumber reports whether a string comes from Redis and nothing says that it is no
// number.
func mayHoldNumber(v value.Value) bool {
	return v.Can(kind.AnyString|kind.Numeral) && !v.Can(kind.Text) &&
		v.Origin()&value.FromData != 0 && v.Origin()&^(value.FromData|value.FromLiteral) == 0
}

// numberOrText is the type of an element that is a number or a string.
func (in *inferrer) numberOrText(r analysis.Reply, missing bool) (parser.Type, bool) {
	switch {
	case !r.Value.Can(kind.Text | kind.AnyString):
		return optionalIf(missing, scalar(parser.Float)), true
	case mayHoldNumber(r.Value):
		return optionalIf(missing, in.numberOrHeld()), true
	default:
		return nil, false
	}
}
