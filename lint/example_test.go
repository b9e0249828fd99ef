package lint_test

import (
	"os"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
)

func ExampleRun() {
	text := []byte(`local used = redis.call('GET', KEYS[1])
if used > 10 then
  return 0
end
return 1
`)
	script, reported := parser.ParseText("limit.lua", text)
	findings := lint.Run(script, analysis.Analyze(script), lint.Config{Reported: reported})
	printer := diag.TextPrinter{Source: func(string) []byte { return text }}
	printer.Print(os.Stdout, findings)
	// Output:
	// limit.lua:2:4: error: used is a string and the other side of > a number, which raises; convert it with tonumber (missing-tonumber)
	//     if used > 10 then
	//        ^~~~~~~~~
	// limit.lua:1:14: note: used gets its value here
	//     local used = redis.call('GET', KEYS[1])
	//                  ^~~~~~~~~~~~~~~~~~~~~~~~~~
	//     fix: wrap in tonumber()
}
