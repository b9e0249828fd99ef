package parser

import "github.com/luagen/luagen/diag"

// check reports what is wrong with the annotations of a script taken together.
func (h *headerReader) check() {
	s := h.script
	h.referTemplates()
	h.checkKeyNames()
	h.checkParameters()
	h.checkVariadics()
	for _, k := range s.Keys {
		h.checkPlaceholderTypes(k.Template)
	}
	for _, a := range s.Args {
		h.checkArg(a)
		h.checkPlaceholderTypes(a.Template)
	}
	for _, t := range s.Templates {
		h.checkPlaceholderTypes(t.Template)
	}
	for _, t := range s.Types {
		h.checkReply(t.Type, atTop)
		h.checkOverlap(t.Type)
	}
	h.checkSlots()
	if s.Returns != nil {
		h.checkReply(s.Returns.Type, atTop)
		if !h.replyBroken {
			h.checkOverlap(s.Returns.Type)
		}
	}
	h.checkErrors()
	h.checkImports(goTypes(s))
}

// CheckReply reports what keeps a type from being the type of @returns: parts that may not
// be where they are, names that are there twice, variants that some reply fits alike. Names
// are not checked for what they are made of.
func CheckReply(t Type) []diag.Diagnostic {
	h := &headerReader{report: &report{}}
	h.checkReply(t, atTop)
	h.checkOverlap(t)
	return h.found
}

// checkKeyNames reports keys of the same name. A template's name is no Go
// parameter, but two keys of one name cannot be told apart in anything said of them.
func (h *headerReader) checkKeyNames() {
	seen := map[string]Ident{}
	for _, k := range h.script.Keys {
		if first, dup := seen[k.Text]; dup {
			relate(h.errorf(k.Span, RuleAnnotation, "two keys are named %s: rename one", k.Text), first.Span, "the first one")
		} else {
			seen[k.Text] = k.Ident
		}
		parts := map[string]Ident{}
		for _, part := range k.Group {
			if first, dup := parts[part.Text]; dup {
				relate(h.errorf(part.Span, RuleAnnotation, "the key group %s has two keys named %s: rename one", k.Text, part.Text), first.Span, "the first one")
			}
			parts[part.Text] = part
		}
	}
}

// parameter is what becomes one parameter of the Go function. One of key, param and
// arg is set.
type parameter struct {
	at    diag.Span
	key   *Key
	param *Placeholder
	arg   *Arg
}

func (p parameter) what() string {
	switch {
	case p.key != nil:
		return "a key"
	case p.param != nil:
		return "a placeholder"
	default:
		return "an argument"
	}
}

// checkParameters reports names that stand for two different Go parameters.
func (h *headerReader) checkParameters() {
	seen := map[string]parameter{}
	add := func(name string, p parameter) {
		first, dup := seen[name]
		if !dup {
			seen[name] = p
			return
		}
		h.checkSameName(name, first, p)
	}
	placeholders := func(t *Template, by diag.Span) {
		for _, part := range t.Parts {
			if part.Param != nil {
				add(part.Param.Text, parameter{at: t.place(part.Param.Span, by), param: part.Param})
			}
		}
	}
	for i := range h.script.Keys {
		k := &h.script.Keys[i]
		if k.Template == nil {
			add(k.Text, parameter{at: k.Span, key: k})
			continue
		}
		placeholders(k.Template, k.Span)
	}
	names := map[string]Arg{}
	for i := range h.script.Args {
		a := &h.script.Args[i]
		if first, dup := names[a.Text]; dup && (a.Template != nil || first.Template != nil) {
			relate(h.errorf(a.Span, RuleAnnotation, "two arguments are named %s: rename one", a.Text), first.Span, "the first one")
			continue
		}
		names[a.Text] = *a
		if a.Template != nil {
			placeholders(a.Template, a.Span)
		} else {
			add(a.Text, parameter{at: a.Span, arg: a})
		}
	}
}

