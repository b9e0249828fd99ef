package lint

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
)

func argNameMismatch() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "arg-name-mismatch",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a local variable named after another argument than the one it holds",
			Text:  `The header and the script disagree about the order of the arguments, so the generated function sends one where the script expects another. Case and underscores do not matter, and a local may have any name that is not another argument's.`,
			Bad: `--@keys counter
--@args limit:int window:duration(s)
local window = tonumber(ARGV[1])
local limit = tonumber(ARGV[2])
redis.call('EXPIRE', KEYS[1], window)
return limit
`,
			Good: `--@keys counter
--@args limit:int window:duration(s)
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
redis.call('EXPIRE', KEYS[1], window)
return limit
`,
		},
	}, readsHeader: true, run: func(p *pass) { swappedNames(p, value.ARGV) }}
}
