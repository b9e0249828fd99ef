// Package command is the table of Redis's commands: arity, flags, sub-commands,
// where keys stand, since when, what replaces what is deprecated, and the kind of
// reply.
//
// The table is generated (see gen) from a live server's COMMAND and COMMAND DOCS;
// newer.txt beside it adds what other servers have. Commands of modules are known by
// their prefix only. It leaves out what the arguments mean.
package command

// Flags are properties of a command.
type Flags uint32

// The flags of a command, as COMMAND names them, and some that a script meets.
const (
	Write        Flags = 1 << iota // may modify the data set
	ReadOnly                       // only reads keys
	NoScript                       // refused inside scripts
	Blocking                       // may block its client
	MayReplicate                   // counts as a write in a read-only script
	Admin
	PubSub
	MovableKeys // the key positions depend on the arguments
	Slow        // stops the server for as long as it takes over the whole data set
)

// Arity bounds the number of arguments, the command's name (and sub-command) included.
type Command struct {
	// Name is upper-case; for a sub-command the container's name, a blank and its own: "CLIENT GETNAME".
	Name string
	// Arity is the number of words, name and sub-command included: exact, or at least -Arity when negative;
	// 0 when unknown.
	Arity int
	Flags Flags
	Group string // "string", "hash", …
	// Since is the first Redis version that has it: "6.2.0". Empty for commands that no Redis has.
	Since string
	// Valkey is the first Valkey version that has it, when that differs: "9.0.0"; empty otherwise.
	Valkey string
	// DeprecatedSince is empty unless deprecated; Replacement is what to use, as Redis words it.
	DeprecatedSince string
	Replacement     string
	// Module is the module that it belongs to ("search", "json"), built into Redis 8; empty for core commands.
	Module string
	Specs  []KeySpec
	Subs   []Command // sorted by name; empty unless a container
	Reply  Reply
}

// Arg is one argument of a call; Known is false for one that is not a literal.
type Arg struct {
	Text  string
	Known bool
}

// KeySpec, Reply: see keys.go and reply.go.
type KeySpec struct{}

// Reply is the kind of reply.
type Reply struct{}

// Is reports whether all the flags are set.
func (c *Command) Is(f Flags) bool { return c.Flags&f == f }

// Lookup returns the command of that name, in upper or lower case.
func Lookup(name string) (*Command, bool) { return nil, false }

// IsModule reports whether name belongs to a module: "JSON.GET", "FT.SEARCH".
func IsModule(name string) bool { return false }

// Sub returns the sub-command of that name, in upper or lower case.
func (c *Command) Sub(name string) (*Command, bool) { return nil, false }

// Suggest returns the command whose name is nearest to a misspelt one; empty when
// none is near.
func Suggest(name string) string { return "" }

// SuggestSub is Suggest for a sub-command.
func (c *Command) SuggestSub(name string) string { return "" }
