package parser

// place says where a reply's type is.
type place int

const (
	atTop  place = iota // the type of @returns, or what its "?" makes optional
	inside              // an element of another type, or a variant's value
)

// checkReply reports types that may not be where they are in a reply.
func (h *headerReader) checkReply(t Type, p place) {
	switch t := t.(type) {
	case *Scalar:
		if t.Kind == OK && p == inside {
			h.errorf(t.At, RuleType, `ok stands alone in @returns: inside another type write the literal "OK", or string`)
		}
	case *Optional:
		h.checkOptional(t, p)
	case *List:
		h.checkReply(t.Elem, inside)
	case *Map:
		h.checkMapKey(t.Key)
		h.checkReply(t.Elem, inside)
	case *Tuple:
		if t.Bare && p == inside {
			h.errorf(t.At, RuleType, "a tuple inside another type needs its fields: write tuple(name:type, …); only a whole reply takes them from the script")
		}
		h.checkFields(t.Fields)
	case *Hash:
		for _, f := range t.Fields {
			if f.Text == "" {
				h.errorf(f.Type.Span(), RuleType, "a field of a hash is found by its name: write name:%s", f.Type)
			}
		}
		h.checkFields(t.Fields)
	case *Flat:
		h.checkFields(t.Fields)
	case *Literal:
		h.errorf(t.At, RuleType, "the literal %s is where a type should be: a literal is a field, as in tuple(%s, name:type), or a variant, as in Name=%s", shorten(t.String()), shorten(t.String()), shorten(t.String()))
	case *Variants:
		if p == inside {
			h.errorf(t.At, RuleType, "variants may only be at the top of @returns: name the whole reply's shapes instead")
		}
		h.checkVariants(t)
	}
}

func (h *headerReader) checkOptional(t *Optional, p place) {
	switch elem := t.Elem.(type) {
	case *Scalar:
		if elem.Kind == Any {
			h.errorf(t.At, RuleType, "any? is redundant: any is nil for a nil reply; write any")
			return
		}
	case *Literal:
		h.errorf(t.At, RuleType, "a literal is always there: remove the ?")
		return
	}
	h.checkReply(t.Elem, p)
}

// checkMapKey reports a map key that is neither a string nor an int.
func (h *headerReader) checkMapKey(t Type) {
	if s, ok := t.(*Scalar); ok && (s.Kind == String || s.Kind == Int) {
		return
	}
	h.errorf(t.Span(), RuleType, "%s cannot be the key of a map: a key is string or int, or a named type over them, as in string(T)", t)
}

func (h *headerReader) checkFields(fields []Field) {
	for _, f := range fields {
		if _, literal := f.Type.(*Literal); !literal {
			h.checkReply(f.Type, inside)
		}
	}
	h.checkFieldNames(fields)
}

func (h *headerReader) checkVariants(t *Variants) {
	seen := map[string]Variant{}
	for _, v := range t.Variants {
		if first, dup := seen[v.Text]; dup {
			relate(h.errorf(v.Span, RuleType, "two variants are named %s: rename one", v.Text), first.Span, "the first one")
		} else {
			seen[v.Text] = v
		}
		switch v.Form {
		case VariantTuple:
			h.checkFields(v.Fields)
		case VariantValue:
			if lit, ok := v.Type.(*Literal); ok {
				h.errorf(lit.At, RuleType, "a variant that is a literal is written with =: %s=%s", v.Text, shorten(lit.String()))
				continue
			}
			h.checkReply(v.Type, inside)
		}
	}
}

// checkPlaceholderTypes reports placeholders that cannot be part of a key.
func (h *headerReader) checkPlaceholderTypes(t *Template) {
	if t == nil {
		return
	}
	for _, part := range t.Parts {
		if part.Param == nil {
			continue
		}
		typ := part.Param.Type
		s, scalar := typ.(*Scalar)
		_, enum := typ.(*Enum)
		if enum || scalar && s.Kind != JSON && s.Kind != MsgPack && s.Kind != Any && s.Kind != OK {
			continue
		}
		h.errorf(typ.Span(), RuleType, "%s cannot be part of a key: a placeholder is string, bytes, int, uint, float, bool, time(…), duration(…), enum(…), text(T) or a named type over one", typ)
	}
}

