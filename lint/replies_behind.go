package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// origins is where a value comes from, as far as it comes from commands.
type origins struct {
	calls     []*analysis.Call // whose reply the value is, or an element of it
	others    bool             // it may come from elsewhere, or from where is not all known
	elements  bool             // it is an element of a reply
	converted bool             // tonumber made it of a reply
	passed    []syntax.Expr    // what was followed back from the expression to the replies, itself included
}

// only reports whether the value is certainly a reply or an element of one.
func (o *origins) only() bool { return len(o.calls) > 0 && !o.others }

// command is the name of the command that a reply comes from, for messages; "the command" where
// there are several or the name is not known.
func (o *origins) command() string {
	name := ""
	for _, c := range o.calls {
		_, full := called(c)
		if full == "" || name != "" && name != full {
			return "the command"
		}
		name = full
	}
	return name
}

// longestPath bounds how many places repliesBehind follows one behind another.
const longestPath = 12

// repliesBehind finds the commands whose reply an expression is, or an element of it, or what
// tonumber makes of either, as far as the value is of one of the kinds.
func (p *pass) repliesBehind(e syntax.Expr, k kind.Set) *origins {
	o := &origins{}
	p.addReplies(o, e, k, longestPath)
	return o
}

func (p *pass) addReplies(o *origins, e syntax.Expr, k kind.Set, depth int) {
	o.passed = append(o.passed, e)
	sources := p.facts.Sources(e, k)
	if depth == 0 || len(sources) == 0 || len(sources) >= analysis.MaxSources {
		o.others = true
		return
	}
	for _, s := range sources {
		if s.Expr == nil {
			o.others = true
			continue
		}
		o.passed = append(o.passed, s.Expr)
		p.addReply(o, syntax.Unparen(s.Expr), k, depth-1)
	}
}

// addReply adds what one place of Sources says.
func (p *pass) addReply(o *origins, e syntax.Expr, k kind.Set, depth int) {
	switch x := e.(type) {
	case *syntax.CallExpr:
		if c := p.facts.Call(x); c != nil {
			if !slices.Contains(o.calls, c) {
				o.calls = append(o.calls, c)
			}
			return
		}
		if p.facts.Value(x.Func).Op() == library.ToNumber && len(x.Args) == 1 {
			o.converted = true
			if k&kind.Number == 0 {
				k = kind.Falsy // of which tonumber makes nil
			} else {
				k = kind.Unknown
			}
			p.addReplies(o, x.Args[0], k, depth)
			return
		}
		switch op := p.facts.Value(x.Func).Op(); {
		case len(x.Args) > 0 && (op == library.IPairs || op == library.Pairs || op == library.Unpack):
			o.elements = true
			p.addReplies(o, x.Args[0], kind.Table, depth)
		default:
			o.others = o.others || p.facts.Function(x.Func) == nil // else its returns are listed
		}
	case *syntax.NameExpr:
		o.others = o.others || p.facts.Binding(x) == nil // else what it holds is listed
	case *syntax.BinaryExpr:
		o.others = o.others || x.Op != syntax.OpAnd && x.Op != syntax.OpOr // else its sides are listed
	case *syntax.IndexExpr:
		p.addEntry(o, x, k, depth)
	default:
		o.others = true
	}
}

// addEntry adds what an entry of a table comes from: the reply that the table is, or what the script
// puts there.
func (p *pass) addEntry(o *origins, x *syntax.IndexExpr, k kind.Set, depth int) {
	name, named := p.facts.Value(x.Key).Str()
	shape := p.facts.Value(x.X).Shape()
	if !named || shape == nil {
		o.elements = true
		p.addReplies(o, x.X, kind.Table, depth)
		return
	}
	stored := false
	for _, w := range p.stores(shape, name) {
		if p.facts.Value(w).Can(k) {
			stored = true
			p.addReplies(o, w, k, depth)
		}
	}
	o.others = o.others || !stored
}

// stores returns what the script puts under a name into the tables of one place.
func (p *pass) stores(shape *value.Shape, name string) []syntax.Expr {
	var values []syntax.Expr
	for _, s := range p.walk().stores[name] {
		if s.table == shape.Site || slices.Contains(p.facts.Value(s.table).Tables(), shape) {
			values = append(values, s.value)
		}
	}
	return values
}
