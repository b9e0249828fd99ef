// Code generated from runtime/ask.go. DO NOT EDIT.

package runtime

import (
	"context"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
)

// The plain function of a script makes a call that nothing else refers to, and decodes the reply
// itself. So its result is no object of its own, and nobody need claim the call before sending it.

// Ask sends a call that has these keys and arguments, for the plain function of a script. It
// returns what reads the reply into the result, or nil if there is none; then Answered ends the
// call.
//
//go:noinline
func Ask(ctx context.Context, client Client, args *Args) *Decoder {
	client, f := bare(client)
	r := core.RequestOf(args.Args)
	if err := checkClient(client, args.script()); err != nil {
		r.Err = err
	}
	if r.Err != nil {
		return nil
	}
	d, err := args.ask(ctx, client, f)
	if err != nil {
		return nil
	}
	return d
}

// Answered ends a call that Ask has sent, and returns its error as Send does. The Value of the
// call that the reply was read into is none then.
//
//go:noinline
func Answered(args *Args, result Command) error {
	if r := core.RequestOf(args.Args); r.Err != nil {
		return r.Err
	}
	err := core.Failure(args.first.reply.decoder)
	if err != nil {
		unset(result)
	}
	args.settled(err, nil)
	return err
}

// Tell is Ask and Answered of a call without a result.
//
//go:noinline
func Tell(ctx context.Context, client Client, args *Args) error {
	if d := Ask(ctx, client, args); d != nil {
		args.setter()(d, nil)
	}
	return Answered(args, nil)
}
