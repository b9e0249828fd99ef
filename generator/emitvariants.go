package generator

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/generator/shape"
	"github.com/luagen/luagen/parser"
)

// variantsType adds the interface of several shapes, and the function that tells
// them apart.
func (e *emitter) variantsType(d *variantsDecl) {
	e.declare(typeDoc(d.name, d.doc))
	e.open("type ", d.name, " interface {")
	e.line(marker(d.name), "()")
	e.end("}")
	if d == e.whole {
		return
	}
	e.declare(nil)
	e.open("func ", decoder(d.name), "(", e.decoderParam(), ") ", d.name, " {")
	e.variantCases(d, "return ")
	e.line("return nil")
	e.end("}")
}

// variantCases tells the variants apart. keep goes before the expression for what was decoded.
func (e *emitter) variantCases(v *variantsDecl, keep string) {
	e.open("switch {")
	for _, c := range v.tried {
		e.between("case ", e.condition(c), ":")
		e.variantCase(c, keep)
	}
	e.between("default:")
	e.line(call(nameDecoder+".Mismatch", quoted(v.text)))
	e.end("}")
}

// variantCase decodes one variant.
func (e *emitter) variantCase(c *variantCase, keep string) {
	switch c.variant.Form {
	case parser.VariantNil:
		e.line(nameDecoder, ".LiteralNil()")
	case parser.VariantLiteral:
		e.line(literalCheck(c.variant.Type.(*parser.Literal), nameDecoder))
	default:
		e.line(keep, call(decoder(c.decl.name), nameDecoder))
		return
	}
	e.line(keep, c.decl.name, "{}")
}

// condition is true for the replies of a variant, and for none of those of the
// variants after it.
func (e *emitter) condition(c *variantCase) string {
	var terms []string
	for _, t := range c.tests {
		terms = append(terms, e.test(c, t)...)
	}
	return strings.Join(terms, " && ")
}

// test is the terms that must all be true.
func (e *emitter) test(c *variantCase, t shape.Test) []string {
	d := func(method string, args ...string) string { return call(nameDecoder+"."+method, args...) }
	const length = nameDecoder + ".Len()"
	switch t.Kind {
	case shape.IsNil:
		return []string{d("IsNil")}
	case shape.IsLiteral:
		if t.Literal.Ints {
			return []string{d("EqualInt", integer(t.Literal.Int))}
		}
		return []string{d("EqualString", quoted(t.Literal.Text))}
	case shape.LiteralAt:
		if t.Literal.Ints {
			return []string{d("IntAt", strconv.Itoa(t.At), integer(t.Literal.Int))}
		}
		return []string{d("StringAt", strconv.Itoa(t.At), quoted(t.Literal.Text))}
	case shape.HasLength:
		var terms []string
		if !t.Array {
			terms = append(terms, d("IsArray"))
		}
		if t.Min == t.Max {
			return append(terms, length+" == "+strconv.Itoa(t.Min))
		}
		return append(terms, length+" >= "+strconv.Itoa(t.Min), length+" <= "+strconv.Itoa(t.Max))
	case shape.IsAggregate:
		return []string{length + " >= 0"}
	case shape.IsScalar, shape.IsBoolean:
		return []string{scalarTest(t.Scalar)}
	default:
		return []string{call(e.runtime("Fits"), nameDecoder, decoder(c.decl.name))}
	}
}

// scalarTest is true for replies of one of the kinds.
func scalarTest(k shape.Scalars) string {
	var terms []string
	add := func(wanted bool, method string) {
		if wanted {
			terms = append(terms, nameDecoder+"."+method+"()")
		}
	}
	add(k.Ints, "IsInt")
	add(k.Strings, "IsString")
	add(k.Doubles, "IsDouble")
	add(k.Bools, "IsBool")
	add(k.Nils, "IsNil")
	return strings.Join(terms, " || ")
}
