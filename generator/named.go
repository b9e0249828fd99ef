package generator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// namedDecl is a type that the scripts of a package share, because an @type has named it or
// what it is part of.
type namedDecl struct {
	decl decl
	from *parser.NamedType
}

// nameOf is the @type that a type has its Go name from; nil without.
func nameOf(t parser.Type) *parser.NamedType {
	switch t := t.(type) {
	case *parser.Enum:
		return t.Named
	case *parser.Tuple:
		return t.Named
	case *parser.Hash:
		return t.Named
	case *parser.Flat:
		return t.Named
	case *parser.Variants:
		return t.Named
	default:
		return nil
	}
}

// resolveNamed resolves a type that an @type names. What it declares and imports belongs to
// the shared file.
func (p *plan) resolveNamed(t parser.Type, n *parser.NamedType) value {
	decls, imports, used, outer := p.decls, p.imports, p.used, p.naming
	p.decls, p.imports, p.used, p.naming = nil, p.sharedImports, p.sharedUsed, n
	v := p.resolveType(t, p.namedPlace(n))
	for _, d := range p.decls {
		p.named = append(p.named, namedDecl{d, n})
	}
	p.sharedUsed = p.used
	p.decls, p.imports, p.used, p.naming = decls, imports, used, outer
	return v
}

// namedPlace is the place of a type with a name.
func (p *plan) namedPlace(n *parser.NamedType) place {
	name, doc := n.Text, cmp.Or(oneLine(n.Doc), "the type "+n.Text+" of the scripts")
	switch n.Type.(type) {
	case *parser.List, *parser.Map: // the name is that of the whole
		one := p.names.one(name)
		if !isExportedName(name) {
			one = lowerFirst(one)
		}
		if one == name {
			one += "Entry"
		}
		name, doc = one, "one element of "+doc
	}
	return place{name, name, name, doc, doc}
}

// nameOfDecl is the Go name of a declared type.
func nameOfDecl(d decl) string {
	switch d := d.(type) {
	case *structDecl:
		return d.name
	case *enumDecl:
		return d.name
	case *variantsDecl:
		return d.name
	default:
		return ""
	}
}

// needToEncode imports what the function's file needs to send a value whose Go type is in the
// shared file.
func (p *plan) needToEncode(v value) {
	s, ok := v.(*scalarValue)
	switch {
	case !ok:
	case s.scalar.Kind == parser.MsgPack:
		p.imports.need(pathMsgPack)
	case CodecOf(s.scalar).Unit != parser.NoUnit:
		p.imports.need(pathTime)
	}
}

// shareNamed takes the named types of all scripts, each once.
func (s *shared) shareNamed() {
	first := map[string]namedDecl{}
	for _, f := range s.functions {
		for _, n := range f.named {
			name := nameOfDecl(n.decl)
			other, dup := first[name]
			switch {
			case !dup:
				first[name] = n
				s.named = append(s.named, n)
			case other.from.Text != n.from.Text || other.from.Type.String() != n.from.Type.String():
				s.differ("type "+name, n.from.Ident, other.from.Ident)
			case decodes(n.decl) && !decodes(other.decl):
				i := slices.IndexFunc(s.named, func(m namedDecl) bool { return m.decl == other.decl })
				first[name], s.named[i] = n, n
			}
		}
	}
	slices.SortStableFunc(s.named, func(a, b namedDecl) int { return strings.Compare(a.from.Text, b.from.Text) })
}

// decodes reports whether a declared type has a decoder, or is one of an interface that has.
func decodes(d decl) bool {
	switch d := d.(type) {
	case *structDecl:
		return d.form != groupStruct
	case *enumDecl:
		return d.decoded
	default:
		return true
	}
}

// differ reports two declarations of one name that do not say the same.
func (s *shared) differ(what string, second, first parser.Ident) {
	if second.Span == first.Span {
		return // of one library
	}
	s.found = append(s.found, diag.Diagnostic{
		Span: second.Span, Severity: diag.Error, Rule: RuleCollision,
		Message: fmt.Sprintf("the %s is declared otherwise at %s:%d; a package has one: declare it once, in a library that the scripts @include, or rename one",
			what, first.Span.File, first.Span.Start.Line),
		Related: []diag.Related{{Span: first.Span, Message: "the other declaration"}},
	})
}
