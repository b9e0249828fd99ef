package library

import "github.com/luagen/luagen/analysis/kind"

// text is the library string.
var text = []Member{
	{Name: "byte", Op: Byte, Result: kind.Unknown, Results: Several, Blind: true},
	{Name: "char", Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "dump", Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "find", Op: FindText, Result: kind.Unknown, Results: Several, Blind: true},
	{Name: "format", Op: Format, Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "gfind", Op: GMatch, Result: kind.Func, Results: 1, Blind: true, Servers: Servers{NotDragonfly: true}},
	{Name: "gmatch", Op: GMatch, Result: kind.Func, Results: 1, Blind: true},
	{Name: "gsub", Op: GSub, Result: kind.AnyString, Results: 2, Opaque: true, Blind: true},
	{Name: "len", Result: kind.Int, Results: 1, Blind: true},
	{Name: "lower", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "match", Op: Match, Result: kind.Unknown, Results: Several, Blind: true},
	{Name: "rep", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "reverse", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "sub", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "upper", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true},
}

// tables is the library table.
var tables = []Member{
	{Name: "concat", Op: Concat, Result: kind.AnyString, Results: 1},
	{Name: "foreach", Result: kind.Unknown, Results: Several, Opaque: true, Elements: true},
	{Name: "foreachi", Result: kind.Unknown, Results: Several, Opaque: true, Elements: true},
	{Name: "getn", Result: kind.Int, Results: 1},
	{Name: "insert", Op: Insert, Result: kind.Unknown, Stores: true},
	{Name: "maxn", Result: kind.AnyNumber, Results: 1, Servers: Servers{NotDragonfly: true}},
	{Name: "remove", Op: Remove, Result: kind.Unknown, Results: Several},
	{Name: "setn", Result: kind.Unknown},
	{Name: "sort", Op: Sort, Result: kind.Unknown, Opaque: true},
}

// mathematics is the library math.
var mathematics = []Member{
	{Name: "abs", Op: Abs, Result: kind.AnyNumber, Results: 1, Blind: true, Converts: true},
	{Name: "acos", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "asin", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "atan", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "atan2", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "ceil", Op: Floor, Result: kind.Int, Results: 1, Blind: true, Converts: true},
	{Name: "cos", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "cosh", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "deg", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "exp", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "floor", Op: Floor, Result: kind.Int, Results: 1, Blind: true, Converts: true},
	{Name: "fmod", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "frexp", Result: kind.AnyNumber, Results: 2, Blind: true},
	{Name: "huge", Op: Huge, Constant: true, Result: kind.AnyNumber},
	{Name: "ldexp", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "log", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "log10", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "max", Op: Max, Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "min", Op: Min, Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "mod", Result: kind.AnyNumber, Results: 1, Blind: true, Servers: Servers{NotDragonfly: true}},
	{Name: "modf", Op: Modf, Result: kind.Int, Results: 2, Blind: true},
	{Name: "pi", Constant: true, Result: kind.Fraction},
	{Name: "pow", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "rad", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "random", Op: Random, Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "randomseed", Op: RandomSeed, Result: kind.AnyNumber, Blind: true},
	{Name: "sin", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "sinh", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "sqrt", Result: kind.Fraction, Results: 1, Blind: true},
	{Name: "tan", Result: kind.AnyNumber, Results: 1, Blind: true},
	{Name: "tanh", Result: kind.AnyNumber, Results: 1, Blind: true},
}

// coroutine is the library coroutine.
var coroutine = []Member{
	{Name: "create", Result: kind.Unknown, Results: 1, Opaque: true},
	{Name: "resume", Result: kind.Unknown, Results: Several, Opaque: true},
	{Name: "running", Result: kind.Unknown, Results: 1},
	{Name: "status", Result: kind.AnyString, Results: 1},
	{Name: "wrap", Result: kind.Unknown, Results: 1, Opaque: true},
	{Name: "yield", Op: Yield, Result: kind.Unknown, Results: Several, Opaque: true},
}

// system is the library os, of which Redis has one function.
var system = []Member{
	{Name: "clock", Result: kind.Fraction, Results: 1},
}
