// Luagen turns annotated Redis Lua scripts into typed Go, and checks them.
//
// Everything is in internal/cli; run "luagen help" for the commands. It is a tool of go vet, too:
// go vet -vettool=$(command -v luagen) ./...
package main

import (
	"os"
	"runtime"
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
		collectLate()
	}
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectLate has garbage collected first when the heap is at 32 MiB, which few runs come to, and then
// whenever it has grown by 300 percent: a run makes much, keeps little of it and soon ends. For what
// keeps more, internal/cli sets less.
func collectLate() {
	const first, later = 800, 300 // percent; the first are of 4 MiB
	debug.SetGCPercent(first)
	runtime.AddCleanup(new([64]byte), func(struct{}) {
		if set := debug.SetGCPercent(later); set != first {
			debug.SetGCPercent(set) // by internal/cli
		}
	}, struct{}{})
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
