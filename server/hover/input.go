package hover

import (
	"fmt"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/source"
)

func valueRef(in *analysis.Inputs, index int) value.InputRef {
	return value.InputRef{Table: in.Table, Index: index}
}

// input says what the header declares of an input.
func input(s source.Script, ref value.InputRef) string {
	place := fmt.Sprintf("%s[%d]", ref.Table, ref.Index)
	name, typ, doc := describe.Input(s.Script, ref)
	if name == "" {
		if s.Declares {
			return paragraphs(code(place), "The header does not declare it.")
		}
		return code(place)
	}
	line := place + " = " + name
	if typ != "" {
		line += ": " + typ
	}
	return paragraphs(code(line), doc)
}
