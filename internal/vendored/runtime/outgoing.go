// Code generated from runtime/outgoing.go. DO NOT EDIT.

package runtime

import (
	"sync/atomic"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
)

// outgoing is a call on its way through go-redis: its keys and arguments, and the commands that
// send it.
type outgoing struct {
	Args

	rest  *rest // nil for most
	state callState
	place int32 // in its batch

	first  command                   // of the first attempt; a recovery makes its own
	inline [core.PrefixWords + 3]any // the words begin here
}

// rest is what few calls need.
type rest struct {
	again *command  // the latest attempt, if it is not the first
	peer  *outgoing // a call without keys goes where this one goes; nil for any node
	tag   uint8     // of a call without keys and peer: its place in routingTags, from 1
}

// more is the rest, for writing.
func (a *outgoing) more() *rest {
	if a.rest == nil {
		a.rest = new(rest)
	}
	return a.rest
}

// latest is the latest attempt.
func (a *outgoing) latest() *command {
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

func (a *outgoing) init(s *Script, size int) {
	a.first.script = s
	words := a.inline[:]
	if n := core.PrefixWords + size; n > len(words) {
		words = make([]any, n)
	}
	core.Init(&a.Args, s, words)
}

// req is the call as the core knows it. Once it was answered, its Err is how it failed.
func (a *outgoing) req() *core.Request { return core.RequestOf(&a.Args) }

func (a *outgoing) script() *Script { return a.first.script }

// keys is the number of keys.
func (a *outgoing) keys() int { return int(a.req().NumKeys) }

func (a *outgoing) keyWords() []any { return a.req().Keys() }

func (a *outgoing) errorf(format string, args ...any) error {
	return core.Errorf(a.script(), format, args...)
}
