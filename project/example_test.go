package project_test

import (
	"fmt"
	"log"
	"testing/fstest"

	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/project"
)

func ExampleOpen() {
	files := project.Files{Work: project.Path("shop"), FS: fstest.MapFS{
		"shop/scripts/take.lua": {Data: []byte("--@keys stock reserve\n--@returns int\nreturn redis.call('DECR', KEYS[1])\n")},
	}}
	w, err := project.Open(project.Request{Files: files, Paths: []string{"scripts"}})
	if err != nil {
		log.Fatal(err)
	}
	if err := w.Load(); err != nil {
		log.Fatal(err)
	}
	for _, d := range w.Lint(lint.Config{}) {
		fmt.Println(d.Span, d.Rule)
	}
	// Output:
	// scripts/take.lua:1:15 unused-key
}
