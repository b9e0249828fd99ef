package parser

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/diag"
)

// dump writes what a script declares and what was found in it, for the goldens.
func dump(s *Script, found []diag.Diagnostic) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	at := func(sp diag.Span) string {
		return fmt.Sprintf("%d:%d-%d:%d", sp.Start.Line, sp.Start.Column, sp.End.Line, sp.End.Column)
	}
	doc := func(s string) string {
		if s == "" {
			return ""
		}
		return fmt.Sprintf(" doc %q", s)
	}
	line("== %s", s.Name)
	if !s.Annotated {
		line("not annotated")
	}
	if s.Shebang != nil {
		line("shebang %s flags %q", at(s.Shebang.Span), s.Shebang.Flags)
	}
	if s.FuncName.Text != "" {
		line("name %s %s", s.FuncName.Text, at(s.FuncName.Span))
	}
	for i, k := range s.Keys {
		text := k.Text
		if k.Group != nil {
			var parts []string
			for _, p := range k.Group {
				parts = append(parts, p.Text+" "+at(p.Span))
			}
			text += "(" + strings.Join(parts, ", ") + ")"
		}
		if k.Variadic {
			text += "..."
		}
		line("KEYS[%d] %s %s%s", i+1, text, at(k.Span), doc(k.Doc))
		if k.Template != nil {
			line("  template %q %s", k.Template.Text, at(k.Template.Span))
			for _, p := range k.Template.Parts {
				if p.Param == nil {
					line("  literal %q", p.Literal)
				} else {
					line("  placeholder %s %s: %s", p.Param.Text, at(p.Param.Span), p.Param.Type)
				}
			}
		}
	}
	if s.ClusterSafe() {
		line("cluster-safe")
	}
	for i, a := range s.Args {
		line("ARGV[%d] %s %s: %s %s%s", i+1, a.Text, at(a.Span), argType(&a), at(a.Type.Span()), doc(a.Doc))
		if a.Template != nil {
			line("  template %q %s", a.Template.Text, at(a.Template.Span))
		}
	}
	for _, t := range s.Types {
		line("type %s %s:%s: %s%s", t.Text, t.Span.File, at(t.Span), t.Type, doc(t.Doc))
	}
	for _, t := range s.Templates {
		line("template %s %s:%s: %q%s", t.Text, t.Span.File, at(t.Span), t.Template.Text, doc(t.Doc))
	}
	if s.Returns != nil {
		walk(s.Returns.Type, func(t Type) {
			if v, ok := t.(*Tuple); ok && v.Named != nil {
				line("named %s", v.Named.Text)
			}
		})
		line("returns %s %s%s", s.Returns.Type, at(s.Returns.Span), doc(s.Returns.Doc))
	}
	for _, e := range s.Errors {
		match := [...]string{"int", "string", "nil", "code", "error"}[e.Match.Kind]
		switch e.Match.Kind {
		case MatchInt:
			match += fmt.Sprintf(" %d", e.Match.Int)
		case MatchString, MatchCode, MatchError:
			match += fmt.Sprintf(" %q", e.Match.Text)
		}
		line("error %s %s: %s %s%s", e.Text, at(e.Span), match, at(e.MatchSpan), doc(e.Doc))
	}
	if s.ReadOnly {
		line("readonly %s", at(s.ReadOnlySpan))
	}
	for _, i := range s.Includes {
		line("include %q %s: %q", i.Path, at(i.Span), i.Name)
	}
	for _, i := range s.Imports {
		line("import %s %q %s:%s", i.PackageName(), i.Path, i.Span.File, at(i.Span))
	}
	if s.Doc != "" {
		line("doc:\n  %s", strings.ReplaceAll(s.Doc, "\n", "\n  "))
	}
	if s.Deprecated != "" {
		line("deprecated %q", s.Deprecated)
	}
	if len(s.Segments) > 1 {
		for _, seg := range s.Segments {
			line("text line %d from %s:%d %q", seg.TextLine, seg.File, seg.Line, s.Text[seg.From:seg.To])
		}
	}
	for _, d := range found {
		line("%s: %s: %s (%s)", d.Span, d.Severity, d.Message, d.Rule)
		for _, r := range d.Related {
			line("  %s: %s", r.Span, r.Message)
		}
	}
	return b.String()
}
