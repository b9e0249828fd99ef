package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

const ruleTarget = "target"

func targetRule() *Rule {
	return &Rule{
		Name:     ruleTarget,
		Severity: diag.Error,
		Doc: Doc{
			Title: "what a configured target refuses or does not have",
			Text: `The targets are the servers on which the scripts must run. The rule looks for commands and functions that came later than a target's oldest version, or that the server does not have. EVALSHA_RO, which @readonly needs, and shebang lines came with Redis 7.0; BLPOP and its family, WAIT and XREAD BLOCK are refused in scripts before Redis 7.2; os came with Redis 7.4; setfenv, getfenv and newproxy are not in every build of Redis; server is Valkey's only.

A redis-cluster refuses SELECT, MOVE, SWAPDB, SORT with BY or GET, and scripts flagged no-cluster. Dragonfly refuses keys that are no elements of KEYS, unless a comment --!df flags=allow-undeclared-keys permits them. Alibaba's clusters want keys written KEYS[n] in the call itself.`,
			Bad: `--@keys queue
--@returns any
return redis.call('BLMPOP', 0, 1, KEYS[1], 'LEFT')
`,
			Good: `--@keys queue
--@returns any
return redis.call('LPOP', KEYS[1])
`,
			Config:  `targets: [redis>=6.2, redis-cluster, valkey>=8, dragonfly, alibaba] in luagen.yaml. A target without a version stands for all of its current versions. Without targets the rule finds nothing.`,
			Targets: []string{"redis>=6.2"},
		},
		run: runTarget,
	}
}

