package generator

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"
)

// decl adds a type with its methods, constants and decoder.
func (e *emitter) decl(d decl) {
	switch d := d.(type) {
	case *structDecl:
		e.structType(d)
	case *enumDecl:
		e.enumType(d)
	case *variantsDecl:
		e.variantsType(d)
	}
}

// typeDoc is the doc comment of a type.
func typeDoc(name, doc string) []string {
	return canonical(paragraph(name + " is " + strings.TrimRight(oneLine(doc), ".") + "."))
}

// paramsStruct adds the struct that takes the place of many parameters.
func (e *emitter) paramsStruct(f *function) {
	name := f.paramsType()
	doc := canonical(paragraph(name + " are the keys and arguments of " + f.name + "."))
	e.declare(doc, jen.Type().Id(name).StructFunc(func(g *jen.Group) {
		for _, p := range f.params {
			fieldComment(g, withNote(oneLine(p.doc), p.note))
			g.Id(p.field).Add(e.typ(p.typ))
		}
	}))
	e.paramsMaker(f)
}

// paramsMaker adds the function that makes the struct of all parameters.
func (e *emitter) paramsMaker(f *function) {
	doc := canonical(paragraph(f.paramsMaker() + " makes " + f.paramsType() + " of every key and argument: where one is added to the script, the calls do not compile before it is passed."))
	var fields []jen.Code
	for _, p := range f.params {
		fields = append(fields, jen.Line().Id(p.field).Op(":").Id(p.name))
	}
	plain, ungrouped := *f, *f.settled
	plain.settled, ungrouped.grouped = &ungrouped, false
	e.declare(doc, jen.Func().Id(f.paramsMaker()).Params(e.params(&plain)...).Id(f.paramsType()).Block(
		jen.Return(jen.Id(f.paramsType()).Custom(jen.Options{Open: "{", Close: ",\n}", Separator: ","}, fields...)),
	))
}

// fieldComment adds a comment above a field.
func fieldComment(g *jen.Group, text string) {
	if text != "" {
		g.Comment(commentLine(oneLine(text)))
	}
}

func (e *emitter) structType(d *structDecl) {
	e.declare(typeDoc(d.name, d.doc), jen.Type().Id(d.name).StructFunc(func(g *jen.Group) {
		for _, f := range d.fields {
			if f.name == "" {
				continue
			}
			s := g.Id(f.name).Add(e.typ(f.value.goType()))
			if f.note != "" {
				s.Comment(commentLine(oneLine(f.note)))
			}
		}
	}))
	if d.shape != "" {
		e.file.Line()
		e.file.Func().Params(jen.Id(d.name)).Id(marker(d.shape)).Params().Block()
	}
	if d.decodes() && d != e.whole {
		e.file.Line()
		e.file.Add(e.structDecoder(d))
	}
}

// structDecoder is the function that decodes a struct.
func (e *emitter) structDecoder(s *structDecl) jen.Code {
	result := jen.Params(jen.Id(nameValue).Id(s.name))
	return jen.Func().Id(decoder(s.name)).Params(e.decoderParam()).Add(result).BlockFunc(func(g *jen.Group) {
		e.structFields(g, s)
		g.Return(jen.Id(nameValue))
	})
}

// structFields decodes a struct into the variable for it.
func (e *emitter) structFields(g *jen.Group, s *structDecl) {
	d := jen.Id(nameDecoder)
	next := "Field"
	switch s.form {
	case tupleStruct:
		g.Add(d.Clone()).Dot("Tuple").Call(jen.Lit(s.minimum()), jen.Lit(len(s.fields)))
	case hashStruct:
		g.Add(d.Clone()).Dot("Hash").Call()
		next = "Named"
	}
	for i, f := range s.fields {
		at := d.Clone()
		if s.form != valueStruct {
			at = at.Dot(next).Call(jen.Lit(f.lua))
		}
		target := jen.Id(nameValue).Dot(f.name)
		switch {
		case f.name == "":
			g.Add(e.decode(f.value, at))
		case s.form == tupleStruct && i >= s.minimum() && isPlainAny(f.value): // which may be missing
			g.Add(target).Op("=").Add(e.qual(pathRuntime, "NilOr").Call(at, e.decoderMethod("Any")))
		default:
			e.set(g, target, "=", f.value, at, 0)
		}
	}
	switch s.form {
	case tupleStruct:
		g.Add(d.Clone()).Dot("End").Call()
	case hashStruct:
		g.Add(d.Clone()).Dot("EndHash").Call()
	}
}

func (e *emitter) enumType(d *enumDecl) {
	under := jen.String()
	if d.ints {
		under = jen.Int64()
	}
	e.declare(typeDoc(d.name, d.doc), jen.Type().Id(d.name).Add(under))
	e.declare(canonical("The values of "+d.name+"."), jen.Const().DefsFunc(func(g *jen.Group) {
		for _, m := range d.members {
			if d.ints {
				g.Id(m.name).Id(d.name).Op("=").Add(e.integer(m.Int))
			} else {
				g.Id(m.name).Id(d.name).Op("=").Lit(m.Text)
			}
		}
	}))
	e.enumString(d)
	if !d.decoded || d == e.whole {
		return
	}
	e.file.Line()
	e.file.Func().Id(decoder(d.name)).Params(e.decoderParam()).Id(d.name).Block(jen.Return(e.enum(d, jen.Id(nameDecoder))))
}

// enum is the expression that decodes one of the values of an enum.
func (e *emitter) enum(d *enumDecl, at *jen.Statement) *jen.Statement {
	method, _ := d.codec()
	return jen.Id(d.name).Call(at.Clone().Dot(method).Call(d.values()...))
}

// codec is the method that sends and decodes an enum, and the type that it takes and returns.
func (d *enumDecl) codec() (method, under string) {
	if d.ints {
		return "IntEnum", "int64"
	}
	return "StringEnum", "string"
}

// values are the values of an enum as the type under it.
func (d *enumDecl) values() []jen.Code {
	_, under := d.codec()
	var values []jen.Code
	for _, m := range d.members {
		values = append(values, jen.Id(under).Call(jen.Id(m.name)))
	}
	return values
}

// enumString adds the method String, which gives the declared name.
func (e *emitter) enumString(d *enumDecl) {
	v := jen.Id(nameValue)
	var renamed []enumMember // members whose value is not their name
	for _, m := range d.members {
		if d.ints || m.Text != m.Ident.Text {
			renamed = append(renamed, m)
		}
	}
	rest := jen.String().Call(v.Clone())
	if d.ints {
		rest = e.qual(pathStrconv, "FormatInt").Call(jen.Int64().Call(v.Clone()), jen.Lit(10))
	}
	method := jen.Func().Params(jen.Id(nameValue).Id(d.name)).Id("String").Params().String().BlockFunc(func(g *jen.Group) {
		if len(renamed) == 0 {
			g.Return(rest)
			return
		}
		g.Switch(v.Clone()).BlockFunc(func(g *jen.Group) {
			for _, m := range renamed {
				g.Case(jen.Id(m.name)).Block(jen.Return(jen.Lit(m.Ident.Text)))
			}
			g.Default().Block(jen.Return(rest))
		})
	})
	e.declare(canonical("String is the name of the value."), method)
}

// integer is an integer constant without a conversion.
func (e *emitter) integer(n int64) *jen.Statement { return jen.Op(strconv.FormatInt(n, 10)) }
