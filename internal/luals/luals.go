// Package luals holds the Lua language server's definition of the sandbox in which
// Redis runs scripts: redis, KEYS, ARGV, cjson, cmsgpack, struct and bit. With it
// an editor completes and checks a script as it does any Lua.
//
// It leaves out where the file goes; luagen init writes it.
package luals

import _ "embed"

// Definition is the definition file, for the workspace.library of LuaLS.
//
//go:embed redis.lua
var Definition string
