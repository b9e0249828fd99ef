// Package describe says in few words what the analysis knows.
package describe

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
)

// mostConsts is how many constants are listed.
const mostConsts = 4

// Value is the type of a value, as "integer", "string or nil" or "\"asc\" or \"desc\"". It is empty
// when nothing is known.
func Value(v value.Value) string {
	if !v.Known() || v.Kinds() == 0 {
		return ""
	}
	if consts := v.Consts(); len(consts) > 0 && len(consts) <= mostConsts && v.Kinds()&^(kind.Number|kind.String) == 0 {
		var words []string
		for _, c := range consts {
			if c.IsString {
				words = append(words, strconv.Quote(c.Str))
			} else {
				words = append(words, value.FormatNumber(c.Num))
			}
		}
		return strings.Join(words, " or ")
	}
	return Kinds(v.Suggested())
}

// Kinds is a set of kinds in Lua's words.
func Kinds(k kind.Set) string {
	if k == 0 || k&kind.Unknown == kind.Unknown {
		return ""
	}
	var words []string
	add := func(is kind.Set, word string) {
		if k&is != 0 {
			words = append(words, word)
		}
	}
	switch {
	case k&kind.Number == kind.Int:
		words = append(words, "integer")
	default:
		add(kind.Number, "number")
	}
	switch {
	case k&kind.String == kind.Numeral:
		words = append(words, "numeric string")
	default:
		add(kind.String, "string")
	}
	switch {
	case k&kind.Bool == kind.Bool:
		words = append(words, "boolean")
	default:
		add(kind.True, "true")
		add(kind.False, "false")
	}
	add(kind.Array, "table")
	add(kind.Status, "status reply")
	add(kind.ErrorTable, "error reply")
	add(kind.Func, "function")
	add(kind.Other, "userdata")
	add(kind.AbsentOrNil, "nil")
	return strings.Join(words, " or ")
}

// Input is the declaration of KEYS[n] or ARGV[n], its name and its documentation; name is empty for
// one that the header does not declare.
func Input(s *parser.Script, in value.InputRef) (name, typ, doc string) {
	if in.Table == value.KEYS {
		for i, k := range s.Keys {
			if k.Variadic || i+1 == in.Index {
				if k.Template != nil {
					typ = k.Template.Text
				}
				return dotted(k.Text, k.Variadic), typ, k.Doc
			}
		}
		return "", "", ""
	}
	if a := flow.DeclaredArgAt(s, in.Index); a != nil {
		return a.Text, ArgType(*a), a.Doc
	}
	for i, a := range s.Args {
		if a.Variadic && in.Index > i {
			return dotted(a.Text, true), ArgType(a), a.Doc
		}
	}
	return "", "", ""
}

// ArgType is the type of an argument in annotation syntax.
func ArgType(a parser.Arg) string {
	if a.Template != nil {
		return a.Template.Text
	}
	if a.Type == nil {
		return ""
	}
	return a.Type.String()
}

func dotted(name string, variadic bool) string {
	if variadic {
		return name + "..."
	}
	return name
}
