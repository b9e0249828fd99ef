package lint

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
)

func unusedKey() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unused-key",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a declared key that the script never reads",
			Text: `Every caller must pass a declared key. One that the script does not read is left over, or the script reads the wrong index.

A key that is declared only so that a cluster routes or checks the call deserves a comment: suppress the finding with --lint:ignore and say why.`,
			Bad: `--@keys likes users
return redis.call('SCARD', KEYS[1])
`,
			Good: `--@keys likes
return redis.call('SCARD', KEYS[1])
`,
		},
	}, readsHeader: true, needs: whole, run: func(p *pass) { unusedInputs(p, value.KEYS) }}
}
