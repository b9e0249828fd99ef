package parser

import (
	"go/doc"
	gotoken "go/token"
	"io/fs"
	"path"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser/syntax"
)

// NamedType is an @type annotation.
type NamedType struct {
	Ident
	Type Type
	Doc  string
}

// NamedTemplate is a @define annotation.
type NamedTemplate struct {
	Ident
	Template *Template
	Doc      string
}

// declaration is an @type or @define, which is read when it is first needed: a type may be
// used above its declaration.
type declaration struct {
	tag      tag
	name     string
	src      *source
	comments []syntax.Comment // of the header
	index    int              // of its comment
	state    readState
	end      int // index of the comment after it
	typ      *NamedType
	template *NamedTemplate
}

type readState int

const (
	unread readState = iota
	reading
	read
)

// declarations are what a script may refer to by name: what its own header and the headers of
// its libraries declare, and the types of the other scripts of its folder.
type declarations struct {
	expansion *expansion
	list      []*declaration
	visited   map[string]bool  // sources
	all       bool             // the other scripts have been looked at
	others    map[*source]bool // other scripts whose imports have not been taken
}

// declares matches "name =" after a tag. Without it @type is another tool's.
var declares = lazyregexp.New(`^[ \t]+[A-Za-z_][A-Za-z0-9_]*[ \t]*=`)

// isOwn reports whether a comment is one of luagen's annotations.
func isOwn(text []byte, t tag) bool {
	if t.name == tagType || t.name == tagDefine {
		return declares().Match(text[t.to:])
	}
	return isOwnTag(t.name)
}

// collect notes what a header declares, and what those that it includes do.
func (d *declarations) collect(src *source, includes bool) {
	if d.visited[src.name] {
		return
	}
	d.visited[src.name] = true
	comments := header(src)
	for i, c := range comments {
		if c.Block {
			continue
		}
		text := src.text[c.From:c.To]
		t, ok := findTag(text)
		switch {
		case !ok || !isOwn(text, t):
		case t.name == tagType || t.name == tagDefine:
			name, _, _ := strings.Cut(string(text[t.to:]), "=")
			d.list = append(d.list, &declaration{tag: t, name: strings.TrimSpace(name), src: src, comments: comments, index: i})
		case t.name == tagInclude && includes:
			if lib := d.included(src, c, t); lib != nil {
				d.collect(lib, true)
			}
		}
	}
}

// header are the comments before the first token of a file.
func header(src *source) []syntax.Comment {
	all := src.chunk.Comments
	n := 0
	for n < len(all) && all[n].From < src.chunk.First {
		n++
	}
	return all[:n]
}

// included is the file that an @include names; nil when there is none, which is reported
// where the include is read.
func (d *declarations) included(src *source, c syntax.Comment, t tag) *source {
	o := &operand{report: &report{}, src: src, base: c.From + t.to}
	o.buf = append(o.buf, src.text[c.From+t.to:c.To]...)
	o.next()
	if o.tok.kind != tokString {
		return nil
	}
	name, problem := resolveInclude(src.name, o.tok.value)
	if problem != "" {
		return nil
	}
	lib, err := d.expansion.library(name)
	if err != nil {
		return nil
	}
	return lib
}

// find is the declaration of a name by an annotation with the tag.
func (d *declarations) find(tag, name string) *declaration {
	for _, other := range d.list {
		if other.tag.name == tag && other.name == name {
			return other
		}
	}
	return nil
}

// at is the declaration that a comment holds.
func (d *declarations) at(src *source, index int) *declaration {
	for _, other := range d.list {
		if other.src == src && other.index == index {
			return other
		}
	}
	return nil
}

// siblings looks for declarations in the other scripts of the script's folder.
func (d *declarations) siblings() {
	if d.all {
		return
	}
	d.all = true
	x := d.expansion
	dir := path.Dir(x.script.Name)
	if x.loader.FS == nil || !fs.ValidPath(dir) {
		return
	}
	entries, err := fs.ReadDir(x.loader.FS, dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if path.Ext(e.Name()) != ".lua" || strings.HasPrefix(e.Name(), ".") || e.IsDir() {
			continue
		}
		if src, err := x.source(path.Join(dir, e.Name())); err == nil {
			if !d.visited[src.name] {
				if d.others == nil {
					d.others = map[*source]bool{}
				}
				d.others[src] = true
			}
			d.collect(src, false)
		}
	}
}

