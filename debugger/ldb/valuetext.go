package ldb

import (
	"strconv"
	"strings"
)

// String is the value on one line, in Lua's own form as far as it has one.
func (v Value) String() string {
	switch v.Kind {
	case String:
		return strconv.Quote(v.Text)
	case Table:
		parts := make([]string, len(v.Entries))
		for i, e := range v.Entries {
			parts[i] = e.Value.String()
			if !v.Array {
				parts[i] = e.KeyText() + " = " + parts[i]
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case Deep:
		return "{…}"
	case Function:
		return "function"
	case Thread:
		return "coroutine"
	case Userdata:
		if v.IsNull() {
			return "cjson.null"
		}
		return "userdata"
	default:
		return v.Text
	}
}

// KeyText is the key as it would be written in a table: name or ["a b"] or [2].
func (e Entry) KeyText() string {
	if e.Key.Kind == String && isName(e.Key.Text) {
		return e.Key.Text
	}
	return "[" + e.Key.String() + "]"
}

func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// IsNull reports whether the value is cjson.null.
func (v Value) IsNull() bool { return v.Kind == Userdata && strings.HasSuffix(v.Text, "(nil)") }
