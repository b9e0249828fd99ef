package lint

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func emptyList() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "empty-list",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "cjson.encode of a list that may be empty, which becomes {}",
			Text: `Lua has one kind of table, and cjson encodes a table without elements as an object: an empty list becomes {}, and a program that expects [] fails on it. Return '[]' where there is nothing to encode.

Redis's cjson lacks the empty_array of other builds. The finding is an error where @returns declares the JSON to be a list, since the reply then does not decode.`,
			Bad: `--@key queue
--@returns string
local ids = {}
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if id ~= '' then
    ids[#ids + 1] = id
  end
end
return cjson.encode(ids)
`,
			Good: `--@key queue
--@returns string
local ids = {}
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if id ~= '' then
    ids[#ids + 1] = id
  end
end
return #ids == 0 and '[]' or cjson.encode(ids)
`,
		},
	}, needs: whole, run: runEmptyList}
}

func runEmptyList(p *pass) {
	var returned map[syntax.Expr]bool
	for _, l := range p.facts.LibCalls {
		if l.Func.Op != library.JSONEncode || len(l.Expr.Args) == 0 {
			continue
		}
		if returned == nil {
			returned = map[syntax.Expr]bool{}
			for _, r := range p.facts.Returns {
				returned[syntax.Unparen(r.Expr)] = r.Expr != nil
			}
		}
		p.encodedList(l.Expr, returned[l.Expr])
	}
}

// encodedList reports what cjson.encode is given if it is a list that may be empty, or a table with one.
func (p *pass) encodedList(call *syntax.CallExpr, returned bool) {
	arg := syntax.Unparen(call.Args[0])
	if source, reply := p.emptiable(arg); source != nil {
		d := p.report(call.Span(), "cjson.encode makes {} of %s where it is empty, not []; encode it only where it has elements, and write '[]' otherwise", p.short(arg))
		p.emptyFrom(d, source, reply)
		if returned && p.declaresList() {
			d.Severity = diag.Error
		}
		if name, ok := arg.(*syntax.NameExpr); ok && !p.included(call.Range) {
			d.Fix = &diag.Fix{Message: "write '[]' where there are no elements", Edits: []diag.Edit{
				p.replace(call.Range, fmt.Sprintf("(#%s == 0 and '[]' or %s)", name.Name, p.source(call))),
			}}
		}
		return
	}
	t, ok := arg.(*syntax.TableExpr)
	if !ok {
		if b := p.local(arg); b != nil && len(b.Writes) == 0 {
			t, ok = b.Init.(*syntax.TableExpr)
		}
	}
	if !ok {
		return
	}
	for _, f := range t.Fields {
		if source, reply := p.emptiable(f.Value); source != nil {
			d := p.report(f.Value.Span(), "cjson.encode makes {} of %s where it is empty, not []; leave it out of the table where it has no elements", p.short(f.Value))
			p.emptyFrom(d, source, reply)
		}
	}
}

func (p *pass) emptyFrom(d *diag.Diagnostic, source syntax.Node, reply bool) {
	message := "it is filled here"
	if reply {
		message = "the reply may have no elements"
	}
	if at := p.script.Span(source.Span()); at != d.Span {
		d.Related = append(d.Related, diag.Related{Span: at, Message: message})
	}
}

// emptiable returns what makes an expression a list that may be empty: the command that replies it, or the
// first statement that fills it; nil for others, and where the script looks whether there are elements.
func (p *pass) emptiable(e syntax.Expr) (source syntax.Node, reply bool) {
	b := p.local(e)
	c := p.callBehind(e)
	switch {
	case isUnbounded(c) && (b == nil || !p.listsOf().tested[b]):
		return c.Expr, true
	case c != nil:
		return nil, false
	}
	if _, fills := p.filled(e); p.mayStayEmpty(fills) && !p.listsOf().tested[b] {
		return fills[0].stmt, false
	}
	return nil, false
}

// declaresList reports whether @returns declares JSON of a list.
func (p *pass) declaresList() bool {
	t := p.returns
	if o, ok := t.(*parser.Optional); ok {
		t = o.Elem
	}
	s, ok := t.(*parser.Scalar)
	return ok && s.Kind == parser.JSON && s.Go != nil && strings.HasPrefix(s.Go.String(), "[]")
}
