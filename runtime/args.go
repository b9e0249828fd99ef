package runtime

import (
	"sync/atomic"

	"github.com/luagen/luagen/runtime/core"
)

// Args collects the keys and arguments of one call in the order in which the script sees
// them: Key and Keys, then a method for each type of argument. The methods are those of
// [core.Args].
//
// They return nothing: the first value that cannot be sent is remembered, and
// Run, Pipeline and Tx return it before anything is sent. Once the call was answered they
// do nothing.
type Args struct {
	*core.Args // in the reply of first; closed once the call was answered

	state callState
	place int32 // in its batch

	first command // of the first attempt; a recovery makes its own
}

// Calls of few words have them in the same allocation.
type (
	argsOf4 struct {
		Args
		words [4]any
	}
	argsOf5 struct {
		Args
		words [5]any
	}
	argsOf6 struct {
		Args
		words [6]any
	}
	argsOf7 struct {
		Args
		words [7]any
	}
)

// more is what few calls need, for writing.
func (a *Args) more() *rest { return &a.first.reply.rest }

// latest is the latest attempt.
func (a *Args) latest() *command {
	if r := a.first.reply; r != nil && r.again != nil {
		return r.again
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
// far as it is known; decode sets the call's Value, and nil throws the reply away.
//
//go:noinline
func NewArgs(s *Script, size int, decode Decode) *Args {
	switch n := core.PrefixWords + size; {
	case n <= 4:
		a := new(argsOf4)
		a.init(s, a.words[:], decode)
		return &a.Args
	case n == 5:
		a := new(argsOf5)
		a.init(s, a.words[:], decode)
		return &a.Args
	case n == 6:
		a := new(argsOf6)
		a.init(s, a.words[:], decode)
		return &a.Args
	case n == 7:
		a := new(argsOf7)
		a.init(s, a.words[:], decode)
		return &a.Args
	default:
		a := new(Args)
		a.init(s, make([]any, n), decode)
		return a
	}
}

// NewIntsArgs is NewArgs with DecodeInts: the integers are put into the result as they arrive,
// which takes less time.
//
//go:noinline
func NewIntsArgs(s *Script, size int) *Args {
	a := NewArgs(s, size, DecodeInts)
	a.first.reply.asInts = true
	return a
}

func (a *Args) init(s *Script, words []any, decode Decode) {
	r := newReply(s)
	r.decode = decode
	a.Args, a.first.reply = &r.args, r
	core.Init(&r.args, s, words)
}

// close gives what the call needed while it was under way to other calls. Of what somebody
// may still hold, a hook the commands, nothing refers to it then.
//
// An attempt before the last may be looked at by go-redis for a little longer; then nothing
// is given away.
func (a *Args) close(to *settler) {
	r := a.first.reply
	if r.again != nil {
		return
	}
	a.Args, a.first.reply = core.Closed(a.script()), nil
	r.reset()
	if to == nil {
		replies.Put(r)
		return
	}
	r.next, to.freed = to.freed, r
}

// settler settles the calls of a batch.
type settler struct {
	decoder *core.Decoder
	freed   *reply // what the calls have given back
}

func newSettler() *settler { return &settler{decoder: core.AcquireDecoder()} }

// end gives back what settling took, and what the calls have given back, at once: one by one
// takes longer.
func (s *settler) end() {
	core.ReleaseDecoder(s.decoder)
	if s.freed != nil {
		replies.Put(s.freed)
	}
}

// req is the call as the core knows it. Once it was answered, its Err is how it failed, and
// nothing else is in it.
func (a *Args) req() *core.Request { return core.RequestOf(a.Args) }

func (a *Args) script() *Script { return a.req().Script }

// keys is the number of keys.
func (a *Args) keys() int { return int(a.req().NumKeys) }

func (a *Args) keyWords() []any { return a.req().Keys() }

func (a *Args) errorf(format string, args ...any) error {
	return core.Errorf(a.script(), format, args...)
}
