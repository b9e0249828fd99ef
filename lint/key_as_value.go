package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func keyAsValue() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "key-as-value",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "an element of KEYS that is no key of any command",
			Text: `KEYS tells the server which keys a script touches. A cluster routes the call by them and refuses one whose KEYS lie in several slots (CROSSSLOT); proxies and access rules look at them too. A field, a member or a value in KEYS works on a single server and fails there.

Pass it in ARGV. Nothing is reported for an element that is part of a key's name, that is compared, or that is a channel.`,
			Bad: `--@keys profile field
return redis.call('HGET', KEYS[1], KEYS[2])
`,
			Good: `--@keys profile
--@args field
return redis.call('HGET', KEYS[1], ARGV[1])
`,
		},
	}, needs: whole, run: runKeyAsValue}
}

// valueRoles are what a command takes a word for that cannot be a key's name.
var valueRoles = map[command.Role]string{
	command.Field: "field", command.Member: "member", command.Element: "element", command.Value: "value", command.Score: "score",
	command.Integer: "number", command.Double: "number", command.Seconds: "time to live", command.Milliseconds: "time to live",
	command.UnixSeconds: "time", command.UnixMilliseconds: "time", command.Pattern: "pattern",
	command.Consumer: "consumer", command.Group: "group", command.StreamID: "entry's ID", command.ScoreBound: "score",
}

func runKeyAsValue(p *pass) {
	first := map[int]*analysis.Call{} // by the element, the command that takes it for a value
	at := map[int]syntax.Expr{}
	role := map[int]string{}
	for _, c := range p.facts.Calls {
		if c.Match == nil {
			continue
		}
		for i, v := range c.Words {
			in := v.Input()
			if in.Table != value.KEYS || in.Index == 0 || first[in.Index] != nil || v.Origin() != value.KeysElement {
				continue
			}
			if what := valueRoles[c.Match.Role(i)]; what != "" {
				first[in.Index], at[in.Index], role[in.Index] = c, c.WordExpr(i), what
			}
		}
	}
	if len(first) == 0 {
		return
	}
	elsewhere, known := p.otherKeyUses()
	if !known {
		return
	}
	for n, c := range first {
		if elsewhere[n] {
			continue
		}
		_, name := called(c)
		p.report(at[n].Span(), "KEYS[%d] is no key of any command but the %s that %s takes; on a cluster the call may fail with CROSSSLOT: pass it in ARGV", n, role[n], name)
	}
}

// otherKeyUses returns the elements of KEYS that are keys, or may be parts of keys; known is false when they
// may be any.
func (p *pass) otherKeyUses() (used map[int]bool, known bool) {
	used = map[int]bool{}
	words := map[syntax.Expr]bool{} // what stands as a word of a command
	for _, c := range p.facts.Calls {
		if c.Match == nil {
			return nil, false
		}
		for i := range c.Words {
			words[syntax.Unparen(c.WordExpr(i))] = true
		}
		for _, k := range c.Keys {
			switch {
			case k.Input.Table == value.KEYS && k.Input.Index > 0:
				used[k.Input.Index] = true
			case k.From&value.KeysElement != 0 || k.Expanded:
				return nil, false
			}
		}
	}
	for _, u := range p.facts.Keys.Uses {
		if u.Kind == analysis.ReadRange || u.Kind == analysis.ReadElement && u.Index == 0 {
			return nil, false
		}
	}
	// An element, or a local that is one, may be put into a key, or handed to what does.
	var around []syntax.Node
	syntax.Walk(p.script.Chunk.Block, func(n syntax.Node) bool {
		if e, ok := n.(syntax.Expr); ok {
			if in := p.facts.Value(e).Input(); in.Table == value.KEYS && in.Index > 0 && !words[e] && builds(around) {
				used[in.Index] = true
			}
		}
		around = append(around, n)
		return true
	}, func(syntax.Node) { around = around[:len(around)-1] })
	return used, true
}

// builds reports whether an expression below some others is made a part of another value.
func builds(around []syntax.Node) bool {
	for i := len(around) - 1; i >= 0; i-- {
		switch n := around[i].(type) {
		case *syntax.ParenExpr:
		case *syntax.BinaryExpr:
			return n.Op == syntax.OpConcat
		case *syntax.CallExpr, *syntax.TableExpr:
			return true
		default:
			return false
		}
	}
	return false
}
