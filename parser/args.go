package parser

// readArgs reads the operand of @args.
func (h *headerReader) readArgs(o *operand) {
	for o.tok.kind != tokEnd {
		if o.tok.is(",") {
			o.errorf(o.at(o.tok), RuleAnnotation, `expected the name of an argument, found ","`)
			o.next()
			continue
		}
		a, ok := o.arg()
		if !ok {
			o.skipItem()
		} else {
			h.script.Args = append(h.script.Args, a)
			o.endItem("the argument "+a.Text, "arg")
		}
		o.endComma("args")
	}
}

// readArg reads the operand of @arg.
func (h *headerReader) readArg(o *operand) {
	if a, ok := o.arg(); ok {
		o.endSingle("the argument " + a.Text)
		a.Doc = o.rest()
		h.script.Args = append(h.script.Args, a)
	}
}

// arg reads "name", "name:type", "name?:type", "name:type?" or "name:type...".
func (o *operand) arg() (Arg, bool) {
	name, ok := o.itemName("argument")
	a := Arg{Ident: name, Type: &Scalar{At: name.Span, Kind: String}}
	if !ok {
		return a, false
	}
	if o.tok.sticks("?") {
		a.Optional = true
		o.next()
	}
	if o.tok.sticks("...") {
		dots := o.tok
		a.Variadic = true
		o.next()
		if o.tok.sticks(":") {
			o.errorf(o.at(dots), RuleAnnotation, "the dots follow the type: write %s:type...", a.Text)
		}
	}
	if o.tok.is(":") {
		o.next()
		if a.Type, ok = o.parseType(0); !ok {
			return a, false
		}
		if opt, isOpt := a.Type.(*Optional); isOpt {
			if a.Optional {
				o.errorf(opt.At, RuleAnnotation, `%s is marked with "?" on both sides of the ":": remove one`, a.Text)
			}
			a.Type, a.Optional = opt.Elem, true
		}
		if o.tok.sticks("...") {
			a.Variadic = true
			o.next()
			if o.tok.sticks("?") {
				a.Optional = true
				o.next()
			}
		}
	}
	if o.tok.sticks("=") {
		o.errorf(o.at(o.tok), RuleAnnotation, "the argument %s has a default: there are none; make it optional, %s?, and let the script choose", a.Text, a.Text)
		o.skipItem()
	}
	if a.Optional && a.Variadic {
		o.errorf(a.Span, RuleAnnotation, "%s is both optional and variadic: any number of values may be none, so remove the ?", a.Text)
		a.Optional = false
	}
	return a, true
}
