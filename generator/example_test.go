package generator_test

import (
	"fmt"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

func ExampleGenerate() {
	script, _ := parser.ParseText("visit.lua", []byte(`--@key counter
--@returns int
return redis.call('INCR', KEYS[1])
`))
	returns, _ := infer.ResolveReturns(script, analysis.Analyze(script)) // names the fields of a bare tuple
	inputs := []generator.Input{{Script: script, Returns: returns.Type}}
	files, findings := generator.Generate(generator.Options{Package: "scripts"}, inputs)
	fmt.Println(len(findings))
	for _, f := range files {
		fmt.Println(f.Name)
	}
	// Output:
	// 0
	// luagen.go
	// visit.lua.go
}
