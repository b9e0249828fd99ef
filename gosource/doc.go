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
//   - clients.go is the table of the clients' functions: package, name, what they do with a
//     script. A new client, or a new function of one, is a line there.
//   - callee.go says which of them a call calls, from types where there are any.
//   - declare.go notes what variables, fields, lists and maps are set to; texts.go reads the texts
//     that an expression may be, and text.go one of them: literals, constants, concatenations,
//     strings.TrimSpace and the like, go:embed, fmt.Sprintf, functions of the program. The result
//     is a diag.Hosted, so that every byte of the script knows its place in the Go file, or the
//     embedded one.
//   - wrapper.go finds functions that hand a parameter on as a script, through methods of
//     interfaces and fields of structs too. They count as a client's from then on, in other
//     packages too.
//   - run.go describes the calls that run a script, alike for all clients: held.go says which
//     script, inputs.go with what keys and arguments, reply.go what becomes of the reply.
//
// # What to build on it
//
// Package golint lints the scripts: each is parsed under its Name and linted as any other, and
// its Text.Diagnostic maps what is found, fixes included, to the Go file. Holes are where a
// template's verb stands: the text has a placeholder there, and nothing that depends on its
// value is reported. A Use is a place where a script reaches a client, which may only make or
// load it; a Run is a call that runs it, with its keys, its arguments and its reply.
//
// An Analyzer of golang.org/x/tools/go/analysis has a package at a time. It makes a Finder, sets
// Known, Fields and Holders from the facts of the packages that are imported (Wrapper has what a
// fact must hold, and can be encoded), calls Search with the pass's files and type information,
// and exports what it has added to Known and Fields, and what Held returns. Constants of other
// packages are read by value there, and findings in them are shown at the use.
//
// What is built at run time is not guessed: Result.Unseen has the places, with the reason.
package gosource
