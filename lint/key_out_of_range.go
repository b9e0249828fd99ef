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
			Text: `The generated function sends exactly the keys that the header declares. Any further element of KEYS is nil, and passing nil to a command raises an error.

Declare the key, or correct the index. KEYS[0] is always nil, because Lua counts from 1; it is reported in scripts without annotations too. Nothing else is checked in those, nor in scripts with a variadic key (name...).`,
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
