package infer

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
)

// unify is the type that decodes every one of several arrays, *parser.Variants when only
// literals tell them apart.
func (in *inferrer) unify(arrays []arrayReply) parser.Type {
	var tuples, others []arrayReply
	empty := false
	for _, a := range arrays {
		switch {
		case a.typ == nil:
			empty = true
		case a.tuple != nil:
			tuples = append(tuples, a)
		default:
			others = append(others, a)
		}
	}
	if len(tuples) == 0 && len(others) == 0 {
		return &parser.List{Elem: scalar(parser.String)} // always empty
	}
	if len(others) > 0 {
		t := others[0].typ
		for _, a := range append(others[1:], tuples...) {
			if t = in.join(t, a.typ); t == nil {
				return &parser.List{Elem: scalar(parser.Any)}
			}
		}
		return t
	}
	joined := in.joinAll(tuples)
	vague := in.isVague(joined)
	if !vague && (sameLength(tuples) || empty) {
		return optionalIf(empty, joined)
	}
	var told []func(arrayReply, int) *mark
	if vague {
		told = append(told, kindMark)
	}
	if !empty || vague {
		told = append(told, literalMark)
	}
	for _, markOf := range told {
		if v := in.tupleVariants(tuples, markOf); v != nil {
			if v = orEmpty(v, empty); isAccepted(v) {
				return v
			}
		}
	}
	if vague {
		if v := in.lengthVariants(tuples); v != nil {
			if v = orEmpty(v, empty); isAccepted(v) {
				return v
			}
		}
	}
	return optionalIf(empty, joined)
}

// orEmpty adds the variant of an empty array.
func orEmpty(v *parser.Variants, empty bool) *parser.Variants {
	if !empty {
		return v
	}
	taken := names{}
	for _, one := range v.Variants {
		taken.free(one.Text)
	}
	return &parser.Variants{Variants: append(slices.Clone(v.Variants), emptyVariant(taken))}
}

func emptyVariant(taken names) parser.Variant {
	return parser.Variant{Ident: parser.Ident{Text: taken.take("", "Empty")}, Form: parser.VariantTuple}
}

// isVague reports whether joined tuples lost what some of them say about an element.
func (in *inferrer) isVague(t *parser.Tuple) bool {
	return slices.ContainsFunc(t.Fields, func(f parser.Field) bool {
		s, ok := f.Type.(*parser.Scalar)
		return ok && (s.Kind == parser.Any || in.guessed[s])
	})
}

func sameLength(tuples []arrayReply) bool {
	return !slices.ContainsFunc(tuples, func(a arrayReply) bool { return len(a.tuple.Fields) != len(tuples[0].tuple.Fields) })
}

// joinAll joins tuples field by field: what differs is any, and what some of them lack becomes optional.
func (in *inferrer) joinAll(tuples []arrayReply) *parser.Tuple {
	longest := slices.MaxFunc(tuples, func(a, b arrayReply) int { return len(a.tuple.Fields) - len(b.tuple.Fields) })
	fields := make([]parser.Field, len(longest.tuple.Fields))
	named := joinCandidates(tuples, len(fields))
	for i := range fields {
		var t parser.Type
		missing := false
		for _, a := range tuples {
			switch {
			case i >= len(a.tuple.Fields):
				missing = true
				continue
			case t == nil:
				t = a.tuple.Fields[i].Type
			default:
				t = in.join(t, a.tuple.Fields[i].Type)
			}
			if t == nil {
				t = scalar(parser.Any)
			}
		}
		if isSwitch(tuples, i) {
			t = scalar(parser.Bool)
			named[i] = slices.DeleteFunc(named[i], func(c candidate) bool { return c.from == fromValue })
			named[i] = append(named[i], candidate{"ok", fromValue})
		}
		fields[i].Type = optionalIf(missing, t)
	}
	in.nameFields(fields, named)
	return &parser.Tuple{Fields: fields}
}

