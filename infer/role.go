package infer

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
)

// role is what a command takes an argument for.
type role struct {
	name string // what it is usually called: "field", "ttl"; empty when that says nothing
	kind roleKind
	unit parser.Unit // of a duration or time
}

// roleKind is the kind of value that a command takes.
type roleKind int

const (
	roleText roleKind = iota
	roleInt
	roleFloat
	roleDuration
	roleTime
	roleBound // of scores: a number, or "-inf", or "(5"
	roleKey
)

// roleOf is what a command takes its i-th argument for.
func roleOf(call *analysis.Call, i int) role {
	for _, k := range call.Keys {
		if k.Arg == i {
			return role{name: keyName(call), kind: roleKey}
		}
	}
	if r, ok := optionRole(call, i); ok {
		return r
	}
	if r, ok := positions(call.Name)[i]; ok {
		return indexRole(call, r)
	}
	return repeatedRole(call, i)
}

// keyName is what a key of a command is usually called.
func keyName(call *analysis.Call) string {
	switch call.Name {
	case "SET":
		for i := range call.Args {
			if word, ok := literal(call, i); ok && word == "NX" {
				return "lock"
			}
		}
		return "key"
	case "INCR", "INCRBY", "INCRBYFLOAT", "DECR", "DECRBY":
		return "counter"
	case "SETNX":
		return "lock"
	}
	if call.Command == nil {
		return "key"
	}
	switch call.Command.Group {
	case "hash", "list", "set", "stream":
		return call.Command.Group
	case "sorted-set", "sorted_set":
		return "zset"
	case "bitmap":
		return "bitmap"
	case "hyperloglog":
		return "log"
	case "geo":
		return "geo"
	default:
		return "key"
	}
}

// literal is an argument that is a constant word, upper-cased.
func literal(call *analysis.Call, i int) (string, bool) {
	if i < 0 || i >= len(call.Args) {
		return "", false
	}
	s, ok := constant(call.Args[i])
	return strings.ToUpper(s), ok
}

// optionRole is the role of an argument that follows an option's word.
func optionRole(call *analysis.Call, i int) (role, bool) {
	switch call.Name {
	case "SET", "GETEX", "RESTORE", "HSETEX", "HGETEX":
		if word, ok := literal(call, i-1); ok && i > 1 {
			switch word {
			case "EX":
				return role{"ttl", roleDuration, parser.Seconds}, true
			case "PX":
				return role{"ttl", roleDuration, parser.Milliseconds}, true
			case "EXAT":
				return role{"expireAt", roleTime, parser.Seconds}, true
			case "PXAT":
				return role{"expireAt", roleTime, parser.Milliseconds}, true
			}
		}
	case "ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZRANGEBYLEX", "ZREVRANGEBYLEX", "SORT", "SORT_RO", "ZRANGESTORE":
		if word, ok := literal(call, i-1); ok && word == "LIMIT" {
			return role{name: "offset", kind: roleInt}, true
		}
		if word, ok := literal(call, i-2); ok && word == "LIMIT" {
			return role{name: "limit", kind: roleInt}, true
		}
	}
	if word, ok := literal(call, i-1); ok && i > 1 {
		switch word {
		case "COUNT":
			return role{name: "count", kind: roleInt}, true
		case "MATCH":
			return role{name: "pattern"}, true
		}
		if word == "MAXLEN" || (word == "~" || word == "=") && i > 2 {
			if before, _ := literal(call, i-2); word == "MAXLEN" || before == "MAXLEN" {
				return role{name: "maxLen", kind: roleInt}, true
			}
		}
	}
	return role{}, false
}

