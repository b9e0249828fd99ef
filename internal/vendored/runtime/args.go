// Code generated from runtime/args.go. DO NOT EDIT.

package runtime

import (
	"sync/atomic"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
)

// Args collects the keys and arguments of one call in the order in which the script sees
// them: Key and Keys, then a method for each type of argument. The methods are those of
// [core.Args].
//
// They return nothing: the first value that cannot be sent is remembered, and
// Run, Pipeline and Tx return it before anything is sent.
type Args struct {
	core.Args

	rest  *rest // nil for most
	state callState
	place int32 // in its batch

	first  command                   // of the first attempt; a recovery makes its own
	inline [core.PrefixWords + 3]any // the words begin here
}

// rest is what few calls need.
type rest struct {
	again *command // the latest attempt, if it is not the first
	peer  *Args    // a call without keys goes where this one goes; nil for any node
	tag   uint8    // of a call without keys and peer: its place in routingTags, from 1
}

// more is the rest, for writing.
func (a *Args) more() *rest {
	if a.rest == nil {
		a.rest = new(rest)
	}
	return a.rest
}

// latest is the latest attempt.
func (a *Args) latest() *command {
	if a.rest != nil && a.rest.again != nil {
		return a.rest.again
	}
	return &a.first
}

// callState is where a call stands: idle, claimed by one sender, answered, or
// refused because it cannot be encoded.
type callState struct{ atomic.Uint32 }

const (
	callIdle uint32 = iota
	callClaimed
	callAnswered
	callRefused
)

// NewArgs begins a call of a script. size is the number of keys and arguments to come, as
// far as it is known.
//
//go:noinline
func NewArgs(s *Script, size int) *Args {
	a := new(Args)
	a.init(s, size)
	return a
}

// NewIntsArgs is NewArgs for a call whose reply (*Decoder).Ints decodes: the integers are put
// into the result as they arrive, which takes less time.
func NewIntsArgs(s *Script, size int) *Args {
	a := NewArgs(s, size)
	a.first.reply.asInts = true
	return a
}

func (a *Args) init(s *Script, size int) {
	a.first.script = s
	words := a.inline[:]
	if n := core.PrefixWords + size; n > len(words) {
		words = make([]any, n)
	}
	core.Init(&a.Args, s, words)
}

// req is the call as the core knows it. Once it was answered, its Err is how it failed.
func (a *Args) req() *core.Request { return core.RequestOf(&a.Args) }

func (a *Args) script() *Script { return a.first.script }

// keys is the number of keys.
func (a *Args) keys() int { return int(a.req().NumKeys) }

func (a *Args) keyWords() []any { return a.req().Keys() }

func (a *Args) errorf(format string, args ...any) error {
	return core.Errorf(a.script(), format, args...)
}

// ArgIntEnum adds an enumeration's number, after checking that it is one of the
// declared ones.
func ArgIntEnum[E ~int64](args *Args, name string, v E, allowed ...E) {
	core.ArgIntEnum(&args.Args, name, v, allowed...)
}

// ArgStringEnum adds an enumeration's string, after checking that it is one of
// the declared ones.
func ArgStringEnum[E ~string](args *Args, name string, v E, allowed ...E) {
	core.ArgStringEnum(&args.Args, name, v, allowed...)
}

// FormatIntEnum is what ArgIntEnum adds.
func FormatIntEnum[E ~int64](args *Args, name string, v E, allowed ...E) string {
	return core.FormatIntEnum(&args.Args, name, v, allowed...)
}

// FormatStringEnum is what ArgStringEnum adds.
func FormatStringEnum[E ~string](args *Args, name string, v E, allowed ...E) string {
	return core.FormatStringEnum(&args.Args, name, v, allowed...)
}
