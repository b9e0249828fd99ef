package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unknownMember() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unknown-member",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a member that one of Redis's libraries does not have",
			Text:  `Redis's libraries are those of Lua 5.1 and a few of its own. A member that they lack is nil. Calling it raises, and so do arithmetic, .., an index, <, and passing it to a command or a library function. Reading one is a warning, and an error where its use raises, through a local variable too. Nothing is reported where the script tests for the member first.`,
			Bad: `--@keys queue
local items = redis.call('LRANGE', KEYS[1], 0, -1)
return table.unpack(items)
`,
			Good: `--@keys queue
local items = redis.call('LRANGE', KEYS[1], 0, -1)
return items
`,
			Fails: "ERR user_script:3: attempt to call field 'unpack' (a nil value)",
		},
	}, run: runUnknownMember}
}

func runUnknownMember(p *pass) {
	var uses memberUses
	for _, m := range p.facts.Members {
		if m.Member != nil || m.Write {
			continue
		}
		if uses.tested == nil {
			uses = p.memberUses()
		}
		switch name := m.String(); {
		case uses.tested[name]:
		case m.Called || uses.called[m.Expr]:
			p.report(m.Span(), "%s does not exist, so calling it raises%s", name, memberAdvice(m))
		case uses.raising[m.Expr]:
			p.report(m.Span(), "%s does not exist and is nil, so what is done with it raises%s", name, memberAdvice(m))
		default:
			p.warn(m.Span(), "%s does not exist and is nil%s", name, memberAdvice(m))
		}
	}
}

// memberUses is what a script does with members that do not exist, through locals that are
// declared as one, too.
type memberUses struct {
	tested  map[string]bool      // by name: a condition, or an operand of "and", "or", "not" or a comparison with == or ~=
	called  map[syntax.Expr]bool // by use: a local that holds it is called
	raising map[syntax.Expr]bool // by use: it is where nil raises
}

func (p *pass) memberUses() memberUses {
	uses := memberUses{map[string]bool{}, map[syntax.Expr]bool{}, map[syntax.Expr]bool{}}
	missing := map[syntax.Expr]string{}
	for _, m := range p.facts.Members {
		if m.Member == nil && !m.Called && m.Expr != nil {
			missing[m.Expr] = m.String()
		}
	}
	if len(missing) == 0 {
		return uses
	}
	// member is the member that an expression is, itself or as a local's only value.
	member := func(e syntax.Expr) syntax.Expr {
		if n, ok := e.(*syntax.NameExpr); ok {
			if b := p.facts.Binding(n); b != nil && b.Init != nil {
				return b.Init
			}
		}
		return e
	}
	test := func(e syntax.Expr) {
		if name, ok := missing[member(e)]; ok {
			uses.tested[name] = true
		}
	}
	raise := func(e syntax.Expr) {
		if m := member(syntax.Unparen(e)); missing[m] != "" && p.facts.Value(e).Is(kind.Nil) {
			uses.raising[m] = true
		}
	}
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.IfClause:
			test(n.Cond)
		case *syntax.WhileStmt:
			test(n.Cond)
		case *syntax.UnaryExpr:
			if n.Op == syntax.OpNot {
				test(n.X)
			} else {
				raise(n.X)
			}
		case *syntax.IndexExpr:
			raise(n.X)
		case *syntax.BinaryExpr:
			if n.Op == syntax.OpAnd || n.Op == syntax.OpOr || isEquality(n.Op) {
				test(n.X)
				test(n.Y)
			} else {
				raise(n.X)
				raise(n.Y)
			}
		case *syntax.CallExpr:
			for i, arg := range n.Args {
				if p.demands(n, i) {
					raise(arg)
				}
			}
			if v := p.facts.Value(n.Func); n.Method == nil && v.Is(kind.Nil) {
				uses.called[member(n.Func)] = true
			}
			if len(n.Args) == 1 && p.facts.Value(n.Func).Op() == library.Type { // type(redis.foo)
				test(n.Args[0])
			}
		}
		return true
	})
	return uses
}

// demands reports whether a call raises when its argument i is nil: that of a command or of a library
// function.
func (p *pass) demands(e *syntax.CallExpr, i int) bool {
	if c := p.facts.Call(e); c != nil {
		return !c.Protected
	}
	f := p.facts.Value(e.Func).Lib()
	return f != nil && e.Method == nil && (f.Demands == library.Several || i < f.Demands)
}

// memberAdvice says what to use in place of an unknown member.
func memberAdvice(m analysis.Member) string {
	if instead := m.Lib.Instead[m.Name]; instead != "" {
		return "; use " + instead
	}
	var names []string
	for has := range m.Lib.Members() {
		names = append(names, has.Name)
	}
	return didYouMean(m.Name, names)
}
