package parser

import "slices"

// The tags of luagen's annotations.
const (
	tagName       = "name"
	tagKeys       = "keys"
	tagKey        = "key"
	tagArgs       = "args"
	tagArg        = "arg"
	tagReturns    = "returns"
	tagError      = "error"
	tagReadOnly   = "readonly"
	tagInclude    = "include"
	tagImport     = "import"
	tagDeprecated = "deprecated"
	tagType       = "type"
	tagDefine     = "define"
)

// ownTags are all of them. Nothing changes them.
var ownTags = []string{
	tagName, tagKeys, tagKey, tagArgs, tagArg, tagReturns, tagError,
	tagReadOnly, tagInclude, tagImport, tagDeprecated, tagType, tagDefine,
}

func isOwnTag(tag string) bool { return slices.Contains(ownTags, tag) }

// tagNamed is a tag as a string. Of its own tags luagen makes none anew.
func tagNamed(text []byte) string {
	for _, tag := range ownTags {
		if string(text) == tag {
			return tag
		}
	}
	return string(text)
}

// inLibrary reports whether the header of a library may hold annotations of the tag.
func inLibrary(tag string) bool {
	switch tag {
	case tagInclude, tagImport, tagType, tagDefine:
		return true
	default:
		return false
	}
}

// mayRepeat reports whether a header may hold several annotations of the tag.
func mayRepeat(tag string) bool {
	switch tag {
	case tagName, tagReturns, tagReadOnly, tagDeprecated:
		return false
	default:
		return true
	}
}

// isLuaLSTag reports whether the Lua language server knows the tag, from
// script/parser/luadoc.lua of LuaLS 3 and, after it, what EmmyLua adds.
func isLuaLSTag(tag string) bool {
	switch tag {
	case "alias", "as", "async", "cast", "class", "deprecated", "diagnostic", "doc",
		"enum", "field", "generic", "meta", "module", "nodiscard", "operator",
		"overload", "package", "param", "private", "protected", "public", "return",
		"see", "source", "type", "vararg", "version":
		return true
	case "accessor", "attribute", "language", "mapping", "namespace", "nodoc", "other",
		"export", "return_cast", "since", "using", "internal", "schema":
		return true
	default:
		return false
	}
}

// isLDocTag reports whether LDoc, with which many existing scripts are documented,
// knows a tag that is easily taken for one of luagen's mistyped.
func isLDocTag(tag string) bool {
	switch tag {
	case "author", "copyright", "description", "desc", "example", "function", "license",
		"local", "params", "raise", "release", "section", "summary", "table", "tparam",
		"treturn", "usage":
		return true
	default:
		return false
	}
}
