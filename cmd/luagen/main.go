// Luagen turns annotated Redis Lua scripts into typed Go, and checks them.
//
// Everything is in internal/cli; run "luagen help" for the commands. It is a tool of go vet, too:
// go vet -vettool=$(command -v luagen) ./...
package main

import (
	"os"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/luagen/luagen/analyzer"
	"github.com/luagen/luagen/internal/cli"
)

func main() {
	if isVet(os.Args[1:]) {
		unitchecker.Main(analyzer.Analyzer)
	}
	if _, set := os.LookupEnv("GOGC"); !set {
		// A run makes much, keeps little of it and soon ends. For what keeps more, internal/cli
		// sets less.
		debug.SetGCPercent(300)
	}
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// isVet reports whether go vet has called: to ask for the version or the flags, or to have one
// package checked, which a .cfg file describes.
func isVet(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	for _, arg := range args[:len(args)-1] {
		if !strings.HasPrefix(arg, "-") {
			return false
		}
	}
	return last == "-V=full" || last == "-flags" || strings.HasSuffix(last, ".cfg") && !strings.HasPrefix(last, "-")
}
