package golint

import (
	"go/ast"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
)

func goKeys() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-keys", Severity: diag.Warning, Doc: diag.Doc{
			Title: "a call in Go that passes other keys than the script reads",
			Text: `KEYS[2] is nil when the call passes one key: the command that gets it raises, or a condition goes the wrong way. A key that the script never reads is a mistake in one of the two.

Nothing is reported where the number of keys is not plain to see, where the script asks for #KEYS, and for a script that reads no key: one that is passed may route the call. A call that has fewer arguments than the keys that redigo's NewScript or EVAL is told of is an error.`,
			Language: diag.Go,
			Bad: `var swap = redis.NewScript(` + "`return redis.call('RENAME', KEYS[1], KEYS[2])`" + `)

func Swap(ctx context.Context, c *redis.Client) error {
	return swap.Run(ctx, c, []string{"a"}).Err()
}
`,
			Good: `var swap = redis.NewScript(` + "`return redis.call('RENAME', KEYS[1], KEYS[2])`" + `)

func Swap(ctx context.Context, c *redis.Client) error {
	return swap.Run(ctx, c, []string{"{x}:a", "{x}:b"}).Err()
}
`,
		}},
		check: func(s *site) {
			if s.Keys.Missing > 0 {
				s.report(s.Call, diag.Error, "the script takes %s, and this call passes %s", count(len(s.Keys.Elems)+s.Keys.Missing, "key"), count(len(s.Keys.Elems), "key"))
				return
			}
			if n, ok := s.Keys.Count(); ok && s.facts != nil {
				s.compare(s.facts.Keys, s.at(s.Keys), n, "key")
			}
		},
	}
}

// at is where findings about inputs stand: their list when the call has it, or the call.
func (s *site) at(in gosource.Inputs) ast.Node {
	if in.Expr != nil && s.Call.Pos() <= in.Expr.Pos() && in.Expr.End() <= s.Call.End() {
		return in.Expr
	}
	return s.Call
}

func goArgs() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-args", Severity: diag.Warning, Doc: diag.Doc{
			Title: "a call in Go that passes other arguments than the script reads",
			Text: `ARGV[2] is nil when the call passes one argument, and an argument that the script never reads is a mistake in one of the two.

Nothing is reported where the number of arguments is not plain to see, and where the script asks for #ARGV. go-redis sends a lone slice, map or struct as its elements.`,
			Language: diag.Go,
			Bad: `var limit = redis.NewScript(` + "`return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])`" + `)

func Limit(ctx context.Context, c *redis.Client) error {
	return limit.Run(ctx, c, []string{"a"}, "value").Err()
}
`,
			Good: `var limit = redis.NewScript(` + "`return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])`" + `)

func Limit(ctx context.Context, c *redis.Client) error {
	return limit.Run(ctx, c, []string{"a"}, "value", 60).Err()
}
`,
		}},
		check: func(s *site) {
			if n, ok := s.Args.Count(); ok && s.facts != nil && s.Keys.Missing == 0 {
				s.compare(s.facts.Args, s.Call, n, "argument")
			}
		},
	}
}
