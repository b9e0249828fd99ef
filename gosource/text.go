package gosource

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/luagen/luagen/diag"
)

// value is what an expression of the program is as a text.
type value struct {
	text  diag.Hosted
	holes []Hole
	why   string // why it is not known; empty when it is
}

// sourceMethod returns the text of a script that is a .lua file, and linted as such.
const sourceMethod = "(*github.com/luagen/luagen/runtime/core.Script).Source"

// generated is why a text is not known that sourceMethod returns. It is not one to be told.
const generated = "the text of a generated script"

func unknown(why string) value { return value{why: why} }

// add returns a value with another one after it. What is not known of the two is a hole.
func (f *Finder) add(p *Package, x, y ast.Expr) value {
	a, b := f.value(p, x), f.value(p, y)
	if a.why != "" && b.why != "" {
		return a
	}
	return joined(f.orHole(p, x, a), f.orHole(p, y, b))
}

func joined(a, b value) value {
	n := len(a.text.Text())
	v := value{text: a.text.Append(b.text), holes: a.holes[:len(a.holes):len(a.holes)]}
	for _, h := range b.holes {
		v.holes = append(v.holes, Hole{h.From + n, h.To + n})
	}
	return v
}

// placeholder stands in the text where something is not known. It is a word, and it is one
// inside of a string too.
const placeholder = "__unknown"

// orHole returns a value, or a hole for one that is not known.
func (f *Finder) orHole(p *Package, e ast.Expr, v value) value {
	if v.why == "" {
		return v
	}
	return f.computed(p, e, placeholder, true)
}

// computed is a text that stands nowhere; findings in it speak of a node.
func (f *Finder) computed(p *Package, n ast.Node, text string, hole bool) value {
	h, from, ok := f.host(p, n.Pos())
	if !ok {
		return unknown("text of a file that cannot be read")
	}
	v := value{text: diag.HostedIn(diag.Piece{Text: text, Host: h.host, From: from, To: from + int(n.End()-n.Pos())})}
	if hole {
		v.holes = []Hole{{0, len(text)}}
	}
	return v
}

// value reads an expression as a text.
func (f *Finder) value(p *Package, e ast.Expr) value {
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		h, offset, ok := f.host(p, e.Pos())
		if !ok {
			return unknown("text of a file that cannot be read")
		}
		if text, ok := literal(h, offset, e); ok {
			return value{text: text}
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return f.add(p, e.X, e.Y)
		}
	case *ast.Ident, *ast.SelectorExpr:
		return f.object(p, e)
	case *ast.CallExpr:
		return f.call(p, e)
	case *ast.IndexExpr:
		if in, all := f.elements(p, e); len(in) == 1 && all {
			return f.value(in[0].pkg, in[0].expr)
		}
		return unknown("an element that is chosen at run time")
	}
	return unknown("an expression that is computed at run time")
}

// object reads a variable, constant or field.
func (f *Finder) object(p *Package, e ast.Expr) value {
	obj := objectOf(p, e)
	if arg, ok := f.frame.arg(obj); ok {
		var v value
		f.within(f.frame.outer, func() { v = f.value(arg.pkg, arg.expr) })
		return v
	}
	d := f.decls[obj]
	if d == nil {
		d = &declared{}
	}
	sets := d.reaching(e)
	switch {
	case d.embed != nil:
		return f.embedded(d.embed, d.embed.file)
	case d.opaque || len(sets) > 1:
		return unknown("a variable that is assigned again")
	case d.reading:
		return unknown("a variable that depends on itself")
	case len(sets) == 1:
		d.reading = true
		defer func() { d.reading = false }()
		return f.only(f.textsOfSetting(sets[0]))
	}
	if c, ok := obj.(*types.Const); ok && c.Val().Kind() == constant.String {
		return f.computed(p, e, constant.StringVal(c.Val()), false) // of a package that was not searched
	}
	if v, ok := obj.(*types.Var); ok {
		f.asked[v] = true
	}
	return unknown("a value that is not known before run time")
}

// only is the one text that there is.
func (f *Finder) only(texts []value) value {
	if len(texts) == 1 {
		return texts[0]
	}
	return unknown("one of several texts")
}

// call reads what a call returns: a conversion, a function of strings and fmt, or one of the
// program.
func (f *Finder) call(p *Package, e *ast.CallExpr) value {
	if tv, ok := p.Info.Types[e.Fun]; ok && tv.IsType() && len(e.Args) == 1 {
		return f.value(p, e.Args[0])
	}
	fn, _ := typeutil.Callee(p.Info, e).(*types.Func)
	if fn != nil && fn.FullName() == sourceMethod {
		return unknown(generated)
	}
	if fn != nil && len(e.Args) > 0 {
		switch fn.FullName() {
		case "strings.Join":
			return f.join(p, e)
		case "strings.ReplaceAll", "strings.Replace":
			return f.replace(p, e)
		case "fmt.Sprintf":
			return f.only(f.formats(p, e))
		}
		if trimming(fn) != nil {
			return f.only(f.trimmedTexts(p, e, trimming(fn)))
		}
	}
	if len(f.functions(p, e.Fun)) > 0 {
		return f.only(f.textsOfCall(p, e, 0))
	}
	if fn == nil {
		return unknown("the result of a function")
	}
	return unknown("the result of " + fn.FullName())
}

