package lint

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// The rules of this file are the parser's: they are here to be explained.

func annotation() *Rule {
	return &Rule{
		Name:     parser.RuleAnnotation,
		Severity: diag.Error,
		fatal:    true,
		Doc: Doc{
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

func typeRule() *Rule {
	return &Rule{
		Name:     parser.RuleType,
		Severity: diag.Error,
		fatal:    true,
		Doc: Doc{
			Title: "a type that does not exist or may not be where it is",
			Text:  `Types are those of the annotation language: int, string, time(ms), []T, tuple(…) and so on. Some are for replies only (any, ok), some need a part in parentheses (time(ms), msgpack(T)).`,
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

func include() *Rule {
	return &Rule{
		Name:     parser.RuleInclude,
		Severity: diag.Error,
		fatal:    true,
		Doc: Doc{
			Title: "an @include that cannot be followed, or a library that holds what a library may not",
			Text: `@include pastes the body of another file into the script. The path is relative to the file that has the @include and stays inside the scripts' folder; a cycle or a missing file is an error.

A library's header holds @include and @import only, and its top level does not return: what it returned would end every script that includes it.

In a file that declares nothing, another tool's include (-- $include(clock.lua)) is a hint: luagen does not follow it, and does not check the names that it may declare.`,
			Bad: `--@include "lib/missing.lua"
return 1
`,
			Good: `return 1
`,
		},
	}
}

func importRule() *Rule {
	return &Rule{
		Name:     parser.RuleImport,
		Severity: diag.Error,
		fatal:    true,
		Doc: Doc{
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

func file() *Rule {
	return &Rule{
		Name:     parser.RuleFile,
		Severity: diag.Error,
		fatal:    true,
		Doc: Doc{
			Title: "a script that cannot be read",
			Text:  `The file does not exist, is not a regular file, or may not be read.`,
		},
	}
}
