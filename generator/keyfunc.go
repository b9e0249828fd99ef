package generator

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/parser"
)

// keyFunc is the function that builds a key as a @define says.
type keyFunc struct {
	name   string
	from   *parser.NamedTemplate
	params []*param
	step   *templateStep
	doc    []string
}

// keyFuncs settles the functions of the templates that the script can refer to.
func (p *plan) keyFuncs() {
	imports, used := p.imports, p.used
	p.imports, p.used = p.sharedImports, p.sharedUsed
	for _, t := range p.script.Templates {
		if f := p.keyFunc(t); f != nil {
			p.templates = append(p.templates, f)
		}
	}
	p.sharedUsed = p.used
	p.imports, p.used = imports, used
}

// keyFunc is nil for a template with a placeholder whose value may be refused, such as a
// float: only a call can say so.
func (p *plan) keyFunc(t *parser.NamedTemplate) *keyFunc {
	if len(t.Template.Parts) > maxKeyParts {
		return nil // reported where it is used
	}
	f := &keyFunc{name: p.names.function(t.Text), from: t, step: &templateStep{}}
	if !strings.HasSuffix(f.name, "Key") {
		f.name += "Key"
	}
	placed := map[string]templatePart{}
	var pattern strings.Builder
	for _, part := range t.Template.Parts {
		if part.Param == nil {
			f.step.parts = append(f.step.parts, templatePart{literal: part.Literal})
			pattern.WriteString(oneLine(part.Literal))
			continue
		}
		s, ok := part.Param.Type.(*parser.Scalar)
		if !ok || s.Kind != parser.String && s.Kind != parser.Bytes && s.Kind != parser.Int && s.Kind != parser.Uint {
			return nil
		}
		built, dup := placed[part.Param.Text]
		if !dup {
			typ := p.scalarType(s)
			if s.Kind == parser.Int || s.Kind == parser.Uint {
				p.imports.need(pathStrconv)
			}
			param := &param{lua: part.Param.Text, name: parameter(p.names.unexported(part.Param.Text), p.imports), typ: typ}
			built = templatePart{param: param, value: &scalarValue{s, typ}}
			placed[part.Param.Text] = built
			f.params = append(f.params, param)
		}
		f.step.parts = append(f.step.parts, built)
		pattern.WriteString("<" + built.param.name + ">")
	}
	text := f.name + " is the key " + pattern.String()
	if t.Doc != "" {
		text += ": " + oneLine(t.Doc)
	}
	f.doc = canonical(paragraph(strings.TrimRight(text, ".") + "."))
	return f
}

// shareTemplates takes the key functions of all scripts, each once.
func (s *shared) shareTemplates() {
	first := map[string]*keyFunc{}
	for _, f := range s.functions {
		for _, t := range f.templates {
			other, dup := first[t.name]
			switch {
			case !dup:
				first[t.name] = t
				s.templates = append(s.templates, t)
			case other.from.Text != t.from.Text || other.from.Template.Text != t.from.Template.Text:
				s.differ("key template "+t.from.Text, t.from.Ident, other.from.Ident)
			}
		}
	}
	slices.SortFunc(s.templates, func(a, b *keyFunc) int { return strings.Compare(a.name, b.name) })
}
