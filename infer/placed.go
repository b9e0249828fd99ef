package infer

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// placed is a type that is read from the script, with the place of what it stands for.
func placed(t parser.Type, at diag.Span) parser.Type {
	switch t := t.(type) {
	case *parser.Scalar:
		c := *t
		c.At = at
		return &c
	case *parser.Enum:
		c := &parser.Enum{At: at, Ints: t.Ints}
		for _, m := range t.Members {
			m.Span = at
			c.Members = append(c.Members, m)
		}
		return c
	case *parser.Optional:
		return &parser.Optional{At: at, Elem: placed(t.Elem, at)}
	case *parser.List:
		return &parser.List{At: at, Elem: placed(t.Elem, at)}
	case *parser.Map:
		return &parser.Map{At: at, Key: placed(t.Key, at), Elem: placed(t.Elem, at)}
	case *parser.Tuple:
		return &parser.Tuple{At: at, Fields: placedFields(t.Fields, at)}
	case *parser.Flat:
		return &parser.Flat{At: at, Fields: placedFields(t.Fields, at)}
	case *parser.Literal:
		c := *t
		c.At = at
		return &c
	case *parser.Variants:
		c := &parser.Variants{At: at}
		for _, v := range t.Variants {
			v.Span, v.At = at, at
			v.Fields = placedFields(v.Fields, at)
			if v.Type != nil {
				v.Type = placed(v.Type, at)
			}
			c.Variants = append(c.Variants, v)
		}
		return c
	default:
		return t
	}
}

func placedFields(fields []parser.Field, at diag.Span) []parser.Field {
	var list []parser.Field
	for _, f := range fields {
		f.Span = at
		f.Type = placed(f.Type, at)
		list = append(list, f)
	}
	return list
}
