package generator

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// errorVar is a Go error that @error annotations declare.
type errorVar struct {
	name string
	text string
	at   diag.Span // the first declaration
	doc  []string  // lines of its doc comment
}

// outcome is a reply that one script turns into an error.
type outcome struct {
	name  string // the Go name
	path  string // import path of its package; empty for the generated package
	given bool   // somebody else declares it
	match parser.Match
	doc   string
	text  string // of the error, as doc has it; empty without
	at    diag.Span
}

// errorUse is an outcome of a function.
type errorUse struct {
	by *function
	*outcome
}

// outcomesOf settles the errors of a script.
func (p *plan) outcomesOf(list []parser.ReplyErr) {
	if len(list) > 0 {
		p.imports.reserve(pathErrors)
	}
	for _, e := range list {
		o := outcome{name: e.Text, match: e.Match, doc: e.Doc, at: e.Span}
		if e.Doc != "" {
			o.text = errorText(e.Doc)
		}
		if pkg, name, ok := e.Imported(); ok {
			o.name = name
			o.path = p.importPath(pkg, e.Text, e.Span)
		} else if problem := nameProblem(e.Text); problem != "" {
			p.errorf(e.Span, RuleName, "%q cannot be the name of a Go error%s; write one such as ErrNotFound", e.Text, problem)
			continue
		}
		o.given = o.path != "" || p.names.neighbours.hasError(o.name)
		if o.name != e.Text && !o.given { // the package's own, by its import path
			p.errorf(e.Span, RuleName, "the package's own Go files declare no error %s", o.name)
		}
		p.outcomes = append(p.outcomes, o)
	}
}

// importPath is the path of the import that a qualified name refers to, which is noted as
// used; empty for the package's own.
func (p *plan) importPath(pkg, name string, at diag.Span) string {
	for _, i := range p.script.Imports {
		switch {
		case i.PackageName() != pkg:
		case p.names.neighbours.isOwn(i.Path):
			return ""
		default:
			p.used = append(p.used, i)
			return i.Path
		}
	}
	p.errorf(at, RuleName, "the package of %s is not imported; add --@import with the path of %s", name, pkg)
	return ""
}

// declareErrors declares every error once: in the file of the one script that
// uses it, or in the shared file, whose errors it returns. The functions are in
// order of their names.
func declareErrors(functions []*function) (shared []*errorVar) {
	var order []string
	uses := map[string][]errorUse{}
	for _, f := range functions {
		for i := range f.outcomes {
			o := &f.outcomes[i]
			if o.given {
				continue
			}
			if uses[o.name] == nil {
				order = append(order, o.name)
			}
			uses[o.name] = append(uses[o.name], errorUse{f, o})
		}
	}
	for _, name := range order {
		e := newErrorVar(name, uses[name])
		first, last := uses[name][0].by, uses[name][len(uses[name])-1].by
		if first == last {
			if first.errors == nil {
				first.imports = first.imports.with(pathErrors)
			}
			first.errors = append(first.errors, e)
		} else {
			shared = append(shared, e)
		}
	}
	slices.SortFunc(shared, func(a, b *errorVar) int { return strings.Compare(a.name, b.name) })
	return shared
}

// newErrorVar reconciles what the scripts say about an error: what all agree on
// is its text; otherwise the text is its name in words, and its documentation
// says what each script means by it.
func newErrorVar(name string, uses []errorUse) *errorVar {
	e := &errorVar{name: name, text: inWords(name), at: uses[0].at}
	var users, docs, lines []string
	for i, u := range uses {
		if i == 0 || uses[i-1].by != u.by {
			users = append(users, u.by.name)
		}
		if u.doc == "" {
			continue
		}
		if !slices.Contains(docs, u.text) {
			docs = append(docs, u.text)
		}
		lines = append(lines, u.by.name+": "+u.text)
	}
	if len(docs) == 1 {
		e.text = docs[0]
		lines = nil
	}
	e.doc = errorDoc(name, users, lines)
	return e
}

// inWords spells a name as words: "max reached" for ErrMaxReached.
func inWords(name string) string {
	list := words(strings.TrimPrefix(strings.TrimPrefix(name, "Err"), "err"))
	for i, word := range list {
		if word != strings.ToUpper(word) || len(word) == 1 {
			list[i] = strings.ToLower(word)
		}
	}
	if len(list) == 0 {
		return name
	}
	return strings.Join(list, " ")
}

// errorText makes documentation the text of an error, which by Go's custom has
// no capital at its beginning and no period at its end.
func errorText(doc string) string {
	text := strings.TrimRight(strings.Join(strings.Fields(clean(doc)), " "), ".:!?\n ")
	first, _, _ := strings.Cut(text, " ")
	r, size := utf8.DecodeRuneInString(text)
	if unicode.IsUpper(r) && first[size:] == strings.ToLower(first[size:]) {
		return string(unicode.ToLower(r)) + text[size:]
	}
	return text
}
