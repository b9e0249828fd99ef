package analysis

import (
	"slices"
	"strings"
)

// library is one of the tables that Redis's sandbox offers.
type library struct {
	name    string
	members []libMember // sorted by name
}

// libMember is a function or constant of a library; base functions have no library.
type libMember struct {
	name   string // in the library: "call"
	full   string // as scripts write it: "redis.call", "tostring"
	result Kinds  // of a function's first result when it returns; of the constant itself otherwise
	// constant is set when the member is not a function.
	constant bool
	// opaque is set when tables that are passed to the function may be kept or changed by it,
	// or functions passed to it may be called.
	opaque bool
}

// libraries are the tables of the sandbox over all servers: what only some have is in it too.
var libraries = []library{
	{"bit", members("bit", Int, "arshift band bnot bor bswap bxor lshift rol ror rshift tobit tohex:s")},
	{"cjson", members("cjson", Unknown, "_NAME=s _VERSION=s decode decode_array_with_array_mt decode_invalid_numbers decode_max_depth encode:s encode_invalid_numbers encode_keep_buffer encode_max_depth encode_number_precision encode_sparse_array new null=o")},
	{"cmsgpack", members("cmsgpack", Unknown, "_COPYRIGHT=s _DESCRIPTION=s _NAME=s _VERSION=s pack:s unpack unpack_limit unpack_one")},
	{"coroutine", members("coroutine", Unknown, "create! resume! running status:s wrap! yield!")},
	{"math", members("math", AnyNumber, "abs acos asin atan atan2 ceil:i cos cosh deg exp floor:i fmod frexp huge=n ldexp log log10 max min mod modf:i pi=f pow rad random randomseed sin sinh sqrt:f tan tanh")},
	{"os", members("os", Fraction, "clock")},
	{"redis", redisMembers("redis")},
	{"server", redisMembers("server")},
	{"string", members("string", AnyString, "byte:u char dump find:u format gfind:F gmatch:F gsub! len:i lower match:u rep reverse sub upper")},
	{"struct", members("struct", Unknown, "pack:s size:i unpack")},
	{"table", members("table", Unknown, "concat:s foreach! foreachi! getn:i insert maxn:n remove setn sort!")},
}

// base are the functions that need no library.
var base = members("", Unknown, "assert collectgarbage error gcinfo:i getfenv getmetatable ipairs:F load loadstring newproxy:o next pairs:F pcall rawequal:b rawget rawset! select setfenv! setmetatable tonumber tostring:s type:s unpack xpcall")

// redisMembers are the members of redis, which Valkey calls server too.
func redisMembers(name string) []libMember {
	return members(name, Unknown, "LOG_DEBUG=i LOG_NOTICE=i LOG_VERBOSE=i LOG_WARNING=i "+
		"REDIS_VERSION=s REDIS_VERSION_NUM=i REPL_ALL=i REPL_AOF=i REPL_NONE=i REPL_REPLICA=i REPL_SLAVE=i "+
		"SERVER_NAME=s VALKEY_VERSION=s VALKEY_VERSION_NUM=i "+
		"acl_check_cmd:b breakpoint:b call debug error_reply log pcall register_function replicate_commands:b set_repl setresp "+
		"sha1hex:s status_reply")
}

// members reads a list of members: "name" has the result fallback, "name:k" the result k, "name=k" is a
// constant of kind k and "name!" an opaque function.
func members(lib string, fallback Kinds, list string) []libMember {
	var ms []libMember
	for word := range strings.FieldsSeq(list) {
		m := libMember{name: word, result: fallback}
		if name, ok := strings.CutSuffix(word, "!"); ok {
			m.name, m.opaque = name, true
		} else if name, kind, ok := strings.Cut(word, ":"); ok {
			m.name, m.result = name, letterKinds(kind)
		} else if name, kind, ok := strings.Cut(word, "="); ok {
			m.name, m.result, m.constant = name, letterKinds(kind), true
		}
		m.full = m.name
		if lib != "" {
			m.full = lib + "." + m.name
		}
		ms = append(ms, m)
	}
	slices.SortFunc(ms, func(a, b libMember) int { return strings.Compare(a.name, b.name) })
	return ms
}

// letterKinds are the letters of members' lists.
func letterKinds(letter string) Kinds {
	switch letter {
	case "s":
		return AnyString
	case "i":
		return Int
	case "n":
		return AnyNumber
	case "f":
		return Fraction
	case "b":
		return Bool
	case "o":
		return Other
	case "F":
		return Func
	default:
		return Unknown
	}
}

// findLibrary returns a library by name; nil when there is none.
func findLibrary(name string) *library {
	for i := range libraries {
		if libraries[i].name == name {
			return &libraries[i]
		}
	}
	return nil
}

// member returns a library's member; nil when it has none of that name.
func (l *library) member(name string) *libMember { return findMember(l.members, name) }

func findMember(sorted []libMember, name string) *libMember {
	i, ok := slices.BinarySearchFunc(sorted, name, func(m libMember, name string) int { return strings.Compare(m.name, name) })
	if !ok {
		return nil
	}
	return &sorted[i]
}

// knownGlobal reports whether the sandbox has a global of that name.
func knownGlobal(name string) bool {
	switch name {
	case "KEYS", "ARGV", "_G", "_VERSION":
		return true
	}
	return findLibrary(name) != nil || findMember(base, name) != nil
}
