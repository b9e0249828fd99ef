package gosource

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/luagen/luagen/diag"
)

// value is what an expression of the program is as a text.
type value struct {
	text  diag.Hosted
	holes []Hole
	why   string // why it is not known; empty when it is
}

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
	case *ast.Ident:
		return f.object(p, e, p.Info.ObjectOf(e))
	case *ast.SelectorExpr:
		return f.object(p, e, p.Info.ObjectOf(e.Sel))
	case *ast.CallExpr:
		return f.call(p, e)
	case *ast.IndexExpr:
		return f.element(p, e)
	}
	return unknown("an expression that is computed at run time")
}

// declared is the initial value of a variable or constant.
type declared struct {
	pkg     *Package
	expr    ast.Expr // nil for an embedded file
	embed   string   // the file that go:embed names
	changed bool     // it is assigned again, or its address is taken
	reading bool     // its value is being read, so that it depends on itself
}

// object reads a variable or constant.
func (f *Finder) object(p *Package, e ast.Expr, obj types.Object) value {
	d, ok := f.decls[obj]
	switch {
	case obj == nil || !ok:
		if c, ok := obj.(*types.Const); ok && c.Val().Kind() == constant.String {
			return f.computed(p, e, constant.StringVal(c.Val()), false) // of a package that was not searched
		}
		return unknown("a value that is not known before run time")
	case d.changed:
		return unknown("a variable that is assigned again")
	case d.reading:
		return unknown("a variable that depends on itself")
	case d.embed != "":
		return f.embedded(d)
	}
	d.reading = true
	f.decls[obj] = d
	v := f.value(d.pkg, d.expr)
	d.reading = false
	f.decls[obj] = d
	return v
}

// embedded reads a file that go:embed names.
func (f *Finder) embedded(d declared) value {
	h, ok := f.file(d.pkg, d.embed)
	if !ok {
		return unknown("an embedded file that cannot be read")
	}
	return value{text: diag.HostedIn(diag.Piece{Text: string(h.content), Host: h.host, To: len(h.content), Quote: quoteFile})}
}

// call reads what a call returns: a conversion, or a function of strings and fmt.
func (f *Finder) call(p *Package, e *ast.CallExpr) value {
	if tv, ok := p.Info.Types[e.Fun]; ok && tv.IsType() && len(e.Args) == 1 {
		return f.value(p, e.Args[0])
	}
	sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if !ok || len(e.Args) == 0 {
		return unknown("the result of a function")
	}
	fn, ok := p.Info.ObjectOf(sel.Sel).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return unknown("the result of a function")
	}
	switch name := fn.FullName(); name {
	case "strings.TrimSpace":
		return f.trimmed(p, e.Args[0], strings.TrimSpace)
	case "strings.Trim", "strings.TrimLeft", "strings.TrimRight", "strings.TrimPrefix", "strings.TrimSuffix":
		if len(e.Args) != 2 {
			break
		}
		cut := f.value(p, e.Args[1])
		if cut.why != "" {
			return cut
		}
		trim := map[string]func(string, string) string{
			"strings.Trim": strings.Trim, "strings.TrimLeft": strings.TrimLeft, "strings.TrimRight": strings.TrimRight,
			"strings.TrimPrefix": strings.TrimPrefix, "strings.TrimSuffix": strings.TrimSuffix,
		}[name]
		return f.trimmed(p, e.Args[0], func(s string) string { return trim(s, cut.text.Text()) })
	case "strings.Join":
		return f.join(p, e)
	case "fmt.Sprintf":
		return f.format(p, e)
	default:
		return unknown("the result of " + name)
	}
	return unknown("the result of a function")
}

// trimmed is a text without what a function cuts off its ends.
func (f *Finder) trimmed(p *Package, e ast.Expr, trim func(string) string) value {
	v := f.value(p, e)
	if v.why != "" {
		return v
	}
	text := v.text.Text()
	rest := trim(text)
	from := strings.Index(text, rest)
	if cut := len(text) - len(rest); cut > 0 && strings.HasSuffix(text, rest) && !strings.HasPrefix(text, rest) {
		from = cut
	}
	v.text = v.text.Slice(from, from+len(rest))
	holes := v.holes
	v.holes = nil
	for _, h := range holes {
		if h.From >= from && h.To <= from+len(rest) {
			v.holes = append(v.holes, Hole{h.From - from, h.To - from})
		}
	}
	return v
}

// join is strings.Join of a list that is written out.
func (f *Finder) join(p *Package, e *ast.CallExpr) value {
	list, ok := ast.Unparen(e.Args[0]).(*ast.CompositeLit)
	if !ok || len(e.Args) != 2 {
		return unknown("the result of strings.Join")
	}
	separator := f.value(p, e.Args[1])
	if separator.why != "" {
		return separator
	}
	var all value
	for i, elem := range list.Elts {
		if i > 0 {
			all = joined(all, f.computed(p, e.Args[1], separator.text.Text(), false))
		}
		all = joined(all, f.orHole(p, elem, f.value(p, elem)))
	}
	return all
}

