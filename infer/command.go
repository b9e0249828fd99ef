package infer

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// refined is a return's reply without what it is only if some argument happens to hold an
// option: SET's GET, ZADD's INCR.
func (in *inferrer) refined(r *analysis.Return) analysis.Reply {
	reply := r.Reply
	call := in.callOf(r.Expr)
	if call == nil || call.Open {
		return reply
	}
	without := analysis.ReplyKinds(0)
	switch call.Name {
	case "ZADD":
		if !in.hasWord(call, "INCR") {
			without = analysis.ReplyBulk | analysis.ReplyNil
		}
	case "SET":
		if !in.hasWord(call, "GET") {
			without = analysis.ReplyBulk
		}
	case "LPOS":
		if !in.hasWord(call, "COUNT") {
			without = analysis.ReplyArray
		}
	}
	if reply.Kinds&^without != 0 {
		reply.Kinds &^= without
	}
	return reply
}

// hasWord reports whether an argument of a command, after its first, is that word.
func (in *inferrer) hasWord(call *analysis.Call, word string) bool {
	return slices.ContainsFunc(call.Args[min(1, len(call.Args)):], func(a syntax.Expr) bool {
		s, ok := in.facts.Value(a).Str()
		return ok && strings.EqualFold(s, word)
	})
}

// isBeyond reports whether an expression is an element of a reply that may be too short to
// have it, as in "redis.call('ZRANGE', …)[1]", or a field of a table filled with what Redis
// holds, that field or not.
func (in *inferrer) isBeyond(e syntax.Expr) bool {
	e = in.source(e)
	absent := in.facts.Value(e).Can(analysis.Absent)
	converted := false
	if c, ok := e.(*syntax.CallExpr); ok && len(c.Args) == 1 && in.facts.Value(c.Func).Op() == library.ToNumber {
		e, converted = in.source(c.Args[0]), true
	}
	index, ok := e.(*syntax.IndexExpr)
	if !ok || !absent {
		return false
	}
	call := in.callOf(index.X)
	if call == nil {
		s := in.facts.Value(index.X).Shape()
		return converted && in.facts.Value(e).Input().Index == 0 || s != nil && s.Dynamic.Kinds() != 0
	}
	switch call.Name {
	case "HMGET", "MGET", "TIME", "GEOPOS", "GEOHASH", "ZMSCORE", "SMISMEMBER", "SCAN", "HSCAN", "SSCAN", "ZSCAN":
		return false // as long as what was asked for
	default:
		return true
	}
}

// replyName is what a command's reply is usually called.
func replyName(call *analysis.Call) string {
	switch call.Name {
	case "TTL", "PTTL":
		return "ttl"
	case "LLEN", "SCARD", "ZCARD", "HLEN", "XLEN", "ZCOUNT", "STRLEN":
		return "count"
	case "INCR", "INCRBY", "DECR", "DECRBY", "HINCRBY":
		return "count"
	case "EXISTS", "HEXISTS":
		return "exists"
	case "ZSCORE":
		return "score"
	case "ZRANK", "ZREVRANK":
		return "rank"
	case "HGET":
		if len(call.Args) == 2 {
			if field, ok := constant(call.Args[1]); ok {
				return field
			}
		}
		return "value"
	case "GET", "GETSET":
		return "value"
	case "TYPE":
		return "type"
	case "HGETALL":
		return "fields"
	case "SMEMBERS", "ZRANGE", "ZRANGEBYSCORE":
		return "members"
	default:
		return ""
	}
}

// commandArray is the type of the array that a command replies; false when it is not known.
func (in *inferrer) commandArray(call *analysis.Call) (parser.Type, bool) {
	text := scalar(parser.String)
	scored := &parser.Flat{Fields: []parser.Field{field("member", text), field("score", scalar(parser.Float))}}
	pairs := &parser.Map{Key: text, Elem: text}
	switch call.Name {
	case "HGETALL":
		return pairs, true
	case "ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZUNION", "ZINTER", "ZDIFF", "ZRANDMEMBER":
		if in.hasWord(call, "WITHSCORES") {
			return scored, true
		}
		return &parser.List{Elem: text}, true
	case "HRANDFIELD":
		if in.hasWord(call, "WITHVALUES") { // with a negative count a field may come twice
			return &parser.Flat{Fields: []parser.Field{field("field", text), field("value", text)}}, true
		}
		return &parser.List{Elem: text}, true
	case "ZPOPMIN", "ZPOPMAX":
		return scored, true
	case "TIME":
		return &parser.Tuple{Fields: []parser.Field{field("seconds", scalar(parser.Int)), field("microseconds", scalar(parser.Int))}}, true
	case "XRANGE", "XREVRANGE":
		return &parser.List{Elem: &parser.Tuple{Fields: []parser.Field{field("id", text), field("fields", pairs)}}}, true
	case "SCAN", "SSCAN":
		return &parser.Tuple{Fields: []parser.Field{field("cursor", text), field("items", &parser.List{Elem: text})}}, true
	case "HSCAN":
		return &parser.Tuple{Fields: []parser.Field{field("cursor", text), field("fields", pairs)}}, true
	case "ZSCAN":
		return &parser.Tuple{Fields: []parser.Field{field("cursor", text), field("members", scored)}}, true
	case "HMGET", "MGET", "GEOHASH":
		return &parser.List{Elem: optionalIf(true, text)}, true
	case "ZMSCORE":
		return &parser.List{Elem: optionalIf(true, scalar(parser.Float))}, true
	case "SMISMEMBER":
		return &parser.List{Elem: scalar(parser.Int)}, true
	case "GEOPOS":
		position := &parser.Tuple{Fields: []parser.Field{field("longitude", scalar(parser.Float)), field("latitude", scalar(parser.Float))}}
		return &parser.List{Elem: optionalIf(true, position)}, true
	}
	reply := in.facts.Reply(call.Reply)
	if !reply.Known || reply.Rest == nil {
		return nil, false
	}
	elem, ok := in.elemType(*reply.Rest)
	if !ok {
		return nil, false
	}
	return &parser.List{Elem: elem}, true
}

func field(name string, t parser.Type) parser.Field {
	return parser.Field{Ident: parser.Ident{Text: name}, Type: t}
}
