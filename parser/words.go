package parser

// Word is a word of the annotation language as an editor explains it.
type Word struct {
	Name string
	Form string // how it is written
	Doc  string // what it says, as Markdown
}

// Tags returns the tags of annotations, without the "@", in the order in which a header has them.
func Tags() []Word {
	return []Word{
		{tagName, "@name GoName", "The name of the Go function, in place of the file's."},
		{tagInclude, `@include "path.lua"`, "Pastes a library in front of the script; the path is relative to this file's folder."},
		{tagImport, `@import alias "path"`, "A Go package whose types the header uses."},
		{tagType, "@type Name = type", "A type with a name of its own, in Go too."},
		{tagDefine, "@define name = text<placeholder>", "A template that keys and arguments can use."},
		{tagKeys, "@keys name name…", "Elements of KEYS, in order."},
		{tagKey, "@key name = text<placeholder>  documentation", "One element of KEYS, perhaps built from a template."},
		{tagArgs, "@args name:type name:type…", "Elements of ARGV, in order."},
		{tagArg, "@arg name:type  documentation", "One element of ARGV."},
		{tagReturns, "@returns type  documentation", "What the script replies."},
		{tagError, "@error ErrName reply  documentation", "A reply that is an error in Go: a number, a string, nil, or an error reply's code."},
		{tagReadOnly, "@readonly", "The script does not write, and runs by EVALSHA_RO."},
		{tagDeprecated, "@deprecated what to use", "Marks the Go function as deprecated."},
	}
}

// TypeWords returns the words with which types begin.
func TypeWords() []Word {
	return []Word{
		{String.String(), "string", "A string; `string(T)` is a Go type made of one."},
		{Bytes.String(), "bytes", "Bytes, a `[]byte` in Go."},
		{Int.String(), "int", "A whole number of 64 bits; `int(T)` is a Go type made of one."},
		{Uint.String(), "uint", "A whole number of 64 bits that is not negative."},
		{Float.String(), "float", "A number, a `float64` in Go."},
		{Bool.String(), "bool", "True or false, 1 and 0 on the wire; `bool(\"yes\", \"no\")` names other words."},
		{Time.String(), "time(unit)", "A point in time, as the number of s, ms, us or ns since 1970."},
		{Duration.String(), "duration(unit)", "A length of time, as a number of s, ms, us or ns."},
		{JSON.String(), "json(T)", "A Go type as JSON; plain `json` is the raw text."},
		{MsgPack.String(), "msgpack(T)", "A Go type as MessagePack."},
		{Text.String(), "text(T)", "A Go type by its MarshalText and UnmarshalText."},
		{Any.String(), "any", "Any reply."},
		{OK.String(), "ok", "A status reply that says nothing but that all went well."},
		{"enum", "enum(a, b)", "One of some words, or of some numbers: `enum(on=1, off=0)`."},
		{"tuple", "tuple(name:type, …)", "An array read by position, a struct in Go."},
		{"hash", "hash(name:type, …)", "Fields and values in turn, read by name, a struct in Go."},
		{"flat", "flat(name:type, …)", "A flat array read in groups, a slice of structs in Go."},
		{"map", "map[K]V", "Keys and values in turn, a map in Go."},
	}
}
