package hover

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/source"
)

// member is the use of a library's member that an expression is.
func member(f *analysis.Facts, e *syntax.IndexExpr) (analysis.Member, bool) {
	for _, m := range f.Members {
		if m.Expr == e && m.Member != nil {
			return m, true
		}
	}
	return analysis.Member{}, false
}

func memberText(m analysis.Member) string { return libraryMember(m.Member) }

// libraryMember says what a function or constant of the sandbox is.
func libraryMember(m *library.Member) string {
	line := m.String()
	if !m.Constant {
		line += "(…)"
	}
	if kinds := describe.Kinds(m.Result); kinds != "" && m.Results != 0 {
		line += ": " + kinds
	}
	return paragraphs(code(line), servers(m.Servers))
}

// servers says which servers have a name of the sandbox; empty for all of them.
func servers(s library.Servers) string {
	text := ""
	if s.Since != nil {
		switch {
		case s.Since.Redis == "":
			text = "No Redis has it."
		default:
			text = "Since Redis " + s.Since.Redis + "."
		}
		if s.Since.Valkey != "" {
			text += " Since Valkey " + s.Since.Valkey + "."
		}
	}
	if s.NotDragonfly {
		text = paragraphs(text, "Dragonfly does not have it.")
	}
	if s.Withdrawn {
		text = paragraphs(text, "The security releases of October 2025 took it away.")
	}
	return text
}

// global says what a global of the sandbox is.
func global(s source.Script, name string) string {
	if m := library.Function(name); m != nil {
		return libraryMember(m)
	}
	if lib := library.Find(name); lib != nil {
		return paragraphs(code(name), "A library of Redis's Lua.", servers(lib.Servers))
	}
	switch name {
	case "KEYS":
		return paragraphs(code("KEYS"), inputs(s, name))
	case "ARGV":
		return paragraphs(code("ARGV"), inputs(s, name))
	}
	return ""
}
