package runtime

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime/core"
)

// Call is one call of a script: its keys and arguments, encoded and perhaps not
// yet sent, and afterwards its result. T is what the script's reply decodes to.
//
// A call is sent once, by Send, Run, or as a part of a Pipeline or Tx.
//
// A program compiles the methods of Call for each type of result anew, so there is one.
type Call[T any] struct {
	Untyped

	// Value is what the reply has decoded to, which Result returns. It is none before the call
	// was sent, and when it failed.
	Value T
}

// Untyped is what a call is apart from the type of its result.
type Untyped struct {
	_ [0]func() // calls are not compared, so no function for that is compiled

	Args *Args // its keys and arguments, of NewArgs
}

// Decode is a function that sets the Value of a call, a *Call of one type, to what it
// reads from the reply.
type Decode = func(d *Decoder, reply Command)

// NewCall begins a call, to whose Args keys and arguments are added. decode reads the reply,
// Discard throws it away; size is the number of keys and arguments to come, as far as it is
// known.
func NewCall[T any](s *Script, decode func(*Decoder) T, size int) *Call[T] {
	args := NewArgs(s, size, func(d *Decoder, reply Command) { reply.(*Call[T]).Value = decode(d) })
	return &Call[T]{Untyped: Untyped{Args: args}}
}

// NewIntsCall is NewCall for (*Decoder).Ints, in less time: the integers of a
// reply are put into the result as they arrive.
func NewIntsCall(s *Script, size int) *Call[[]int64] {
	return &Call[[]int64]{Untyped: Untyped{Args: NewIntsArgs(s, size)}}
}

// Run is Send, and returns the call's result.
func Run[T any](ctx context.Context, client Client, call *Call[T]) (value T, err error) {
	if err = Send(ctx, client, call); call != nil {
		value = call.Value
	}
	return value, err
}

// Send sends a call and waits for its result, which is then the call's Value. It sends no
// command of Do.
//
// Errors: what could not be encoded, before anything is sent; a declared error;
// *ScriptError for other error replies; *DecodeError for a reply of the wrong
// shape; and network and context errors as they are. After a network or context
// error the server may or may not have run the script, once.
func Send(ctx context.Context, client Client, call Command) error {
	if isAbsent(call) {
		return errNoArgs
	}
	if p, ok := plainly(call); ok { // Pipeline would be in every program
		return p.args.errorf("a command of runtime.Do is sent by runtime.Pipeline and runtime.Tx; by itself send it with the client's Process")
	}
	a := call.arguments()
	d, err := a.run(ctx, client)
	if err != nil {
		return err
	}
	return a.finish(a.decode(call, d), nil)
}

// Result is the outcome of a call that Send, Run, Pipeline or Tx has sent, or has
// refused because it cannot be encoded. Before that it is an error.
//
//go:noinline
func (c *Call[T]) Result() (T, error) {
	err := c.Args.outcome()
	return c.Value, err
}

func (u *Untyped) arguments() *Args { return u.Args }