// isSwitch reports whether an element is 1 in some tuples and 0 in the others.
func isSwitch(tuples []arrayReply, i int) bool {
	var zero, one bool
	for _, a := range tuples {
		if i >= len(a.elems) {
			return false
		}
		e := a.elems[i]
		if e.Kinds != analysis.ReplyInteger || len(e.Consts) == 0 {
			return false
		}
		for _, c := range e.Consts {
			if c.IsString || c.Num != 0 && c.Num != 1 {
				return false
			}
			zero, one = zero || c.Num == 0, one || c.Num == 1
		}
	}
	return zero && one
}

// join is a type that decodes what either of two decodes; nil when there is none that says
// more than any.
func (in *inferrer) join(a, b parser.Type) parser.Type {
	if isAny(a) || isAny(b) {
		return scalar(parser.Any)
	}
	switch {
	case in.nothing[a]:
		return orNothing(b)
	case in.nothing[b]:
		return orNothing(a)
	case a.String() == b.String():
		return a
	}
	oa, isOptionalA := a.(*parser.Optional)
	ob, isOptionalB := b.(*parser.Optional)
	if isOptionalA || isOptionalB {
		if isOptionalA {
			a = oa.Elem
		}
		if isOptionalB {
			b = ob.Elem
		}
		if t := in.join(a, b); t != nil {
			return optionalIf(true, t)
		}
		return nil
	}
	switch a := a.(type) {
	case *parser.Scalar:
		if b, ok := b.(*parser.Scalar); ok {
			return in.joinScalars(a, b)
		}
	case *parser.List:
		return in.joinList(a, b)
	case *parser.Tuple:
		if b, ok := b.(*parser.Tuple); ok {
			return in.joinTuples(a, b)
		}
	}
	if b, ok := b.(*parser.List); ok {
		return in.joinList(b, a)
	}
	return nil
}

// joinTuples joins two tuples of one length, with the names of the first; nil for others.
func (in *inferrer) joinTuples(a, b *parser.Tuple) parser.Type {
	if len(a.Fields) != len(b.Fields) {
		return nil
	}
	t := &parser.Tuple{Fields: slices.Clone(a.Fields)}
	for i := range t.Fields {
		if t.Fields[i].Type = in.join(a.Fields[i].Type, b.Fields[i].Type); t.Fields[i].Type == nil {
			return nil
		}
	}
	return t
}

// orNothing is the type of what another return sends as nil or false.
func orNothing(t parser.Type) parser.Type {
	if s, ok := t.(*parser.Scalar); ok && s.Kind == parser.Bool {
		return t
	}
	return optionalIf(true, t)
}

// joinScalars joins numbers with each other and with strings that Redis holds.
func (in *inferrer) joinScalars(a, b *parser.Scalar) parser.Type {
	number := func(t *parser.Scalar) bool { return t.Kind == parser.Int || t.Kind == parser.Float }
	text := func(t *parser.Scalar) bool { return t.Kind == parser.String || t.Kind == parser.JSON }
	switch {
	case text(a) && text(b):
		return scalar(parser.String)
	case number(a) && (number(b) || in.numerals[b]), number(b) && in.numerals[a]:
		return scalar(parser.Float)
	case number(a) && in.held[b], number(b) && in.held[a]:
		return in.numberOrHeld()
	default:
		return nil
	}
}

// numberOrHeld is the type of what is a number or a string that Redis holds: a float
// decodes both as long as the string holds a number.
func (in *inferrer) numberOrHeld() parser.Type {
	if in.strict {
		return scalar(parser.Any)
	}
	t := &parser.Scalar{Kind: parser.Float}
	in.guessed[t] = true
	return t
}

// joinList joins a list with what another return sends as an array.
func (in *inferrer) joinList(a *parser.List, b parser.Type) parser.Type {
	var elems []parser.Type
	switch b := b.(type) {
	case *parser.List:
		elems = append(elems, b.Elem)
	case *parser.Map:
		elems = append(elems, b.Key, b.Elem)
	case *parser.Tuple:
		for _, f := range b.Fields {
			elems = append(elems, f.Type)
		}
	default:
		return nil
	}
	elem := a.Elem
	for _, e := range elems {
		if elem = in.join(elem, e); elem == nil {
			return &parser.List{Elem: scalar(parser.Any)}
		}
	}
	return &parser.List{Elem: elem}
}
