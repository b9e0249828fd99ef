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
// Run, Pipeline and Tx return it before anything is sent. Once the call was sent they
// do nothing.
type Args struct {
	*core.Args // in the reply of first; closed once the call was answered, and while it is stowed

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
// refused because it cannot be encoded. One that is claimed has a place in a batch, which is
// added.
type callState struct{ atomic.Int32 }

const (
	callIdle     int32 = 0
	callClaimed  int32 = 1
	callAnswered int32 = -1
	callRefused  int32 = -2
)

// place is that of a claimed call in its batch.
func (a *Args) place() int32 { return a.first.call.Load() - callClaimed }

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
	a.first.count.marks |= asInts
	return a
}

func (a *Args) init(s *Script, words []any, decode Decode) {
	r := newReply()
	r.set = decode
	a.Args, a.first.reply, a.first.script = &r.args, r, s
	core.Init(&r.args, s, words)
}

// close gives what the call needed while it was under way to other calls. Of what somebody
// may still hold, a hook the commands, nothing refers to it then.
//
// An attempt before the last may be looked at by go-redis for a little longer; then nothing
// is given away.
func (a *Args) close(to *settler) {
	r := a.first.reply
	if r == nil {
		return // it was stowed, and the reply is a part of EXEC's
	}
	if r.again != nil {
		return
	}
	a.Args, a.first.reply = core.Closed(a.script()), nil
	r.reset()
	if to == nil {
		replies.Put(r)
		return
	}
	to.freed.add(r)
}

// stow gives what a call of a batch needed to be made to other calls. From now on its first
// attempt has its words, and the outbox keeps how its Value is set; should more be needed, req
// brings it back. The call must not be under way.
//
// It is no method of Args: a program compiles what the methods of Args name, and an outbox names
// all of go-redis's clients.
func (o *outbox) stow(a *Args) {
	r := a.first.reply
	if r.rest != (rest{}) || a.keys() == 0 {
		return // it is needed to send the call again
	}
	a.Args, a.first.reply = o.keep(a.place(), r.set), nil
	r.reset()
	o.freed.add(r)
}

// stowed is what is kept of the calls of a batch beside their commands.
type stowed struct{ sets []Decode } // by the places of the calls

// isStowed reports a call that was stowed and has not been answered.
func (a *Args) isStowed() bool { return core.IsClosed(a.Args) && a.first.call.Load() >= callClaimed }

// restore is the opposite of stow.
func (a *Args) restore() {
	r, set := a.first.receiving(), a.setter()
	r.set = set
	core.Reopen(&r.args, a.script(), a.first.Args(), int32(a.first.count.keys()))
	a.Args = &r.args
}

// settler settles the calls of a batch.
type settler struct {
	decoder *core.Decoder
	freed   spareReplies // what the calls have given back
}

func newSettler() *settler { return &settler{decoder: core.AcquireDecoder()} }

// end gives back what settling took, and what the calls have given back.
func (s *settler) end() {
	core.ReleaseDecoder(s.decoder)
	s.freed.free()
}

// req is the call as the core knows it. Once it was answered, its Err is how it failed, and
// nothing else is in it.
func (a *Args) req() *core.Request {
	if a.isStowed() {
		a.restore()
	}
	return core.RequestOf(a.Args)
}

// script may be asked for at any time, by others than who sends the call too.
func (a *Args) script() *Script { return a.first.script }

// keys is the number of keys.
func (a *Args) keys() int { return int(a.req().NumKeys) }

func (a *Args) keyWords() []any { return a.req().Keys() }

func (a *Args) errorf(format string, args ...any) error {
	return core.Errorf(a.script(), format, args...)
}
