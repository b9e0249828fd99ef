package lint

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// declaration is one declared element, or run of elements, of KEYS or ARGV.
type declaration struct {
	name     string
	span     diag.Span
	end      diag.Pos         // after it, its type or template included
	typ      parser.Type      // of an argument; nil for a key
	template *parser.Template // of a key or argument; nil without
}

// declared is what a header says about KEYS or ARGV.
type declared struct {
	table    value.InputTable
	all      []declaration
	byName   map[string]int // index in all by plain name; of several the first
	variadic int            // index in all of the one that takes any number; -1 when the number is fixed
}

// declaredKeys returns what the header says about KEYS.
func declaredKeys(s *parser.Script) *declared {
	d := declared{table: value.KEYS, variadic: -1}
	for i, k := range s.Keys {
		end := k.Span.End
		if t := k.Template; t != nil && t.Span.File == k.Span.File && t.Span.Start.Line == k.Span.End.Line {
			end = t.Span.End
		}
		if k.Variadic {
			d.variadic = i
		}
		d.all = append(d.all, declaration{name: k.Text, span: k.Span, end: end, template: k.Template})
	}
	return d.indexed()
}

// declaredArgs returns what the header says about ARGV.
func declaredArgs(s *parser.Script) *declared {
	d := declared{table: value.ARGV, variadic: -1}
	for i, a := range s.Args {
		end := a.Span.End
		if a.Type != nil && a.Type.Span().End.Offset > end.Offset {
			end = a.Type.Span().End
		}
		if t := a.Template; t != nil && t.Span.File == a.Span.File && t.Span.Start.Line == a.Span.End.Line {
			end = t.Span.End
		}
		if a.Variadic {
			d.variadic = i
		}
		d.all = append(d.all, declaration{name: a.Text, span: a.Span, end: end, typ: a.Type, template: a.Template})
	}
	return d.indexed()
}

// indexed adds the index of names.
func (d declared) indexed() *declared {
	d.byName = make(map[string]int, len(d.all))
	for i := len(d.all) - 1; i >= 0; i-- {
		d.byName[plainName(d.all[i].name)] = i
	}
	return &d
}

// at returns the declaration of element n (1-based) when it is certain which one
// that is; nil for what is not declared, and from a variadic one on.
func (d *declared) at(n int) *declaration {
	if n < 1 || n > len(d.all) || d.variadic >= 0 && n > d.variadic {
		return nil
	}
	return &d.all[n-1]
}

// bounded reports whether the header settles how many elements there are.
func (d *declared) bounded() bool { return d.variadic < 0 }

// named returns the declaration of that name, however it is capitalised; nil
// when there is none.
func (d *declared) named(name string) *declaration {
	i, ok := d.byName[plainName(name)]
	if !ok {
		return nil
	}
	return &d.all[i]
}

// plainName is a name without what makes no difference: postId and post_id are one.
func plainName(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}

// noun is what an element of the table is called.
func noun(t value.InputTable) string {
	if t == value.KEYS {
		return "key"
	}
	return "argument"
}

// tag is the annotation that declares elements of the table.
func tag(t value.InputTable) string {
	if t == value.KEYS {
		return "--@keys"
	}
	return "--@args"
}

// inputs returns the uses of a table.
func (p *pass) inputs(t value.InputTable) *analysis.Inputs {
	if t == value.KEYS {
		return &p.facts.Keys
	}
	return &p.facts.Args
}

// declared returns what the header says about a table.
func (p *pass) declared(t value.InputTable) *declared {
	if t == value.KEYS {
		return p.keys
	}
	return p.args
}

// position is where the i-th declaration (0-based) lies in its table, for messages.
func position(d *declared, i int) string {
	switch {
	case d.variadic < 0 || i < d.variadic:
		return strconv.Itoa(i + 1)
	case i == d.variadic:
		return strconv.Itoa(i+1) + "…"
	case i == len(d.all)-1:
		return "#" + d.table.String()
	default:
		return fmt.Sprintf("#%s-%d", d.table, len(d.all)-1-i)
	}
}
