package analysis_test

import (
	"fmt"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
)

func ExampleAnalyze() {
	script, _ := parser.ParseText("take.lua", []byte(`
local n = redis.call('DECR', KEYS[1])
if n < 0 then
  redis.call('INCR', KEYS[1])
end
return n
`))
	facts := analysis.Analyze(script)
	for _, call := range facts.Calls {
		fmt.Println(call.Name)
	}
	// Output:
	// DECR
	// INCR
}
