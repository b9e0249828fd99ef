// Package command is the table of Redis's commands: arity, flags, sub-commands, since when,
// what replaces what is deprecated, the grammar of the arguments, the replies, and what a
// call does to the data.
//
// Whatever asks what a word of a call means asks Command.Match, which turns the words, known or
// not, into roles: keys, options, members, seconds. What a call replies or changes depends on its
// options and is asked of the Match.
//
// The table is generated (see gen) from a live server's COMMAND and COMMAND DOCS. Beside it,
// newer.txt adds what other servers have and corrects what they changed, arguments.txt says what
// the documentation leaves open of arguments, replies.txt adds the replies, and effects.txt
// what a call changes.
package command

//go:generate go run ./gen

import (
	"iter"
	"strings"
)

// Flags are properties of a command.
type Flags uint16

// The flags of a command.
const (
	Write               Flags = 1 << iota // may modify the data set
	NoScript                              // refused inside scripts by every server
	MayReplicate                          // counts as a write in a read-only script, without being one
	Container                             // needs a sub-command: CLIENT, XGROUP
	NoDragonfly                           // Dragonfly does not have it
	DragonflyNoScript                     // refused inside scripts by Dragonfly, but not by every Redis
	LazyOptions                           // reads its options only once it has found the key
	NoCluster                             // refused by clusters
	DragonflyUndeclared                   // refused by Dragonfly in scripts that declare all keys
	Random                                // replies otherwise each time: before Redis 5.0 a script may not write after it
	ValkeyKeeps                           // deprecated by Redis alone: Valkey took the deprecation back with 9.0
)

// Command is one command, or one sub-command of a container.
type Command struct {
	// Name is in upper case; a sub-command's is its own, without the container's.
	Name string
	// Arity counts the words of a call, the command's name (and the sub-command's) included:
	// exactly Arity, or at least -Arity when negative. 0 when unknown.
	Arity int8
	Flags Flags
	// Group is the data type or area: "string", "sorted-set", "server"; the vendor's
	// module ("tair") for commands that no Redis has.
	Group string
	// Summary says what it does, in a sentence without a final period; Complexity how long that takes.
	// Both are empty for commands of vendors' modules.
	Summary    string
	Complexity string
	// Since is the first Redis version that has it: "6.2.0". Empty when no Redis has it.
	Since string
	// Until is the first Redis version that no longer has it; empty otherwise.
	Until string
	// Valkey is the first Valkey version that has it; empty when that has it from its
	// beginning (as everything up to Redis 7.2) or, for what Since puts after Redis 7.2,
	// does not have it.
	Valkey string
	// ScriptSince is the first version whose scripts may call it, for one that earlier
	// servers refuse inside scripts; empty otherwise.
	ScriptSince string
	// ManySince is the first version that takes more than one group of what repeats, for one that
	// earlier servers give a single group; empty otherwise.
	ManySince string
	// Deprecated is the version that deprecated it; empty otherwise.
	Deprecated string
	// Replacement is what to use in place of a deprecated command, in Redis's words.
	Replacement string
	// ReadOnlyAdvice says what a read-only script uses in its place, or why it cannot be used
	// there: the end of a sentence. Empty when there is nothing to say.
	ReadOnlyAdvice string
	// SlowAdvice says what to do in place of a command that is slow, as the end of a sentence.
	SlowAdvice string
	Subs       []Command // sorted by name; empty without
	Grammar    Grammar   // of its arguments; without Params when it has none, or none is known

	replies   []choice[Reply]
	unwritten []choice[Unwritten]
	expiry    []choice[Expiry]
	keyNames  []choice[string]
	slow      []choice[bool]
}

// Is reports whether any of the flags is set.
func (c *Command) Is(f Flags) bool { return c.Flags&f != 0 }

// Lookup returns the command of that name, in any case. It does not allocate.
func Lookup(name string) (*Command, bool) { return find(commands, name) }

// All goes over all commands, with their full names in order; sub-commands as "XGROUP CREATE".
func All() iter.Seq2[string, *Command] {
	return func(yield func(string, *Command) bool) {
		for i := range commands {
			c := &commands[i]
			if !yield(c.Name, c) {
				return
			}
			for j := range c.Subs {
				if !yield(c.Name+" "+c.Subs[j].Name, &c.Subs[j]) {
					return
				}
			}
		}
	}
}

// Sub returns the sub-command of that name, in any case.
func (c *Command) Sub(name string) (*Command, bool) { return find(c.Subs, name) }

// IsModule reports whether a command's name is that of a module's ("JSON.GET",
// "FT.SEARCH"), of which the table has some only: modules put a dot into their commands'
// names, and no command of a server's own has one.
func IsModule(name string) bool {
	dot := strings.IndexByte(name, '.')
	return dot > 0 && dot < len(name)-1
}

// find searches commands sorted by their upper-case names.
func find(sorted []Command, name string) (*Command, bool) {
	lo, hi := 0, len(sorted)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := compareFold(sorted[mid].Name, name); {
		case c == 0:
			return &sorted[mid], true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return nil, false
}

// compareFold compares an upper-case name with one in any case.
func compareFold(upper, name string) int {
	for i := 0; i < len(upper) && i < len(name); i++ {
		c := name[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if upper[i] != c {
			return int(upper[i]) - int(c)
		}
	}
	return len(upper) - len(name)
}
