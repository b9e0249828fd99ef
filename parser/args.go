package parser

import "strings"

// readArgs reads the operand of @args.
func (h *headerReader) readArgs(o *operand) {
	for o.tok.kind != tokEnd {
		if o.tok.is(",") {
			o.errorf(o.at(o.tok), RuleAnnotation, `expected the name of an argument, found ","`)
			o.next()
			continue
		}
		a, ok := o.arg(true)
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
	if a, ok := o.arg(false); ok {
		o.endSingle("the argument " + a.Text)
		a.Doc = o.rest()
		h.script.Args = append(h.script.Args, a)
	}
}

// arg reads "name", "name:type", "name?:type", "name:type?", "name:type..." or
// "name = template".
func (o *operand) arg(list bool) (Arg, bool) {
	name, ok := o.itemName("argument")
	a := Arg{Ident: name, Type: &Scalar{At: name.Span, Kind: String}}
	if !ok {
		return a, false
	}
	if o.tok.is("=") {
		return o.argTemplate(a, list)
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

// argTemplate reads the template of an argument.
func (o *operand) argTemplate(a Arg, list bool) (Arg, bool) {
	equals, ok := o.tok, false
	a.Template, ok = o.template(list)
	if ok && isPlainWord(a.Template) {
		o.errorf(o.at(equals), RuleAnnotation, "the argument %s has a default: there are none; make it optional, %s?, and let the script choose. A template, from which keys are built, is written %s = tasks:<id>", a.Text, a.Text, a.Text)
	}
	return a, ok
}

// isPlainWord reports whether a template is a single word or number, as defaults are.
func isPlainWord(t *Template) bool {
	return !strings.ContainsAny(t.Text, "<:{/|.#") && len(t.Parts) == 1 && t.Parts[0].Param == nil
}
