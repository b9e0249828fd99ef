package lint

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
)

func unusedArg() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unused-arg",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a declared argument that the script never reads",
			Text:  `Every caller must pass a declared argument. One that the script never reads is left over, or the script reads the wrong index.`,
			Bad: `--@keys lock
--@args owner ttl:duration(ms)
return redis.call('SET', KEYS[1], ARGV[1], 'NX')
`,
			Good: `--@keys lock
--@args owner ttl:duration(ms)
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
`,
		},
	}, readsHeader: true, needs: whole, run: func(p *pass) { unusedInputs(p, value.ARGV) }}
}
