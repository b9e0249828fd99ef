package infer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/parser"
)

// maxVariants bounds how many shapes are told apart one by one.
const maxVariants = 8

// variantList gathers variants under names of their own.
type variantList struct {
	parser.Variants
	taken names
}

func (l *variantList) add(v parser.Variant, fallback string, candidates ...string) {
	v.Text = l.taken.take("", fallback, candidates...)
	l.Variants.Variants = append(l.Variants.Variants, v)
}

// variants is the type of a reply that is an integer, a string or an array; nil when an
// integer and a string cannot be told apart.
func (in *inferrer) variants(o *outcome) parser.Type {
	l := &variantList{taken: names{}}
	if len(o.arrays) > 0 {
		in.addArrayVariants(l, o)
	}
	if o.text || o.status {
		switch {
		case !o.anyText && len(o.texts) <= maxVariants:
			for _, text := range o.texts {
				in.addVariant(l, parser.Variant{Form: parser.VariantLiteral, Type: &parser.Literal{Text: text}}, "Code", exported(textName(text)))
			}
		case o.anyInt:
			return nil
		default:
			l.add(parser.Variant{Form: parser.VariantValue, Type: scalar(parser.String)}, "Text")
		}
	}
	if o.integer {
		if !o.anyInt && len(o.ints) <= maxVariants {
			for _, n := range o.ints {
				in.addVariant(l, parser.Variant{Form: parser.VariantLiteral, Type: &parser.Literal{Ints: true, Int: n}}, codeName(n), in.integerNames(n)...)
			}
		} else {
			l.add(parser.Variant{Form: parser.VariantValue, Type: scalar(parser.Int)}, "Number")
		}
	}
	if o.null {
		l.add(parser.Variant{Form: parser.VariantNil}, "None")
	}
	return &l.Variants
}

// addArrayVariants adds the arrays among the replies.
func (in *inferrer) addArrayVariants(l *variantList, o *outcome) {
	t := in.unify(o.arrays)
	if opt, ok := t.(*parser.Optional); ok {
		t = opt.Elem
		defer func() { l.Variants.Variants = append(l.Variants.Variants, emptyVariant(l.taken)) }()
	}
	switch t := t.(type) {
	case *parser.Variants:
		for _, v := range t.Variants {
			l.add(v, v.Text)
		}
	case *parser.Tuple:
		in.addVariant(l, parser.Variant{Form: parser.VariantTuple, Fields: t.Fields}, "Found", in.firstName(t.Fields))
	default:
		in.addVariant(l, parser.Variant{Form: parser.VariantValue, Type: t}, "Items")
	}
}

// addVariant adds a variant, and notes when its name is made up.
func (in *inferrer) addVariant(l *variantList, v parser.Variant, fallback string, candidates ...string) {
	l.add(v, fallback, candidates...)
	name := l.Variants.Variants[len(l.Variants.Variants)-1].Text
	if !slices.ContainsFunc(candidates, func(c string) bool { return usable(c) == name }) {
		in.invented[name] = true
	}
}

// tupleVariants tells tuples apart by the constant at one place in all of them, or
// else by what is an integer constant there in some and a text or an array in the others; nil
// when there is no such place.
func (in *inferrer) tupleVariants(tuples []arrayReply, markOf func(arrayReply, int) *mark) *parser.Variants {
	if len(tuples) < 2 {
		return nil
	}
	for p := range tuples[0].elems {
		if v := in.variantsAt(tuples, p, markOf); v != nil {
			return v
		}
	}
	return nil
}

// lengthVariants tells tuples apart by their lengths; nil when that does not settle more.
func (in *inferrer) lengthVariants(tuples []arrayReply) *parser.Variants {
	groups := map[int][]arrayReply{}
	var lengths []int
	for _, a := range tuples {
		n := len(a.tuple.Fields)
		if groups[n] == nil {
			lengths = append(lengths, n)
		}
		groups[n] = append(groups[n], a)
	}
	if len(lengths) < 2 || len(lengths) > maxVariants {
		return nil
	}
	l := &variantList{taken: names{}}
	for _, n := range lengths {
		joined := in.joinAll(groups[n])
		in.addVariant(l, parser.Variant{Form: parser.VariantTuple, Fields: joined.Fields}, "Array"+strconv.Itoa(n), in.firstName(joined.Fields))
	}
	return &l.Variants
}

// mark is what tells a tuple from others: a literal, or the kind of an element.
type mark struct {
	literal *parser.Literal // nil for a kind
	text    string          // the same for the same mark
}

// literalMark is the literal at place p of a tuple; nil when there is none.
func literalMark(a arrayReply, p int) *mark {
	if lit := literalOf(a.elems[p]); lit != nil {
		return &mark{literal: lit, text: lit.String()}
	}
	return nil
}

// kindMark is the integer literal at place p of a tuple, or that it is a text or an array; nil
// when it can be something else.
func kindMark(a arrayReply, p int) *mark {
	if lit := literalOf(a.elems[p]); lit != nil && lit.Ints {
		return &mark{literal: lit, text: lit.String()}
	}
	switch kinds := a.elems[p].Kinds; {
	case kinds == analysis.ReplyBulk:
		return &mark{text: "text"}
	case kinds == analysis.ReplyArray:
		return &mark{text: "array"}
	default:
		return nil
	}
}

