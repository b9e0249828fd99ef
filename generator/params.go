package generator

import (
	"cmp"
	"strings"

	"github.com/luagen/luagen/parser"
)

// parameters settles the parameters of the function and how each key and
// argument is sent: keys in order, then arguments in order. Names come later,
// when the file's imports are known.
func (p *plan) parameters() {
	for _, k := range p.script.Keys {
		p.key(k)
	}
	for i, a := range p.script.Args {
		p.arg(a, i == len(p.script.Args)-1)
	}
	p.grouped = len(p.params) > p.names.parameters
	if p.grouped {
		for _, param := range p.params {
			param.spread = false
		}
	}
}

// add adds a parameter. It reports another of the same Go name.
func (p *plan) add(id parser.Ident, typ goType, doc string) *param {
	param := &param{lua: id.Text, at: id.Span, field: p.field(id), name: p.names.unexported(id.Text), typ: typ, doc: doc}
	// UserId, a given name, and UserID are userID both.
	if other := cmp.Or(p.byField[param.field], p.byName[param.name]); other != nil {
		p.sameName(parser.Ident{Text: other.lua, Span: other.at}, id, "parameter", param.name)
	}
	p.byField[param.field], p.byName[param.name] = param, param
	p.params = append(p.params, param)
	return param
}

func (p *plan) key(k parser.Key) {
	switch {
	case k.Template != nil:
		p.keys = append(p.keys, p.template(k.Ident, k.Template))
	case k.Group != nil:
		p.keys = append(p.keys, p.keyGroup(k))
	case k.Variadic:
		p.keys = append(p.keys, &keysStep{p.add(k.Ident, sliceOf(predeclared("string")), k.Doc)})
	default:
		p.keys = append(p.keys, &keyStep{p.add(k.Ident, predeclared("string"), k.Doc)})
	}
}

// maxKeyParts bounds the parts of one key: Go's tools take quadratic time over long
// chains of operators.
const maxKeyParts = 200

// template makes a parameter of every placeholder that is not one already.
func (p *plan) template(id parser.Ident, t *parser.Template) *templateStep {
	s := &templateStep{}
	if n := len(t.Parts); n > maxKeyParts {
		p.errorf(t.Span, parser.RuleType, "the key %s has %d parts, and %d are the most; write it with fewer placeholders", id.Text, n, maxKeyParts)
		return s
	}
	inTag := t.TagParts()
	for i, part := range t.Parts {
		if part.Param == nil {
			s.parts = append(s.parts, templatePart{literal: part.Literal})
			continue
		}
		placed := p.placeholder(*part.Param)
		placed.inTag = inTag[i]
		s.parts = append(s.parts, placed)
	}
	return s
}

// placeholder finds or makes the parameter of a placeholder. Those of one name have
// one type.
func (p *plan) placeholder(ph parser.Placeholder) templatePart {
	if part, ok := p.placed[ph.Text]; ok {
		if s, ok := part.value.(*scalarValue); ok && (s.scalar.Kind == parser.Int || s.scalar.Kind == parser.Uint) {
			p.imports.need(pathStrconv)
		}
		return part
	}
	v := p.argValue(ph.Type, ph.Ident)
	if s, ok := v.(*scalarValue); ok && (s.scalar.Kind == parser.Int || s.scalar.Kind == parser.Uint) {
		p.imports.need(pathStrconv)
	}
	part := templatePart{param: p.add(ph.Ident, v.goType(), ""), value: v, typ: ph.Type}
	p.placed[ph.Text] = part
	return part
}

func (p *plan) arg(a parser.Arg, last bool) {
	if a.Template != nil {
		s := p.template(a.Ident, a.Template)
		s.arg = true
		p.args = append(p.args, s)
		return
	}
	switch t := a.Type.(type) {
	case *parser.Tuple:
		p.args = append(p.args, p.argGroup(a, t))
		return
	case *parser.Map:
		v := &mapValue{p.argValue(t.Key, a.Ident), p.argValue(t.Elem, a.Ident)}
		p.imports.need(pathMaps)
		p.imports.need(pathSlices)
		param := p.add(a.Ident, v.goType(), a.Doc)
		p.args = append(p.args, &mapStep{param: param, key: v.key, value: v.elem})
		return
	}
	if part, ok := p.placed[a.Text]; ok && !a.Optional && !a.Variadic && part.typ.String() == a.Type.String() {
		part.param.doc = a.Doc
		p.args = append(p.args, &argStep{part.param, part.value})
		return
	}
	v := p.argValue(a.Type, a.Ident)
	switch {
	case a.Variadic:
		param := p.add(a.Ident, sliceOf(v.goType()), a.Doc)
		param.spread = last
		p.args = append(p.args, &listStep{param: param, value: v})
	case a.Optional:
		p.args = append(p.args, &optionalStep{p.add(a.Ident, pointerTo(v.goType()), a.Doc), v})
	default:
		s := &argStep{p.add(a.Ident, v.goType(), a.Doc), v}
		p.args = append(p.args, s)
		p.placed[a.Text] = templatePart{param: s.param, value: v, typ: a.Type} // a template after it may have it too
	}
}

