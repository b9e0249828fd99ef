package library

import "github.com/luagen/luagen/analysis/kind"

// cjson is the library cjson.
var cjson = []Member{
	{Name: "_NAME", Constant: true, Result: kind.AnyString},
	{Name: "_VERSION", Constant: true, Result: kind.AnyString},
	{Name: "decode", Op: JSONDecode, Result: kind.Unknown, Results: 1, Converts: true, Demands: 1},
	{Name: "decode_array_with_array_mt", Result: kind.Unknown, Results: 1, Servers: Servers{Since: &Since{Redis: "8.4.0"}}},
	{Name: "decode_invalid_numbers", Result: kind.Unknown, Results: 1},
	{Name: "decode_max_depth", Result: kind.Unknown, Results: 1},
	{Name: "encode", Op: JSONEncode, Result: kind.AnyString, Results: 1, Converts: true},
	{Name: "encode_invalid_numbers", Result: kind.Unknown, Results: 1},
	{Name: "encode_keep_buffer", Result: kind.Unknown, Results: 1},
	{Name: "encode_max_depth", Result: kind.Unknown, Results: 1},
	{Name: "encode_number_precision", Result: kind.Unknown, Results: 1},
	{Name: "encode_sparse_array", Result: kind.Unknown, Results: 3},
	{Name: "new", Result: kind.Unknown, Results: 1},
	{Name: "null", Constant: true, Result: kind.Other},
}

// cmsgpack is the library cmsgpack.
var cmsgpack = []Member{
	{Name: "_COPYRIGHT", Constant: true, Result: kind.AnyString},
	{Name: "_DESCRIPTION", Constant: true, Result: kind.AnyString},
	{Name: "_NAME", Constant: true, Result: kind.AnyString},
	{Name: "_VERSION", Constant: true, Result: kind.AnyString},
	{Name: "pack", Op: MsgpackPack, Result: kind.AnyString, Results: 1, Converts: true},
	{Name: "unpack", Op: MsgpackUnpack, Result: kind.Unknown, Results: Several, Converts: true, Demands: 1},
	{Name: "unpack_limit", Result: kind.Unknown, Results: Several, Demands: 1},
	{Name: "unpack_one", Result: kind.Unknown, Results: Several, Demands: 1},
}

// structs is the library struct.
var structs = []Member{
	{Name: "pack", Op: StructPack, Result: kind.AnyString, Results: 1},
	{Name: "size", Result: kind.Int, Results: 1},
	{Name: "unpack", Op: StructUnpack, Result: kind.Unknown, Results: Several, Demands: 2},
}

// bit is the library bit.
var bit = []Member{
	{Name: "arshift", Result: kind.Int, Results: 1, Blind: true, Demands: 2},
	{Name: "band", Result: kind.Int, Results: 1, Blind: true, Demands: Several},
	{Name: "bnot", Result: kind.Int, Results: 1, Blind: true, Demands: 1},
	{Name: "bor", Result: kind.Int, Results: 1, Blind: true, Demands: Several},
	{Name: "bswap", Result: kind.Int, Results: 1, Blind: true, Demands: 1},
	{Name: "bxor", Result: kind.Int, Results: 1, Blind: true, Demands: Several},
	{Name: "lshift", Result: kind.Int, Results: 1, Blind: true, Demands: 2},
	{Name: "rol", Result: kind.Int, Results: 1, Blind: true, Demands: 2},
	{Name: "ror", Result: kind.Int, Results: 1, Blind: true, Demands: 2},
	{Name: "rshift", Result: kind.Int, Results: 1, Blind: true, Demands: 2},
	{Name: "tobit", Result: kind.Int, Results: 1, Blind: true, Demands: 1},
	{Name: "tohex", Result: kind.AnyString, Results: 1, Blind: true, Demands: 1},
}
