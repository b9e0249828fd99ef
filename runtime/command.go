package runtime

import (
	"context"
	"io"
	"strconv"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// command is one attempt of a call as go-redis sees it: a redis.Cmder that
// hands its raw reply to a sink. It differs from the RawWriteToCmd in it in
// three ways: the key by which it is routed may be none of its arguments, it
// knows whether the server may have run it, and an error reply is an error.
type command struct {
	redis.RawWriteToCmd

	script *Script // for telling the server's errors from the script's own; nil for other commands
	wire   []any   // what is sent; the embedded command may hold other words, for routing
	name   string  // wire[0]; go-redis looks at it for routing

	count keyCount
	state atomic.Uint32 // a commandState
	reply sink

	route [prefixWords + 1]any // the embedded command's words when there is no key
}

// A commandState says whether sending the command again could run it twice.
type commandState = uint32

const (
	unsent  commandState = iota // never written
	written                     // written, perhaps run; so is an answered one
	refused                     // answered with an error that the server gives instead of running it
)

// prepare makes the command ready for one attempt. wire[2] is replaced by the
// word that marks the command as written.
func (c *command) prepare(ctx context.Context, script *Script, wire []any, keys int, tag string) {
	c.script, c.wire, c.name = script, wire, wire[0].(string)
	c.count.owner = c
	c.count.text = strconv.AppendInt(c.count.inline[:0], int64(keys), 10)
	wire[2] = &c.count

	words := wire
	if keys == 0 {
		// No key decides the node. A tag of the call's own does, so that what
		// follows NOSCRIPT goes to the node that answered it.
		c.route = [prefixWords + 1]any{wire[0], wire[1], wire[2], tag}
		words = c.route[:]
	}
	c.start(ctx, words, prefixWords)
}

func (c *command) start(ctx context.Context, words []any, keyPosition int8) {
	c.reply.owner = c
	c.reply.buf = c.reply.inline[:0]
	c.RawWriteToCmd = *redis.NewRawWriteToCmd(ctx, &c.reply, words...)
	c.SetFirstKeyPos(keyPosition)
	c.SetStepCount(1) // else a cluster client asks the server for COMMAND
}

// newLoad is SCRIPT LOAD for the node that owns key. SCRIPT LOAD has no key;
// go-redis is told of one that is not sent.
func newLoad(ctx context.Context, script *Script, key string) *command {
	c := &command{wire: []any{"script", "load", script.source}, name: "script"}
	c.route = [prefixWords + 1]any{"script", "load", script.sha, key}
	c.start(ctx, c.route[:], prefixWords)
	return c
}

// NoRetry keeps go-redis from sending a command again that the server may have
// run. It asks after each failure.
func (c *command) NoRetry() bool { return c.state.Load() == written }

// Args are the words that are sent.
func (c *command) Args() []any { return c.wire }

// Name is the command's name in lower case.
func (c *command) Name() string { return c.name }

// FullName is the command's name in lower case.
func (c *command) FullName() string { return c.name }

// String shows the command for logs; the reply is not part of it.
func (c *command) String() string { return c.plain().String() }

// Clone makes a command that go-redis may send on its own.
func (c *command) Clone() redis.Cmder { return c.plain() }

func (c *command) plain() *redis.Cmd {
	clone := redis.NewCmd(context.Background(), c.wire...)
	clone.SetFirstKeyPos(prefixWords)
	return clone
}

// keyCount is the word that says how many keys follow. go-redis turns it into
// bytes when it writes the command, which is how the command learns that from
// now on the server may run it. (Args is not asked only for writing.)
type keyCount struct {
	owner  *command
	text   []byte
	inline [4]byte
}

// MarshalBinary returns the digits and marks the command as written.
func (k *keyCount) MarshalBinary() ([]byte, error) {
	k.owner.state.Store(written)
	return k.text, nil
}

// String returns the digits, for logs and hooks.
func (k *keyCount) String() string { return string(k.text) }

// asRedisError makes an error of go-redis's own type for error replies, which
// is internal and is named here after one of its values.
func asRedisError[E interface {
	~string
	redis.Error
}](_ E, text string) redis.Error {
	return E(text)
}

func replyError(text string) redis.Error { return asRedisError(redis.ErrNoScript, text) }

var _ io.ReaderFrom = (*sink)(nil)
