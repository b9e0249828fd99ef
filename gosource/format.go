package gosource

import (
	"go/ast"
	"go/constant"
	"strconv"
	"strings"

	"github.com/luagen/luagen/diag"
)

// formats are the texts that fmt.Sprintf may return: several when an argument may be several.
// A verb whose argument is not known is a hole.
func (f *Finder) formats(p *Package, e *ast.CallExpr) []value {
	format := f.value(p, e.Args[0])
	if format.why != "" {
		return []value{format}
	}
	text := format.text.Text()
	all := []value{{}}
	add := func(parts ...value) {
		var longer []value
		for _, v := range all {
			for _, part := range parts {
				longer = append(longer, joined(v, part))
			}
		}
		all = longer
	}
	at, next := 0, 1 // of the text, and of the arguments
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		add(value{text: inFormat(format.text.Slice(at, i))})
		v := readVerb(text, i)
		switch {
		case text[i:v.end] == "%%":
			add(value{text: unchangeable(format.text.Slice(i, i+1))})
		default:
			if v.arg > 0 {
				next = v.arg
			}
			next += v.stars
			var arg ast.Expr
			if next < len(e.Args) && !e.Ellipsis.IsValid() && v.plain {
				arg = e.Args[next]
			}
			next++
			parts := f.verb(p, v, arg)
			if len(parts) == 0 || len(parts)*len(all) > mostTexts {
				parts = []value{held(format.text.Slice(i, v.end))}
			}
			add(parts...)
		}
		at, i = v.end, v.end-1
	}
	add(value{text: inFormat(format.text.Slice(at, len(text)))})
	return all
}

// verb returns the texts that stand for a verb without flags; nil when they are not known.
func (f *Finder) verb(p *Package, v verb, arg ast.Expr) []value {
	if arg == nil {
		return nil
	}
	switch v.letter {
	case 'd', 'v':
		if n := p.Info.Types[arg].Value; n != nil && n.Kind() == constant.Int {
			return []value{f.computed(p, arg, n.ExactString(), false)}
		}
		if t := p.Info.TypeOf(arg); v.letter == 'd' || t == nil || !isString(t) {
			return nil
		}
	case 's':
	default:
		return nil
	}
	texts := f.texts(p, arg)
	for _, t := range texts {
		if t.why != "" {
			return nil
		}
	}
	return texts
}

// verb is a verb of a format.
type verb struct {
	end    int  // where it ends
	letter byte // 0 at the end of a text that ends in it
	arg    int  // the argument that it names, "%[1]s"; 0 for the next
	stars  int  // the arguments that it takes for width and precision
	plain  bool // it has no flags, width and precision
}

// readVerb reads the verb of a format that begins at an index.
func readVerb(text string, i int) verb {
	v := verb{plain: true}
	for i++; i < len(text) && strings.IndexByte("+-# 0123456789.[]*", text[i]) >= 0; i++ {
		if text[i] == '[' {
			if n, after, ok := strings.Cut(text[i+1:], "]"); ok {
				if arg, err := strconv.Atoi(n); err == nil {
					v.arg = arg
					i = len(text) - len(after) - 1
					continue
				}
			}
		}
		if text[i] == '*' {
			v.stars++
		}
		v.plain = false
	}
	v.end = min(i+1, len(text))
	if i < len(text) {
		v.letter = text[i]
	}
	return v
}

// inFormat is a part of a format between its verbs: what is written there has its percent
// signs doubled.
func inFormat(part diag.Hosted) diag.Hosted {
	return requoted(part, func(quote func(string) (string, bool)) func(string) (string, bool) {
		return func(text string) (string, bool) { return quote(strings.ReplaceAll(text, "%", "%%")) }
	})
}
