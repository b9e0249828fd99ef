package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
)

func deprecatedCommand() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "deprecated-command",
		Severity: diag.Hint,
		Doc: diag.Doc{
			Title: "a deprecated command, with what replaces it",
			Text:  `Redis keeps deprecated commands working; new code should use their replacements, which often do more. With targets, the rule reports a command only when a target deprecates it and has the replacement: Valkey took most of these deprecations back.`,
			Bad: `--@keys lock
--@args owner
return redis.call('GETSET', KEYS[1], ARGV[1])
`,
			Good: `--@keys lock
--@args owner
return redis.call('SET', KEYS[1], ARGV[1], 'GET')
`,
		},
	}, run: runDeprecatedCommand}
}

func runDeprecatedCommand(p *pass) {
	for _, c := range p.facts.Calls {
		cmd, name := called(c)
		if cmd == nil && len(c.Names) > 1 {
			// One of several: the first one that is deprecated stands for all.
			for _, name = range c.Names {
				if cmd, _ = command.Lookup(name); cmd != nil && cmd.Deprecated != "" {
					break
				}
			}
		}
		if cmd == nil || cmd.Deprecated == "" || p.stillIn(cmd) {
			continue
		}
		version := strings.TrimSuffix(cmd.Deprecated, ".0")
		if cmd.Replacement == "" {
			p.report(commandAt(c), "%s is deprecated since Redis %s", name, version)
			continue
		}
		p.report(commandAt(c), "%s is deprecated since Redis %s; use %s", name, version, strings.ReplaceAll(strings.TrimSuffix(cmd.Replacement, "."), "!", ""))
	}
}

// stillIn reports whether a deprecated command is the one to call on a target: where it is not deprecated on
// any of them, or one is too old for what replaces it.
func (p *pass) stillIn(cmd *command.Command) bool {
	if slices.ContainsFunc(p.cfg.Targets, func(t Target) bool { return t.olderThan(cmd.Deprecated, "") }) {
		return true
	}
	return len(p.cfg.Targets) > 0 && cmd.Is(command.ValkeyKeeps) &&
		!slices.ContainsFunc(p.cfg.Targets, func(t Target) bool { return t.Server != Valkey })
}
