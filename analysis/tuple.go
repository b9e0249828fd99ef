package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// ResolveReturns returns the type that @returns declares, with a bare tuple's fields
// taken from what the script returns; nil without @returns. Where the script does not settle
// them, the findings hold an error that shows the annotation to write, and the type is as declared.
func ResolveReturns(s *parser.Script, f *Facts) (parser.Type, []diag.Diagnostic) {
	if s.Returns == nil {
		return nil, nil
	}
	switch t := s.Returns.Type.(type) {
	case *parser.Tuple:
		if t.Bare {
			fields, found := f.tupleFields(t.At, false)
			if found != nil {
				return t, found
			}
			return &parser.Tuple{At: t.At, Fields: fields}, nil
		}
	case *parser.Optional:
		if tuple, ok := t.Elem.(*parser.Tuple); ok && tuple.Bare {
			fields, found := f.tupleFields(tuple.At, true)
			if found != nil {
				return t, found
			}
			return &parser.Optional{At: t.At, Elem: &parser.Tuple{At: tuple.At, Fields: fields}}, nil
		}
	}
	return s.Returns.Type, nil
}

// tupleField is what the returns say of one field so far.
type tupleField struct {
	name     string
	value    value.Value
	optional bool // may be missing
	problem  string
	line     diag.Span // of the return that has the problem
}

// tupleFields finds the fields of a bare tuple.
func (f *Facts) tupleFields(at diag.Span, optional bool) ([]parser.Field, []diag.Diagnostic) {
	if f.Incomplete {
		return nil, unsettled(at, "tuple(?:?)", "the script is too complex to follow", diag.Span{})
	}
	var fields []tupleField
	arrays := 0
	var why string
	var where diag.Span
	var others []value.Value // what is returned besides tuples
	for i := range f.Returns {
		r := &f.Returns[i]
		reply := &r.Reply
		if f.claimed(reply) || reply.Kinds&^(ReplyError|ReplyNil) == 0 {
			continue // a nil is refused or "no value", an error is raised
		}
		span := f.Script.Span(r.Stmt.Range)
		if reply.Kinds&^(ReplyError|ReplyNil) != ReplyArray {
			why, where = "a return sends "+replyWords(reply.Kinds)+" and no array", span
			others = append(others, r.Value)
			continue
		}
		if !reply.Known || reply.Rest != nil {
			why, where = "a return sends an array whose elements are not known one by one", span
			others = append(others, r.Value)
			continue
		}
		if optional && len(reply.Elems) == 0 {
			continue
		}
		names := f.elementNames(r)
		for i := range reply.Elems {
			if i == len(fields) {
				fields = append(fields, tupleField{optional: arrays > 0})
			}
			fields[i].add(reply.Elems[i].Value, names, i, span)
		}
		for i := len(reply.Elems); i < len(fields); i++ {
			fields[i].optional = true
		}
		arrays++
	}
	if arrays == 0 && why == "" {
		why = "no return of the script sends an array"
	}
	resolved, problem := f.settle(at, fields, why, where)
	if problem == nil {
		return resolved, nil
	}
	annotation := f.annotation(resolved, others, at)
	if optional && len(others) == 0 {
		annotation += "?"
	}
	return nil, unsettled(at, annotation, problem.why, problem.where)
}

// unsettledWhy is what keeps a tuple from being settled.
type unsettledWhy struct {
	why   string
	where diag.Span // of the return; zero without
}

// add takes one return's element into account.
func (t *tupleField) add(v value.Value, names []string, i int, span diag.Span) {
	t.value = joinScalars(t.value, v)
	if i >= len(names) || names[i] == "" {
		return
	}
	switch {
	case t.name == "":
		t.name = names[i]
	case t.name != names[i] && t.problem == "":
		t.problem, t.line = fmt.Sprintf("element %d is called %s here and %s before", i+1, names[i], t.name), span
	}
}

// joinScalars joins values outside of a machine; tables are only kept when both are the same.
func joinScalars(a, b value.Value) value.Value {
	if a.Can(kind.Array) && b.Can(kind.Array) && a.Shape() != b.Shape() {
		return value.Of(a.Kinds()|b.Kinds(), a.Origin()|b.Origin())
	}
	return value.JoinAll(a, b)
}