// positions are the roles of a command's arguments by their place, 0 being the first
// after the command's name.
func positions(name string) map[int]role {
	const s, ms = parser.Seconds, parser.Milliseconds
	switch name {
	case "EXPIRE", "HEXPIRE":
		return map[int]role{1: {"ttl", roleDuration, s}}
	case "PEXPIRE", "HPEXPIRE":
		return map[int]role{1: {"ttl", roleDuration, ms}}
	case "EXPIREAT", "HEXPIREAT":
		return map[int]role{1: {"expireAt", roleTime, s}}
	case "PEXPIREAT", "HPEXPIREAT":
		return map[int]role{1: {"expireAt", roleTime, ms}}
	case "SETEX":
		return map[int]role{1: {"ttl", roleDuration, s}, 2: {name: "value"}}
	case "PSETEX":
		return map[int]role{1: {"ttl", roleDuration, ms}, 2: {name: "value"}}
	case "SET", "SETNX", "GETSET", "APPEND":
		return map[int]role{1: {name: "value"}}
	case "INCRBY", "DECRBY":
		return map[int]role{1: {name: "amount", kind: roleInt}}
	case "INCRBYFLOAT":
		return map[int]role{1: {name: "amount", kind: roleFloat}}
	case "HINCRBY":
		return map[int]role{1: {name: "field"}, 2: {name: "amount", kind: roleInt}}
	case "HINCRBYFLOAT":
		return map[int]role{1: {name: "field"}, 2: {name: "amount", kind: roleFloat}}
	case "ZINCRBY":
		return map[int]role{1: {name: "amount", kind: roleFloat}, 2: {name: "member"}}
	case "HGET", "HEXISTS", "HSTRLEN", "HDEL", "HMGET":
		return map[int]role{1: {name: "field"}}
	case "HSETNX":
		return map[int]role{1: {name: "field"}, 2: {name: "value"}}
	case "LRANGE", "LTRIM", "ZRANGE", "ZREVRANGE", "GETRANGE", "ZREMRANGEBYRANK":
		return rangeRoles(name)
	case "LINDEX":
		return map[int]role{1: {name: "index", kind: roleInt}}
	case "LSET":
		return map[int]role{1: {name: "index", kind: roleInt}, 2: {name: "value"}}
	case "LREM":
		return map[int]role{1: {name: "count", kind: roleInt}, 2: {name: "value"}}
	case "LPOP", "RPOP", "SPOP", "SRANDMEMBER", "ZPOPMIN", "ZPOPMAX":
		return map[int]role{1: {name: "count", kind: roleInt}}
	case "SETBIT", "GETBIT":
		return map[int]role{1: {name: "offset", kind: roleInt}, 2: {name: "bit", kind: roleInt}}
	case "ZRANGEBYSCORE", "ZCOUNT", "ZREMRANGEBYSCORE":
		return map[int]role{1: {name: "min", kind: roleBound}, 2: {name: "max", kind: roleBound}}
	case "ZREVRANGEBYSCORE":
		return map[int]role{1: {name: "max", kind: roleBound}, 2: {name: "min", kind: roleBound}}
	case "ZRANGEBYLEX", "ZLEXCOUNT", "ZREMRANGEBYLEX":
		return map[int]role{1: {name: "min"}, 2: {name: "max"}}
	case "ZREVRANGEBYLEX":
		return map[int]role{1: {name: "max"}, 2: {name: "min"}}
	case "ZSCORE", "ZRANK", "ZREVRANK", "ZREM", "SISMEMBER", "SADD", "SREM", "SMOVE":
		return map[int]role{1: {name: "member"}, 2: {name: "member"}}
	case "PUBLISH", "SPUBLISH":
		return map[int]role{0: {name: "channel"}, 1: {name: "message"}}
	case "SELECT":
		return map[int]role{0: {name: "db", kind: roleInt}}
	case "XACK":
		return map[int]role{1: {name: "group"}, 2: {name: "id"}}
	case "XCLAIM", "XAUTOCLAIM":
		return map[int]role{1: {name: "group"}, 2: {name: "consumer"}, 3: {"minIdle", roleDuration, ms}, 4: {name: "id"}}
	case "XRANGE":
		return map[int]role{1: {name: "start"}, 2: {name: "stop"}}
	case "XREVRANGE":
		return map[int]role{1: {name: "stop"}, 2: {name: "start"}}
	case "XADD", "XDEL":
		return map[int]role{1: {name: "id"}}
	case "SCAN":
		return map[int]role{0: {name: "cursor"}}
	case "HSCAN", "SSCAN", "ZSCAN":
		return map[int]role{1: {name: "cursor"}}
	default:
		return nil
	}
}

func rangeRoles(name string) map[int]role {
	kind := roleInt
	if name == "ZRANGE" {
		kind = roleBound // may be BYSCORE
	}
	return map[int]role{1: {name: "start", kind: kind}, 2: {name: "stop", kind: kind}}
}

// indexRole is a bound of ZRANGE as the number that it is when no option makes it a score.
func indexRole(call *analysis.Call, r role) role {
	if call.Name != "ZRANGE" || call.Open || r.kind != roleBound {
		return r
	}
	for i := 3; i < len(call.Args); i++ {
		if word, ok := literal(call, i); !ok || word == "BYSCORE" || word == "BYLEX" {
			return r
		}
	}
	r.kind = roleInt
	return r
}

// repeatedRole is the role of an argument of a command that takes groups of them.
func repeatedRole(call *analysis.Call, i int) role {
	switch call.Name {
	case "HSET", "HMSET":
		if i > 0 && i%2 == 1 {
			return role{name: "field"}
		}
		return role{name: fieldName(call, i, "value")}
	case "ZADD":
		first := 1
		for {
			word, ok := literal(call, first)
			if !ok || !isAddOption(word) {
				break
			}
			first++
		}
		if i < first {
			return role{}
		}
		if (i-first)%2 == 0 {
			return role{name: "score", kind: roleFloat}
		}
		return role{name: "member"}
	case "LPUSH", "RPUSH", "LPUSHX", "RPUSHX", "PFADD":
		return role{name: "value"}
	case "HDEL", "HMGET":
		return role{name: "field"}
	case "HEXPIRE", "HPEXPIRE", "HEXPIREAT", "HPEXPIREAT":
		if i > 3 {
			return role{name: "field"}
		}
	case "SADD", "SREM", "ZREM", "SMISMEMBER", "ZMSCORE":
		return role{name: "member"}
	case "XADD":
		if i > 2 {
			return role{name: fieldName(call, i, "")}
		}
	case "MSET", "MSETNX":
		return role{name: "value"}
	}
	return role{}
}

// fieldName is the constant field before a value, or else the fallback.
func fieldName(call *analysis.Call, i int, fallback string) string {
	if i > 0 {
		if name, ok := constant(call.Args[i-1]); ok && usable(name) != "" {
			return name
		}
	}
	return fallback
}

func isAddOption(word string) bool {
	switch word {
	case "NX", "XX", "GT", "LT", "CH", "INCR":
		return true
	default:
		return false
	}
}
