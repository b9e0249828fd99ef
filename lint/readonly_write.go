package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
)

func readOnlyWrite() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "readonly-write",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a write command in a script that is @readonly or has the flag no-writes",
			Text: `Redis answers "Write commands are not allowed from read-only scripts". Redis goes by the command, not by what the call does: SORT without STORE, BITFIELD with GET only, GETEX and GEORADIUS are write commands (SORT_RO, BITFIELD_RO and GEORADIUS_RO are not), and PUBLISH, SPUBLISH and PFCOUNT count as such.

A @readonly script is run with EVALSHA_RO, which refuses a script that has a shebang line without the flag no-writes.`,
			Bad: `--@readonly
--@keys counter
return redis.call('INCR', KEYS[1])
`,
			Good: `--@readonly
--@keys counter
return redis.call('GET', KEYS[1])
`,
			Fails: "ERR Write commands are not allowed from read-only scripts.",
		},
	}, run: runReadOnlyWrite}
}

func runReadOnlyWrite(p *pass) {
	s := p.script
	noWrites := s.Shebang != nil && slices.Contains(s.Shebang.Flags, "no-writes")
	if s.ReadOnly && s.Shebang != nil && !noWrites {
		d := p.reportSpan(s.ReadOnlySpan, "@readonly runs the script with EVALSHA_RO, which refuses it because its shebang line lacks the flag no-writes; add flags=no-writes")
		d.Related = []diag.Related{{Span: s.Shebang.Span, Message: "the shebang line"}}
	}
	if !s.ReadOnly && !noWrites {
		return
	}
	why := "@readonly"
	if !s.ReadOnly {
		why = "flagged no-writes"
	}
	for _, c := range p.facts.Calls {
		if len(c.Names) == 0 {
			continue
		}
		var writes []string
		for _, name := range c.Names {
			if countsAsWrite(c, name) {
				writes = append(writes, name)
			}
		}
		switch {
		case len(writes) == 0:
		case len(writes) < len(c.Names):
			p.warn(commandAt(c), "this may call %s, which Redis refuses because the script is %s", writes[0], why)
		default:
			p.report(commandAt(c), "%s is refused because the script is %s%s", writes[0], why, readOnlyAdvice(writes[0]))
		}
	}
}

// countsAsWrite reports whether a read-only script may not call the command.
func countsAsWrite(c *analysis.Call, name string) bool {
	const write = command.Write | command.MayReplicate
	if sub := subCommand(c); sub != nil {
		return sub.Is(write)
	}
	cmd, ok := command.Lookup(name)
	return ok && cmd.Is(write)
}

// readOnlyAdvice says what a read-only script can use in place of a command that
// Redis takes for a write.
func readOnlyAdvice(name string) string {
	cmd, ok := command.Lookup(name)
	if !ok {
		return ""
	}
	switch _, twin := command.Lookup(name + "_RO"); {
	case cmd.ReadOnlyAdvice != "":
		return cmd.ReadOnlyAdvice
	case twin:
		return "; use " + name + "_RO"
	case cmd.Is(command.MayReplicate):
		return ": it counts as a write"
	default:
		return ""
	}
}
