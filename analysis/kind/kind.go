// Package kind holds the kinds that a Lua value can be of, as far as they matter to Redis: it tells
// apart what becomes another reply, or what commands, arithmetic and comparisons treat in another way.
package kind

// Set is a set of the kinds of value that an expression can have at run time.
type Set uint32

// The kinds of value. Numbers, strings, tables and nil come in several, by how
// much is known.
const (
	// Absent is a nil that nothing in the script suggests: an input that the caller
	// did not send, an element beyond the end of a table.
	Absent Set = 1 << iota
	// Nil is a nil that the script itself makes possible.
	Nil
	False
	True
	// Int is a whole number.
	Int
	// Fraction is a number that a division, a constant or a library function may have made a fraction.
	Fraction
	// AnyNumber is a number of which it is not known whether it is whole.
	AnyNumber
	// Numeral is a string that tonumber accepts.
	Numeral
	// Text is a string that tonumber refuses.
	Text
	// AnyString is a string of which it is not known whether it is a numeral.
	AnyString
	// Array is a table other than Status and ErrorTable.
	Array
	// Status is a table {ok=…}.
	Status
	// ErrorTable is a table {err=…}.
	ErrorTable
	Func
	// Other is a coroutine or userdata (cjson.null).
	Other
)

// Sets of kinds.
const (
	AbsentOrNil = Absent | Nil
	Falsy       = Absent | Nil | False
	Bool        = False | True
	Number      = Int | Fraction | AnyNumber
	String      = Numeral | Text | AnyString
	Table       = Array | Status | ErrorTable
	// Unknown is every kind, those that say more than is known included.
	Unknown = Falsy | True | Number | String | Table | Func | Other
)
