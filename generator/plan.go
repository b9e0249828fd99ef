package generator

import (
	"fmt"
	"go/token"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// noName stands in for the name of a function that cannot get one. It is no Go
// name, so it meets no other.
const noName = "_"

// plan settles what is generated for one script, and collects what stands in the way.
type plan struct {
	*settled
	names *namer
	used  []parser.Import // @import packages that some type names
	// placed are the parameters that placeholders have become, by name.
	placed map[string]templatePart
	// byField are the parameters by their exported names.
	byField map[string]*param
	byName  map[string]*param // the same by their own names, before what Go keeps for itself is avoided
	naming  *parser.NamedType // the @type whose parts are resolved; nil for none
	// decoding is set while the reply is resolved.
	decoding bool
	found    []diag.Diagnostic
}

// newFunction settles everything about one script but the errors that it shares
// with others.
func newFunction(names *namer, in Input) (*settled, []diag.Diagnostic) {
	s := in.Script
	p := &plan{
		settled: &settled{script: s, base: path.Base(s.Name), imports: newImports(), sharedImports: newImports()},
		names:   names,
		placed:  make(map[string]templatePart),
		byField: make(map[string]*param),
		byName:  make(map[string]*param),
	}
	p.functionName()
	p.fileName()
	p.parameters()
	if in.Returns != nil {
		p.decoding = true
		p.reply = p.resolve(in.Returns, p.replyPlace())
	}
	p.keyFuncs()
	p.outcomesOf(s.Errors)
	p.lines = lineRuns(s)
	p.imports.add(p.used)
	p.parameterNames()
	p.document()
	return p.settled, p.found
}

// functionName settles the Go function's name: that of @name, or the file's.
func (p *plan) functionName() {
	id := p.script.FuncName
	if id.Text != "" {
		p.name, p.at = id.Text, id.Span
	} else {
		stem := strings.TrimSuffix(p.base, path.Ext(p.base))
		p.name, p.at = p.names.function(stem), p.top()
	}
	problem := nameProblem(p.name)
	switch {
	case problem == "" && (p.names.small || id.Text != "" || token.IsExported(p.name)):
		return
	case id.Text != "":
		p.errorf(p.at, RuleName, "%q cannot be the name of a Go function%s; write one that begins with a letter, as in --@name LikePost", id.Text, problem)
	case p.names.small:
		p.errorf(p.at, RuleName, "the file name %q gives no name for a Go function%s; rename the file, or name the function with --@name likePost", p.base, problem)
	default:
		p.errorf(p.at, RuleName, "the file name %q gives no name for an exported Go function; rename the file, or name the function with --@name LikePost", p.base)
	}
	p.name = noName
}

// top is the beginning of the script.
func (p *plan) top() diag.Span {
	if p.script.Header.File != "" {
		return diag.Span{File: p.script.Header.File, Start: p.script.Header.Start, End: p.script.Header.Start}
	}
	return diag.Span{File: p.script.File, Start: diag.Pos{Line: 1, Column: 1}, End: diag.Pos{Line: 1, Column: 1}}
}

// field is the exported name of something declared in the script.
func (p *plan) field(id parser.Ident) string {
	name := p.names.exported(id.Text)
	if !isExportedName(name) {
		p.errorf(id.Span, RuleName, "%q gives no exported Go name; use one that begins with a letter", id.Text)
		return "Field"
	}
	return name
}

func (p *plan) errorf(at diag.Span, rule, format string, args ...any) *diag.Diagnostic {
	p.found = append(p.found, diag.Diagnostic{Span: at, Severity: diag.Error, Rule: rule, Message: fmt.Sprintf(format, args...)})
	return &p.found[len(p.found)-1]
}

// sameName reports two things that would get one Go name.
func (p *plan) sameName(first, second parser.Ident, what, name string) {
	d := p.errorf(second.Span, RuleCollision, "%s and %s (line %d) would both be the Go %s %s; rename one",
		second.Text, first.Text, first.Span.Start.Line, what, name)
	d.Related = []diag.Related{{Span: first.Span, Message: "the other one"}}
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}
