package generator

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser"
)

// errors adds the variables for @error.
func (e *emitter) errors(list []*errorVar) {
	for _, v := range list {
		e.declare(v.doc)
		e.line("var ", v.name, " = ", call(e.qual(pathErrors, "New"), quoted(v.text)))
	}
}

// source adds the runtime.Script and the script's text.
func (e *emitter) source(f *function) {
	args := []string{quoted(f.base), f.sourceName(), quoted(sha(f.script.Text))}
	e.declare([]string{f.scriptName() + " is the script that " + f.name + " runs."})
	if options := e.options(f); len(options) == 0 {
		e.line("var ", f.scriptName(), " = ", call(e.runtime("PlainScript"), args...))
	} else {
		e.open("var ", f.scriptName(), " = ", e.runtime("NewScript"), "(", strings.Join(args, ", "), ",")
		for _, o := range options {
			e.line(o, ",")
		}
		e.end(")")
	}
	e.declare(nil)
	e.line("const ", f.sourceName(), " = ", strings.Join(sourceLiterals(string(f.script.Text)), " +\n\t"))
}

// options say what the script is beyond its text.
func (e *emitter) options(f *function) []string {
	var list []string
	add := func(option string, args ...string) { list = append(list, call(e.runtime(option), args...)) }
	if f.script.ReadOnly {
		add("ReadOnly")
	}
	for _, o := range f.outcomes {
		err := o.name
		if o.path != "" {
			err = e.qual(o.path, o.name)
		}
		switch o.match.Kind {
		case parser.MatchInt:
			add("OnInt", integer(o.match.Int), err)
		case parser.MatchString:
			add("OnString", quoted(o.match.Text), err)
		case parser.MatchNil:
			add("OnNil", err)
		case parser.MatchCode:
			add("OnCode", quoted(o.match.Text), err)
		case parser.MatchError:
			add("OnError", quoted(o.match.Text), err)
		}
	}
	if len(f.lines) > 0 {
		list = append(list, e.lines(f.lines))
	}
	return list
}

// lines says where the lines of the text were written.
func (e *emitter) lines(runs []lineRun) string {
	var b strings.Builder
	b.WriteString(e.runtime("Lines") + "(\n")
	for _, r := range runs {
		b.WriteString("\t" + e.runtime("Source") + "{File: " + quoted(r.file) + ", Line: " + strconv.Itoa(r.line) +
			", At: " + strconv.Itoa(r.at) + ", Count: " + strconv.Itoa(r.count) + "},\n")
	}
	b.WriteString(")")
	return b.String()
}

// integer is an integer constant without a conversion.
func integer(n int64) string { return strconv.FormatInt(n, 10) }
