package lint

import (
	"strings"

	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func undeclaredKey() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "undeclared-key",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a command's key that is neither an element of KEYS nor built from one",
			Text: `Redis routes, checks and replicates a script by its KEYS. On a cluster a key that is not in KEYS may live on another node, where the script cannot reach it; Dragonfly and others refuse it outright.

Pass the key in KEYS. A key that is built from an element of KEYS is accepted here: on a cluster it must have the same hash tag. So is one that begins with an argument whose template says which keys it stands for, as in --@arg prefix = tasks:{<queue>}:.`,
			Bad: `--@args user
return redis.call('HGETALL', 'user:' .. ARGV[1])
`,
			Good: `--@key user = user:<id>
return redis.call('HGETALL', KEYS[1])
`,
		},
	}, readsHeader: true, needs: blocks, run: runUndeclaredKey}
}

func runUndeclaredKey(p *pass) {
	for _, c := range p.facts.Calls {
		name := strings.Join(c.Names, " or ")
		if len(c.Names) == 1 {
			_, name = called(c)
		}
		var reported syntax.Expr // of the keys of one list the first is enough
		for _, k := range c.Keys {
			if from := undeclaredOrigin(k.From); from != "" && k.Expr != reported && p.argTemplate(k.Expr) == nil {
				p.report(k.Expr.Span(), "the key of %s %s, not from KEYS; pass it in KEYS", name, from)
				reported = k.Expr
			}
		}
	}
}

// undeclaredOrigin says where a key comes from that certainly is not from KEYS; empty
// when it is, or may be.
func undeclaredOrigin(from value.Origin) string {
	const foreign = value.FromLiteral | value.FromArgs | value.FromData
	switch {
	case from == 0 || from&^foreign != 0:
		return ""
	case from&value.FromArgs != 0:
		return "comes from ARGV"
	case from&value.FromData != 0:
		return "comes from data"
	default:
		return "is written into the script"
	}
}
