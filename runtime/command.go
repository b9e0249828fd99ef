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
	count  keyCount
	reply  sink
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
	c.script, c.wire = script, wire
	c.count.set(keys)
	wire[2] = &c.count

	words := wire
	if keys == 0 {
		// No key decides the node. A tag of the call's own does, so that what
		// follows NOSCRIPT goes to the node that answered it.
		words = []any{wire[0], wire[1], wire[2], tag}
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
	c := &command{wire: []any{"script", "load", script.source}}
	c.start(ctx, []any{"script", "load", script.sha, key}, prefixWords)
	return c
}

// NoRetry keeps go-redis from sending a command again that the server may have
// run. It asks after each failure.
func (c *command) NoRetry() bool { return c.count.state.Load() == written }

// Args are the words that are sent.
func (c *command) Args() []any { return c.wire }

// Name is the command's name in lower case.
func (c *command) Name() string { return c.wire[0].(string) }

// FullName is the command's name in lower case.
func (c *command) FullName() string { return c.Name() }

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
	state  atomic.Uint32 // a commandState
	size   uint8
	digits [7]byte
}

// Most keys that a call can have; Redis takes fewer words.
const maxKeys = 9_999_999

func (k *keyCount) set(keys int) {
	k.size = uint8(len(strconv.AppendInt(k.digits[:0], int64(keys), 10)))
}

// MarshalBinary returns the digits and marks the command as written.
func (k *keyCount) MarshalBinary() ([]byte, error) {
	k.state.Store(written)
	return k.digits[:k.size], nil
}

// String returns the digits, for logs and hooks.
func (k *keyCount) String() string { return string(k.digits[:k.size]) }

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
