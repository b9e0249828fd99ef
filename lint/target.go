package lint

import (
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

const ruleTarget = "target"

func targetRule() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     ruleTarget,
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "what a configured target refuses or does not have",
			Text: `The targets are the servers that the scripts must run on. The rule reports commands, options (SET … GET, ZADD … GT, LPOP's count) and functions that are newer than a target's oldest version, or that the server lacks. EVALSHA_RO, which @readonly needs, and shebang lines came with Redis 7.0; BLPOP and its family and WAIT are refused in scripts before Redis 7.2, XREAD BLOCK and WAITAOF before 7.4; os came with Redis 7.4; setfenv, getfenv and newproxy are gone from the releases since October 2025; server is Valkey's only.

HSET of several fields came with Redis 4.0. Before 5.0 a script that has called TIME, SRANDMEMBER, SPOP or another command that replies otherwise each time may not write ("Write commands not allowed after non deterministic commands") unless it has called redis.replicate_commands().

A redis-cluster refuses SELECT, MOVE, SWAPDB, SORT with BY or GET, and scripts flagged no-cluster. Dragonfly refuses keys that are not elements of KEYS, FLUSHALL, FLUSHDB and MOVE, unless a comment --!df flags=allow-undeclared-keys permits them; it runs Lua 5.4, without coroutine, loadstring, setfenv and some members of the libraries, and knows neither shebang lines nor redis.setresp. Alibaba's clusters want keys written KEYS[n] in the call itself. ElastiCache Serverless is a cluster, and refuses scripts that are called without keys and keys that are not elements of KEYS. Upstash alone knows the shebang flag allow-key-locking: with it a script locks its KEYS only, and keys that are not among them are refused.`,
			Bad: `--@keys queue
--@returns any
return redis.call('BLMPOP', 0, 1, KEYS[1], 'LEFT')
`,
			Good: `--@keys queue
--@returns any
return redis.call('LPOP', KEYS[1])
`,
			Config:  `targets: [redis>=6.2, redis-cluster, valkey>=8, dragonfly, alibaba, upstash, elasticache-serverless, kvrocks] in luagen.yaml. A target without a version stands for all of its current versions. Without targets the rule finds nothing.`,
			Targets: []string{"redis>=6.2"},
		},
	}, run: runTarget}
}

func runTarget(p *pass) {
	for _, t := range p.cfg.Targets {
		p.targetHeader(t)
		p.targetNames(t)
		p.targetRandom(t)
		for _, c := range p.facts.Calls {
			if p.targetCommand(t, c) {
				p.targetOptions(t, c)
			}
			p.targetKeys(t, c)
		}
	}
}

// olderThan reports whether a target may be a Redis or a Valkey of an older version
// than the ones given; an empty version stands for one that the server does not know.
func (t Target) olderThan(redis, valkey string) bool {
	since := ""
	switch t.Server {
	case Redis, RedisCluster:
		since = redis
	case Valkey:
		since = valkey
	}
	if since == "" || t.Since == (Version{}) {
		return false
	}
	v, err := parseVersion(since)
	return err == nil && t.Since.compare(v) < 0
}

// targetHeader reports what a target refuses of the script as a whole.
func (p *pass) targetHeader(t Target) {
	s := p.script
	if s.ReadOnly && t.olderThan("7.0", "") {
		p.reportSpan(s.ReadOnlySpan, "@readonly needs EVALSHA_RO, which came with Redis 7.0; the target is %s", t)
	}
	if t.Server == ElastiCacheServerless && len(s.Keys) == 0 && len(p.facts.Keys.Uses) == 0 && len(p.facts.Calls) > 0 {
		p.report(commandAt(p.facts.Calls[0]), "ElastiCache Serverless refuses a script that is called without keys, and this one has none; the target is %s", t)
	}
	if s.Shebang == nil {
		return
	}
	if t.Server == Dragonfly {
		p.reportSpan(s.Shebang.Span, "Dragonfly takes a shebang line for code and refuses the script; the target is %s", t)
	}
	if t.olderThan("7.0", "") {
		p.reportSpan(s.Shebang.Span, "shebang lines came with Redis 7.0, older servers refuse the script; the target is %s", t)
	}
	for _, flag := range s.Shebang.Flags {
		if known := parser.ForeignFlag(flag); known != "" && t.Server != Upstash && t.Server != Dragonfly {
			p.reportSpan(s.Shebang.Span, "only %s knows the shebang flag %s, and other servers refuse the script (Unexpected flag in script shebang); the target is %s", known, flag, t)
		}
	}
	if (t.Server == RedisCluster || t.Server == ElastiCacheServerless) && slices.Contains(s.Shebang.Flags, "no-cluster") {
		p.reportSpan(s.Shebang.Span, "a script flagged no-cluster is refused by clusters; the target is %s", t)
	}
}