// checkSameName reports a name's second use unless both are one Go parameter.
func (h *headerReader) checkSameName(name string, first, p parameter) {
	var d *diag.Diagnostic
	switch {
	case first.key != nil && p.key != nil:
		return // checkKeyNames has said so
	case first.param != nil && p.param != nil:
		if first.param.Type.String() == p.param.Type.String() {
			return
		}
		d = h.errorf(p.at, RuleAnnotation, "the placeholder <%s> is %s here and %s before: write <%s:%s> in both, or rename one", name, p.param.Type, first.param.Type, name, typed(p, first))
	case first.arg != nil && p.param != nil:
		if first.arg.Type.String() == p.param.Type.String() && !first.arg.Optional && !first.arg.Variadic {
			return
		}
		d = h.errorf(p.at, RuleAnnotation, "the placeholder <%s> is %s and the argument %s is %s: as one Go parameter both have one type; rename one, or make the types equal", name, p.param.Type, name, argType(first.arg))
	case first.param != nil && p.arg != nil:
		if first.param.Type.String() == p.arg.Type.String() && !p.arg.Optional && !p.arg.Variadic {
			return
		}
		d = h.errorf(p.at, RuleAnnotation, "the argument %s is %s and the placeholder <%s> is %s: as one Go parameter both have one type; rename one, or make the types equal", name, argType(p.arg), name, first.param.Type)
	case first.arg != nil && p.arg != nil:
		d = h.errorf(p.at, RuleAnnotation, "two arguments are named %s: rename one", name)
	case first.key != nil && p.arg != nil && first.key.Variadic && p.arg.Variadic:
		tuple, isTuple := p.arg.Type.(*Tuple)
		if first.key.Group != nil && isTuple {
			h.checkJointGroup(first.key, tuple)
			return
		}
		d = h.errorf(p.at, RuleAnnotation, "%s is a variadic key and a variadic argument: to make both one slice of structs, write the key as %s(name)... and the argument as %s:tuple(name:type)...; else rename one", name, name, name)
	default:
		d = h.errorf(p.at, RuleAnnotation, "the name %s is used twice, for %s and for %s: rename one", name, first.what(), p.what())
	}
	relate(d, first.at, "the first one")
}

// typed is the type of the placeholder that is not a string just because none is
// written.
func typed(p, first parameter) Type {
	if s, ok := first.param.Type.(*Scalar); ok && s.Kind == String && s.Go == nil {
		return p.param.Type
	}
	return first.param.Type
}

// argType is an argument's type as annotations write it.
func argType(a *Arg) string {
	s := a.Type.String()
	if a.Optional {
		s = (&Optional{Elem: a.Type}).String()
	}
	if a.Variadic {
		s += "..."
	}
	return s
}

// checkJointGroup reports names that a key group and the argument group of its name
// both have: they are fields of one struct.
func (h *headerReader) checkJointGroup(k *Key, t *Tuple) {
	for _, f := range t.Fields {
		for _, part := range k.Group {
			if f.Text == part.Text {
				relate(h.errorf(f.Span, RuleAnnotation, "%s is both a key and an argument of the group %s, which is one struct: rename one", f.Text, k.Text), part.Span, "the key")
			}
		}
	}
}

// checkVariadics reports a second variadic key or argument, and optional arguments
// that a script could not find after a variadic one.
func (h *headerReader) checkVariadics() {
	var key *Key
	for i := range h.script.Keys {
		k := &h.script.Keys[i]
		if k.Variadic && key != nil {
			relate(h.errorf(k.Span, RuleAnnotation, "%s and %s are both variadic: a script could not tell where one ends; at most one key may be", key.Text, k.Text), key.Span, "the first one")
		} else if k.Variadic {
			key = k
		}
	}
	var arg *Arg
	told := false // something may tell the script where the variadic argument ends
	for i := range h.script.Args {
		a := &h.script.Args[i]
		switch {
		case a.Variadic && arg != nil:
			relate(h.errorf(a.Span, RuleAnnotation, "%s and %s are both variadic: a script could not tell where one ends; at most one argument may be", arg.Text, a.Text), arg.Span, "the first one")
		case a.Variadic:
			arg, told = a, key != nil || h.countBefore(a)
		case a.Optional && arg != nil && !told:
			relate(h.errorf(a.Span, RuleAnnotation, "the optional %s follows the variadic %s: a script could not tell whether the last value is one or the other; move %s before %s", a.Text, arg.Text, a.Text, arg.Text), arg.Span, "the variadic argument")
		}
	}
}

