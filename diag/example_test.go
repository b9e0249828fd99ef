package diag_test

import (
	"os"

	"github.com/luagen/luagen/diag"
)

func ExampleTextPrinter() {
	findings := diag.Sort([]diag.Diagnostic{{
		Span:     diag.Span{File: "like.lua", Start: diag.Pos{Line: 1, Column: 7, Offset: 6}, End: diag.Pos{Line: 1, Column: 13, Offset: 12}},
		Severity: diag.Warning,
		Rule:     "unused-key",
		Message:  "key userId is never read",
	}})
	source := func(string) []byte { return []byte("--@key userId\n") }
	diag.TextPrinter{Source: source}.Print(os.Stdout, findings)
	// Output:
	// like.lua:1:7: warning: key userId is never read (unused-key)
	//     --@key userId
	//           ^~~~~~
}
