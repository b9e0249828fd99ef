// Code generated from runtime/args.go. DO NOT EDIT.

package runtime

import "github.com/luagen/luagen/internal/vendored/runtime/core"

// Args collects the keys and arguments of one call in the order in which the
// script sees them. Its methods are those of Call, which embeds it: Key and Keys, then a
// method for each type of argument.
//
// They return nothing: the first value that cannot be sent is remembered, and
// Run, Pipeline and Tx return it before anything is sent.
type Args = core.Args

// ArgIntEnum adds an enumeration's number, after checking that it is one of the
// declared ones.
func ArgIntEnum[T any, E ~int64](call *Call[T], name string, v E, allowed ...E) {
	core.ArgIntEnum(&call.Args, name, v, allowed...)
}

// ArgStringEnum adds an enumeration's string, after checking that it is one of
// the declared ones.
func ArgStringEnum[T any, E ~string](call *Call[T], name string, v E, allowed ...E) {
	core.ArgStringEnum(&call.Args, name, v, allowed...)
}

// FormatIntEnum is what ArgIntEnum adds.
func FormatIntEnum[T any, E ~int64](call *Call[T], name string, v E, allowed ...E) string {
	return core.FormatIntEnum(&call.Args, name, v, allowed...)
}

// FormatStringEnum is what ArgStringEnum adds.
func FormatStringEnum[T any, E ~string](call *Call[T], name string, v E, allowed ...E) string {
	return core.FormatStringEnum(&call.Args, name, v, allowed...)
}
