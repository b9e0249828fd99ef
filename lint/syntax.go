package lint

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// syntaxRule adds to what the parser refuses the one thing that some builds of
// Redis accept.
func syntaxRule() *Rule {
	return &Rule{
		Name:     parser.RuleSyntax,
		Severity: diag.Error,
		fatal:    true,
		Doc: Doc{
			Title: "text that Redis's Lua 5.1 refuses to compile",
			Text: `Redis compiles scripts with Lua 5.1. What later versions and other implementations accept fails when the script is loaded: goto and labels, // and the bitwise operators, a lone semicolon, a break outside a loop, more than 200 local variables in one function, more than 60 variables of enclosing functions used in one.

A shebang line must be the very first bytes of the script, name the engine lua, and hold only flags that Redis knows: no-writes, allow-oom, allow-stale, no-cluster, allow-cross-slot-keys.

A "[[" inside of [[ … ]] is a warning: Redis and Valkey refuse it ("nesting of [[...]] is deprecated"), but builds that use the system's Lua, such as Debian's, accept it.`,
			Bad: `--@keys counter
local n = redis.call('INCR', KEYS[1])
if n > 10 then goto full end
return n
::full::
return -1
`,
			Good: `--@keys counter
local n = redis.call('INCR', KEYS[1])
if n > 10 then
  return -1
end
return n
`,
			Fails: "ERR Error compiling script (new function): user_script:3: '=' expected near 'full'",
		},
		run: runSyntax,
	}
}

func runSyntax(p *pass) {
	for _, r := range p.script.Chunk.NestedLong {
		p.warn(r, "\"[[\" inside of [[ … ]] is refused by Redis and Valkey (\"nesting of [[...]] is deprecated\"); use [=[ … ]=] for the outer one")
	}
}
