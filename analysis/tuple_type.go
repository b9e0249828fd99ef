package analysis

import (
	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// typeOf returns the annotation type by which every reply that a value becomes can be
// decoded; false when the script does not settle it. The type's spans are at.
func (f *Facts) typeOf(v value.Value, at diag.Span, depth int) (parser.Type, bool) {
	if v.Kinds() == 0 || v.Kinds() == kind.Unknown || depth > maxReplyDepth || v.Can(kind.Func) {
		return nil, false
	}
	scalar := func(k parser.ScalarKind) parser.Type { return &parser.Scalar{At: at, Kind: k} }
	if v.Can(kind.True) {
		return scalar(parser.Bool), v.Is(kind.Bool | kind.AbsentOrNil)
	}
	if f.RESP3 && v.Can(kind.False) {
		return nil, false // no nil any more
	}
	optional := v.Can(kind.Nil | kind.False | kind.Other)
	var t parser.Type
	switch rest := v.Kinds() &^ (kind.Falsy | kind.Other); {
	case rest == 0:
		return nil, false
	case rest&^kind.Number == 0:
		t = scalar(parser.Int)
	case rest&^kind.String == 0:
		t = f.stringType(v, at)
	case rest&^(kind.String|kind.Status) == 0:
		t = scalar(parser.String)
	case rest&^(kind.Number|kind.Numeral) == 0: // both kinds, and the strings are numbers
		t = scalar(parser.Float)
	case rest == kind.Array:
		elem, ok := f.arrayType(v, at, depth)
		if !ok {
			return nil, false
		}
		t = elem
	default:
		return nil, false
	}
	if optional {
		t = &parser.Optional{At: at, Elem: t}
	}
	return t, true
}

// stringType is the type of a string: for an argument that is sent back as it came, the argument's own.
func (f *Facts) stringType(v value.Value, at diag.Span) parser.Type {
	if in := v.Input(); in.Index > 0 && in.Table == value.ARGV && v.Origin() == value.FromArgs {
		if a := flow.DeclaredArgAt(f.Script, in.Index); a != nil {
			switch t := a.Type.(type) {
			case *parser.Scalar:
				return &parser.Scalar{At: at, Kind: t.Kind, Unit: t.Unit, Go: t.Go}
			}
		}
	}
	return &parser.Scalar{At: at, Kind: parser.String}
}

// arrayType is the type of an array inside of a tuple: a tuple for a constructor with a name for
// every element, a list for what is all of one type.
func (f *Facts) arrayType(v value.Value, at diag.Span, depth int) (parser.Type, bool) {
	s := v.Shape()
	if s == nil || s.Open {
		return nil, false
	}
	if s.IsInput {
		return &parser.List{At: at, Elem: &parser.Scalar{At: at, Kind: parser.String}}, true
	}
	if tableReply(s) != ReplyArray {
		return nil, false
	}
	if table, ok := s.Site.(*syntax.TableExpr); ok && len(s.Items) > 0 && s.Rest.Kinds() == 0 {
		return f.nestedTuple(table, s, at, depth)
	}
	elem := value.JoinAll(append([]value.Value{s.Rest}, s.Items...)...)
	if elem.Kinds() == 0 || elem.Can(kind.Nil) {
		return nil, false
	}
	t, ok := f.typeOf(elem, at, depth+1)
	if !ok {
		return nil, false
	}
	return &parser.List{At: at, Elem: t}, true
}

func (f *Facts) nestedTuple(table *syntax.TableExpr, s *value.Shape, at diag.Span, depth int) (parser.Type, bool) {
	t := &parser.Tuple{At: at}
	seen := map[string]bool{}
	for i := range table.Fields {
		if table.Fields[i].Key != nil || i >= len(s.Items) {
			return nil, false
		}
		name := f.NameOf(table.Fields[i].Value)
		typ, ok := f.typeOf(s.Items[i], at, depth+1)
		if !ok || name == "" || seen[name] || s.Items[i].Can(kind.Nil) {
			return nil, false
		}
		seen[name] = true
		t.Fields = append(t.Fields, parser.Field{Ident: parser.Ident{Text: name, Span: at}, Type: typ})
	}
	return t, len(t.Fields) == len(s.Items)
}
