package runtime

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// Call is one call of a script: its keys and arguments, encoded and perhaps not
// yet sent, and afterwards its result. T is what the script's reply decodes to.
//
// A call is sent once, by Run or as a part of a Pipeline or Tx.
type Call[T any] struct {
	Args

	decode func(*Decoder) T
	value  T
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

// NewCall begins a call. decode reads the reply, Discard throws it away; size is
// the number of keys and arguments to come, as far as it is known.
func NewCall[T any](s *Script, decode func(*Decoder) T, size int) *Call[T] {
	c := &Call[T]{decode: decode}
	c.init(s, size)
	return c
}

// NewIntsCall is NewCall for (*Decoder).Ints, in less time: the integers of a
// reply are put into the result as they arrive.
func NewIntsCall(s *Script, size int) *Call[[]int64] {
	c := NewCall(s, (*Decoder).Ints, size)
	c.first.reply.asInts = true
	return c
}

// Run sends the call and waits for its result.
//
// Errors: what could not be encoded, before anything is sent; a declared error;
// *ScriptError for other error replies; *DecodeError for a reply of the wrong
// shape; and network and context errors as they are. After a network or context
// error the server may or may not have run the script, once.
func (c *Call[T]) Run(ctx context.Context, client Client) (T, error) {
	if err := c.sendable(client); err != nil {
		var zero T
		return zero, err
	}
	cmd, err := c.send(ctx, client)
	if err != nil {
		c.abandon(err)
		return c.value, c.err
	}
	d := decoders.Get().(*Decoder)
	c.settle(d, cmd.reply.bytes(), cmd.reply.ints())
	d.free()
	cmd.reply.release()
	return c.value, c.err
}

// Result is the outcome of a call that Run, Pipeline or Tx has sent, or has
// refused because it cannot be encoded. Before that it is an error.
func (c *Call[T]) Result() (T, error) {
	switch c.state.Load() {
	case callAnswered, callRefused:
		return c.value, c.err
	default:
		var zero T
		return zero, c.script().errorf("the call has no result yet; send it with Run, runtime.Pipeline or runtime.Tx first")
	}
}

// settle makes the result of a call out of its raw reply, which d reads. ints
// are the elements of an array of which raw has only the head, or nil.
func (c *Call[T]) settle(d *Decoder, raw []byte, ints []int64) {
	c.value, c.err = c.read(d, raw, ints)
	if c.cmd != nil && c.cmd.reply.body {
		c.script().loads.note()
	}
	c.state.Store(callAnswered)
}

func (c *Call[T]) read(d *Decoder, raw []byte, ints []int64) (value T, err error) {
	if err := c.script().checkReply(raw, c.keyWords()); err != nil {
		return value, err
	}
	d.reset(c.script().name, raw, ints)
	v := c.decode(d)
	if d.err != nil {
		return value, d.err
	}
	return v, nil
}

// abandon makes the result of a call out of the error of sending it.
func (a *Args) abandon(err error) {
	a.err = a.script().failure(err, a.keyWords())
	if a.cmd != nil && a.cmd.reply.body && isReply(err) {
		a.script().loads.note() // a script that fails has come all the same
	}
	a.state.Store(callAnswered)
}

func (c *Call[T]) arguments() *Args {
	if c == nil {
		return nil
	}
	return &c.Args
}

// checkReply finds the error in a complete reply: an error that came where
// go-redis does not look for one, or a declared error.
func (s *Script) checkReply(raw []byte, keys []any) error {
	if len(raw) > 0 && (raw[0] == '-' || raw[0] == '!' || raw[0] == '|') {
		if v := valueAt(raw, 0); v.kind == kindError {
			reply := replyError(string(v.text))
			return s.replyFailure(reply, reply, keys)
		}
	}
	if len(s.outcomes) == 0 {
		return nil
	}
	return s.outcomeOf(raw)
}

// sendable checks the client and claims the call for one sender.
func (a *Args) sendable(client Client) error {
	client, _ = bare(client)
	if err := checkClient(client, a.script()); err != nil {
		return err
	}
	return a.claim()
}

// claim takes the call for one sender. Who has it may look at it, nobody else.
func (a *Args) claim() error {
	if !a.state.CompareAndSwap(callIdle, callClaimed) {
		if a.state.Load() == callRefused {
			return a.err
		}
		return a.script().errorf("the call was sent before; make a new call for each time the script is to run")
	}
	if a.err != nil {
		a.state.Store(callRefused)
	}
	return a.err
}

// send runs one call by itself and returns the attempt that was answered.
func (a *Args) send(ctx context.Context, client Client) (*command, error) {
	client, f := bare(client)
	return a.sendAs(ctx, client, f)
}

// sendAs is send with a form for the first attempt.
func (a *Args) sendAs(ctx context.Context, client Client, f form) (*command, error) {
	sent := now()
	cmd, err := a.try(ctx, client, f)
	if err == nil {
		return cmd, nil
	}
	if f == bySHA && isMiss(err) && a.lacks(ctx, client, err, sent) {
		return a.recoverRun(ctx, client, sent)
	}
	return nil, err
}

// attempt makes the command for the call's next attempt. None is used again:
// go-redis may look at it for a little longer.
func (a *Args) attempt(ctx context.Context, f form) *command {
	s := alone
	if a.cmd == nil {
		a.cmd = &a.first
	} else {
		if a.cmd.reply.standing == trusted {
			s = trusted
		}
		a.cmd = new(command)
		a.cmd.script, a.cmd.count.keys, a.cmd.reply.asInts = a.first.script, a.first.count.keys, a.first.reply.asInts
		a.wire = slices.Clone(a.wire)
	}
	w := &a.first.script.wire[f]
	a.wire[0], a.wire[1] = w.command, w.script
	a.cmd.reply.standing, a.cmd.reply.body = s, f == byBody
	a.cmd.prepare(ctx, a.wire, a.routingTag())
	return a.cmd
}

var errNoReply = errors.New("the client returned without a reply and without an error; " +
	"pass a client that sends commands at once")

// process sends a command and waits for its reply, also on clients that only
// take it and answer later (AsyncAutoPipeline): Err waits there.
func process(ctx context.Context, client Client, cmd *command) error {
	return processAs(ctx, client, cmd, cmd)
}

// processAs is process of what embeds the command.
func processAs(ctx context.Context, client Client, whole redis.Cmder, cmd *command) error {
	if _, ok := autoPipelining(client); ok && ctx.Err() != nil {
		return ctx.Err() // which other clients look at themselves
	}
	if err := client.Process(ctx, whole); err != nil {
		return err
	}
	if err := cmd.Err(); err != nil {
		return err
	}
	if len(cmd.reply.bytes()) == 0 {
		return errNoReply
	}
	return nil
}

func (a *Args) script() *Script { return a.first.script }

// keys is the number of keys.
func (a *Args) keys() int { return int(a.first.count.keys) }

func (a *Args) keyWords() []any { return a.wire[prefixWords : prefixWords+a.keys()] }
