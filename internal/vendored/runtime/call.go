// Code generated from runtime/call.go. DO NOT EDIT.

package runtime

import (
	"context"
	"errors"
	"slices"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/redis/go-redis/v9"
)

// Call is one call of a script: its keys and arguments, encoded and perhaps not
// yet sent, and afterwards its result. T is what the script's reply decodes to.
//
// A call is sent once, by Run or as a part of a Pipeline or Tx.
//
// What does not depend on T is not here, because a program compiles the methods of Call for
// each type of result anew.
type Call[T any] struct {
	Args   *Args              // its keys and arguments, of NewArgs
	Decode func(d *Decoder) T // reads the reply; Discard throws it away

	value T
}

// NewCall begins a call, to whose Args keys and arguments are added. decode reads the reply,
// Discard throws it away; size is the number of keys and arguments to come, as far as it is
// known.
func NewCall[T any](s *Script, decode func(*Decoder) T, size int) *Call[T] {
	return &Call[T]{Args: NewArgs(s, size), Decode: decode}
}

// NewIntsCall is NewCall for (*Decoder).Ints, in less time: the integers of a
// reply are put into the result as they arrive.
func NewIntsCall(s *Script, size int) *Call[[]int64] {
	return &Call[[]int64]{Args: NewIntsArgs(s, size), Decode: (*Decoder).Ints}
}

// Run sends the call and waits for its result.
//
// Errors: what could not be encoded, before anything is sent; a declared error;
// *ScriptError for other error replies; *DecodeError for a reply of the wrong
// shape; and network and context errors as they are. After a network or context
// error the server may or may not have run the script, once.
func (c *Call[T]) Run(ctx context.Context, client Client) (T, error) {
	err := runCall(ctx, client, c)
	return c.value, err
}

// Result is the outcome of a call that Run, Pipeline or Tx has sent, or has
// refused because it cannot be encoded. Before that it is an error.
func (c *Call[T]) Result() (T, error) {
	err := c.Args.outcome()
	return c.value, err
}

func (c *Call[T]) arguments() *Args {
	if c == nil {
		return nil
	}
	return c.Args
}

// decode makes the result out of the reply that d reads. Of one that is not what was declared
// the result is none.
func (c *Call[T]) decode(d *Decoder) {
	if v := c.Decode(d); core.Failure(d) == nil {
		c.value = v
	}
}

var errNoArgs = errors.New("the call has no Args; make them with runtime.NewArgs, and a call for each time the script is to run")

// runCall sends a call and waits for its result.
func runCall(ctx context.Context, client Client, call Command) error {
	a := call.arguments()
	if a == nil {
		return errNoArgs
	}
	if err := a.sendable(client); err != nil {
		return err
	}
	cmd, err := a.send(ctx, client)
	if err != nil {
		a.abandon(err)
		return a.req().Err
	}
	d := core.AcquireDecoder()
	settle(call, d, cmd.reply.bytes(), cmd.reply.ints())
	core.ReleaseDecoder(d)
	cmd.reply.release()
	return a.req().Err
}

// outcome is the error of a call that was sent or refused, or that it was neither.
func (a *Args) outcome() error {
	if a == nil {
		return errNoArgs
	}
	switch a.state.Load() {
	case callAnswered, callRefused:
		return a.req().Err
	}
	return a.errorf("the call has no result yet; send it with Run, runtime.Pipeline or runtime.Tx first")
}

// settle makes the result of a call out of its raw reply, which d reads. ints
// are the elements of an array of which raw has only the head, or nil.
func settle(call Command, d *Decoder, raw []byte, ints []int64) {
	a := call.arguments()
	err := core.CheckReply(a.req(), raw, replyCause)
	if err == nil {
		core.Begin(d, a.script(), raw, ints)
		call.decode(d)
		err = core.Failure(d)
	}
	a.req().Err = err
	if a.latest().reply.body {
		core.LoadsOf(a.script()).Note()
	}
	a.state.Store(callAnswered)
}

// abandon makes the result of a call out of the error of sending it.
func (a *Args) abandon(err error) {
	a.req().Err = failure(a.req(), err)
	if a.latest().reply.body && isReply(err) {
		core.LoadsOf(a.script()).Note() // a script that fails has come all the same
	}
	a.state.Store(callAnswered)
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
			return a.req().Err
		}
		return a.errorf("the call was sent before; make a new call for each time the script is to run")
	}
	if a.req().Err != nil {
		a.state.Store(callRefused)
	}
	return a.req().Err
}

// send runs one call by itself and returns the attempt that was answered.
func (a *Args) send(ctx context.Context, client Client) (*command, error) {
	client, f := bare(client)
	return a.sendAs(ctx, client, f)
}

// sendAs is send with a form for the first attempt.
func (a *Args) sendAs(ctx context.Context, client Client, f core.Form) (*command, error) {
	sent := core.Now()
	cmd, err := a.try(ctx, client, f)
	if err == nil {
		return cmd, nil
	}
	client = direct(client)
	if f == core.BySHA && isMiss(err) && a.lacks(ctx, client, err, sent) {
		return a.recoverRun(ctx, client, sent)
	}
	return nil, err
}

// attempt makes the command for the call's next attempt. None is used again:
// go-redis may look at it for a little longer.
func (a *Args) attempt(ctx context.Context, f core.Form) *command {
	s, cmd := alone, &a.first
	if cmd.isPrepared() {
		if a.latest().reply.standing == trusted {
			s = trusted
		}
		cmd = new(command)
		cmd.script, cmd.reply.asInts = a.first.script, a.first.reply.asInts
		a.more().again = cmd
		a.req().Words = slices.Clone(a.req().Words)
	}
	cmd.count.keys = a.req().NumKeys
	cmd.reply.standing, cmd.reply.body = s, f == core.ByBody
	cmd.prepare(ctx, a.req().As(f), a.routingTag())
	return cmd
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
