// Package library describes the sandbox in which Redis runs scripts: its libraries and global
// functions, as data. What a function does to its arguments is named by its Op; all else that the
// analysis, the linter and infer want to know of a member is a field of it.
//
// To add a member, add its line to the table of its library. A test compares the tables with a
// live server.
package library

import (
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/luagen/luagen/analysis/kind"
)

// Library is one of the tables of the sandbox, over all servers: what only some have is in it too.
type Library struct {
	Name string
	// AliasOf is the library of which this is another name, with the same members; empty for others.
	AliasOf string
	// Instead says for members that scripts expect and the library does not have what to use.
	Instead map[string]string
	Servers

	members []Member // sorted by name
}

// Member is a function or constant of a library, or a global function.
type Member struct {
	Name    string // in the library: "call"
	Library string // the library's own name, which is "redis" for server.call too; empty for a global function
	// Op names what the function does, where anything depends on it; NoOp for all others.
	Op Op
	// Result is the kinds of a function's first result when it returns; of the constant itself otherwise.
	Result kind.Set
	// Results is how many values a call yields: Several when that depends on the arguments.
	Results int
	// Constant is set when the member is not a function.
	Constant bool
	// Opaque is set when the function may keep or change tables that it is given, or may call
	// functions that it is given.
	Opaque bool
	// Blind is set when the function neither tells an error reply that it is given from another
	// value, nor hands it on to where something could.
	Blind bool
	// Converts is set when the result is the first argument in another form, so that it goes by the same name.
	Converts bool
	// Elements is set when the function reads the elements of the table that it is given first.
	Elements bool
	// Demands is how many of the first arguments must be there, neither nil nor a boolean, or else the
	// function raises; Several when that is all of them.
	Demands int
	// Stores is set when the function writes into the table that it is given first, whatever is in it.
	Stores bool
	Servers
}

// Several is the number of results of a function that yields one number of them or another.
const Several = -1

// String is the member as scripts write it: "redis.call", "tostring".
func (m *Member) String() string {
	if m.Library == "" {
		return m.Name
	}
	return m.Library + "." + m.Name
}

// IsCommand reports whether the function runs a command: redis.call and redis.pcall. It is
// false for nil.
func (m *Member) IsCommand() bool { return m != nil && (m.Op == RedisCall || m.Op == RedisPCall) }

// Servers says which servers have a name of the sandbox. The zero value stands for all of them.
type Servers struct {
	// Since is the first versions that have it; nil for all versions of Redis and Valkey.
	Since *Since
	// NotDragonfly is set when Dragonfly does not have it.
	NotDragonfly bool
	// Withdrawn is set when the security releases of October 2025 took it away.
	Withdrawn bool
}

// Since is the first version of each server that has a name. An empty version of Redis says that
// no Redis has it; an empty version of Valkey that Valkey has it from its start if the Redis that
// Valkey began as did, and else not at all.
type Since struct{ Redis, Valkey string }

// Find returns a library by name; nil when there is none.
func Find(name string) *Library {
	i, ok := slices.BinarySearchFunc(libraries, name, func(l *Library, name string) int { return strings.Compare(l.Name, name) })
	if !ok {
		return nil
	}
	return libraries[i]
}

// Function returns a global function by name; nil when there is none.
func Function(name string) *Member { return find(functions, name) }

// Member returns a member by name; nil when the library has none of that name.
func (l *Library) Member(name string) *Member { return find(l.members, name) }

func find(sorted []Member, name string) *Member {
	i := sort.Search(len(sorted), func(i int) bool { return sorted[i].Name >= name }) // copies no member
	if i == len(sorted) || sorted[i].Name != name {
		return nil
	}
	return &sorted[i]
}

// Members returns the library's members, sorted by name.
func (l *Library) Members() iter.Seq[*Member] { return each(l.members) }

// Functions returns the global functions, sorted by name.
func Functions() iter.Seq[*Member] { return each(functions) }

// Libraries returns the libraries, sorted by name, other names of the same one included.
func Libraries() iter.Seq[*Library] { return slices.Values(libraries) }

func each(members []Member) iter.Seq[*Member] {
	return func(yield func(*Member) bool) {
		for i := range members {
			if !yield(&members[i]) {
				return
			}
		}
	}
}

// IsGlobal reports whether the sandbox has a global of that name, on some server.
func IsGlobal(name string) bool {
	switch name {
	case "KEYS", "ARGV", "_G", "_VERSION":
		return true
	}
	return Find(name) != nil || Function(name) != nil
}

// OfGlobal says which servers have a global.
func OfGlobal(name string) Servers {
	if l := Find(name); l != nil {
		return l.Servers
	}
	if f := Function(name); f != nil {
		return f.Servers
	}
	return Servers{}
}

// libraries is every library, sorted by name.
var libraries = sortedLibraries(
	&Library{Name: "bit", members: in("bit", bit)},
	&Library{Name: "cjson", members: in("cjson", cjson)},
	&Library{Name: "cmsgpack", members: in("cmsgpack", cmsgpack)},
	&Library{Name: "coroutine", members: in("coroutine", coroutine), Servers: Servers{NotDragonfly: true}},
	&Library{Name: "math", members: in("math", mathematics), Instead: map[string]string{
		"trunc":      "math.floor or math.ceil",
		"tointeger":  "math.floor",
		"maxinteger": "2^53, up to which Lua 5.1's numbers hold every integer",
		"mininteger": "-2^53, down to which Lua 5.1's numbers hold every integer",
	}},
	&Library{Name: "os", members: in("os", system), Servers: Servers{Since: &Since{Redis: "7.4.0", Valkey: "8.0.0"}, NotDragonfly: true}},
	redisLibrary("redis", "", Servers{}),
	redisLibrary("server", "redis", Servers{Since: &Since{Valkey: "7.2.0"}, NotDragonfly: true}),
	&Library{Name: "string", members: in("string", text), Instead: map[string]string{
		"trim":  "string.match(s, '^%s*(.-)%s*$')",
		"split": "string.gmatch",
	}},
	&Library{Name: "struct", members: in("struct", structs)},
	&Library{Name: "table", members: in("table", tables), Instead: map[string]string{
		"unpack": "unpack",
		"pack":   "{…}",
		"move":   "a loop",
	}},
)

// functions is every global function, sorted by name.
var functions = in("", base)

// redisLibrary is the library redis under one of its names.
func redisLibrary(name, aliasOf string, on Servers) *Library {
	return &Library{Name: name, AliasOf: aliasOf, Servers: on, members: redisMembers, Instead: map[string]string{
		"error":  "redis.error_reply",
		"status": "redis.status_reply",
		"sha1":   "redis.sha1hex",
	}}
}

// redisMembers is one table for all names of the library.
var redisMembers = in("redis", redis)

// in sorts a library's members, and says of each which library it is in.
func in(lib string, members []Member) []Member {
	members = slices.Clone(members)
	for i := range members {
		members[i].Library = lib
	}
	slices.SortFunc(members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	return members
}

func sortedLibraries(ls ...*Library) []*Library {
	slices.SortFunc(ls, func(a, b *Library) int { return strings.Compare(a.Name, b.Name) })
	return ls
}
