// Code generated from runtime/command.go. DO NOT EDIT.

package runtime

import (
	"context"
	"strconv"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/redis/go-redis/v9"
)

// command is one attempt of a call as go-redis sees it: a redis.Cmder that
// takes its raw reply itself. It differs from the RawWriteToCmd in it in three
// ways: the key by which it is routed may be none of its arguments, it knows
// whether the server may have run it, and an error reply is an error.
type command struct {
	redis.RawWriteToCmd

	script *Script // for telling the server's errors from the script's own; nil where there is none
	reply  *reply  // nil until it is needed, and when it was given back
	count  keyCount
	call   callState // of the call whose first attempt it is; here it takes no room of its own
}

// prepare makes the command ready for one attempt. wire[2] is replaced by the
// word that marks the command as written. tag stands for a key when there is
// none.
func (c *command) prepare(ctx context.Context, wire []any, tag string) {
	wire[2] = &c.count
	if c.count.keys() > 0 {
		c.start(ctx, wire)
		return
	}
	// No key decides the node. A tag of the call's own does, so that what
	// follows NOSCRIPT goes to the node that answered it.
	c.route(ctx, tag, wire)
}

// routeWords are the words of a command without keys that go-redis is told of,
// so that it finds the fourth, a key. Behind them, beyond the slice's length, are
// those that are sent.
const routeWords = 4

// isPrepared reports whether the command was made ready before.
func (c *command) isPrepared() bool { return c.RawWriteToCmd.Args() != nil }

// route makes go-redis's part of a command without keys for the node that owns
// key.
func (c *command) route(ctx context.Context, key string, sent []any) {
	words := make([]any, routeWords, routeWords+len(sent))
	words[0], words[1], words[2], words[3] = sent[0], "", "", key
	c.start(ctx, append(words, sent...)[:routeWords])
}

// start makes go-redis's part of the command. words are what it is routed by:
// the fourth is the key.
func (c *command) start(ctx context.Context, words []any) {
	c.RawWriteToCmd = *redis.NewRawWriteToCmd(ctx, c, words...)
	c.SetFirstKeyPos(core.PrefixWords)
	c.SetStepCount(1) // else a cluster client asks the server for COMMAND
}

// newRouted is a command without keys for the node that owns key, of which
// go-redis is told and the server is not.
func newRouted(ctx context.Context, key string, words ...any) *command {
	c := &command{reply: newReply()}
	c.route(ctx, key, words)
	return c
}

// newLoad is SCRIPT LOAD for the node that owns key.
func newLoad(ctx context.Context, script *Script, key string) *command {
	return newRouted(ctx, key, "script", "load", script.Source())
}

// NoRetry keeps go-redis from sending a command again that the server may have
// run, or of whose reply a part has come, which the next would be added to. It
// asks after each failure.
func (c *command) NoRetry() bool { return c.count.marks&written != 0 || c.reply.begun() }

// Args are the words that are sent.
func (c *command) Args() []any {
	words := c.RawWriteToCmd.Args()
	if c.count.keys() > 0 {
		return words
	}
	return words[routeWords:cap(words)]
}

// Name is the command's name in lower case.
func (c *command) Name() string { return c.Args()[0].(string) }

// FullName is the command's name in lower case.
func (c *command) FullName() string { return c.Name() }

// String shows the command for logs, with the error that it was answered with; a
// good reply is not part of it.
func (c *command) String() string {
	plain := c.plain()
	plain.SetErr(c.Err())
	return plain.String()
}

// Clone makes a command that go-redis may send on its own. Like go-redis's own, it
// has the error that the command has by now, and does not wait for another.
func (c *command) Clone() redis.Cmder {
	clone := c.plain()
	clone.SetErr(c.RawWriteToCmd.Clone().Err())
	return clone
}

func (c *command) plain() *redis.Cmd {
	clone := redis.NewCmd(context.Background(), c.Args()...)
	clone.SetFirstKeyPos(core.PrefixWords)
	return clone
}

// keyCount is the word that says how many keys follow. go-redis turns it into
// bytes when it writes the command, which is how the command learns that from
// now on the server may run it. (Args is not asked only for writing.) An
// auto-pipelining face does so to measure the command, too: what it could not send
// is then not retried.
//
// It is small, because a hook may keep many commands.
type keyCount struct {
	low  uint16
	high uint8
	marks
}

// keys is the number of keys, at most core.MaxKeys.
func (k *keyCount) keys() int { return int(k.high)<<16 | int(k.low) }

func (k *keyCount) set(keys int32) { k.low, k.high = uint16(keys), uint8(keys>>16) }

// marks say how a command stands. Those that send it change them, one after the other.
type marks uint8

const (
	written   marks  = 1 << iota // perhaps run: sending it again could run it twice
	withBody                     // it carries the script's text
	asInts                       // the elements of an array in its reply are wanted as integers
	standings = iota             // the other bits are its standing
)

func (m marks) standing() standing { return standing(m >> standings) }

func (m *marks) stand(s standing) { *m = *m&(1<<standings-1) | marks(s)<<standings }

// MarshalBinary returns the digits and marks the command as written.
func (k *keyCount) MarshalBinary() ([]byte, error) {
	k.marks |= written
	if n := k.keys(); n < len(oneDigit) {
		return oneDigit[n : n+1 : n+1], nil
	}
	return strconv.AppendInt(nil, int64(k.keys()), 10), nil
}

// oneDigit holds the counts that have one.
var oneDigit = []byte("0123456789")

// String returns the digits, for logs and hooks.
func (k *keyCount) String() string { return strconv.Itoa(k.keys()) }

// MarshalText returns the digits, for logs and hooks that write JSON.
func (k *keyCount) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// asRedisError makes an error of go-redis's own type for error replies, which
// is internal and is named here after one of its values.
func asRedisError[E interface {
	~string
	redis.Error
}](_ E, text string) redis.Error {
	return E(text)
}

func replyError(text string) redis.Error { return asRedisError(redis.ErrNoScript, text) }

// replyCause is replyError for package core.
func replyCause(text string) error { return replyError(text) }
