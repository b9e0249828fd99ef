package runtime

import (
	"sync/atomic"

	"github.com/luagen/luagen/runtime/core"
)

// outgoing is a call on its way through go-redis: its keys and arguments, and the commands that
// send it.
type outgoing struct {
	Args

	peer  *outgoing // a call without keys goes where this one goes; nil for any node
	cmd   *command  // the latest attempt; nil before the first
	state callState
	place int32 // in its batch
	tag   uint8 // of a call without keys and peer: its place in routingTags, from 1

	first  command                   // of the first attempt; a recovery makes its own
	inline [core.PrefixWords + 4]any // the words begin here
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