// settle turns what was found into fields, those without a name or type left empty when there
// is a problem.
func (f *Facts) settle(at diag.Span, found []tupleField, why string, where diag.Span) ([]parser.Field, *unsettledWhy) {
	fields := make([]parser.Field, len(found))
	seen := map[string]bool{}
	cut := false
	for i := range found {
		t := &found[i]
		typ, ok := f.typeOf(t.value, at, 0)
		problem, line := t.problem, t.line
		switch {
		case problem != "":
		case t.name == "":
			problem = fmt.Sprintf("element %d has no name", i+1)
		case seen[t.name]:
			problem = fmt.Sprintf("two elements are called %s", t.name)
		case !ok:
			problem = fmt.Sprintf("the type of %s is not known", t.name)
		}
		seen[t.name] = true
		if problem != "" && why == "" {
			why, where = problem, line
		}
		cut = cut || t.value.Can(kind.Nil) // Redis ends the array there
		if ok && (t.optional || cut) {
			if _, isOptional := typ.(*parser.Optional); !isOptional {
				typ = &parser.Optional{At: at, Elem: typ}
			}
		}
		fields[i] = parser.Field{Ident: parser.Ident{Text: t.name, Span: at}, Type: typ}
		if !ok {
			fields[i].Type = nil
		}
	}
	if why != "" {
		return fields, &unsettledWhy{why, where}
	}
	return fields, nil
}

// annotation is the type to write, as far as it is known: a tuple, or variants when other
// replies stand beside it. What is not known is a question mark.
func (f *Facts) annotation(fields []parser.Field, others []value.Value, at diag.Span) string {
	var parts []string
	for _, field := range fields {
		name, typ := "?", "?"
		if field.Text != "" {
			name = field.Text
		}
		if field.Type != nil {
			typ = field.Type.String()
		}
		parts = append(parts, name+":"+typ)
	}
	fieldList := "(" + strings.Join(parts, ", ") + ")"
	if len(others) == 0 && len(fields) == 0 {
		return "tuple(?:?)"
	}
	if len(others) == 0 {
		return "tuple" + fieldList
	}
	var variants []string
	if len(fields) > 0 {
		variants = append(variants, "?"+fieldList)
	}
	for _, v := range others {
		variant := "?:?"
		if n, ok := v.Number(); ok && n == math.Trunc(n) {
			variant = "?=" + value.FormatNumber(n)
		} else if typ, ok := f.typeOf(v, at, 0); ok {
			variant = "?:" + typ.String()
		}
		if !slices.Contains(variants, variant) {
			variants = append(variants, variant)
		}
	}
	if len(variants) == 1 {
		return strings.TrimPrefix(variants[0], "?:")
	}
	return strings.Join(variants, " | ")
}

// unsettled is the finding that shows the annotation to write.
func unsettled(at diag.Span, annotation, why string, where diag.Span) []diag.Diagnostic {
	d := diag.Diagnostic{
		Span: at, Severity: diag.Error, Rule: parser.RuleType,
		Message: fmt.Sprintf("the script does not settle the fields of this tuple: %s; write --@returns %s", why, annotation),
	}
	for _, hole := range [...]string{"?:", ":?", "?(", "?="} {
		if strings.Contains(annotation, hole) {
			d.Message += ", with a name or type in place of each lone ?"
			break
		}
	}
	if where.File != "" {
		d.Related = []diag.Related{{Span: where, Message: why}}
	}
	return []diag.Diagnostic{d}
}

// claimed reports whether an @error takes every reply of a return.
func (f *Facts) claimed(r *Reply) bool {
	if len(r.Consts) == 0 || r.Kinds&^(ReplyInteger|ReplyBulk|ReplyStatus) != 0 {
		return false
	}
	for _, c := range r.Consts {
		taken := false
		for _, e := range f.Script.Errors {
			switch e.Match.Kind {
			case parser.MatchInt:
				taken = taken || !c.IsString && c.Num == float64(e.Match.Int)
			case parser.MatchString:
				taken = taken || c.IsString && c.Str == e.Match.Text
			}
		}
		if !taken {
			return false
		}
	}
	return true
}

// replyWords says what a return sends.
func replyWords(k ReplyKinds) string {
	if k == AnyReply {
		return "something unknown"
	}
	var words []string
	for _, w := range [...]struct {
		kind ReplyKinds
		word string
	}{
		{ReplyNil, "nil"}, {ReplyInteger, "an integer"}, {ReplyBulk, "a string"}, {ReplyStatus, "a status"},
		{ReplyError, "an error"}, {ReplyArray, "an array"}, {ReplyRESP3, "a RESP3 value"},
	} {
		if k&w.kind != 0 {
			words = append(words, w.word)
		}
	}
	return strings.Join(words, " or ")
}
