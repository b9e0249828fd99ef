package generator

import "go/token"

// Names of what generated functions declare or need beside their parameters.
const (
	nameContext = "ctx"
	nameClient  = "c"
	nameArgs    = "args"
	nameErr     = "err"
	nameReply   = "reply"
	nameParams  = "params"
	nameDecoder = "d"
	nameValue   = "v"
	nameQuerier = "q"
	nameInto    = "into"
	nameIndex   = "i"
)

// needed reports whether a parameter of this name would shadow something that
// every generated function may need.
func needed(name string) bool {
	switch name {
	case nameContext, nameClient, nameArgs, nameErr, nameReply:
		return true
	case "any", "bool", "byte", "error", "false", "float32", "float64", "int", "int8", "int16", "int32", "int64",
		"len", "nil", "rune", "string", "true", "uint", "uint8", "uint16", "uint32", "uint64":
		return true
	default:
		return false
	}
}

// parameter is the name of a Go parameter: the name itself, or with a trailing
// underscore when it is a keyword or would shadow something needed.
func parameter(name string, im *imports) string {
	if token.IsKeyword(name) || needed(name) || im.has(name) {
		return name + "_"
	}
	return name
}
