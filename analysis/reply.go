package analysis

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// ReplyKinds is a set of the kinds of reply that a value becomes on the wire.
type ReplyKinds uint16

// The kinds of reply, as a client without RESP3 gets them.
const (
	ReplyNil       ReplyKinds = 1 << iota // nil, and Lua's false
	ReplyInteger                          // a number that is whole, and true (as 1)
	ReplyTruncated                        // an integer that may have been cut from a fraction
	ReplyBulk                             // a Lua string
	ReplyStatus                           // {ok=…}
	ReplyError                            // {err=…}, error() included when a pcall returns it
	ReplyArray                            // an array, see Reply.Elems
	ReplyRESP3                            // {double=…}, {map=…}, {set=…}, {big_number=…}, {verbatim_string=…}
	// AnyReply is every kind: nothing is known.
	AnyReply ReplyKinds = 1<<iota - 1
)

// Reply is what can reach the client for one value.
type Reply struct {
	Kinds ReplyKinds
	// Consts is every number (cut to a whole one) and string that an integer or bulk
	// reply can be, or a reply that is always a status; empty when they are not all known.
	Consts []value.Const
	// Value is the Lua value itself.
	Value value.Value
	// Elems are the leading elements of the array, when Kinds has ReplyArray and the
	// table is known: those that are known one by one.
	Elems []Reply
	// Rest is what further elements can be; nil when there are none.
	Rest *Reply
	// Known is set when Elems and Rest describe every array that this can be. Without it
	// nothing is known of the elements.
	Known bool
	// Lost is set when the table, where it is one, only ever gets entries under strings, of which Redis sends
	// none. (Names that are not known are taken to be none of err, ok, map, ….)
	Lost bool
	// Cut is set on an element that may be nil, with evidence in the script, so that it
	// and what follows is cut off.
	Cut bool
}

// Return is one statement that ends the script, or a function whose result the
// script returns ("return main()").
type Return struct {
	Stmt *syntax.ReturnStmt
	// Expr is the first expression returned; nil for a bare "return". Redis sends
	// only the first value.
	Expr syntax.Expr
	// Value is what the first value can be; Nil for a bare "return".
	Value value.Value
	// Reply is what it puts on the wire. A table constructor in Expr has its
	// elements in Reply.Elems in the same order.
	Reply Reply
	// Extra are the values after the first, which are never sent. For a function it is
	// only set when nothing else calls it.
	Extra []syntax.Expr
}
