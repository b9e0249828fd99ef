package analysis

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// dump writes a script's facts as readable text, a fact a line.
func dump(f *Facts) string {
	var b strings.Builder
	text := f.Script.Text
	at := func(r syntax.Range) string {
		s := strings.Join(strings.Fields(string(text[r.From:r.To])), " ")
		if len(s) > 50 {
			s = s[:47] + "..."
		}
		return fmt.Sprintf("%d: %s", 1+strings.Count(string(text[:r.From]), "\n"), s)
	}
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }

	for _, v := range f.Bindings {
		note := ""
		if v.Captured {
			note += " captured"
		}
		if v.Input.Index > 0 {
			note += fmt.Sprintf(" = %s[%d]", v.Input.Table, v.Input.Index)
		}
		line("local %s: reads %d writes %d%s", at(v.Decl), len(v.Reads), len(v.Writes), note)
	}
	for _, fn := range f.Functions {
		line("function %s", at(fn.Expr.Range))
	}
	for _, g := range f.Globals {
		if g.Known && !g.Write {
			continue
		}
		line("global %s write %v known %v", at(g.Expr.Span()), g.Write, g.Known)
	}
	for _, m := range f.Members {
		if m.Member != nil && !m.Write {
			continue
		}
		line("member %s %s.%s write %v called %v known %v", at(m.Span()), m.Lib.Name, m.Name, m.Write, m.Called, m.Member != nil)
	}
	for _, in := range []*Inputs{&f.Keys, &f.Args} {
		for _, u := range in.Uses {
			kind := [...]string{"read", "range", "write", "length"}[u.Kind]
			line("%s %s %s index %d from %d to %d", in.Table, kind, at(u.Expr.Span()), u.Index, u.Min, u.Max)
		}
	}
	for _, c := range f.Calls {
		note := ""
		if c.Protected {
			note += " protected"
		}
		if c.Open {
			note += " open"
		}
		name := c.Name
		if name == "" {
			name = "?" + strings.Join(c.Names, "|")
		}
		if c.Sub != "" {
			name += " " + c.Sub
		}
		line("call %s = %s args %d%s -> %s", at(c.Expr.Range), name, len(c.Args), note, f.describe(c.Reply))
		for _, k := range c.Keys {
			known := ""
			if k.Known {
				known = fmt.Sprintf(" text %q", k.Text)
			}
			if k.Input.Index > 0 {
				known += fmt.Sprintf(" %s[%d]", k.Input.Table, k.Input.Index)
			}
			line("  key %s from %s write %v%s", at(k.Expr.Span()), describeOrigin(k.From), k.Write, known)
		}
	}
	for _, p := range f.Protected {
		line("protected %s %s checked %v", at(p.Expr.Range), p.Func, p.Checked)
	}
	for _, l := range f.Loops {
		line("loop %s endless %v stuck %v", at(l.Stmt.Span()), l.Endless, l.Stuck)
	}
	for _, r := range f.Returns {
		note := ""
		if len(r.Extra) > 0 {
			note = fmt.Sprintf(" extra %d", len(r.Extra))
		}
		line("return %s -> %s%s", at(r.Stmt.Range), describeReply(r.Reply), note)
	}
	if f.EndReachable {
		line("end reachable")
	}
	for _, u := range f.Unreachable {
		line("unreachable %s", at(u.Stmt.Span()))
	}
	if f.Incomplete {
		line("incomplete")
	}
	return b.String()
}

var kindNames = []string{"absent", "nil", "false", "true", "int", "fraction", "number", "numeral", "text", "string", "array", "status", "error", "function", "other"}

// describe writes a value: its kinds, constants, bounds and table.
func (f *Facts) describe(v value.Value) string {
	if v.Kinds() == kind.Unknown {
		return "unknown"
	}
	var parts []string
	for i, name := range kindNames {
		if v.Kinds()&(1<<i) != 0 {
			parts = append(parts, name)
		}
	}
	s := strings.Join(parts, "|")
	for _, c := range v.Consts() {
		if c.IsString {
			s += fmt.Sprintf(" %q", c.Str)
		} else {
			s += fmt.Sprintf(" %v", c.Num)
		}
	}
	if sh := v.Shape(); sh != nil && sh.Library == nil && !sh.IsInput && !sh.IsGlobals {
		s += " {"
		for i := range sh.Items {
			s += f.describe(sh.Items[i]) + "; "
		}
		for i := range sh.Fields {
			s += sh.Fields[i].Name + "=" + f.describe(sh.Fields[i].Value) + "; "
		}
		if sh.Rest.Kinds() != 0 {
			s += f.describe(sh.Rest) + "...; "
		}
		if sh.Open {
			s += "open; "
		}
		s = strings.TrimSuffix(s, "; ") + "}"
	}
	return s
}

func describeOrigin(o value.Origin) string {
	var parts []string
	for i, name := range []string{"literal", "data", "args", "unknown", "built-from-keys", "keys"} {
		if o&(1<<i) != 0 {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, "|")
}

func describeReply(r Reply) string {
	if r.Kinds == AnyReply {
		return "unknown"
	}
	var parts []string
	for i, name := range []string{"nil", "integer", "truncated", "bulk", "status", "error", "array", "resp3"} {
		if r.Kinds&(1<<i) != 0 {
			parts = append(parts, name)
		}
	}
	s := strings.Join(parts, "|")
	for _, c := range r.Consts {
		if c.IsString {
			s += fmt.Sprintf(" %q", c.Str)
		} else {
			s += fmt.Sprintf(" %v", c.Num)
		}
	}
	if r.Known {
		s += " ["
		var elems []string
		for _, e := range r.Elems {
			elems = append(elems, describeReply(e))
		}
		if r.Rest != nil {
			elems = append(elems, describeReply(*r.Rest)+"...")
		}
		s += strings.Join(elems, ", ") + "]"
	}
	if r.Lost {
		s += " lost"
	}
	if r.Cut {
		s += " cut"
	}
	return s
}

// scriptOf is a script without annotations.
func scriptOf(text string) *parser.Script {
	chunk := syntax.Parse([]byte(text))
	return &parser.Script{Name: "test.lua", File: "test.lua", Source: []byte(text), Text: []byte(text), Chunk: chunk}
}
