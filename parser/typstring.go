package parser

import (
	"strconv"
	"strings"
)

// String returns the unit as annotations write it; "" for NoUnit.
func (u Unit) String() string {
	switch u {
	case Seconds:
		return "s"
	case Milliseconds:
		return "ms"
	case Microseconds:
		return "us"
	case Nanoseconds:
		return "ns"
	default:
		return ""
	}
}

// String returns the word of the annotation language; "" for RestDefault.
func (r Rest) String() string {
	switch r {
	case RestTruncated:
		return "trunc"
	case RestExact:
		return "exact"
	case RestFraction:
		return "frac"
	default:
		return ""
	}
}

// String returns the scalar's word in the annotation language.
func (k ScalarKind) String() string {
	switch k {
	case String:
		return "string"
	case Bytes:
		return "bytes"
	case Int:
		return "int"
	case Uint:
		return "uint"
	case Float:
		return "float"
	case Bool:
		return "bool"
	case Time:
		return "time"
	case Duration:
		return "duration"
	case JSON:
		return "json"
	case MsgPack:
		return "msgpack"
	case Text:
		return "text"
	case Any:
		return "any"
	case OK:
		return "ok"
	}
	return ""
}

// String implements Type.
func (t *Scalar) String() string {
	switch {
	case t.Rest != RestDefault:
		return t.Kind.String() + "(" + t.Unit.String() + ", " + t.Rest.String() + ")"
	case t.Unit != NoUnit:
		return t.Kind.String() + "(" + t.Unit.String() + ")"
	case len(t.Words) == 2:
		return t.Kind.String() + "(" + quoted(t.Words[0]) + ", " + quoted(t.Words[1]) + ")"
	case t.Go != nil:
		return t.Kind.String() + "(" + t.Go.String() + ")"
	default:
		return t.Kind.String()
	}
}

// String implements Type.
func (t *Enum) String() string {
	parts := make([]string, len(t.Members))
	for i, m := range t.Members {
		parts[i] = m.Ident.Text
		switch {
		case t.Ints:
			parts[i] += "=" + strconv.FormatInt(m.Int, 10)
		case m.Text != m.Ident.Text:
			parts[i] += "=" + quoted(m.Text)
		}
	}
	return "enum(" + strings.Join(parts, ", ") + ")"
}

// String implements Type.
func (t *Optional) String() string {
	switch t.Elem.(type) {
	case *List, *Map, *Variants:
		return "(" + t.Elem.String() + ")?"
	default:
		return t.Elem.String() + "?"
	}
}

// String implements Type.
func (t *List) String() string { return "[]" + t.Elem.String() }

// String implements Type.
func (t *Map) String() string { return "map[" + t.Key.String() + "]" + t.Elem.String() }

// String implements Type.
func (t *Tuple) String() string {
	if t.Bare {
		return "tuple"
	}
	return "tuple" + fieldList(t.Fields)
}

// String implements Type.
func (t *Hash) String() string { return "hash" + fieldList(t.Fields) }

// String implements Type.
func (t *Flat) String() string { return "flat" + fieldList(t.Fields) }

// String implements Type.
func (t *Literal) String() string {
	if t.Ints {
		return strconv.FormatInt(t.Int, 10)
	}
	return quoted(t.Text)
}

// String implements Type.
func (t *Variants) String() string {
	parts := make([]string, len(t.Variants))
	for i, v := range t.Variants {
		parts[i] = v.String()
	}
	return strings.Join(parts, " | ")
}

// String returns the variant in annotation syntax.
func (v Variant) String() string {
	switch v.Form {
	case VariantTuple:
		return v.Text + fieldList(v.Fields)
	case VariantLiteral:
		return v.Text + "=" + v.Type.String()
	case VariantValue:
		return v.Text + ":" + v.Type.String()
	default:
		return v.Text + "=nil"
	}
}

func fieldList(fields []Field) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = f.String()
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// String returns the field in annotation syntax.
func (f Field) String() string {
	if f.Text == "" {
		return f.Type.String()
	}
	return f.Text + ":" + f.Type.String()
}

// String returns the type as Go writes it.
func (t *GoType) String() string {
	switch {
	case t.Form == GoPointer:
		return "*" + t.Elem.String()
	case t.Form == GoSlice:
		return "[]" + t.Elem.String()
	case t.Form == GoMap:
		return "map[" + t.Key.String() + "]" + t.Elem.String()
	case t.Package != "":
		return t.Package + "." + t.Name
	default:
		return t.Name
	}
}