// countBefore reports whether an integer argument, which may hold the number of
// values, or the length of its groups may tell where a variadic argument ends.
func (h *headerReader) countBefore(variadic *Arg) bool {
	switch t := variadic.Type.(type) {
	case *Tuple:
		if len(t.Fields) > 1 {
			return true
		}
	case *Map:
		return true
	}
	for _, a := range h.script.Args {
		if a.Text == variadic.Text {
			return false
		}
		if s, ok := a.Type.(*Scalar); ok && (s.Kind == Int || s.Kind == Uint) {
			return true
		}
	}
	return false
}

// checkSlots reports templates that can never share a slot.
func (h *headerReader) checkSlots() {
	const most = 50 // templates compared with each other; nobody writes more
	var seen []Key
	for _, k := range h.script.Keys {
		if k.Template == nil || len(seen) == most {
			continue
		}
		for _, other := range seen {
			if compareSlots(other.Template, k.Template) == slotsDiffer {
				relate(h.errorf(k.Template.place(k.Template.Span, k.Span), RuleCrossSlot, "the hash tag of %s always differs from that of %s, %s: a cluster refuses keys of two slots in one call; put the same tag into both",
					k.Text, other.Text, shorten(other.Template.Text)), other.Template.place(other.Template.Span, other.Span), other.Text)
				break
			}
		}
		seen = append(seen, k)
	}
}

// checkErrors reports @error annotations that claim the same reply, or one that the
// declared reply has another meaning for.
func (h *headerReader) checkErrors() {
	seen := map[Match]ReplyErr{}
	for _, e := range h.script.Errors {
		if first, dup := seen[e.Match]; dup {
			relate(h.errorf(e.MatchSpan, RuleAnnotation, "%s and %s stand for the same reply: remove one", first.Text, e.Text), first.MatchSpan, "the first one")
			continue
		}
		seen[e.Match] = e
		if h.script.Returns != nil {
			h.checkErrorAndReply(e, h.script.Returns)
		}
	}
}

func (h *headerReader) checkErrorAndReply(e ReplyErr, r *Returns) {
	if _, optional := r.Type.(*Optional); optional && e.Match.Kind == MatchNil {
		relate(h.errorf(e.MatchSpan, RuleAnnotation, "nil is both the error %s and, by the ?, no value: remove one of the two", e.Text), r.Span, "the type with ?")
	}
	variants := variantsOf(r.Type)
	if variants == nil {
		return
	}
	for _, v := range variants.Variants {
		lit, _ := v.Type.(*Literal)
		claimed := false
		switch e.Match.Kind {
		case MatchNil:
			claimed = v.Form == VariantNil
		case MatchInt:
			claimed = lit != nil && lit.Ints && lit.Int == e.Match.Int
		case MatchString:
			claimed = lit != nil && !lit.Ints && lit.Text == e.Match.Text
		}
		if claimed {
			relate(h.errorf(e.MatchSpan, RuleAnnotation, "the error %s and the variant %s stand for the same reply: remove one", e.Text, v.Text), v.At, "the variant")
		}
	}
}

// variantsOf returns the variants of a reply, optional or not; nil without.
func variantsOf(t Type) *Variants {
	if opt, ok := t.(*Optional); ok {
		t = opt.Elem
	}
	v, _ := t.(*Variants)
	return v
}