func runTarget(p *pass) {
	for _, t := range p.cfg.Targets {
		p.targetHeader(t)
		p.targetNames(t)
		for _, c := range p.facts.Calls {
			p.targetCommand(t, c)
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
	if s.Shebang == nil {
		return
	}
	if t.olderThan("7.0", "") {
		p.reportSpan(s.Shebang.Span, "shebang lines came with Redis 7.0, older servers refuse the script; the target is %s", t)
	}
	if t.Server == RedisCluster && slices.Contains(s.Shebang.Flags, "no-cluster") {
		p.reportSpan(s.Shebang.Span, "a script flagged no-cluster is refused by clusters; the target is %s", t)
	}
}

// targetNames reports the globals and library members that a target lacks.
func (p *pass) targetNames(t Target) {
	redis := t.Server == Redis || t.Server == RedisCluster
	for _, g := range p.facts.Globals {
		switch {
		case g.Write:
		case g.Name == "os" && t.olderThan("7.4", "8.0"):
			p.report(g.Expr.Span(), "os came with Redis 7.4 and Valkey 8.0; the target is %s", t)
		case g.Name == "server" && redis:
			p.report(g.Expr.Span(), "server is Valkey's only; use redis, which the target %s has, too", t)
		case redis && (g.Name == "setfenv" || g.Name == "getfenv" || g.Name == "newproxy"):
			p.report(g.Expr.Span(), "not every build of Redis has %s; the target is %s", g.Name, t)
		}
	}
	for _, m := range p.facts.Members {
		if m.Lib != "redis" {
			continue
		}
		switch m.Name {
		case "acl_check_cmd", "REDIS_VERSION", "REDIS_VERSION_NUM":
			if t.olderThan("7.0", "") {
				p.report(m.Span(), "redis.%s came with Redis 7.0; the target is %s", m.Name, t)
			}
		case "setresp":
			if t.olderThan("6.0", "") {
				p.report(m.Span(), "redis.setresp came with Redis 6.0; the target is %s", t)
			}
		case "SERVER_NAME", "SERVER_VERSION", "SERVER_VERSION_NUM", "VALKEY_VERSION", "VALKEY_VERSION_NUM":
			if redis {
				p.report(m.Span(), "redis.%s is Valkey's only; the target is %s", m.Name, t)
			}
		}
	}
}

// targetCommand reports a command that a target lacks or refuses.
func (p *pass) targetCommand(t Target, c *analysis.Call) {
	cmd, name := called(c)
	if cmd == nil {
		return
	}
	at := commandAt(c)
	redis := t.Server == Redis || t.Server == RedisCluster
	foreign := cmd.Since == ""                                             // no Redis has it
	forked := cmd.Valkey == "" && (foreign || newer(cmd.Since, "7.2.999")) // no Valkey has it
	switch {
	case foreign && redis, forked && t.Server == Valkey:
		p.report(at, "%s does not exist there; the target is %s", name, t)
	case t.olderThan(cmd.Since, cmd.Valkey):
		p.report(at, "%s came with %s; the target is %s", name, introduced(t, cmd.Since, cmd.Valkey), t)
	case redis && cmd.Until != "":
		p.report(at, "%s is gone from Redis %s on; the target is %s", name, strings.TrimSuffix(cmd.Until, ".0"), t)
	case t.olderThan(cmd.ScriptSince, ""), (name == "XREAD" || name == "XREADGROUP") && t.olderThan("7.2", "") && hasWord(c, "BLOCK"):
		p.report(at, "Redis refuses %s in scripts before 7.2; the target is %s", name, t)
	case t.Server == RedisCluster:
		p.targetCluster(t, c)
	}
}

// introduced names the version that brought a command.
func introduced(t Target, redis, valkey string) string {
	if t.Server == Valkey {
		return "Valkey " + strings.TrimSuffix(valkey, ".0")
	}
	return "Redis " + strings.TrimSuffix(redis, ".0")
}

// newer reports whether a version is newer than another.
func newer(version, than string) bool {
	a, errA := parseVersion(version)
	b, errB := parseVersion(than)
	return errA == nil && errB == nil && a.compare(b) > 0
}

// targetCluster reports what a cluster refuses.
func (p *pass) targetCluster(t Target, c *analysis.Call) {
	at := commandAt(c)
	switch c.Name {
	case "SELECT", "MOVE", "SWAPDB":
		p.report(at, "%s is refused by clusters, which have one database; the target is %s", c.Name, t)
	case "SORT", "SORT_RO":
		if by, ok := option(c, "BY"); ok && strings.Contains(by, "*") {
			p.report(at, "%s with BY is refused by clusters; the target is %s", c.Name, t)
		} else if get, ok := option(c, "GET"); ok && get != "#" {
			p.report(at, "%s with GET is refused by clusters; the target is %s", c.Name, t)
		}
	}
}

// option returns the literal behind an option of a call.
func option(c *analysis.Call, name string) (string, bool) {
	i := wordIndex(c, name)
	if i < 0 || i+1 >= len(c.Words) {
		return "", false
	}
	return c.Words[i+1].Str()
}

// targetKeys reports keys that a target refuses because of where they come from.
func (p *pass) targetKeys(t Target, c *analysis.Call) {
	switch t.Server {
	case Dragonfly:
		if bytes.Contains(p.script.Text, []byte("allow-undeclared-keys")) {
			return
		}
		for _, k := range c.Keys {
			if k.From != 0 && k.From&(analysis.KeysElement|analysis.FromUnknown) == 0 {
				p.report(k.Expr.Span(), "Dragonfly refuses keys that are no elements of KEYS; pass it in KEYS, or add the comment --!df flags=allow-undeclared-keys")
			}
		}
	case Alibaba:
		for _, k := range c.Keys {
			if !k.Expanded && !p.writtenAsKeys(k.Expr) {
				p.report(k.Expr.Span(), "Alibaba's clusters want keys written as KEYS[n] in the call itself; write that in place of %s", p.short(k.Expr))
			}
		}
	}
}

// writtenAsKeys reports whether an expression is KEYS[…] itself, not an alias of it.
func (p *pass) writtenAsKeys(e syntax.Expr) bool {
	x, ok := e.(*syntax.IndexExpr)
	if !ok {
		return false
	}
	n, ok := x.X.(*syntax.NameExpr)
	return ok && n.Name == "KEYS" && p.facts.Binding(n) == nil
}
