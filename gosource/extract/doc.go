// Package extract plans how scripts move from Go source into .lua files of their own, and
// their calls to functions generated from these.
//
// # How it works
//
// Each stage takes plain values and returns plain values; nothing is written to the disk.
//
//   - find.go: which texts are scripts that can move, what declares them, what their comments
//     say, which calls run them.
//   - client.go, passed.go, reply.go: what a call passes and what it takes the reply for, and
//     whether a generated function can do the same.
//   - header.go: the text of the .lua file, with the header that package infer proposes for
//     what the calls show.
//   - generated.go: the package that is generated from the files, in memory.
//   - rewrite.go, drop.go, goedit.go: the Go files with the calls rewritten, and without what
//     nothing uses any more.
//   - verify.go: whether the result type-checks. What does not is left as it was.
//
// A call is rewritten only where the generated function sends the same bytes and returns
// values of the same types and errors of the same meaning. Where one is left, the text of the
// script is taken from the generated package, so that it stands in one place.
package extract
