package infer_test

import (
	"fmt"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

func ExamplePropose() {
	script, _ := parser.ParseText("visit.lua", []byte(`local counter, seconds = KEYS[1], ARGV[1]
local n = redis.call('INCR', counter)
redis.call('EXPIRE', counter, seconds)
return n
`))
	for _, line := range infer.Propose(script, analysis.Analyze(script)).Lines {
		fmt.Println(line)
	}
	// Output:
	// --@keys counter
	// --@args seconds:duration(s)
	// --@returns int
}
