package generator

import (
	"github.com/luagen/luagen/generator/shape"
	"github.com/luagen/luagen/parser"
)

// place is where a type is among a script's types: the names and the
// documentation that a Go type declared there gets. There are none where a scalar is, as most are.
type place struct {
	strct   string // name of a struct or an interface
	enum    string // name of an enum
	elem    string // name of a struct that is the element of a list, map or flat
	doc     string // what the type is: "the reply of LikePost"
	elemDoc string // what the type of an element is
}

// in is the place of the elements of a list or map.
func (at place) in() place { return place{at.elem, at.enum, at.elem, at.elemDoc, at.elemDoc} }

// replyPlace is the place of the whole reply.
func (p *plan) replyPlace() place {
	doc := "the reply of " + p.name
	at := place{p.name + "Result", p.name + "Result", p.name + "ResultEntry", doc, "one entry of " + doc}
	if p.script.Returns != nil && p.script.Returns.Doc != "" {
		at.doc += ": " + p.script.Returns.Doc
		at.elemDoc += ": " + p.script.Returns.Doc
	}
	return at
}

// argPlace is the place of an argument, or of a group of keys, which have no type.
func (p *plan) argPlace(id parser.Ident, t parser.Type) place {
	if isScalar(t) {
		return place{}
	}
	name, doc := p.name+p.names.exported(id.Text), "the argument "+id.Text+" of "+p.name
	return place{name, name, p.name + p.names.one(id.Text), doc, "one element of the " + id.Text + " of " + p.name}
}

// fieldPlace is the place of a field of a struct.
func (p *plan) fieldPlace(strct string, id parser.Ident, t parser.Type) place {
	if isScalar(t) {
		return place{}
	}
	field := p.names.exported(id.Text)
	name := strct + field
	return place{name, name, strct + p.names.one(id.Text), "the type of " + strct + "." + field, "one element of " + strct + "." + field}
}

func isScalar(t parser.Type) bool {
	_, ok := t.(*parser.Scalar)
	return ok
}

// resolve gives a type its Go form and declares the types that it needs.
func (p *plan) resolve(t parser.Type, at place) value {
	if n := nameOf(t); n != nil {
		return p.resolveNamed(t, n)
	}
	return p.resolveType(t, at)
}

// resolveType is resolve for a type whose names are those of its place.
func (p *plan) resolveType(t parser.Type, at place) value {
	switch t := t.(type) {
	case *parser.Scalar:
		return &scalarValue{t, p.scalarType(t)}
	case *parser.Enum:
		return &enumValue{p.declareEnum(t, at)}
	case *parser.Optional:
		return &optionalValue{p.resolve(t.Elem, at)}
	case *parser.List:
		return &listValue{p.resolve(t.Elem, at.in())}
	case *parser.Map:
		return &mapValue{p.resolve(t.Key, at.in()), p.resolve(t.Elem, at.in())}
	case *parser.Tuple:
		if t.Bare {
			p.errorf(t.At, RuleName, "the fields of this tuple are not known; write them, as in tuple(id:int, name:string)")
		}
		return &structValue{p.declareStruct(t, t.Fields, at, tupleStruct)}
	case *parser.Hash:
		return &structValue{p.declareStruct(t, t.Fields, at, hashStruct)}
	case *parser.Flat:
		return &flatValue{p.declareStruct(t, t.Fields, at.in(), rowStruct)}
	case *parser.Variants:
		return &variantsValue{p.declareVariants(t, at)}
	case *parser.Literal:
		return &literalValue{t}
	default:
		p.errorf(p.top(), RuleName, "a type is missing here")
		return &scalarValue{&parser.Scalar{}, predeclared("string")}
	}
}

// declareStruct declares the struct type of a tuple, hash, flat or variant.
func (p *plan) declareStruct(t parser.Type, fields []parser.Field, at place, form structForm) *structDecl {
	if !p.decoding {
		form = groupStruct
	}
	d := &structDecl{name: at.strct, at: t.Span(), form: form, doc: at.doc}
	p.decls = append(p.decls, d)
	d.fields = p.structFields(d.name, fields)
	return d
}

// structFields resolves the fields of a struct type.
func (p *plan) structFields(strct string, fields []parser.Field) []*field {
	var list []*field
	taken := map[string]parser.Ident{}
	for _, f := range fields {
		if _, literal := f.Type.(*parser.Literal); literal {
			list = append(list, &field{lua: f.Text, at: f.Type.Span(), value: p.resolve(f.Type, place{})})
			continue
		}
		out := &field{lua: f.Text, at: f.Span, value: p.resolve(f.Type, p.fieldPlace(strct, f.Ident, f.Type))}
		list = append(list, out)
		if !surfaces(out.value) {
			continue
		}
		out.name = p.field(f.Ident)
		out.note = replyNote(out.value)
		if !p.decoding {
			out.note = argNote(out.value)
		}
		if first, dup := taken[out.name]; dup {
			p.sameName(first, f.Ident, "field", strct+"."+out.name)
		}
		taken[out.name] = f.Ident
	}
	return list
}

// declareEnum declares a named type with constants.
func (p *plan) declareEnum(t *parser.Enum, at place) *enumDecl {
	d := &enumDecl{name: at.enum, at: t.At, ints: t.Ints, doc: at.doc, decoded: p.decoding}
	p.decls = append(p.decls, d)
	for _, m := range t.Members {
		constant := d.name + p.names.exported(m.Ident.Text)
		d.members = append(d.members, enumMember{m, constant})
	}
	if d.ints {
		p.imports.need(pathStrconv)
	}
	return d
}

// declareVariants declares an interface and a struct type for every variant.
func (p *plan) declareVariants(t *parser.Variants, at place) *variantsDecl {
	d := &variantsDecl{name: at.strct, at: t.At, doc: at.doc, text: t.String()}
	p.decls = append(p.decls, d)
	// The variants of the whole reply are named after the function alone.
	prefix, what := d.name, "the "+d.name
	if d.name == p.name+"Result" {
		prefix, what = p.name, "the reply of "+p.name
	}
	for _, v := range t.Variants {
		c := &variantCase{variant: v, decl: &structDecl{
			name: prefix + p.names.exported(v.Text), at: v.Span, shape: d.name,
			doc: what + " that is " + variantText(v),
		}}
		p.decls = append(p.decls, c.decl)
		p.variantFields(c.decl, v)
		d.cases = append(d.cases, c)
	}
	for _, c := range shape.Separate(t.Variants) {
		d.cases[c.Index].tests = c.Tests
		d.tried = append(d.tried, d.cases[c.Index])
	}
	return d
}

// variantFields resolves what a variant carries.
func (p *plan) variantFields(d *structDecl, v parser.Variant) {
	switch v.Form {
	case parser.VariantTuple:
		d.form = tupleStruct
		d.fields = p.structFields(d.name, v.Fields)
	case parser.VariantValue:
		switch t := v.Type.(type) {
		case *parser.Tuple:
			d.form = tupleStruct
			d.fields = p.structFields(d.name, t.Fields)
		case *parser.Hash:
			d.form = hashStruct
			d.fields = p.structFields(d.name, t.Fields)
		default:
			d.form = valueStruct
			at := p.fieldPlace(d.name, parser.Ident{Text: "value"}, t)
			at.elem = d.name + "Entry"
			f := &field{at: v.Type.Span(), value: p.resolve(t, at)}
			if surfaces(f.value) {
				f.name = "Value"
				f.note = replyNote(f.value)
			}
			d.fields = []*field{f}
		}
	default:
		d.form = emptyStruct
	}
}