// checkArg reports an argument whose type cannot be sent.
func (h *headerReader) checkArg(a Arg) {
	switch t := a.Type.(type) {
	case *Tuple:
		switch {
		case t.Bare:
			h.errorf(t.At, RuleType, "a tuple of arguments needs its fields: write tuple(name:type, …)")
		case !a.Variadic:
			h.errorf(t.At, RuleType, "a tuple of arguments repeats: write dots after it, %s:%s...", a.Text, t)
		}
		h.checkArgFields(t)
	case *Map:
		if !a.Variadic {
			h.errorf(t.At, RuleType, "a map is spread over as many arguments as it needs: write dots after it, %s:%s...", a.Text, t)
		}
		h.checkMapKey(t.Key)
		h.checkSent(t.Elem, "a map of arguments")
	case *List:
		h.errorf(t.At, RuleType, "a list is not one argument: write %s:%s... for any number of arguments, or json([]T) for one in JSON", a.Text, t.Elem)
	default:
		h.checkSent(t, "an argument")
	}
}

func (h *headerReader) checkArgFields(t *Tuple) {
	for _, f := range t.Fields {
		if _, optional := f.Type.(*Optional); optional {
			h.errorf(f.Type.Span(), RuleType, "a field of a group of arguments is always sent, so that all groups are of one length: remove the ?")
		} else {
			h.checkSent(f.Type, "a field of a group of arguments")
		}
	}
	h.checkFieldNames(t.Fields)
}

// checkFieldNames reports fields of the same name.
func (h *headerReader) checkFieldNames(fields []Field) {
	seen := map[string]Field{}
	for _, f := range fields {
		if first, dup := seen[f.Text]; dup {
			relate(h.errorf(f.Span, RuleType, "two fields are named %s: rename one", f.Text), first.Span, "the first one")
		} else if f.Text != "" {
			seen[f.Text] = f
		}
	}
}

// checkSent reports a type that is not the type of a single argument.
func (h *headerReader) checkSent(t Type, what string) {
	switch t := t.(type) {
	case *Enum:
		return
	case *Scalar:
		if t.Kind != Any && t.Kind != OK {
			return
		}
		h.errorf(t.At, RuleType, "%s is for replies only: %s is sent as string, int, json or another scalar", t, what)
	case *Optional:
		h.errorf(t.At, RuleType, "%s cannot be optional: only a whole argument can, as in name?:type", what)
	default:
		h.errorf(t.Span(), RuleType, "%s cannot be %s: write a scalar type, or json(T) or msgpack(T) for what has parts", shorten(t.String()), what)
	}
}

// goTypes lists the Go types that a script's annotations name, with their parts.
func goTypes(s *Script) []*GoType {
	var found []*GoType
	var walkGo func(*GoType)
	walkGo = func(t *GoType) {
		if t != nil {
			found = append(found, t)
			walkGo(t.Key)
			walkGo(t.Elem)
		}
	}
	visit := func(t Type) {
		if s, ok := t.(*Scalar); ok {
			walkGo(s.Go)
		}
	}
	visitParams := func(t *Template) {
		if t == nil {
			return
		}
		for _, part := range t.Parts {
			if part.Param != nil {
				walk(part.Param.Type, visit)
			}
		}
	}
	for _, k := range s.Keys {
		visitParams(k.Template)
	}
	for _, a := range s.Args {
		walk(a.Type, visit)
		visitParams(a.Template)
	}
	if s.Returns != nil {
		walk(s.Returns.Type, visit)
	}
	for _, t := range s.Types {
		walk(t.Type, visit)
	}
	for _, t := range s.Templates {
		visitParams(t.Template)
	}
	return found
}

// walk calls visit for t and for every type inside it, in source order.
func walk(t Type, visit func(Type)) {
	if t == nil {
		return
	}
	visit(t)
	fields := func(fs []Field) {
		for _, f := range fs {
			walk(f.Type, visit)
		}
	}
	switch t := t.(type) {
	case *Optional:
		walk(t.Elem, visit)
	case *List:
		walk(t.Elem, visit)
	case *Map:
		walk(t.Key, visit)
		walk(t.Elem, visit)
	case *Tuple:
		fields(t.Fields)
	case *Hash:
		fields(t.Fields)
	case *Flat:
		fields(t.Fields)
	case *Variants:
		for _, v := range t.Variants {
			fields(v.Fields)
			walk(v.Type, visit)
		}
	}
}