// namedType reads the type that a word stands for; nil when none is declared.
func (d *declarations) namedType(word Ident) (*NamedType, bool) {
	decl := d.find(tagType, word.Text)
	if decl == nil {
		d.siblings()
		if decl = d.find(tagType, word.Text); decl == nil {
			return nil, false
		}
	}
	if decl.state == reading {
		d.expansion.errorf(word.Span, RuleType, "the type %s contains itself, and would have no end: send the inner one as json(T)", word.Text)
		return nil, true
	}
	d.read(decl)
	if d.others[decl.src] {
		d.others[decl.src] = false
		d.imports(decl.src)
	}
	return decl.typ, true
}

// imports adds the @imports of another script, whose types the script uses.
func (d *declarations) imports(src *source) {
	for _, c := range header(src) {
		t, ok := findTag(src.text[c.From:c.To])
		if c.Block || !ok || t.name != tagImport {
			continue
		}
		h := newHeaderReader(&report{}, src, d.expansion.script) // what is wrong is reported there
		o := h.operand(c, t)
		o.next()
		h.readImport(o)
	}
}

// template reads the template that a name stands for; nil when none is declared.
func (d *declarations) template(name string) *Template {
	decl := d.find(tagDefine, name)
	if decl == nil {
		return nil
	}
	d.read(decl)
	if decl.template == nil {
		return nil
	}
	return decl.template.Template
}

// read reads a declaration, once.
func (d *declarations) read(decl *declaration) {
	if decl.state != unread {
		return
	}
	decl.state = reading
	x := d.expansion
	h := newHeaderReader(x.report, decl.src, x.script)
	h.declared, h.comments, h.at = d, decl.comments, decl.index+1
	o := h.operand(decl.comments[decl.index], decl.tag)
	o.next()
	name := Ident{Text: o.tok.text, Span: o.at(o.tok)}
	o.next() // the "="
	if decl.tag.name == tagType {
		h.readType(o, decl, name)
	} else {
		h.readDefine(o, decl, name)
	}
	decl.end, decl.state = h.at, read
}

// readType reads what follows "@type Name".
func (h *headerReader) readType(o *operand, decl *declaration, name Ident) {
	_, scalar := scalarKind(name.Text)
	switch {
	case scalar || isTypeWord(name.Text):
		o.errorf(name.Span, RuleType, "%s is a type of its own: give the new one another name", name.Text)
	case gotoken.IsKeyword(name.Text) || doc.IsPredeclared(name.Text) || strings.Trim(name.Text, "_") == "":
		o.errorf(name.Span, RuleType, "%s means something else in Go: give the type another name", name.Text)
	}
	o.next()
	if o.tok.kind == tokEnd {
		o.errorf(name.Span, RuleType, "the type %s is not said: write @type %s = tuple(name:type, …) or another type", name.Text, name.Text)
		return
	}
	t, ok := o.parseReply(0)
	if !ok || t == nil {
		return
	}
	if tuple, bare := t.(*Tuple); bare && tuple.Bare {
		o.errorf(tuple.At, RuleType, "a named tuple needs its fields: write tuple(name:type, …); only @returns takes them from the script")
	}
	o.endSingle("the type")
	decl.typ = &NamedType{Ident: name, Type: t, Doc: o.rest()}
}

// readDefine reads what follows "@define name".
func (h *headerReader) readDefine(o *operand, decl *declaration, name Ident) {
	o.checkName(token{text: name.Text, from: o.tok.from, to: o.tok.from}, "key template")
	if t, ok := o.template(false); ok {
		decl.template = &NamedTemplate{Ident: name, Template: t, Doc: o.rest()}
	}
}

