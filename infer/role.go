package infer

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
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
	if call.Match == nil {
		return role{}
	}
	p, _ := call.Match.At(i)
	if p != nil && p.Role == command.Key && call.Open && i == len(call.Args)-1 {
		p = besideKey(call.Match) // one of what unpack adds
	}
	if p == nil || p.Token != "" || p.Role == command.Key || call.Match.Command.Grammar.Loose {
		return role{}
	}
	r := roleOfParam(p, call.Match.RoleOf(p))
	if before, _ := call.Match.At(i - 1); before != nil && before.Name == "offset" && p.Name == "count" {
		r.name = "limit"
	}
	if p.Role == command.Value && i > 0 {
		if before, _ := call.Match.At(i - 1); before != nil && before.Role == command.Field {
			r.name = fieldName(call, i, r.name)
		}
	}
	return r
}

// besideKey returns what comes with each key of which a command takes any number; nil when that is
// nothing.
func besideKey(m *command.Match) *command.Param {
	for _, p := range m.Groups() {
		if p.Role != command.Key {
			return &p
		}
	}
	return nil
}

// roleOfParam is what a word is, as a type and by its usual name.
func roleOfParam(p *command.Param, is command.Role) role {
	r := role{name: paramName(p, is)}
	switch {
	case is == command.Cursor: // it may be larger than an int
	case is.IsSpan() && is.IsWhole():
		r.kind, r.unit = roleDuration, unitOf(is)
	case is.IsInstant():
		r.kind, r.unit = roleTime, unitOf(is)
	case is.IsWhole():
		r.kind = roleInt
	case is.IsNumber():
		r.kind = roleFloat
	case is == command.ScoreBound, is == command.RangeBound:
		r.kind = roleBound
	}
	return r
}

func unitOf(r command.Role) parser.Unit {
	if r.InMilliseconds() {
		return parser.Milliseconds
	}
	return parser.Seconds
}

// paramName is what an argument is usually called; the documentation's names are those of what it
// is counted in, or too long.
func paramName(p *command.Param, is command.Role) string {
	switch is {
	case command.Seconds, command.Milliseconds:
		if strings.HasPrefix(p.Name, "min-idle") {
			return "minIdle"
		}
		return "ttl"
	case command.UnixSeconds, command.UnixMilliseconds:
		return "expireAt"
	case command.StreamID:
		if p.Name == "start" {
			return "start"
		} else if p.Name == "end" {
			return "stop"
		}
		return "id"
	case command.Element:
		return "value"
	case command.NumWords:
		return "count"
	}
	switch p.Name {
	case "increment", "decrement":
		return "amount"
	case "num-matches":
		return "count"
	case "threshold", "len":
		return "maxLen"
	case "groupname":
		return "group"
	case "consumername":
		return "consumer"
	case "member1", "member2":
		return "member"
	}
	return camelCase(p.Name)
}

// camelCase writes a name of the documentation as a name of a script's header.
func camelCase(name string) string {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
	}
	return strings.Join(parts, "")
}

// keyName is what a key of a command is usually called.
func keyName(call *analysis.Call) string {
	if call.Match == nil {
		return "key"
	}
	if name := call.Match.KeyName(); name != "" {
		return name
	}
	switch group := call.Match.Command.Group; group {
	case "hash", "list", "set", "stream", "bitmap", "geo":
		return group
	case "sorted-set", "sorted_set":
		return "zset"
	case "hyperloglog":
		return "log"
	default:
		return "key"
	}
}

// fieldName is the constant field before a value, or else the fallback.
func fieldName(call *analysis.Call, i int, fallback string) string {
	if i > 0 && i <= len(call.Args) {
		if name, ok := constant(call.Args[i-1]); ok && usable(name) != "" {
			return name
		}
	}
	return fallback
}