// isAbsent reports a call that is none: no value, or a nil pointer.
func isAbsent(call Command) bool {
	if call == nil {
		return true
	}
	v := reflect.ValueOf(call)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// decode makes the result of a call, whose arguments these are, out of the reply that d reads.
// Of one that is not what was declared the result is none.
func (a *Args) decode(call Command, d *Decoder) error {
	a.setter()(d, call)
	err := core.Failure(d)
	if err != nil {
		unset(call)
	}
	return err
}

// setter sets the call's Value.
func (a *Args) setter() Decode {
	var set Decode
	if in, ok := core.Owner(a.Args).(*stowed); ok {
		set = in.sets[a.place()]
	} else {
		set = a.first.reply.set
	}
	if set == nil {
		return DecodeNothing
	}
	return set
}

// unset makes the Value of a call none, if it has one.
func unset(call Command) {
	if call == nil {
		return
	}
	if value := reflect.Indirect(reflect.ValueOf(call)).FieldByName("Value"); value.CanSet() {
		value.SetZero()
	}
}

var errNoArgs = errors.New("the call has no Args; make them with runtime.NewArgs, and a call for each time the script is to run")

// run sends a call by itself and returns the decoder of its reply, after which finish is
// called, or the error that the call has failed with.
func (a *Args) run(ctx context.Context, client Client) (*Decoder, error) {
	if a == nil {
		return nil, errNoArgs
	}
	client, f := bare(client)
	if err := checkClient(client, a.script()); err != nil {
		return nil, err
	}
	if err := a.claim(); err != nil {
		return nil, err
	}
	return a.ask(ctx, client, f)
}

// ask is run of a call that is the sender's alone, on a client that can answer it, first in the
// given form.
func (a *Args) ask(ctx context.Context, client Client, f core.Form) (*Decoder, error) {
	cmd, err := a.sendAs(ctx, client, f)
	if err != nil {
		a.abandon(err)
		return nil, a.req().Err
	}
	d := a.first.reply.ownDecoder()
	if err := a.begin(d, cmd.reply.bytes(), cmd.reply.ints); err != nil {
		return nil, a.finish(err, nil)
	}
	return d, nil
}

// outcome is the error of a call that was sent or refused, or that it was neither.
func (a *Args) outcome() error {
	if a == nil {
		return errNoArgs
	}
	switch a.first.call.Load() {
	case callAnswered, callRefused:
		return a.req().Err
	}
	return a.errorf("the call has no result yet; send it with runtime.Send, runtime.Pipeline or runtime.Tx first")
}

// settle makes the result of a call out of its raw reply. ints are the elements of an array
// of which raw has only the head, or nil.
func (s *settler) settle(call Command, raw []byte, ints []int64) {
	a := call.arguments()
	err := a.begin(s.decoder, raw, ints)
	if err == nil {
		err = a.decode(call, s.decoder)
	}
	_ = a.finish(err, s) // which the call has now
}

// begin has d read the raw reply of the call, unless it is an error or stands for one.
func (a *Args) begin(d *Decoder, raw []byte, ints []int64) error {
	r := core.RequestOf(core.Closed(a.script()))
	if len(raw) > 0 && (raw[0] == '-' || raw[0] == '!' || raw[0] == '|') {
		r = a.req() // an error may name the keys
	}
	if err := core.CheckReply(r, raw, replyCause); err != nil {
		return err
	}
	core.Begin(d, r.Script, raw, ints)
	return nil
}

// finish ends a call that was answered, and that has failed with an error or not. in is the
// batch that it is in, if it is in one.
func (a *Args) finish(err error, in *settler) error {
	a.settled(err, in)
	a.first.call.Store(callAnswered)
	return err
}

// settled is finish of a call that is the sender's alone.
func (a *Args) settled(err error, in *settler) {
	if a.latest().count.marks&withBody != 0 {
		core.LoadsOf(a.script()).Note()
	}
	if err != nil || core.RequestOf(a.Args).Err != nil { // of an attempt before
		a.req().Err = err
	}
	if err == nil {
		a.close(in)
	}
}

// abandon makes the result of a call out of the error of sending it.
func (a *Args) abandon(err error) {
	a.req().Err = failure(a.req(), err)
	if isReply(err) && a.latest().count.marks&withBody != 0 { // without a reply it may be under way
		core.LoadsOf(a.script()).Note() // a script that fails has come all the same
	}
	a.first.call.Store(callAnswered)
}

// claim takes the call for one sender. Who has it may look at it, nobody else.
func (a *Args) claim() error {
	if !a.first.call.CompareAndSwap(callIdle, callClaimed) {
		if a.first.call.Load() == callRefused {
			return a.req().Err
		}
		return a.errorf("the call was sent before; make a new call for each time the script is to run")
	}
	if a.req().Err != nil {
		a.first.call.Store(callRefused)
	}
	return a.req().Err
}

// sendAs sends one call by itself, first in the given form, and returns the attempt that was
// answered.
func (a *Args) sendAs(ctx context.Context, client Client, f core.Form) (*command, error) {
	sent := core.Now()
	cmd := a.attempt(ctx, f)
	if err := process(ctx, client, cmd); err != nil {
		return a.sendAgain(ctx, client, f, sent, err)
	}
	return cmd, nil
}

// sendAgain is what follows an attempt that left after the moment sent, and failed.
func (a *Args) sendAgain(ctx context.Context, client Client, f core.Form, sent core.Moment, err error) (*command, error) {
	cmd, err := a.insist(ctx, client, f, err)
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
	s, cmd, req := alone, &a.first, a.req()
	if cmd.isPrepared() {
		if a.latest().count.standing() == trusted {
			s = trusted
		}
		cmd = &command{reply: newReply(), script: a.script()}
		cmd.count.marks = a.first.count.marks & asInts
		a.more().again = cmd
		req.Words = slices.Clone(req.Words)
	}
	cmd.count.set(req.NumKeys)
	cmd.count.stand(s)
	if f == core.ByBody {
		cmd.count.marks |= withBody
	}
	tag := ""
	if req.NumKeys == 0 {
		tag = a.routingTag()
	}
	cmd.prepare(ctx, req.As(f), tag)
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
