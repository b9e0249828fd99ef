package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
)

// laterNames are the names of the sandbox that not every server has, with the first
// versions that do, as a command's.
var laterNames = []struct{ name, redis, valkey string }{
	{"cjson.decode_array_with_array_mt", "8.4.0", ""},
	{"os", "7.4.0", "8.0.0"},
	{"redis.REDIS_VERSION", "7.0.0", ""},
	{"redis.REDIS_VERSION_NUM", "7.0.0", ""},
	{"redis.SERVER_NAME", "", "7.2.0"},
	{"redis.VALKEY_VERSION", "", "7.2.0"},
	{"redis.VALKEY_VERSION_NUM", "", "7.2.0"},
	{"redis.acl_check_cmd", "7.0.0", ""},
	{"redis.setresp", "6.0.0", ""},
	{"server", "", "7.2.0"},
}

// insecureNames are globals that the security releases of October 2025 took away.
var insecureNames = []string{"getfenv", "newproxy", "setfenv"}

// targetNames reports the globals and library members that a target lacks.
func (p *pass) targetNames(t Target) {
	redis := t.Server == Redis || t.Server == RedisCluster
	for _, g := range p.facts.Globals {
		switch {
		case g.Write:
		case g.Name == "server" && (redis || t.Server == Dragonfly):
			p.report(g.Expr.Span(), "server is Valkey's only; use redis, which the target %s has, too", t)
		case (redis || t.Server == Valkey) && slices.Contains(insecureNames, g.Name):
			p.report(g.Expr.Span(), "not every release has %s: those since October 2025 took it away; the target is %s", g.Name, t)
		case t.Server == Dragonfly && slices.Contains(notInDragonfly, g.Name):
			p.report(g.Expr.Span(), "Dragonfly runs Lua 5.4 and has no %s; the target is %s", g.Name, t)
		default:
			if lack := t.lacksName(g.Name); lack != "" {
				p.report(g.Expr.Span(), "%s %s; the target is %s", g.Name, lack, t)
			}
		}
	}
	for _, m := range p.facts.Members {
		if m.Write || !m.Known {
			continue // that is another rule's
		}
		name := m.Lib + "." + m.Name
		if t.Server == Dragonfly && lackingMember(m) {
			p.report(m.Span(), "Dragonfly has no %s; the target is %s", name, t)
		} else if lack := t.lacksName(name); lack != "" {
			p.report(m.Span(), "%s %s; the target is %s", name, lack, t)
		}
	}
}

// lacksName says what is wrong with a name of the sandbox; empty when the target has it.
func (t Target) lacksName(name string) string {
	for _, n := range laterNames {
		if n.name == name {
			return t.lacks(n.redis, n.valkey)
		}
	}
	return ""
}

// notInDragonfly are the globals of Redis's sandbox that Dragonfly's lacks.
var notInDragonfly = []string{"coroutine", "gcinfo", "getfenv", "loadstring", "newproxy", "os", "setfenv"}

// lackingMember reports whether Dragonfly's libraries lack a member that Redis's have.
func lackingMember(m analysis.Member) bool {
	switch m.Lib {
	case "redis":
		const has = " call error_reply log pcall replicate_commands sha1hex status_reply LOG_DEBUG LOG_NOTICE LOG_VERBOSE LOG_WARNING "
		return !strings.Contains(has, " "+m.Name+" ")
	case "math":
		return m.Name == "mod"
	case "string":
		return m.Name == "gfind"
	case "table":
		return m.Name == "maxn"
	default:
		return false
	}
}
