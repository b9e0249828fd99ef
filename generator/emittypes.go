package generator

import (
	"strconv"
	"strings"
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
	e.declare(canonical(paragraph(name + " are the keys and arguments of " + f.name + ".")))
	e.open("type ", name, " struct {")
	var together []row // with no comment between them
	for _, p := range f.params {
		if doc := fieldComment(withNote(oneLine(p.doc), p.note)); doc != nil {
			e.rows(together)
			together = together[:0]
			e.comment(doc)
		}
		together = append(together, row{name: p.field, typ: e.typ(p.typ)})
	}
	e.rows(together)
	e.end("}")
	e.paramsMaker(f)
}

// paramsMaker adds the function that makes the struct of all parameters.
func (e *emitter) paramsMaker(f *function) {
	var fields []element
	for _, p := range f.params {
		fields = append(fields, element{p.field, p.name})
	}
	plain, ungrouped := *f, *f.settled
	plain.settled, ungrouped.grouped = &ungrouped, false
	e.declare(canonical(paragraph(f.paramsMaker() + " makes " + f.paramsType() + " of every key and argument: where one is added to the script, the calls do not compile before it is passed.")))
	e.open("func ", f.paramsMaker(), params(e.params(&plain)), " ", f.paramsType(), " {")
	e.open("return ", f.paramsType(), "{")
	e.elements(fields)
	e.end("}")
	e.end("}")
}

// fieldComment is the comment above a field; nil for none.
func fieldComment(text string) []string {
	switch text = oneLine(text); {
	case text == "":
		return nil
	case beginsPlain(text):
		return []string{text}
	default:
		return canonical(text)
	}
}

func (e *emitter) structType(d *structDecl) {
	var fields []row
	for _, f := range d.fields {
		if f.name == "" {
			continue
		}
		r := row{name: f.name, typ: e.typ(f.value.goType())}
		if f.note != "" {
			r.rest = commentLine(oneLine(f.note))
		}
		fields = append(fields, r)
	}
	e.declare(typeDoc(d.name, d.doc))
	if len(fields) == 0 {
		e.line("type ", d.name, " struct{}")
	} else {
		e.open("type ", d.name, " struct {")
		e.rows(fields)
		e.end("}")
	}
	if d.shape != "" {
		e.declare(nil)
		e.line("func (", d.name, ") ", marker(d.shape), "() {}")
	}
	if d.decodes() && d != e.whole {
		e.structDecoder(d)
	}
}

// structDecoder is the function that decodes a struct.
func (e *emitter) structDecoder(s *structDecl) {
	e.declare(nil)
	e.open("func ", decoder(s.name), "(", e.decoderParam(), ") (", nameValue, " ", s.name, ") {")
	e.structFields(s)
	e.line("return ", nameValue)
	e.end("}")
}

// structFields decodes a struct into the variable for it.
func (e *emitter) structFields(s *structDecl) {
	const d = nameDecoder
	next := "Field"
	switch s.form {
	case tupleStruct:
		e.line(call(d+".Tuple", strconv.Itoa(s.minimum()), strconv.Itoa(len(s.fields))))
	case hashStruct:
		e.line(d, ".Hash()")
		next = "Named"
	}
	for i, f := range s.fields {
		at := d
		if s.form != valueStruct {
			at = call(d+"."+next, quoted(f.lua))
		}
		target := nameValue + "." + f.name
		switch {
		case f.name == "":
			e.line(e.decode(f.value, at))
		case s.form == tupleStruct && i >= s.minimum() && isPlainAny(f.value): // which may be missing
			e.line(target, " = ", call(e.runtime("NilOr"), at, e.decoderMethod("Any")))
		default:
			e.set(target, " = ", f.value, at, 0)
		}
	}
	switch s.form {
	case tupleStruct:
		e.line(d, ".End()")
	case hashStruct:
		e.line(d, ".EndHash()")
	}
}

func (e *emitter) enumType(d *enumDecl) {
	under := "string"
	if d.ints {
		under = "int64"
	}
	var members []row
	for _, m := range d.members {
		if d.ints {
			members = append(members, row{m.name, d.name, "= " + integer(m.Int)})
		} else {
			members = append(members, row{m.name, d.name, "= " + quoted(m.Text)})
		}
	}
	e.declare(typeDoc(d.name, d.doc))
	e.line("type ", d.name, " ", under)
	e.declare(canonical("The values of " + d.name + "."))
	e.open("const (")
	e.rows(members)
	e.end(")")
	e.enumString(d)
	if !d.decoded || d == e.whole {
		return
	}
	e.declare(nil)
	e.open("func ", decoder(d.name), "(", e.decoderParam(), ") ", d.name, " {")
	e.line("return ", d.decode(nameDecoder))
	e.end("}")
}

// decode is the expression that decodes one of the values of an enum.
func (d *enumDecl) decode(at string) string {
	method, _ := d.codec()
	return call(d.name, call(at+"."+method, d.values()...))
}

// codec is the method that sends and decodes an enum, and the type that it takes and returns.
func (d *enumDecl) codec() (method, under string) {
	if d.ints {
		return "IntEnum", "int64"
	}
	return "StringEnum", "string"
}

// values are the values of an enum as the type under it.
func (d *enumDecl) values() []string {
	_, under := d.codec()
	var values []string
	for _, m := range d.members {
		values = append(values, call(under, m.name))
	}
	return values
}

// enumString adds the method String, which gives the declared name.
func (e *emitter) enumString(d *enumDecl) {
	const v = nameValue
	var renamed []enumMember // members whose value is not their name
	for _, m := range d.members {
		if d.ints || m.Text != m.Ident.Text {
			renamed = append(renamed, m)
		}
	}
	rest := call("string", v)
	if d.ints {
		rest = call(e.qual(pathStrconv, "FormatInt"), call("int64", v), "10")
	}
	e.declare(canonical("String is the name of the value."))
	e.open("func (", v, " ", d.name, ") String() string {")
	if len(renamed) == 0 {
		e.line("return ", rest)
	} else {
		e.open("switch ", v, " {")
		for _, m := range renamed {
			e.between("case ", m.name, ":")
			e.line("return ", quoted(m.Ident.Text))
		}
		e.between("default:")
		e.line("return ", rest)
		e.end("}")
	}
	e.end("}")
}