// format is fmt.Sprintf, each verb of which is a hole, or the text of its argument.
func (f *Finder) format(p *Package, e *ast.CallExpr) value {
	v := f.value(p, e.Args[0])
	if v.why != "" {
		return v
	}
	text, args := v.text.Text(), e.Args[1:]
	var all value
	at := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		all = joined(all, value{text: inFormat(v.text.Slice(at, i))})
		end := verbEnd(text, i)
		verb := v.text.Slice(i, end)
		switch {
		case text[i:end] == "%%":
			all = joined(all, value{text: unchangeable(v.text.Slice(i, i+1))})
		default:
			if text[i:end] == "%s" && len(args) > 0 {
				if arg := f.value(p, args[0]); arg.why == "" {
					all = joined(all, arg)
					args = args[1:]
					break
				}
			}
			all = joined(all, held(verb))
			if len(args) > 0 {
				args = args[1:]
			}
		}
		at, i = end, end-1
	}
	return joined(all, value{text: inFormat(v.text.Slice(at, len(text)))})
}

// inFormat is a part of a format between its verbs: what is written there has its percent
// signs doubled.
func inFormat(part diag.Hosted) diag.Hosted {
	return requoted(part, func(quote func(string) (string, bool)) func(string) (string, bool) {
		return func(text string) (string, bool) { return quote(strings.ReplaceAll(text, "%", "%%")) }
	})
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

// verbEnd is where the verb of a format ends that begins at an index.
func verbEnd(text string, i int) int {
	for i++; i < len(text) && strings.IndexByte("+-# 0123456789.[]*", text[i]) >= 0; i++ {
	}
	return min(i+1, len(text))
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

// declare notes the variables and constants of a package, with their initial values.
func (f *Finder) declare(p *Package) {
	for _, file := range p.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GenDecl:
				for _, spec := range n.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok {
						f.declareSpec(p, n, v)
					}
				}
			case *ast.TypeSpec:
				if obj, ok := p.Info.Defs[n.Name].(*types.TypeName); ok {
					if named, ok := obj.Type().(*types.Named); ok && types.IsInterface(named) {
						f.faces = append(f.faces, named)
					}
				}
			case *ast.AssignStmt:
				f.assign(p, n)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					f.change(p, n.X)
				}
			case *ast.RangeStmt:
				f.change(p, n.Key)
				f.change(p, n.Value)
				if name, ok := n.Value.(*ast.Ident); ok && p.Info.Defs[name] != nil {
					f.ranged[p.Info.Defs[name]] = n.X
				}
			}
			return true
		})
	}
}

func (f *Finder) declareSpec(p *Package, decl *ast.GenDecl, v *ast.ValueSpec) {
	for i, name := range v.Names {
		obj := p.Info.Defs[name]
		if obj == nil {
			continue
		}
		d := f.decls[obj]
		d.pkg = p
		switch {
		case len(v.Values) == len(v.Names):
			d.expr = v.Values[i]
		case len(v.Values) == 0 && len(v.Names) == 1:
			doc := v.Doc
			if doc == nil {
				doc = decl.Doc
			}
			if d.embed = embedOf(doc); d.embed == "" {
				continue
			}
			d.embed = filepath.Join(filepath.Dir(p.Fset.PositionFor(v.Pos(), false).Filename), filepath.FromSlash(d.embed))
		default:
			continue
		}
		f.decls[obj] = d
	}
}

// embedOf is the one file that a go:embed line names.
func embedOf(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	for _, c := range doc.List {
		if rest, ok := strings.CutPrefix(c.Text, "//go:embed "); ok {
			name := strings.Trim(strings.TrimSpace(rest), "\"`")
			if strings.ContainsAny(name, "*?[ \t") {
				return ""
			}
			return name
		}
	}
	return ""
}

// assign notes what an assignment declares or changes.
func (f *Finder) assign(p *Package, s *ast.AssignStmt) {
	for i, target := range s.Lhs {
		name, ok := target.(*ast.Ident)
		if !ok {
			f.assignPart(p, s, i)
			continue
		}
		obj := p.Info.Defs[name]
		if s.Tok != token.DEFINE || obj == nil {
			f.change(p, name)
			continue
		}
		if len(s.Lhs) == len(s.Rhs) {
			d := f.decls[obj]
			d.pkg, d.expr = p, s.Rhs[i]
			f.decls[obj] = d
		}
	}
}

// change notes that a variable gets other values.
func (f *Finder) change(p *Package, e ast.Expr) {
	var obj types.Object
	switch e := e.(type) {
	case *ast.Ident:
		obj = p.Info.ObjectOf(e)
	case *ast.SelectorExpr:
		obj = p.Info.ObjectOf(e.Sel)
	}
	if obj != nil {
		d := f.decls[obj]
		d.changed = true
		f.decls[obj] = d
	}
}
