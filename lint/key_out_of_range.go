package lint

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
)

func keyOutOfRange() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "key-out-of-range",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "an element of KEYS beyond those that the header declares",
			Text: `The generated function sends exactly the keys that the header declares, so that any further element of KEYS is nil, and a command that is given nil raises.

Declare the key, or correct the index. KEYS[0] is always nil, in a script without annotations, too: Lua counts from 1. Scripts without annotations and those with a variadic key (name...) are not checked for more.`,
			Bad: `--@keys from
return redis.call('SUNIONSTORE', KEYS[2], KEYS[1])
`,
			Good: `--@keys from to
return redis.call('SUNIONSTORE', KEYS[2], KEYS[1])
`,
			Fails: "ERR Lua redis lib command arguments must be strings or integers",
		},
	}, readsHeader: true, run: func(p *pass) { outOfRange(p, value.KEYS) }}
}
