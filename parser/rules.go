package parser

import "github.com/luagen/luagen/diag"

// Rules returns the rules under which this package reports. The linter adds to two of
// them, syntax and cross-slot, what only the script's body shows.
func Rules() []diag.Rule {
	return []diag.Rule{
		annotationRule(),
		crossSlotRule(),
		fileRule(),
		importRule(),
		includeRule(),
		syntaxRule(),
		typeRule(),
	}
}

func annotationRule() diag.Rule {
	return diag.Rule{
		Name:     RuleAnnotation,
		Severity: diag.Error,
		Fixed:    true,
		Doc: diag.Doc{
			Title: "an annotation that luagen does not know or cannot read",
			Text: `luagen ignores nothing silently: an unknown tag, a name declared twice, an annotation below the first line of code or one in the wrong form stops generation.

All other comments are the script's documentation.`,
			Bad: `--@retuns int
return 1
`,
			Good: `--@returns int
return 1
`,
		},
	}
}

func typeRule() diag.Rule {
	return diag.Rule{
		Name:     RuleType,
		Severity: diag.Error,
		Fixed:    true,
		Doc: diag.Doc{
			Title: "a type that does not exist or is not allowed there",
			Text:  `The types are those of the annotation language: int, string, time(ms), []T, tuple(…) and so on. Some are for replies only (any, ok), and some need parentheses (time(ms), msgpack(T)).`,
			Bad: `--@keys started
--@args when:time
return redis.call('SET', KEYS[1], ARGV[1])
`,
			Good: `--@keys started
--@args when:time(ms)
return redis.call('SET', KEYS[1], ARGV[1])
`,
		},
	}
}

func includeRule() diag.Rule {
	return diag.Rule{
		Name:     RuleInclude,
		Severity: diag.Error,
		Fixed:    true,
		Doc: diag.Doc{
			Title: "an @include that cannot be followed, or a library that holds what a library may not",
			Text: `@include pastes the body of another file into the script. The path is relative to the file that has the @include and stays inside the scripts' folder; a cycle or a missing file is an error.

A library's header holds @include and @import only, and its top level does not return: what it returned would end every script that includes it.

In a file without annotations, another tool's include (-- $include(clock.lua)) is a hint: luagen does not follow it, and does not check names that it may declare.`,
			Bad: `--@include "lib/missing.lua"
return 1
`,
			Good: `return 1
`,
		},
	}
}

func importRule() diag.Rule {
	return diag.Rule{
		Name:     RuleImport,
		Severity: diag.Error,
		Fixed:    true,
		Doc: diag.Doc{
			Title: "an @import that is not a Go import, or a Go type whose package is not imported",
			Text:  `Types of the annotation language can be Go types of any package: --@import "github.com/google/uuid" makes uuid.UUID known to the script.`,
			Bad: `--@keys user
--@args id:text(uuid.UUID)
return redis.call('SET', KEYS[1], ARGV[1])
`,
			Good: `--@import "github.com/google/uuid"
--@keys user
--@args id:text(uuid.UUID)
return redis.call('SET', KEYS[1], ARGV[1])
`,
		},
	}
}

func fileRule() diag.Rule {
	return diag.Rule{
		Name:     RuleFile,
		Severity: diag.Error,
		Fixed:    true,
		Doc: diag.Doc{
			Title: "a script that cannot be read",
			Text:  `The file does not exist, is not a regular file, or may not be read.`,
		},
	}
}

func syntaxRule() diag.Rule {
	return diag.Rule{
		Name:     RuleSyntax,
		Severity: diag.Error,
		Fixed:    true,
		Doc: diag.Doc{
			Title: "text that Redis's Lua 5.1 refuses to compile",
			Text: `Redis compiles scripts with Lua 5.1. What later versions and other implementations accept fails when the script is loaded: goto and labels, // and the bitwise operators, a lone semicolon, a break outside a loop, more than 200 local variables in one function, more than 60 variables of enclosing functions used in one.

A shebang line must be the very first bytes of the script, name the engine lua, and hold only flags that Redis knows: no-writes, allow-oom, allow-stale, no-cluster, allow-cross-slot-keys. allow-key-locking, which Upstash knows, is left to the rule target.

A "[[" inside [[ … ]] is a warning: Redis and Valkey refuse it ("nesting of [[...]] is deprecated"), but builds that use the system's Lua, such as Debian's, accept it.`,
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
	}
}

func crossSlotRule() diag.Rule {
	return diag.Rule{
		Name:     RuleCrossSlot,
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "keys that hash to different slots of a cluster",
			Text: `A cluster refuses a script whose KEYS lie in different slots, and a command whose keys do, with CROSSSLOT. Keys hash by their hash tag, the part in the first {…}, or as a whole without one.

Key templates whose hash tags can never be equal are an error. Literal templates in different slots are a warning. So are keys that the script itself writes or builds: within one command, and within the whole script when it has a shebang line without allow-cross-slot-keys. A script with the flag no-cluster is not checked.`,
			Bad: `--@key  likes = {post:<postId>}:likes
--@key  users = {user:<userId>}:posts
redis.call('INCR', KEYS[1])
return redis.call('SCARD', KEYS[2])
`,
			Good: `--@key  likes = {post:<postId>}:likes
--@key  users = {post:<postId>}:users
redis.call('INCR', KEYS[1])
return redis.call('SCARD', KEYS[2])
`,
		},
	}
}
