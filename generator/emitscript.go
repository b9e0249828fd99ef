package generator

import (
	"github.com/dave/jennifer/jen"

	"github.com/luagen/luagen/parser"
)

// errors adds the variables for @error.
func (e *emitter) errors(list []*errorVar) {
	for _, v := range list {
		e.declare(v.doc, jen.Var().Id(v.name).Op("=").Add(e.qual(pathErrors, "New")).Call(jen.Lit(v.text)))
	}
}

// script adds the runtime.Script and the script's text.
func (e *emitter) script(f *function) {
	args := []jen.Code{jen.Lit(f.base), jen.Id(f.sourceName()), jen.Lit(sha(f.script.Text))}
	options := e.options(f)
	doc := []string{f.scriptName() + " is the script that " + f.name + " runs."}
	var value *jen.Statement
	if len(options) == 0 {
		value = e.qual(pathRuntime, "PlainScript").Call(args...)
	} else {
		value = e.qual(pathRuntime, "NewScript").Custom(jen.Options{Open: "(", Close: ",\n)", Separator: ","}, belowEachOther(args, options)...)
	}
	e.declare(doc, jen.Var().Id(f.scriptName()).Op("=").Add(value))
	e.file.Line()
	e.file.Const().Id(f.sourceName()).Op("=").Add(e.source(string(f.script.Text)))
}

// belowEachOther puts every option on a line of its own, below the arguments.
func belowEachOther(args, options []jen.Code) []jen.Code {
	for _, o := range options {
		args = append(args, jen.Line().Add(o))
	}
	return args
}

// options say what the script is beyond its text.
func (e *emitter) options(f *function) []jen.Code {
	var list []jen.Code
	if f.script.ReadOnly {
		list = append(list, e.qual(pathRuntime, "ReadOnly").Call())
	}
	for _, o := range f.outcomes {
		err := jen.Id(o.name)
		if o.path != "" {
			err = e.qual(o.path, o.name)
		}
		switch o.match.Kind {
		case parser.MatchInt:
			list = append(list, e.qual(pathRuntime, "OnInt").Call(e.integer(o.match.Int), err))
		case parser.MatchString:
			list = append(list, e.qual(pathRuntime, "OnString").Call(jen.Lit(o.match.Text), err))
		case parser.MatchNil:
			list = append(list, e.qual(pathRuntime, "OnNil").Call(err))
		case parser.MatchCode:
			list = append(list, e.qual(pathRuntime, "OnCode").Call(jen.Lit(o.match.Text), err))
		case parser.MatchError:
			list = append(list, e.qual(pathRuntime, "OnError").Call(jen.Lit(o.match.Text), err))
		}
	}
	if len(f.lines) > 0 {
		list = append(list, e.lines(f.lines))
	}
	return list
}

// lines says where the lines of the text were written.
func (e *emitter) lines(runs []lineRun) jen.Code {
	var args []jen.Code
	for _, r := range runs {
		args = append(args, jen.Line().Add(e.qual(pathRuntime, "Source")).Values(
			jen.Id("File").Op(":").Lit(r.file),
			jen.Id("Line").Op(":").Lit(r.line),
			jen.Id("At").Op(":").Lit(r.at),
			jen.Id("Count").Op(":").Lit(r.count),
		))
	}
	return e.qual(pathRuntime, "Lines").Custom(jen.Options{Open: "(", Close: ",\n)", Separator: ","}, args...)
}

// source is the script's text as a constant expression.
func (e *emitter) source(text string) *jen.Statement {
	var sum *jen.Statement
	for _, literal := range sourceLiterals(text) {
		if sum == nil {
			sum = jen.Op(literal)
		} else {
			sum.Op("+").Line().Op(literal)
		}
	}
	if sum == nil {
		return jen.Lit("")
	}
	return sum
}
