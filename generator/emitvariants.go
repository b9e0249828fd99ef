package generator

import (
	"github.com/dave/jennifer/jen"

	"github.com/luagen/luagen/generator/shape"
	"github.com/luagen/luagen/parser"
)

// variantsType adds the interface of several shapes, and the function that tells
// them apart.
func (e *emitter) variantsType(d *variantsDecl) {
	e.declare(typeDoc(d.name, d.doc), jen.Type().Id(d.name).Interface(jen.Id(marker(d.name)).Params()))
	if d == e.whole {
		return
	}
	e.file.Line()
	e.file.Func().Id(decoder(d.name)).Params(e.decoderParam()).Id(d.name).BlockFunc(func(g *jen.Group) {
		e.variantCases(g, d, jen.Return())
		g.Return(jen.Nil())
	})
}

// variantCases tells the variants apart. keep goes before the expression for what was decoded.
func (e *emitter) variantCases(g *jen.Group, v *variantsDecl, keep *jen.Statement) {
	g.Switch().BlockFunc(func(g *jen.Group) {
		for _, c := range v.tried {
			g.Case(e.condition(c)).BlockFunc(func(g *jen.Group) { e.variantCase(g, c, keep) })
		}
		g.Default().Block(jen.Id(nameDecoder).Dot("Mismatch").Call(jen.Lit(v.text)))
	})
}

// variantCase decodes one variant.
func (e *emitter) variantCase(g *jen.Group, c *variantCase, keep *jen.Statement) {
	d := jen.Id(nameDecoder)
	switch c.variant.Form {
	case parser.VariantNil:
		g.Add(d.Clone()).Dot("LiteralNil").Call()
	case parser.VariantLiteral:
		g.Add(e.literal(c.variant.Type.(*parser.Literal), d))
	default:
		g.Add(keep.Clone()).Add(jen.Id(decoder(c.decl.name)).Call(d.Clone()))
		return
	}
	g.Add(keep.Clone()).Add(jen.Id(c.decl.name).Values())
}

// condition is true for the replies of a variant, and for none of those of the
// variants after it.
func (e *emitter) condition(c *variantCase) *jen.Statement {
	var terms []*jen.Statement
	for _, t := range c.tests {
		terms = append(terms, e.test(c, t)...)
	}
	return joined("&&", terms)
}

// test is the terms that must all be true.
func (e *emitter) test(c *variantCase, t shape.Test) []*jen.Statement {
	d := func(method string, args ...jen.Code) *jen.Statement {
		return jen.Id(nameDecoder).Dot(method).Call(args...)
	}
	switch t.Kind {
	case shape.IsNil:
		return []*jen.Statement{d("IsNil")}
	case shape.IsLiteral:
		if t.Literal.Ints {
			return []*jen.Statement{d("EqualInt", e.integer(t.Literal.Int))}
		}
		return []*jen.Statement{d("EqualString", jen.Lit(t.Literal.Text))}
	case shape.LiteralAt:
		if t.Literal.Ints {
			return []*jen.Statement{d("IntAt", jen.Lit(t.At), e.integer(t.Literal.Int))}
		}
		return []*jen.Statement{d("StringAt", jen.Lit(t.At), jen.Lit(t.Literal.Text))}
	case shape.HasLength:
		var terms []*jen.Statement
		if !t.Array {
			terms = append(terms, d("IsArray"))
		}
		if t.Min == t.Max {
			return append(terms, d("Len").Op("==").Lit(t.Min))
		}
		return append(terms, d("Len").Op(">=").Lit(t.Min), d("Len").Op("<=").Lit(t.Max))
	case shape.IsAggregate:
		return []*jen.Statement{d("Len").Op(">=").Lit(0)}
	case shape.IsScalar, shape.IsBoolean:
		return []*jen.Statement{e.scalarTest(t.Scalar)}
	default:
		return []*jen.Statement{e.qual(pathRuntime, "Fits").Call(jen.Id(nameDecoder), jen.Id(decoder(c.decl.name)))}
	}
}

// scalarTest is true for replies of one of the kinds.
func (e *emitter) scalarTest(k shape.Scalars) *jen.Statement {
	var terms []*jen.Statement
	add := func(wanted bool, method string) {
		if wanted {
			terms = append(terms, jen.Id(nameDecoder).Dot(method).Call())
		}
	}
	add(k.Ints, "IsInt")
	add(k.Strings, "IsString")
	add(k.Doubles, "IsDouble")
	add(k.Bools, "IsBool")
	add(k.Nils, "IsNil")
	return joined("||", terms)
}

// joined puts an operator between terms.
func joined(op string, terms []*jen.Statement) *jen.Statement {
	sum := terms[0]
	for _, t := range terms[1:] {
		sum.Op(op).Add(t)
	}
	return sum
}
