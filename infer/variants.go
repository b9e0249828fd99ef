package infer

import (
	"strings"

	"github.com/luagen/luagen/parser"
)

// maxVariants bounds how many shapes are told apart one by one.
const maxVariants = 8

// variants is the type of a reply that is an integer, a string or an array; nil when an
// integer and a string cannot be told apart.
func (in *inferrer) variants(o *outcome) parser.Type {
	v := &parser.Variants{}
	taken := names{}
	add := func(form parser.VariantForm, t parser.Type, candidates ...string) *parser.Variant {
		v.Variants = append(v.Variants, parser.Variant{
			Ident: parser.Ident{Text: taken.take("", candidates...)},
			Form:  form, Type: t,
		})
		return &v.Variants[len(v.Variants)-1]
	}
	for _, a := range in.arrayVariants(o) {
		if t, ok := a.(*parser.Tuple); ok {
			add(parser.VariantTuple, nil, "Found").Fields = t.Fields
		} else {
			add(parser.VariantValue, a, "Items")
		}
	}
	if o.text || o.status {
		if !o.anyText && len(o.texts) <= maxVariants {
			for _, text := range o.texts {
				add(parser.VariantLiteral, &parser.Literal{Text: text}, exported(text), "Code")
			}
		} else {
			if o.anyInt {
				return nil
			}
			add(parser.VariantValue, scalar(parser.String), "Text")
		}
	}
	if o.integer {
		if !o.anyInt && len(o.ints) <= maxVariants {
			for _, n := range o.ints {
				add(parser.VariantLiteral, &parser.Literal{Ints: true, Int: n}, in.integerNames(n)...)
			}
		} else {
			add(parser.VariantValue, scalar(parser.Int), "Number")
		}
	}
	if o.null {
		add(parser.VariantNil, nil, "None")
	}
	return v
}

// arrayVariants are the types of the arrays among the replies: one that fits all of them.
func (in *inferrer) arrayVariants(o *outcome) []parser.Type {
	if len(o.arrays) == 0 {
		return nil
	}
	t := in.unify(o.arrays)
	if t == nil {
		return []parser.Type{&parser.List{Elem: in.anyReply("the elements of the reply are of several types")}}
	}
	return []parser.Type{t}
}

// integerNames are the candidates for the variant of one integer.
func (in *inferrer) integerNames(n int64) []string {
	var candidates []string
	if doc := in.comments.replies[n]; doc != "" {
		candidates = append(candidates, exported(nameOfText(doc)))
	}
	switch n {
	case 0:
		return append(candidates, "Zero")
	case 1:
		return append(candidates, "Done")
	default:
		return append(candidates, "Code")
	}
}

// exported is a name that begins with a capital; empty when the text is no name.
func exported(text string) string {
	text = usable(text)
	if text == "" {
		return ""
	}
	if strings.ToUpper(text) == text {
		text = strings.ToLower(text)
	}
	var b strings.Builder
	for _, part := range strings.Split(text, "_") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	if s := b.String(); s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		return s
	}
	return ""
}
