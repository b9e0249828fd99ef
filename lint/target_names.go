package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
)

// targetNames reports the globals and library members that a target lacks.
func (p *pass) targetNames(t Target) {
	redis := t.Server == Redis || t.Server == RedisCluster
	for _, g := range p.facts.Globals {
		switch {
		case g.Write:
		case g.Name == "os" && t.olderThan("7.4", "8.0"):
			p.report(g.Expr.Span(), "os came with Redis 7.4 and Valkey 8.0; the target is %s", t)
		case g.Name == "server" && (redis || t.Server == Dragonfly):
			p.report(g.Expr.Span(), "server is Valkey's only; use redis, which the target %s has, too", t)
		case redis && (g.Name == "setfenv" || g.Name == "getfenv" || g.Name == "newproxy"):
			p.report(g.Expr.Span(), "not every build of Redis has %s; the target is %s", g.Name, t)
		case t.Server == Dragonfly && slices.Contains(notInDragonfly, g.Name):
			p.report(g.Expr.Span(), "Dragonfly runs Lua 5.4 and has no %s; the target is %s", g.Name, t)
		}
	}
	for _, m := range p.facts.Members {
		if m.Write || !m.Known {
			continue // that is another rule's
		}
		switch {
		case t.Server == Dragonfly && lackingMember(m):
			p.report(m.Span(), "Dragonfly has no %s.%s; the target is %s", m.Lib, m.Name, t)
		case m.Lib == "redis":
			p.targetMember(t, m)
		}
	}
}

// targetMember reports a member of redis that a target lacks.
func (p *pass) targetMember(t Target, m analysis.Member) {
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
		if t.Server == Redis || t.Server == RedisCluster {
			p.report(m.Span(), "redis.%s is Valkey's only; the target is %s", m.Name, t)
		}
	}
}

// notInDragonfly are the globals of Redis's sandbox that Dragonfly's has not.
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