// declaration passes an @type or @define, which is read with the declarations.
func (h *headerReader) declaration(at diag.Span) {
	decl := h.declared.at(h.src, h.at-1)
	if decl == nil {
		return // below another annotation's open parenthesis
	}
	if first := h.declared.find(decl.tag.name, decl.name); first != decl {
		relate(h.errorf(at, RuleAnnotation, "%s is declared twice: remove or rename one", decl.name), first.span(), "the first one")
	}
	h.declared.read(decl)
	h.at = max(h.at, decl.end)
	if decl.typ != nil {
		h.script.Types = append(h.script.Types, decl.typ)
	}
	if decl.template != nil {
		h.script.Templates = append(h.script.Templates, decl.template)
	}
}

func (d *declaration) span() diag.Span {
	c := d.comments[d.index]
	return d.src.span(c.From+d.tag.from, c.From+d.tag.to)
}

// declaredType is the type that a word has been given to, at its place; nil for none.
func (o *operand) declaredType(word token) (Type, bool) {
	if o.declared == nil {
		return nil, false
	}
	at := o.at(word)
	n, known := o.declared.namedType(Ident{Text: word.text, Span: at})
	switch {
	case !known:
		return nil, false
	case n == nil: // what is wrong has been reported
		return &Scalar{At: at, Kind: String}, true
	default:
		return withName(n.Type, n, at), true
	}
}

// withName is a type as it is used under its name: what has a Go type of its own knows the
// name, and its place is that of the use.
func withName(t Type, n *NamedType, at diag.Span) Type {
	switch t := t.(type) {
	case *Scalar:
		c := *t
		c.At = at
		return &c
	case *Enum:
		c := *t
		c.At = at
		c.Named = orOuter(t.Named, n)
		return &c
	case *Optional:
		return &Optional{At: at, Elem: withName(t.Elem, n, at)}
	case *List:
		return &List{At: at, Elem: withName(t.Elem, n, at)}
	case *Map:
		return &Map{At: at, Key: withName(t.Key, n, at), Elem: withName(t.Elem, n, at)}
	case *Tuple:
		c := *t
		c.At = at
		c.Named = orOuter(t.Named, n)
		return &c
	case *Hash:
		c := *t
		c.At = at
		c.Named = orOuter(t.Named, n)
		return &c
	case *Flat:
		c := *t
		c.At = at
		c.Named = orOuter(t.Named, n)
		return &c
	case *Variants:
		c := *t
		c.At = at
		c.Named = orOuter(t.Named, n)
		return &c
	default:
		return t
	}
}

// orOuter is the name that a type has inside of another named one, or that one's.
func orOuter(inner, outer *NamedType) *NamedType {
	if inner != nil {
		return inner
	}
	return outer
}

// isTypeWord reports whether a word begins a type.
func isTypeWord(word string) bool {
	switch word {
	case "enum", "tuple", "hash", "flat", "map":
		return true
	default:
		return false
	}
}

// referTemplates gives the keys and arguments that are named after a template that template.
func (h *headerReader) referTemplates() {
	for i := range h.script.Keys {
		k := &h.script.Keys[i]
		if k.Template == nil && !k.Variadic && k.Group == nil {
			k.Template = h.declared.template(k.Text)
		}
		if k.Template != nil {
			h.checkBraces(k.Template, k.Span)
		}
	}
	placeholders := h.placeholders()
	for i := range h.script.Args {
		a := &h.script.Args[i]
		if a.Template == nil && !a.Variadic && !a.Optional && a.Type.Span() == a.Span && !placeholders[a.Text] {
			a.Template = h.declared.template(a.Text)
		}
	}
}

// placeholders are the names of those in the script's templates. An argument of such a name is
// the same parameter, whatever else is called so.
func (h *headerReader) placeholders() map[string]bool {
	names := map[string]bool{}
	add := func(t *Template) {
		if t == nil {
			return
		}
		for _, part := range t.Parts {
			if part.Param != nil {
				names[part.Param.Text] = true
			}
		}
	}
	for _, k := range h.script.Keys {
		add(k.Template)
	}
	for _, a := range h.script.Args {
		add(a.Template)
	}
	return names
}
