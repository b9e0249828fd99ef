package library

import "github.com/luagen/luagen/analysis/kind"

// text is the library string.
var text = []Member{
	{Name: "byte", Op: Byte, Result: kind.Unknown, Results: Several, Blind: true, Demands: 1},
	{Name: "char", Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "dump", Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "find", Op: FindText, Result: kind.Unknown, Results: Several, Blind: true, Demands: 2},
	{Name: "format", Op: Format, Result: kind.AnyString, Results: 1, Blind: true, Demands: Several},
	{Name: "gfind", Op: GMatch, Result: kind.Func, Results: 1, Blind: true, Demands: 2, Servers: Servers{NotDragonfly: true}},
	{Name: "gmatch", Op: GMatch, Result: kind.Func, Results: 1, Blind: true, Demands: 2},
	{Name: "gsub", Op: GSub, Result: kind.AnyString, Results: 2, Opaque: true, Blind: true, Demands: 3},
	{Name: "len", Result: kind.Int, Results: 1, Blind: true, Demands: 1},
	{Name: "lower", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true, Demands: 1},
	{Name: "match", Op: Match, Result: kind.Unknown, Results: Several, Blind: true, Demands: 2},
	{Name: "rep", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true, Demands: 2},
	{Name: "reverse", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true, Demands: 1},
	{Name: "sub", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true, Demands: 2},
	{Name: "upper", Op: Transform, Result: kind.AnyString, Results: 1, Blind: true, Demands: 1},
}

// tables is the library table.
var tables = []Member{
	{Name: "concat", Op: Concat, Result: kind.AnyString, Results: 1, Demands: 1},
	{Name: "foreach", Result: kind.Unknown, Results: Several, Opaque: true, Elements: true, Demands: 1},
	{Name: "foreachi", Result: kind.Unknown, Results: Several, Opaque: true, Elements: true, Demands: 1},
	{Name: "getn", Result: kind.Int, Results: 1, Demands: 1},
	{Name: "insert", Op: Insert, Result: kind.Unknown, Stores: true, Demands: 1},
	{Name: "maxn", Result: kind.AnyNumber, Results: 1, Demands: 1, Servers: Servers{NotDragonfly: true}},
	{Name: "remove", Op: Remove, Result: kind.Unknown, Results: Several, Demands: 1},
	{Name: "setn", Result: kind.Unknown},
	{Name: "sort", Op: Sort, Result: kind.Unknown, Opaque: true, Demands: 1},
}

// mathematics is the library math.
var mathematics = []Member{
	{Name: "abs", Op: Abs, Result: kind.AnyNumber, Results: 1, Blind: true, Converts: true, Demands: 1},
	{Name: "acos", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "asin", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "atan", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "atan2", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 2},
	{Name: "ceil", Op: Floor, Result: kind.Int, Results: 1, Blind: true, Converts: true, Demands: 1},
	{Name: "cos", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "cosh", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "deg", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "exp", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "floor", Op: Floor, Result: kind.Int, Results: 1, Blind: true, Converts: true, Demands: 1},
	{Name: "fmod", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 2},
	{Name: "frexp", Result: kind.AnyNumber, Results: 2, Blind: true, Demands: 1},
	{Name: "huge", Op: Huge, Constant: true, Result: kind.AnyNumber},
	{Name: "ldexp", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 2},
	{Name: "log", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "log10", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "max", Op: Max, Result: kind.AnyNumber, Results: 1, Blind: true, Demands: Several},
	{Name: "min", Op: Min, Result: kind.AnyNumber, Results: 1, Blind: true, Demands: Several},
	{Name: "mod", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 2, Servers: Servers{NotDragonfly: true}},
	{Name: "modf", Op: Modf, Result: kind.Int, Results: 2, Blind: true, Demands: 1},
	{Name: "pi", Constant: true, Result: kind.Fraction},
	{Name: "pow", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 2},
	{Name: "rad", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "random", Op: Random, Result: kind.AnyNumber, Results: 1, Blind: true, Demands: Several},
	{Name: "randomseed", Op: RandomSeed, Result: kind.AnyNumber, Blind: true, Demands: 1},
	{Name: "sin", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "sinh", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "sqrt", Result: kind.Fraction, Results: 1, Blind: true, Demands: 1},
	{Name: "tan", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
	{Name: "tanh", Result: kind.AnyNumber, Results: 1, Blind: true, Demands: 1},
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
