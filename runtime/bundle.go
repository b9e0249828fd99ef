package runtime

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// bundle is a batch that go-redis sends as one command, and a batchConn as what it is. To a
// connection that is not the hook's it is an ECHO, which does nothing.
type bundle struct {
	command
	token   string
	members []redis.Cmder // *command or *execCommand
	begun   bool          // a part of it may have been sent
	read    int           // members that were answered
	first   error         // of the first member that was answered with an error

	elsewhere []int // members that the server has redirected
	refusals  int   // members that it does not take for now
}

// fewest commands that are worth a bundle.
const fewest = 2

// isBundle reports whether all commands of a pipeline are luagen's.
func isBundle(cmds []redis.Cmder) bool {
	for _, cmd := range cmds {
		if commandIn(cmd) == nil {
			return false
		}
	}
	return len(cmds) >= fewest
}

// commandIn is luagen's command in a member of a pipeline, or nil.
func commandIn(cmd redis.Cmder) *command {
	switch c := cmd.(type) {
	case *command:
		return c
	case *execCommand:
		return &c.command
	}
	return nil
}

func newBundle(ctx context.Context, token string, members []redis.Cmder) *bundle {
	b := &bundle{token: token, members: members}
	b.route(ctx, "", []any{"echo", token})
	b.RawWriteToCmd = *redis.NewRawWriteToCmd(ctx, b, b.RawWriteToCmd.Args()...)
	return b
}

// NoRetry keeps go-redis from sending a bundle again of which a part may have run.
func (b *bundle) NoRetry() bool { return b.begun }

// finish gives the commands what next has returned for the bundle, and those back to go-redis
// that it would send again.
func (b *bundle) finish(ctx context.Context, cmds []redis.Cmder, err error, next redis.ProcessPipelineHook) error {
	if b.read < len(cmds) {
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		setErrors(cmds[b.read:], err)
		if b.first != nil {
			return b.first
		}
		return err
	}
	again := b.refused(cmds)
	if len(again) == 0 {
		return b.first
	}
	err = next(ctx, again)
	if err != nil || len(again) == len(cmds) {
		return err
	}
	return b.first
}

// refused are the commands that go-redis would send again: all of them when the server takes
// none for now, else those that it has sent elsewhere.
func (b *bundle) refused(cmds []redis.Cmder) (again []redis.Cmder) {
	if b.refusals == len(cmds) {
		return cmds
	}
	for _, i := range b.elsewhere {
		again = append(again, cmds[i])
	}
	return again
}

// answered notes what the next member was answered with. It returns an error after which
// nothing may be read.
func (b *bundle) answered(err error) error {
	b.members[b.read].SetErr(err)
	if err == nil {
		b.read++
		return nil
	}
	if _, ok := asType[redis.Error](err); !ok {
		return err
	}
	kind := ordinary
	if _, held := err.(heldError); !held {
		kind = kindOf(err.Error())
	}
	switch {
	case kind == redirect:
		b.elsewhere = append(b.elsewhere, b.read)
	case kind == retryRefusal:
		b.refusals++
	}
	if kind != redirect && b.first == nil {
		b.first = err
	}
	b.read++
	return nil
}

// Tokens are an ECHO's word: a part that nobody guesses, and a number of the same length for all.
const (
	secretSize = 16
	tokenSize  = 2*secretSize + 16
)

func randomToken() string {
	secret := make([]byte, secretSize)
	_, _ = rand.Read(secret) // never fails
	return hex.EncodeToString(secret)
}

func tokenOf(secret string, n uint64) string {
	number := strconv.AppendUint(make([]byte, 0, 16), n, 16)
	return secret + string(bytes.Repeat([]byte("0"), 16-len(number))) + string(number)
}

// echoHead is what go-redis writes of a bundle before its token.
var echoHead = []byte("*2\r\n$4\r\necho\r\n$" + strconv.Itoa(tokenSize) + "\r\n")

// tokenIn is the token of what go-redis writes, if that may be a bundle's.
func tokenIn(written []byte) (token []byte, ok bool) {
	if len(written) != len(echoHead)+tokenSize+len("\r\n") || !bytes.HasPrefix(written, echoHead) {
		return nil, false
	}
	return written[len(echoHead) : len(written)-2], true
}