// variantsAt tells tuples apart by their elements at place p.
func (in *inferrer) variantsAt(tuples []arrayReply, p int, markOf func(arrayReply, int) *mark) *parser.Variants {
	groups := map[string][]arrayReply{}
	var marks []*mark
	for _, a := range tuples {
		if p >= len(a.elems) || p >= len(a.tuple.Fields) {
			return nil
		}
		m := markOf(a, p)
		if m == nil {
			return nil
		}
		if groups[m.text] == nil {
			marks = append(marks, m)
		}
		groups[m.text] = append(groups[m.text], a)
	}
	if len(marks) < 2 || len(marks) > maxVariants {
		return nil
	}
	l := &variantList{taken: names{}}
	for _, m := range marks {
		if m.literal == nil {
			joined := in.joinAll(groups[m.text])
			in.addVariant(l, parser.Variant{Form: parser.VariantTuple, Fields: joined.Fields}, "Found", in.firstName(joined.Fields))
			continue
		}
		for _, group := range byWord(groups[m.text], p) {
			in.addCase(l, group, p, m.literal)
		}
	}
	if len(l.Variants.Variants) > 2*maxVariants {
		return nil
	}
	return &l.Variants
}

// wordGroup are tuples with the same constant string, which says what they are, at a place.
type wordGroup struct {
	tuples []arrayReply
	word   *parser.Literal // nil without
	at     int
}

// byWord divides tuples by a place other than p at which each has a constant string that makes a name. They
// stay together where there is none.
func byWord(tuples []arrayReply, p int) []wordGroup {
	for q := range tuples[0].elems {
		if q == p {
			continue
		}
		if groups := wordsAt(tuples, q); groups != nil {
			return groups
		}
	}
	return []wordGroup{{tuples: tuples}}
}

func wordsAt(tuples []arrayReply, q int) []wordGroup {
	var groups []wordGroup
	for _, a := range tuples {
		if q >= len(a.elems) || q >= len(a.tuple.Fields) {
			return nil
		}
		word := literalOf(a.elems[q])
		if word == nil || word.Ints || exported(textName(word.Text)) == "" {
			return nil
		}
		i := slices.IndexFunc(groups, func(g wordGroup) bool { return g.word.Text == word.Text })
		if i < 0 {
			if i = len(groups); i == maxVariants {
				return nil
			}
			groups = append(groups, wordGroup{word: word, at: q})
		}
		groups[i].tuples = append(groups[i].tuples, a)
	}
	return groups
}

// addCase adds the variant of tuples with a literal at place p. It is named after the word in them, what
// the comments say, or the first field that has a name.
func (in *inferrer) addCase(l *variantList, g wordGroup, p int, lit *parser.Literal) {
	joined := in.joinAll(g.tuples)
	first := in.firstName(joined.Fields)
	joined.Fields[p] = parser.Field{Type: lit}
	var candidates []string
	if g.word != nil {
		joined.Fields[g.at] = parser.Field{Type: g.word}
		candidates = append(candidates, exported(textName(g.word.Text)))
	}
	in.nameFields(joined.Fields, joinCandidates(g.tuples, len(joined.Fields)))
	candidates = append(candidates, in.caseNames(g.tuples, lit)...)
	in.addVariant(l, parser.Variant{Form: parser.VariantTuple, Fields: joined.Fields}, caseName(lit), append(candidates, in.firstName(joined.Fields), first)...)
}

// literalOf is the one constant that an element is; nil when it can be something else.
func literalOf(r analysis.Reply) *parser.Literal {
	if len(r.Consts) != 1 {
		return nil
	}
	c := r.Consts[0]
	switch {
	case c.IsString && r.Kinds == analysis.ReplyBulk:
		return &parser.Literal{Text: c.Str}
	case !c.IsString && r.Kinds == analysis.ReplyInteger && !r.Value.Can(kind.True):
		return &parser.Literal{Ints: true, Int: int64(c.Num)}
	default:
		return nil
	}
}

// caseNames are the candidates for the variant that a literal marks.
func (in *inferrer) caseNames(group []arrayReply, lit *parser.Literal) []string {
	var candidates []string
	if !lit.Ints {
		candidates = append(candidates, exported(textName(lit.Text)))
	}
	if len(group) == 1 {
		candidates = append(candidates, exported(strings.TrimPrefix(errorName(in.commentAt(group[0].stmt)), "Err")))
	}
	if lit.Ints {
		candidates = append(candidates, in.integerNames(lit.Int)...)
	}
	return candidates
}

// caseName is the name of the variant that a literal marks when nothing tells a better one.
func caseName(lit *parser.Literal) string {
	if lit.Ints {
		return codeName(lit.Int)
	}
	return "Case"
}

// codeName is the name of an integer when nothing tells a better one.
func codeName(n int64) string {
	if n < 0 {
		return "Minus" + strconv.FormatUint(uint64(-n), 10)
	}
	return fmt.Sprintf("Code%d", n)
}

// integerNames are the names that the comments give an integer.
func (in *inferrer) integerNames(n int64) []string {
	return []string{exported(strings.TrimPrefix(errorName(in.comments.replies[n]), "Err"))}
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
