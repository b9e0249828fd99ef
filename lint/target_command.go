package lint

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
)

// targetCommand reports a command that a target lacks or refuses; it returns false when it did.
func (p *pass) targetCommand(t Target, c *analysis.Call) bool {
	cmd, name := called(c)
	if cmd == nil {
		return true
	}
	found := len(p.found)
	at := commandAt(c)
	redis := t.Server == Redis || t.Server == RedisCluster
	inScripts := cmd.ScriptSince
	if o := refusedOption(c); o != nil {
		inScripts = o.ScriptSince
	}
	switch lack := t.lacks(cmd.Since, cmd.Valkey); {
	case lack != "" && !command.IsModule(c.Name):
		p.report(at, "%s %s; the target is %s", name, lack, t)
	case redis && cmd.Until != "":
		p.report(at, "%s is gone from Redis %s on; the target is %s", name, plainVersion(cmd.Until), t)
	case t.olderThan(inScripts, ""):
		p.report(at, "Redis refuses %s in scripts before %s; the target is %s", name, plainVersion(inScripts), t)
	case redis && cmd.ManySince != "" && t.olderThan(cmd.ManySince, "") && hasMany(c):
		p.report(at, "%s takes more than one field and value from Redis %s on, and raises \"Wrong number of args calling Redis command\" before; the target is %s: call it once for each", name, plainVersion(cmd.ManySince), t)
	case t.Server == RedisCluster || t.Server == ElastiCacheServerless:
		p.targetCluster(t, c)
	case t.Server == Dragonfly:
		p.targetDragonfly(t, c)
	}
	return len(p.found) == found
}

// refusedOption returns an option of a call that earlier servers refuse inside scripts; nil without.
func refusedOption(c *analysis.Call) *command.Param {
	if c.Match == nil {
		return nil
	}
	for i := range c.Words {
		if o, sure := c.Match.At(i); sure && o.ScriptSince != "" {
			return o
		}
	}
	return nil
}

// lacks says what is wrong with something that came with a version of Redis or Valkey, as a
// command does; empty when the target has it.
func (t Target) lacks(redis, valkey string) string {
	foreign := redis == ""                                         // no Redis has it
	forked := valkey == "" && (foreign || newer(redis, "7.2.999")) // no Valkey has it
	switch t.Server {
	case Redis, RedisCluster:
		if foreign {
			return "does not exist there"
		}
		if t.olderThan(redis, valkey) {
			return "came with Redis " + plainVersion(redis)
		}
	case Valkey:
		if forked {
			return "does not exist there"
		}
		if t.olderThan(redis, valkey) {
			return "came with Valkey " + plainVersion(valkey)
		}
	}
	return ""
}

// plainVersion leaves out a patch of 0.
func plainVersion(v string) string { return strings.TrimSuffix(v, ".0") }

// newer reports whether a version is newer than another.
func newer(version, than string) bool {
	a, errA := parseVersion(version)
	b, errB := parseVersion(than)
	return errA == nil && errB == nil && a.compare(b) > 0
}

// targetOptions reports the options of a command that a target lacks.
func (p *pass) targetOptions(t Target, c *analysis.Call) {
	if c.Match == nil {
		return
	}
	_, name := called(c)
	for i := range min(c.Least, len(c.Words)) {
		o, sure := c.Match.At(i)
		if !sure || o.Since == "" && o.Valkey == "" {
			continue
		}
		if lack := t.lacks(o.Since, o.Valkey); lack != "" {
			what := "argument " + o.Name
			if o.Token != "" {
				what = "option " + o.Token
			}
			p.report(c.WordExpr(i).Span(), "the %s of %s %s; the target is %s", what, name, lack, t)
		}
	}
}

// targetCluster reports what a cluster refuses.
func (p *pass) targetCluster(t Target, c *analysis.Call) {
	at := commandAt(c)
	if c.Command.Is(command.NoCluster) {
		p.report(at, "%s is refused by clusters, which have one database; the target is %s", c.Name, t)
	}
	if c.Match == nil {
		return
	}
	// From Redis 7.4 on a pattern may have a hash tag that keeps it in the key's slot.
	tags := !t.olderThan("7.4", "")
	for i := range c.Words {
		pattern, known := c.Words[i].Str()
		if !known || c.Match.Role(i) != command.KeyPattern || readsNoKey(c.Match, i, pattern) || tags && strings.Contains(pattern, "{") {
			continue
		}
		option, _ := c.Match.At(i - 1)
		p.report(at, "%s with %s is refused by clusters; the target is %s", c.Name, option.Token, t)
		return
	}
}

// readsNoKey reports whether a pattern stands for no key: "#" in place of one to get is the
// element itself, and without "*" there is nothing to sort by.
func readsNoKey(m *command.Match, i int, pattern string) bool {
	p, _ := m.At(i)
	return pattern == "#" || p.Name == "by-pattern" && !strings.Contains(pattern, "*")
}

// targetDragonfly reports what Dragonfly lacks, or refuses inside scripts.
func (p *pass) targetDragonfly(t Target, c *analysis.Call) {
	cmd, name := called(c)
	switch {
	case cmd.Is(command.NoDragonfly), c.Command.Is(command.NoDragonfly), foreignToDragonfly(cmd):
		p.report(commandAt(c), "Dragonfly has no %s; the target is %s", name, t)
	case cmd.Is(command.DragonflyNoScript), c.Command.Is(command.DragonflyNoScript):
		p.report(commandAt(c), "Dragonfly refuses %s in scripts; the target is %s", name, t)
	case cmd.Is(command.DragonflyUndeclared) && !p.unlocked:
		p.report(commandAt(c), "Dragonfly refuses %s in a script without the comment --!df flags=allow-undeclared-keys; the target is %s", name, t)
	}
}

// foreignToDragonfly reports whether a command is another vendor's.
func foreignToDragonfly(cmd *command.Command) bool {
	return cmd.Since == "" && cmd.Valkey == "" && cmd.Group != "dragonfly" && !command.IsModule(cmd.Name)
}
