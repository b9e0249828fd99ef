// Luagen turns annotated Redis Lua scripts into typed Go, and checks them.
//
// Everything is in internal/cli; run "luagen help" for the commands.
package main

import (
	"os"

	"github.com/luagen/luagen/internal/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
