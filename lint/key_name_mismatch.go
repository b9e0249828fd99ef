package lint

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
)

func keyNameMismatch() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "key-name-mismatch",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a local variable named after another key than the one it holds",
			Text:  `The header and the script disagree about the order of the keys, so the generated function sends one where the script expects another. Case and underscores do not matter, and a local may have any name that is not another key's.`,
			Bad: `--@keys postId userId
local userId = KEYS[1]
local postId = KEYS[2]
return redis.call('SMOVE', postId, userId, 'like')
`,
			Good: `--@keys postId userId
local postId = KEYS[1]
local userId = KEYS[2]
return redis.call('SMOVE', postId, userId, 'like')
`,
		},
	}, readsHeader: true, run: func(p *pass) { swappedNames(p, value.KEYS) }}
}
