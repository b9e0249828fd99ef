package lint

import (
	"fmt"
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// composite compares a reply of one kind with a list, map, tuple, hash or flat.
func (f *fitter) composite(t parser.Type, kind analysis.ReplyKinds, r analysis.Reply, e syntax.Expr) fitting {
	if kind == analysis.ReplyRESP3 {
		return fitting{}
	}
	if kind != analysis.ReplyArray {
		return mismatch(t, kind, r)
	}
	if !r.Known || r.Lost {
		return fitting{}
	}
	a := array{fitter: f, reply: r, exprs: positional(e)}
	switch t := t.(type) {
	case *parser.List:
		return a.list(t)
	case *parser.Map:
		return a.groups(t, 2, func(i int) parser.Type { return [...]parser.Type{t.Key, t.Elem}[i] })
	case *parser.Flat:
		return a.groups(t, len(t.Fields), func(i int) parser.Type { return t.Fields[i].Type })
	case *parser.Tuple:
		return a.tuple(t, t.Fields)
	case *parser.Hash:
		return a.hash(t)
	default:
		return fitting{}
	}
}

// array is an array of which every element is known.
type array struct {
	fitter *fitter
	reply  analysis.Reply
	exprs  []syntax.Expr // where the elements are; nil when unknown
}

// elem compares one element with a type.
func (a *array) elem(i int, t parser.Type) fitting {
	var at syntax.Expr
	if i < len(a.exprs) {
		at = a.exprs[i]
	}
	got := a.fitter.reply(t, a.reply.Elems[i], at)
	if got.verdict != fits && got.at == nil {
		got.at = at
	}
	return got.cutting(a.reply.Elems[i])
}

// cutting is the outcome for an element that ends its array where it is nil.
func (f fitting) cutting(elem analysis.Reply) fitting {
	f.cuts = f.isNil && !f.isFalse && elem.Value.Known() && elem.Value.Can(kind.AbsentOrNil)
	return f
}

// trailing is elem where the array may end before the element.
func (a *array) trailing(i int, t parser.Type) fitting {
	got := a.elem(i, t)
	if got.verdict == never && a.reply.Elems[i].Value.Can(kind.AbsentOrNil) {
		return got.sometimes()
	}
	return got
}

// gravest is the first of the gravest outcomes.
func gravest(all []fitting) fitting {
	var bad fitting
	for _, one := range all {
		if one.verdict > bad.verdict {
			bad = one
		}
	}
	return bad
}

func (a *array) list(t *parser.List) fitting {
	var all []fitting
	for i := range a.reply.Elems {
		all = append(all, a.trailing(i, t.Elem))
	}
	if a.reply.Rest != nil {
		rest := a.fitter.reply(t.Elem, *a.reply.Rest, nil)
		rest.verdict = min(rest.verdict, perhaps) // there may be no further elements
		rest.subject = "an element of this"
		rest = rest.cutting(*a.reply.Rest)
		all = append(all, rest)
	}
	return gravest(all)
}

// groups compares an array that is read in groups of size.
func (a *array) groups(t parser.Type, size int, at func(int) parser.Type) fitting {
	if size == 0 {
		return fitting{}
	}
	if a.fixed() && len(a.reply.Elems)%size != 0 {
		return a.length(t, fmt.Sprintf("read in groups of %d", size))
	}
	var all []fitting
	for i := range a.reply.Elems {
		all = append(all, a.trailing(i, at(i%size)))
	}
	return gravest(all)
}

// fixed reports whether the array's length is certain.
func (a *array) fixed() bool {
	return a.reply.Rest == nil && !slices.ContainsFunc(a.reply.Elems, func(r analysis.Reply) bool {
		return r.Cut || r.Value.Can(kind.AbsentOrNil)
	})
}

// length is an array whose length does not fit.
func (a *array) length(t parser.Type, wanted string) fitting {
	n := len(a.reply.Elems)
	return fitting{verdict: never, subject: "this", what: fmt.Sprintf("an array of %d, %s", n, wanted), want: typeText(t)}
}

func (a *array) tuple(t parser.Type, fields []parser.Field) fitting {
	least := parser.RequiredLength(fields)
	n := len(a.reply.Elems)
	if a.fixed() && (n > len(fields) || n < least) {
		wanted := fmt.Sprintf("expected %d", len(fields))
		if least < len(fields) {
			wanted = fmt.Sprintf("expected %d to %d", least, len(fields))
		}
		return a.length(t, wanted)
	}
	var all []fitting
	for i := range min(n, len(fields)) {
		got := a.elem(i, fields[i].Type)
		switch last := i == n-1 && a.reply.Rest == nil; {
		case i >= least:
			got = a.trailing(i, fields[i].Type)
		case last && got.verdict == fits && a.reply.Elems[i].Cut:
			got = a.missing(i, fields[i].Type)
		}
		if got.verdict != fits && fields[i].Text != "" {
			got.want = fields[i].Text + ":" + got.want
		}
		all = append(all, got)
	}
	return gravest(all)
}

// missing is a last element that may be nil, which its type takes, but which Redis does not
// send. (The rule nil-in-reply is about the others.)
func (a *array) missing(i int, t parser.Type) fitting {
	s, scalar := t.(*parser.Scalar)
	f := fitting{
		verdict: perhaps, subject: "this", what: "a nil that ends the array", doubt: true, want: typeText(t),
		isNil: !scalar || s.Kind != parser.Any,
	}
	if i < len(a.exprs) {
		f.at = a.exprs[i]
	}
	return f
}

func isOptional(t parser.Type) bool {
	_, ok := t.(*parser.Optional)
	return ok
}

// hash compares an array of names and values, as far as the names are constant.
func (a *array) hash(t *parser.Hash) fitting {
	if !a.fixed() {
		return fitting{}
	}
	if len(a.reply.Elems)%2 != 0 {
		return a.length(t, "read as names and values")
	}
	var names []string
	var all []fitting
	for i := 0; i < len(a.reply.Elems); i += 2 {
		name, ok := a.reply.Elems[i].Value.Str()
		if !ok {
			return gravest(all)
		}
		names = append(names, name)
		if f := slices.IndexFunc(t.Fields, func(f parser.Field) bool { return f.Text == name }); f >= 0 {
			all = append(all, a.elem(i+1, t.Fields[f].Type))
		}
	}
	for _, field := range t.Fields {
		if !isOptional(field.Type) && !slices.Contains(names, field.Text) {
			all = append(all, fitting{verdict: never, subject: "the field " + field.Text, what: "not among what is returned", want: typeText(t)})
		}
	}
	return gravest(all)
}

// variants compares a reply of one kind with the variants of a type: it is enough
// that one of them may decode it.
func (f *fitter) variants(t *parser.Variants, kind analysis.ReplyKinds, r analysis.Reply, e syntax.Expr) fitting {
	consts := constsOf(kind, r)
	if len(consts) == 0 {
		return f.variant(t, kind, r, e)
	}
	var all []fitting
	for _, c := range consts {
		one := r
		one.Kinds = kind
		one.Consts = []value.Const{c}
		all = append(all, f.variant(t, kind, one, e))
	}
	return worst(all)
}

func (f *fitter) variant(t *parser.Variants, kind analysis.ReplyKinds, r analysis.Reply, e syntax.Expr) fitting {
	for i := range t.Variants {
		v := &t.Variants[i]
		got := fitting{verdict: never}
		switch v.Form {
		case parser.VariantNil:
			if kind == analysis.ReplyNil {
				return fitting{}
			}
		case parser.VariantTuple:
			got = f.composite(&parser.Tuple{At: v.At, Fields: v.Fields}, kind, r, e)
		default:
			got = f.kind(v.Type, kind, r, e)
		}
		if got.verdict != never {
			return fitting{}
		}
	}
	return mismatch(t, kind, r)
}