// argValue resolves the type of an argument or placeholder.
func (p *plan) argValue(t parser.Type, id parser.Ident) value {
	v := p.resolve(t, p.argPlace(id, t))
	switch v.(type) {
	case *scalarValue, *enumValue:
		return v
	}
	p.errorf(t.Span(), parser.RuleType, "%s cannot be an argument; use a scalar type, or tuple(…)... and map[K]V... for any number", t)
	return &scalarValue{&parser.Scalar{}, predeclared("string")}
}

// keyGroup makes a slice of structs of a group of keys, and of the group of
// arguments of the same name if there is one.
func (p *plan) keyGroup(k parser.Key) step {
	var keys []*field
	for _, id := range k.Group {
		keys = append(keys, &field{
			lua: id.Text, name: p.field(id), at: id.Span,
			value: &scalarValue{&parser.Scalar{Kind: parser.String}, predeclared("string")},
		})
	}
	decl := p.declareGroup(k.Ident)
	decl.fields = keys
	for _, a := range p.script.Args {
		if t, ok := a.Type.(*parser.Tuple); ok && a.Variadic && a.Text == k.Text {
			decl.fields = append(decl.fields, p.groupFields(decl.name, t)...)
		}
	}
	p.checkGroup(decl)
	return &groupStep{param: p.add(k.Ident, sliceOf(predeclared(decl.name)), k.Doc), decl: decl, keys: true, fields: keys}
}

// argGroup makes a slice of structs of a group of arguments, or the rest of the
// group of keys of the same name.
func (p *plan) argGroup(a parser.Arg, t *parser.Tuple) step {
	for _, s := range p.keys {
		if g, ok := s.(*groupStep); ok && g.param.lua == a.Text && g.param.at != a.Span {
			if g.param.doc == "" {
				g.param.doc = a.Doc
			}
			return &groupStep{param: g.param, decl: g.decl, fields: g.decl.fields[len(g.fields):]}
		}
	}
	if t.Named != nil {
		decl := p.resolveNamed(t, t.Named).(*structValue).decl
		for _, f := range decl.fields {
			p.needToEncode(f.value)
		}
		return &groupStep{param: p.add(a.Ident, sliceOf(predeclared(decl.name)), a.Doc), decl: decl, fields: decl.fields}
	}
	decl := p.declareGroup(a.Ident)
	decl.fields = p.groupFields(decl.name, t)
	p.checkGroup(decl)
	return &groupStep{param: p.add(a.Ident, sliceOf(predeclared(decl.name)), a.Doc), decl: decl, fields: decl.fields}
}

func (p *plan) declareGroup(id parser.Ident) *structDecl {
	at := p.argPlace(id, nil).in()
	d := &structDecl{name: at.strct, at: id.Span, form: groupStruct, doc: at.doc}
	p.decls = append(p.decls, d)
	return d
}

// groupFields resolves the fields of a repeating group of arguments.
func (p *plan) groupFields(strct string, t *parser.Tuple) []*field {
	var list []*field
	for _, f := range t.Fields {
		v := p.resolve(f.Type, p.fieldPlace(strct, f.Ident, f.Type))
		switch v.(type) {
		case *scalarValue, *enumValue:
			list = append(list, &field{lua: f.Text, name: p.field(f.Ident), at: f.Span, value: v, note: argNote(v)})
		default:
			p.errorf(f.Type.Span(), parser.RuleType, "%s cannot be part of a repeating group, of which every part is one argument; use a scalar type", f.Type)
		}
	}
	return list
}

// checkGroup reports fields that would get one Go name.
func (p *plan) checkGroup(d *structDecl) {
	taken := map[string]*field{}
	for _, f := range d.fields {
		if first := taken[f.name]; first != nil {
			p.sameName(parser.Ident{Text: first.lua, Span: first.at}, parser.Ident{Text: f.lua, Span: f.at}, "field", d.name+"."+f.name)
		}
		taken[f.name] = f
	}
}

// parameterNames names the parameters, when everything that they must not shadow
// is known.
func (p *plan) parameterNames() {
	taken := map[string]bool{nameArgs: true, nameParams: p.grouped}
	for _, name := range p.needs() {
		taken[name] = true
	}
	for _, param := range p.params {
		param.name = parameter(param.name, p.imports)
		if taken[param.name] && param.name != nameParams || strings.HasPrefix(param.name, decoder(p.name)) {
			param.name += "_"
		}
		taken[param.name] = true
	}
	for _, s := range p.args {
		p.loopName(s, taken)
	}
	for _, s := range p.keys {
		p.loopName(s, taken)
	}
}

// loopName names the variable of the loop over a slice or map.
func (p *plan) loopName(s step, taken map[string]bool) {
	name := func(of *param, candidates ...string) string {
		for _, c := range append([]string{p.names.oneUnexported(of.lua)}, candidates...) {
			if c = parameter(c, p.imports); !taken[c] && c != of.name {
				return c
			}
		}
		c := "each"
		for taken[c] || p.imports.has(c) {
			c += "_"
		}
		return c
	}
	switch s := s.(type) {
	case *groupStep:
		s.loop = name(s.param, "item", "elem")
	case *listStep:
		s.loop = name(s.param, "item", "elem")
	case *mapStep:
		s.loop = name(&param{lua: "key"}, "name", "field")
	}
}
