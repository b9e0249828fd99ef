// Package gosource finds the Redis scripts in Go source: the string constants, embedded
// files and templates that reach a client's EVAL, SCRIPT LOAD or script type, directly or
// through functions of the program.
//
// # How it works
//
// Load reads the packages of a module with golang.org/x/tools/go/packages. One that does
// not type-check is searched all the same, by its syntax and imports. Find looks at every
// call in them:
//
//   - clients.go is the table of the clients' functions: package, name, which argument is
//     the script. A new client, or a new function of one, is a line there.
//   - callee.go says which of them a call calls, from types where there are any.
//   - text.go reads an expression as a text: literals, constants, concatenations,
//     strings.TrimSpace and the like, go:embed, fmt.Sprintf. The result is a diag.Hosted, so
//     that every byte of the script knows its place in the Go file, or the embedded one.
//   - wrapper.go finds functions that hand a parameter on as a script, through methods of
//     interfaces and fields of structs too. They count as a client's from then on, in other
//     packages too.
//
// # What to build on it
//
// Package golint lints the scripts: each is parsed under its Name and linted as any other, and
// its Text.Diagnostic maps what is found, fixes included, to the Go file. Holes are where a
// template's verb stands: the text has a placeholder there, and nothing that depends on its
// value is reported. Use.Call, Use.Keys and Use.Args are the expressions of the call,
// for rules about call sites. A script that has no Use with keys is only made there
// (redis.NewScript); who runs it is found through the variable that holds it.
//
// An Analyzer of golang.org/x/tools/go/analysis has a package at a time. It makes a Finder, sets
// Known, Fields and Holders from the facts of the packages that are imported (Wrapper has what a
// fact must hold, and can be encoded), calls Search with the pass's files and type information,
// and exports what it has added to Known and Fields, and what Held returns. Constants of other
// packages are read by value there, and findings in them are shown at the use.
//
// What is built at run time is not guessed: Result.Unseen has the places, with the reason.
package gosource
