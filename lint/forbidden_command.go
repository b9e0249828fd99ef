package lint

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
)

func forbiddenCommand() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "forbidden-command",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a command that no server lets scripts call",
			Text: `Redis answers "This Redis command is not allowed from script" to commands that concern the connection, other scripts or the server itself: SUBSCRIBE, MULTI, EVAL, CLIENT, CONFIG and so on.

The rule target reports blocking commands, which Redis refuses before 7.2 and runs without blocking from then on.`,
			Bad: `--@keys counter
redis.call('MULTI')
redis.call('INCR', KEYS[1])
return redis.call('EXEC')
`,
			Good: `--@keys counter
return redis.call('INCR', KEYS[1])
`,
			Fails: "ERR This Redis command is not allowed from script",
		},
	}, run: runForbiddenCommand}
}

func runForbiddenCommand(p *pass) {
	for _, c := range p.facts.Calls {
		if cmd, name := called(c); cmd != nil {
			unknown := len(c.Command.Subs) > 0 && c.Sub != "" && cmd == c.Command // that is refused as such
			if cmd.Is(command.NoScript) && !unknown {
				p.report(commandAt(c), "scripts may not call %s%s", name, forbiddenAdvice(c.Name))
			}
			continue
		}
		for _, name := range c.Names {
			if cmd, ok := command.Lookup(name); ok && cmd.Is(command.NoScript) {
				p.report(commandAt(c), "scripts may not call %s%s", name, forbiddenAdvice(name))
			}
		}
	}
}

// forbiddenAdvice is what to do about a forbidden command; empty when there is
// nothing better than not to call it.
func forbiddenAdvice(name string) string {
	cmd, ok := command.Lookup(name)
	if !ok {
		return ""
	}
	switch cmd.Group {
	case "transactions":
		return ": a script is atomic without it; remove the call"
	case "scripting":
		return ": paste shared code in with --@include"
	case "pubsub":
		return "; subscribe from the client"
	default:
		return "; call it from the client"
	}
}
