package parser_test

import (
	"fmt"
	"testing/fstest"

	"github.com/luagen/luagen/parser"
)

func ExampleLoader() {
	files := fstest.MapFS{
		"like.lua": {Data: []byte(`--@key likes = post:<id:int>:likes
--@arg user
--@returns bool
return redis.call('SADD', KEYS[1], ARGV[1])
`)},
	}
	loader := &parser.Loader{FS: files, Dir: "scripts"}
	script, findings := loader.Load("like.lua")
	fmt.Println(script.File, len(findings))
	fmt.Println(script.Keys[0].Text, script.Args[0].Text, script.Returns.Type)

	// An editor's text takes the place of the file, in another Loader.
	_, findings = loader.With("like.lua", []byte("--@returns number\nreturn 1\n")).Load("like.lua")
	for _, d := range findings {
		fmt.Println(d.Span, d.Message)
	}
	// Output:
	// scripts/like.lua 0
	// likes user bool
	// scripts/like.lua:1:12 unknown type number; write int or float
}
