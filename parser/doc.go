// Package parser reads annotated Lua scripts: the header's annotations as values,
// the documentation, the text that reaches Redis with its includes pasted in, and
// that text's syntax tree, every part with its exact place in the file it came from.
//
// It reports everything that is wrong with the annotations themselves. What the Lua
// does is found by package analysis, whether that fits the annotations by package
// lint; package generator names things in Go.
package parser
