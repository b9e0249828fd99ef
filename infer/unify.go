package infer

import (
	"slices"

	"github.com/luagen/luagen/parser"
)

// unify is the type that decodes every one of several arrays; nil when there is none.
func (in *inferrer) unify(arrays []arrayReply) parser.Type {
	var t parser.Type
	empty := false
	for _, a := range arrays {
		switch {
		case a.typ == nil:
			empty = true
		case t == nil:
			t = a.typ
		default:
			if t = join(t, a.typ); t == nil {
				return nil
			}
		}
	}
	switch t.(type) {
	case nil:
		return &parser.List{Elem: scalar(parser.String)} // always empty
	case *parser.Tuple:
		return optionalIf(empty, t)
	default:
		return t
	}
}

// join is a type that decodes what either of two decodes; nil when there is none that says
// more than any.
func join(a, b parser.Type) parser.Type {
	if a.String() == b.String() {
		return a
	}
	if isAny(a) || isAny(b) {
		return scalar(parser.Any)
	}
	oa, isOptionalA := a.(*parser.Optional)
	ob, isOptionalB := b.(*parser.Optional)
	if isOptionalA || isOptionalB {
		if isOptionalA {
			a = oa.Elem
		}
		if isOptionalB {
			b = ob.Elem
		}
		if t := join(a, b); t != nil {
			return optionalIf(true, t)
		}
		return nil
	}
	switch a := a.(type) {
	case *parser.Scalar:
		if b, ok := b.(*parser.Scalar); ok {
			return joinScalars(a, b)
		}
	case *parser.List:
		return joinList(a, b)
	case *parser.Tuple:
		switch b := b.(type) {
		case *parser.Tuple:
			return joinTuples(a, b)
		case *parser.List:
			return joinList(b, a)
		}
	case *parser.Map, *parser.Flat:
		if b, ok := b.(*parser.List); ok {
			return joinList(b, a)
		}
	}
	return nil
}

func joinScalars(a, b *parser.Scalar) parser.Type {
	kinds := []parser.ScalarKind{a.Kind, b.Kind}
	slices.Sort(kinds)
	switch {
	case slices.Equal(kinds, []parser.ScalarKind{parser.Int, parser.Float}):
		return scalar(parser.Float)
	case slices.Equal(kinds, []parser.ScalarKind{parser.Int, parser.Bool}):
		return nil
	default:
		return nil
	}
}

// joinList joins a list with what another return sends as an array.
func joinList(a *parser.List, b parser.Type) parser.Type {
	var elems []parser.Type
	switch b := b.(type) {
	case *parser.List:
		elems = append(elems, b.Elem)
	case *parser.Map:
		elems = append(elems, b.Key, b.Elem)
	case *parser.Tuple:
		for _, f := range b.Fields {
			elems = append(elems, f.Type)
		}
	case *parser.Flat:
		return nil // of several types
	default:
		return nil
	}
	elem := a.Elem
	for _, e := range elems {
		if elem = join(elem, e); elem == nil {
			return &parser.List{Elem: scalar(parser.Any)}
		}
	}
	return &parser.List{Elem: elem}
}

// joinTuples joins two tuples field by field; what only one of them has becomes optional.
func joinTuples(a, b *parser.Tuple) parser.Type {
	if len(a.Fields) < len(b.Fields) {
		a, b = b, a
	}
	t := &parser.Tuple{Fields: slices.Clone(a.Fields)}
	for i := range t.Fields {
		f := &t.Fields[i]
		if i >= len(b.Fields) {
			f.Type = optionalIf(true, f.Type)
			continue
		}
		if f.Type = join(f.Type, b.Fields[i].Type); f.Type == nil {
			f.Type = scalar(parser.Any)
		}
		if unnamed(f.Text) && !unnamed(b.Fields[i].Text) && !hasField(t.Fields, b.Fields[i].Text) {
			f.Text = b.Fields[i].Text
		}
	}
	return t
}

// unnamed reports whether a field's name says only where it stands.
func unnamed(name string) bool {
	return len(name) > len("value") && name[:len("value")] == "value" && name[len("value")] <= '9' || name == "ok"
}

func hasField(fields []parser.Field, name string) bool {
	return slices.ContainsFunc(fields, func(f parser.Field) bool { return folded(f.Text) == folded(name) })
}
