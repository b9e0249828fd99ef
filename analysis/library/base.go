package library

import "github.com/luagen/luagen/analysis/kind"

// base is the functions that are in no library.
var base = []Member{
	{Name: "assert", Op: Assert, Result: kind.Unknown, Results: Several},
	{Name: "collectgarbage", Result: kind.Unknown, Results: 1},
	{Name: "error", Op: Error, Result: kind.Unknown, Results: Several},
	{Name: "gcinfo", Result: kind.Int, Results: 1, Servers: Servers{NotDragonfly: true}},
	{Name: "getfenv", Result: kind.Unknown, Results: 1, Servers: Servers{NotDragonfly: true, Withdrawn: true}},
	{Name: "getmetatable", Result: kind.Unknown, Results: 1},
	{Name: "ipairs", Op: IPairs, Result: kind.Func, Results: 3, Blind: true, Elements: true, Demands: 1},
	{Name: "load", Result: kind.Unknown, Results: Several},
	{Name: "loadstring", Result: kind.Unknown, Results: Several, Servers: Servers{NotDragonfly: true}},
	{Name: "newproxy", Result: kind.Other, Results: 1, Servers: Servers{NotDragonfly: true, Withdrawn: true}},
	{Name: "next", Op: Next, Result: kind.Unknown, Results: Several, Elements: true, Demands: 1},
	{Name: "pairs", Op: Pairs, Result: kind.Func, Results: 3, Blind: true, Elements: true, Demands: 1},
	{Name: "pcall", Op: PCall, Result: kind.Unknown, Results: Several},
	{Name: "rawequal", Result: kind.Bool, Results: 1},
	{Name: "rawget", Op: RawGet, Result: kind.Unknown, Results: 1},
	{Name: "rawset", Result: kind.Unknown, Results: 1, Opaque: true, Stores: true},
	{Name: "select", Op: Select, Result: kind.Unknown, Results: Several},
	{Name: "setfenv", Result: kind.Unknown, Results: 1, Opaque: true, Servers: Servers{NotDragonfly: true, Withdrawn: true}},
	{Name: "setmetatable", Op: SetMetatable, Result: kind.Unknown, Results: 1, Stores: true},
	{Name: "tonumber", Op: ToNumber, Result: kind.Unknown, Results: 1, Blind: true, Converts: true},
	{Name: "tostring", Op: ToString, Result: kind.AnyString, Results: 1, Blind: true, Converts: true},
	{Name: "type", Op: Type, Result: kind.AnyString, Results: 1},
	{Name: "unpack", Op: Unpack, Result: kind.Unknown, Results: Several, Blind: true, Elements: true, Demands: 1},
	{Name: "xpcall", Op: XPCall, Result: kind.Unknown, Results: Several},
}
