package library

// Op names what a library function does. Only functions that something treats in a way of its own have one.
type Op uint8

// What library functions do: each is one function of the sandbox, or two that do the same.
const (
	NoOp Op = iota

	// The library redis.
	RedisCall
	RedisPCall
	ErrorReply
	StatusReply

	// Global functions.
	Assert
	Error
	IPairs
	Next
	Pairs
	PCall
	RawGet
	Select
	SetMetatable
	ToNumber
	ToString
	Type
	Unpack
	XPCall

	// The library string.
	Byte
	FindText
	Format
	GMatch // gmatch, and gfind, its older name
	GSub
	Match
	Transform // sub, lower, upper, rep and reverse: a string made of the characters of the first argument

	// The library table.
	Concat
	Insert
	Remove
	Sort

	// The library math.
	Abs
	Floor // floor and ceil
	Huge  // the constant
	Max
	Min
	Modf
	Random
	RandomSeed

	// Libraries that pack values.
	JSONDecode
	JSONEncode
	MsgpackPack
	MsgpackUnpack
	StructPack
	StructUnpack

	// The library coroutine.
	Yield

	// The iterators that ipairs, pairs and gmatch return, which no script can name.
	IPairsStep
	PairsStep
	GMatchStep
)

// The iterators that library functions return.
var (
	IPairsIterator = Member{Name: "(ipairs)", Op: IPairsStep, Results: Several}
	PairsIterator  = Member{Name: "(pairs)", Op: PairsStep, Results: Several}
	GMatchIterator = Member{Name: "(gmatch)", Op: GMatchStep, Results: Several}
)
