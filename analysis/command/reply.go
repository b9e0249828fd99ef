package command

// ReplyKinds is a set of kinds of reply, as a script sees them in RESP2.
type ReplyKinds uint8

// The kinds of reply.
const (
	Integer ReplyKinds = 1 << iota
	Status             // {ok=…} in Lua
	Bulk               // a string
	Numeral            // a string that is a number
	Nil                // false in Lua
	Array              // see Reply.Elem
)

// Reply is what a command replies when it does not fail.
type Reply struct {
	// Kinds is 0 when unknown.
	Kinds ReplyKinds
	// Elem is what the elements of an array can be; 0 when unknown, Array for nested ones.
	Elem ReplyKinds
	// Natural is set when an integer is never negative.
	Natural bool
}