// trimming is what a function of strings does that cuts text off the ends of another, given
// its second argument; nil for others.
func trimming(fn *types.Func) func(text, cut string) string {
	return map[string]func(string, string) string{
		"strings.TrimSpace": func(text, _ string) string { return strings.TrimSpace(text) },
		"strings.Trim":      strings.Trim, "strings.TrimLeft": strings.TrimLeft, "strings.TrimRight": strings.TrimRight,
		"strings.TrimPrefix": strings.TrimPrefix, "strings.TrimSuffix": strings.TrimSuffix,
	}[fn.FullName()]
}

// trimmedTexts are the texts of a call's first argument, cut at their ends.
func (f *Finder) trimmedTexts(p *Package, call *ast.CallExpr, trim func(text, cut string) string) []value {
	var cut value
	if len(call.Args) == 2 {
		if cut = f.value(p, call.Args[1]); cut.why != "" {
			return []value{cut}
		}
	}
	all := f.texts(p, call.Args[0])
	for i, v := range all {
		all[i] = trimmed(v, func(s string) string { return trim(s, cut.text.Text()) })
	}
	return all
}

// replace is strings.Replace or strings.ReplaceAll of known texts.
func (f *Finder) replace(p *Package, e *ast.CallExpr) value {
	v, old := f.value(p, e.Args[0]), f.value(p, e.Args[1])
	switch {
	case v.why != "":
		return v
	case old.why != "" || len(old.holes) > 0 || old.text.Text() == "":
		return unknown("the result of strings.Replace")
	case len(e.Args) == 4:
		if n := p.Info.Types[e.Args[3]].Value; n == nil || constant.Sign(n) >= 0 {
			return unknown("the result of strings.Replace")
		}
	}
	text, cut := v.text.Text(), old.text.Text()
	by := f.orHole(p, e.Args[2], f.value(p, e.Args[2]))
	var all value
	for at := 0; ; {
		i := strings.Index(text[at:], cut)
		if i < 0 {
			return joined(all, part(v, at, len(text)))
		}
		all = joined(joined(all, part(v, at, at+i)), by)
		at += i + len(cut)
	}
}

// part is a range of a text.
func part(v value, from, to int) value {
	all := value{text: v.text.Slice(from, to)}
	for _, h := range v.holes {
		if h.From >= from && h.To <= to {
			all.holes = append(all.holes, Hole{h.From - from, h.To - from})
		}
	}
	return all
}

// trimmed is a text without what a function cuts off its ends.
func trimmed(v value, trim func(string) string) value {
	if v.why != "" {
		return v
	}
	text := v.text.Text()
	rest := trim(text)
	from := strings.Index(text, rest)
	if cut := len(text) - len(rest); cut > 0 && strings.HasSuffix(text, rest) && !strings.HasPrefix(text, rest) {
		from = cut
	}
	return part(v, from, from+len(rest))
}

// join is strings.Join of a list that is written out.
func (f *Finder) join(p *Package, e *ast.CallExpr) value {
	list, ok := f.collection(p, e.Args[0])
	if !ok || len(e.Args) != 2 {
		return unknown("the result of strings.Join")
	}
	separator := f.value(p, e.Args[1])
	if separator.why != "" {
		return separator
	}
	var all value
	for i, elem := range list {
		if i > 0 {
			all = joined(all, f.computed(p, e.Args[1], separator.text.Text(), false))
		}
		all = joined(all, f.orHole(elem.pkg, elem.expr, f.value(elem.pkg, elem.expr)))
	}
	return all
}

// unchangeable is a text that no fix changes.
func unchangeable(part diag.Hosted) diag.Hosted {
	return requoted(part, func(func(string) (string, bool)) func(string) (string, bool) {
		return func(string) (string, bool) { return "", false }
	})
}

// requoted is a text with another way to write what is new in it.
func requoted(text diag.Hosted, quote func(func(string) (string, bool)) func(string) (string, bool)) diag.Hosted {
	var all diag.Hosted
	for _, p := range text.Pieces() {
		if p.Quote != nil {
			p.Quote = quote(p.Quote)
		}
		all = all.Append(diag.HostedIn(p))
	}
	return all
}

// held is a hole in the place of a verb.
func held(verb diag.Hosted) value {
	pieces := verb.Pieces()
	if len(pieces) == 0 {
		return value{}
	}
	first, last := pieces[0], pieces[len(pieces)-1]
	to := last.To
	if last.Host != first.Host {
		to = first.To
	}
	hole := diag.Piece{Text: placeholder, Host: first.Host, From: first.From, To: to}
	return value{text: diag.HostedIn(hole), holes: []Hole{{0, len(placeholder)}}}
}
