// Code generated from runtime/errors.go. DO NOT EDIT.

package runtime

import "github.com/luagen/luagen/internal/vendored/runtime/core"

// DecodeError says that a reply is not what the script's @returns declares: the script, the
// place in the reply, what was declared there and what arrived. The connection is in step all
// the same.
type DecodeError = core.DecodeError

// ScriptError is an error reply: one that Redis raised while the script ran, one that the
// script returned and no declared error claims, or a refusal to run it. It has the place in
// the .lua file, the code and the message, and unwraps to the go-redis error.
type ScriptError = core.ScriptError

// DeclaredError says that the reply stands for an error that the script declares with
// @error. It unwraps to that error.
type DeclaredError = core.DeclaredError

func isDeclared(err error) bool {
	_, ok := asType[*DeclaredError](err)
	return ok
}

// failure is what a caller gets for the error of an attempt: the declared error
// or the ScriptError of an error reply, and any other error as it is.
func failure(r *core.Request, err error) error {
	reply, ok := replyIn(err)
	if !ok {
		return err
	}
	cause := err
	if _, held := asType[heldError](err); held {
		cause = reply
	}
	return core.ReplyFailure(r, reply.Error(), cause)
}
