package lint

import "github.com/luagen/luagen/diag"

func slowCommand() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "slow-command",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a command that scans the whole data set",
			Text: `While a script runs, the server does nothing else. KEYS visits every key of the database, and FLUSHALL and FLUSHDB free every key, so all clients wait for as long as that takes. On a cluster they reach the keys of one node only.

Keep the names of related keys in a set, or iterate over the keys with SCAN from the client. FLUSHALL ASYNC and FLUSHDB ASYNC free in the background.`,
			Bad: `--@args prefix
return redis.call('KEYS', ARGV[1] .. '*')
`,
			Good: `--@keys members
return redis.call('SMEMBERS', KEYS[1])
`,
		},
	}, run: runSlowCommand}
}

func runSlowCommand(p *pass) {
	for _, c := range p.facts.Calls {
		if c.Match == nil || !c.Match.IsSlow() {
			continue
		}
		cmd, name := called(c)
		p.report(commandAt(c), "%s scans the whole data set, and the server does nothing else meanwhile%s", name, cmd.SlowAdvice)
	}
}
