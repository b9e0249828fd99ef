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
	if d.decodes() {
		e.file.Line()
		e.file.Add(e.structDecoder(d))
	}
}

// structDecoder is the function that decodes a struct.
func (e *emitter) structDecoder(s *structDecl) jen.Code {
	result := jen.Params(jen.Id(nameValue).Id(s.name))
	return jen.Func().Id(decoder(s.name)).Params(e.decoderParam()).Add(result).BlockFunc(func(g *jen.Group) {
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
			if f.name == "" {
				g.Add(e.decode(f.value, at))
			} else {
				decoded := e.decode(f.value, at)
				if s.form == tupleStruct && i >= s.minimum() && isPlainAny(f.value) { // which may be missing
					decoded = e.qual(pathRuntime, "NilOr").Call(at, e.decoderMethod("Any"))
				}
				g.Id(nameValue).Dot(f.name).Op("=").Add(decoded)
			}
		}
		switch s.form {
		case tupleStruct:
			g.Add(d.Clone()).Dot("End").Call()
		case hashStruct:
			g.Add(d.Clone()).Dot("EndHash").Call()
		}
		g.Return(jen.Id(nameValue))
	})
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
	if !d.decoded {
		return
	}
	function := "StringEnum"
	if d.ints {
		function = "IntEnum"
	}
	args := []jen.Code{jen.Id(nameDecoder)}
	for _, m := range d.members {
		args = append(args, jen.Id(m.name))
	}
	e.file.Line()
	e.file.Func().Id(decoder(d.name)).Params(e.decoderParam()).Id(d.name).Block(jen.Return(e.qual(pathRuntime, function).Call(args...)))
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
