package lint

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
)

func argOutOfRange() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "arg-out-of-range",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "an element of ARGV beyond those that the header declares",
			Text: `The generated function sends exactly the arguments that the header declares. Any further element of ARGV is nil, and passing nil to a command raises an error.

Declare the argument, as optional (name?:type) where the script can do without it, or correct the index. ARGV[0] is always nil, because Lua counts from 1; it is reported in scripts without annotations too. Nothing else is checked in those, nor in scripts with a variadic argument (name:type...).`,
			Bad: `--@keys lock
--@args owner
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
`,
			Good: `--@keys lock
--@args owner ttl:duration(ms)
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
`,
			Fails: "ERR Lua redis lib command arguments must be strings or integers",
		},
	}, readsHeader: true, run: func(p *pass) { outOfRange(p, value.ARGV) }}
}
