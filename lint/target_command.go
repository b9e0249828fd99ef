package lint

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
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
	if (name == "XREAD" || name == "XREADGROUP") && hasWord(c, "BLOCK") {
		inScripts = "7.4.0"
	}
	switch lack := t.lacks(cmd.Since, cmd.Valkey); {
	case lack != "" && !command.IsModule(c.Name):
		p.report(at, "%s %s; the target is %s", name, lack, t)
	case redis && cmd.Until != "":
		p.report(at, "%s is gone from Redis %s on; the target is %s", name, plainVersion(cmd.Until), t)
	case t.olderThan(inScripts, ""):
		p.report(at, "Redis refuses %s in scripts before %s; the target is %s", name, plainVersion(inScripts), t)
	case t.Server == RedisCluster:
		p.targetCluster(t, c)
	case t.Server == Dragonfly:
		p.targetDragonfly(t, c)
	}
	return len(p.found) == found
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
	cmd, name := called(c)
	if cmd == nil {
		return
	}
	for i := range cmd.Options {
		o := &cmd.Options[i]
		lack := t.lacks(o.Since, o.Valkey)
		if lack == "" {
			continue
		}
		if at := optionAt(c, o); at != nil {
			what := "option"
			if o.ByPlace {
				what = "argument"
			}
			p.report(at.Span(), "the %s %s of %s %s; the target is %s", what, o.Name, name, lack, t)
		}
	}
}

// optionAt returns the word of a call that certainly is an option; nil when there is none.
func optionAt(c *analysis.Call, o *command.Option) syntax.Expr {
	end := min(c.Least, optionsEnd(c))
	if o.From == 0 {
		end = min(end, 1)
	}
	for i := int(o.From); i < end; i++ {
		word, ok := c.Words[i].Str()
		switch {
		case o.ByPlace, ok && strings.EqualFold(word, o.Name):
			return c.WordExpr(i)
		case ok && strings.EqualFold(word, "MATCH"):
			i++ // a pattern can be any word
		}
	}
	return nil
}

// optionsEnd is the place after which a call's words are certainly no options.
func optionsEnd(c *analysis.Call) int {
	switch c.Name {
	case "ZADD":
		place, _ := zaddScore(c)
		return place
	case "GEOADD":
		place, _ := geoaddPlace(c)
		return place
	case "XADD":
		place, _ := xaddID(c)
		return place
	default:
		return len(c.Words)
	}
}

// targetCluster reports what a cluster refuses.
func (p *pass) targetCluster(t Target, c *analysis.Call) {
	at := commandAt(c)
	switch c.Name {
	case "SELECT", "MOVE", "SWAPDB":
		p.report(at, "%s is refused by clusters, which have one database; the target is %s", c.Name, t)
	case "SORT", "SORT_RO":
		// From Redis 7.4 on a pattern may have a hash tag that keeps it in the key's slot.
		tags := !t.olderThan("7.4", "")
		if by, ok := option(c, "BY"); ok && strings.Contains(by, "*") && !(tags && strings.Contains(by, "{")) {
			p.report(at, "%s with BY is refused by clusters; the target is %s", c.Name, t)
		} else if get, ok := option(c, "GET"); ok && get != "#" && !(tags && strings.Contains(get, "{")) {
			p.report(at, "%s with GET is refused by clusters; the target is %s", c.Name, t)
		}
	}
}

// targetDragonfly reports what Dragonfly lacks, or refuses inside scripts.
func (p *pass) targetDragonfly(t Target, c *analysis.Call) {
	cmd, name := called(c)
	switch {
	case cmd.Is(command.NoDragonfly), c.Command.Is(command.NoDragonfly), foreignToDragonfly(cmd):
		p.report(commandAt(c), "Dragonfly has no %s; the target is %s", name, t)
	case cmd.Is(command.DragonflyNoScript), c.Command.Is(command.DragonflyNoScript):
		p.report(commandAt(c), "Dragonfly refuses %s in scripts; the target is %s", name, t)
	case (name == "FLUSHALL" || name == "FLUSHDB" || name == "MOVE") && !p.unlocked:
		p.report(commandAt(c), "Dragonfly refuses %s in a script without the comment --!df flags=allow-undeclared-keys; the target is %s", name, t)
	}
}

// foreignToDragonfly reports whether a command is another vendor's.
func foreignToDragonfly(cmd *command.Command) bool {
	return cmd.Since == "" && cmd.Valkey == "" && cmd.Group != "dragonfly" && !command.IsModule(cmd.Name)
}

// option returns the literal after an option of a call.
func option(c *analysis.Call, name string) (string, bool) {
	i := wordIndex(c, name)
	if i < 0 || i+1 >= len(c.Words) {
		return "", false
	}
	return c.Words[i+1].Str()
}
