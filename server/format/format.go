// Package format lays out the header of a script: one blank between words, types as annotations write
// them, documentation of neighbouring annotations in one column. It changes nothing that is said.
package format

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/server/source"
)

// line is an annotation with documentation behind it.
type line struct {
	from, to int    // of the comment in the file
	tag      string // "--@arg"
	operand  string
	doc      string
}

// Header returns the file with its header laid out: as it is when that cannot be done, because of an error
// in it or for any other reason.
func Header(s source.Script, findings []diag.Diagnostic) []byte {
	if !s.Annotated || diag.HasErrors(findings) {
		return s.Source
	}
	lines := annotations(s)
	var out bytes.Buffer
	at := 0
	for i := 0; i < len(lines); {
		group := 1
		for i+group < len(lines) && adjacent(s.Source[lines[i+group-1].to:lines[i+group].from]) {
			group++
		}
		for j, laid := range layOut(lines[i : i+group]) {
			out.Write(s.Source[at:lines[i+j].from])
			out.WriteString(laid)
			at = lines[i+j].to
		}
		i += group
	}
	out.Write(s.Source[at:])
	if !sayTheSame(s.Script, out.Bytes()) {
		return s.Source
	}
	return out.Bytes()
}

// adjacent reports whether only a line end stands between two comments.
func adjacent(between []byte) bool {
	return bytes.Count(between, []byte("\n")) == 1 && len(bytes.TrimSpace(between)) == 0
}

var tag = lazyregexp.New(`^--[ \t]*@[a-z]+`)

// annotations are the annotations of one line whose operand's end is known, in order.
func annotations(s source.Script) []line {
	ends := map[int]operand{} // by the offset of the operand's beginning
	add := func(from diag.Span, text string, to diag.Span, doc string) {
		if from.File == s.File && to.File == s.File && from.Start.Line == to.End.Line {
			ends[from.Start.Offset] = operand{text, to.End.Offset, doc}
		}
	}
	for _, k := range s.Keys {
		switch {
		case k.Template != nil && k.Template.Span.File == s.File && k.Template.Span.Start.Line == k.Span.Start.Line:
			add(k.Span, k.Text+" = "+k.Template.Text, k.Template.Span, k.Doc)
		case !k.Variadic && k.Template == nil:
			add(k.Span, k.Text, k.Span, k.Doc)
		}
	}
	for _, a := range s.Args {
		if a.Template == nil && a.Type != nil && !a.Variadic && a.Type.Span().Start.Offset > a.Span.End.Offset {
			optional := ""
			if a.Optional {
				optional = "?"
			}
			add(a.Span, a.Text+optional+":"+a.Type.String(), a.Type.Span(), a.Doc)
		}
	}
	if r := s.Returns; r != nil {
		add(r.Span, r.Type.String(), r.Span, r.Doc)
	}
	var all []line
	for _, c := range s.Chunk.Comments {
		here, ok := s.Here(c.Range)
		if !ok || c.Block || here.To > s.Header.End.Offset {
			continue
		}
		text := s.Source[here.From:here.To]
		m := tag().Find(text)
		if m == nil {
			continue
		}
		begin := here.From + len(m) + len(text[len(m):]) - len(bytes.TrimLeft(text[len(m):], " \t"))
		o, ok := ends[begin]
		if !ok || o.end > here.To {
			continue
		}
		doc := strings.TrimSpace(string(s.Source[o.end:here.To]))
		if doc != "" && (s.Source[o.end] != ' ' && s.Source[o.end] != '\t' || !strings.HasPrefix(o.doc, doc)) {
			continue // more names, or what is no documentation
		}
		all = append(all, line{here.From, here.To, string(m), o.text, doc})
	}
	return all
}

// operand is what follows a tag: as it is written canonically, where it ends, and its documentation.
type operand struct {
	text string
	end  int
	doc  string
}

// layOut writes neighbouring lines with their documentation in one column.
func layOut(group []line) []string {
	width := 0
	for _, l := range group {
		width = max(width, utf8.RuneCountInString(l.tag+" "+l.operand))
	}
	laid := make([]string, len(group))
	for i, l := range group {
		laid[i] = l.tag + " " + l.operand
		if l.doc != "" {
			laid[i] += strings.Repeat(" ", width+2-utf8.RuneCountInString(laid[i])) + l.doc
		}
	}
	return laid
}

// sayTheSame reports whether a header laid out declares what it did before.
func sayTheSame(before *parser.Script, after []byte) bool {
	if !bytes.HasSuffix(after, before.Source[before.Header.End.Offset:]) {
		return false
	}
	was, _ := parser.ParseText(before.Name, before.Source)
	is, _ := parser.ParseText(before.Name, after)
	return says(was) == says(is)
}

// says is all that a header declares.
func says(s *parser.Script) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %q %v\n", s.FuncName.Text, s.Doc, s.Deprecated, s.ReadOnly)
	for _, k := range s.Keys {
		fmt.Fprintf(&b, "key %q %q %v", k.Text, k.Doc, k.Variadic)
		if k.Template != nil {
			fmt.Fprintf(&b, " %q", k.Template.Text)
		}
		b.WriteString("\n")
	}
	for _, a := range s.Args {
		fmt.Fprintf(&b, "arg %q %q %v %v %v", a.Text, a.Doc, a.Type, a.Optional, a.Variadic)
		if a.Template != nil {
			fmt.Fprintf(&b, " %q", a.Template.Text)
		}
		b.WriteString("\n")
	}
	if s.Returns != nil {
		fmt.Fprintf(&b, "returns %v %q\n", s.Returns.Type, s.Returns.Doc)
	}
	for _, e := range s.Errors {
		fmt.Fprintf(&b, "error %q %v %q\n", e.Text, e.Match, e.Doc)
	}
	for _, t := range s.Types {
		fmt.Fprintf(&b, "type %q %v %q\n", t.Ident.Text, t.Type, t.Doc)
	}
	for _, t := range s.Templates {
		fmt.Fprintf(&b, "define %q %q %q\n", t.Ident.Text, t.Template.Text, t.Doc)
	}
	return b.String()
}
