package clientcost

import (
	"context"
	"io"

	goredis "github.com/redis/go-redis/v9"
)

// Contender is one way to make a call.
type Contender struct {
	Name  string
	Call  func() error
	value func() (any, error) // what the call returns, for the test that all return the same
	equal bool                // by hand on go-redis, with the checks that luagen makes
}

// way is a contender that is shown beside the others.
func way[T any](name string, call func() (T, error)) Contender {
	return Contender{
		Name:  name,
		Call:  func() error { _, err := call(); return err },
		value: func() (any, error) { return call() },
	}
}

// byHand is a contender that makes luagen's checks by hand, which the bars are about.
func byHand[T any](name string, call func() (T, error)) Contender {
	c := way(name, call)
	c.equal = true
	return c
}

// Names of contenders.
const (
	luagen    = "luagen"
	builtIn   = "go-redis INCR"
	scriptRun = "go-redis Script.Run"
	// typedCommand is a command of go-redis that decodes as it reads, made by hand. It is
	// cheap and checks less: a string may be a number, an int a status, an element nil.
	typedCommand = "go-redis typed command"
	redigoScript = "redigo Script"
	rueidisPlain = "rueidis Lua"
	// rueidisCancel is called with a context that may be cancelled, as most programs do.
	// rueidis then takes its way through a second goroutine.
	rueidisCancel = "rueidis Lua, cancellable"
	replyIgnored  = "go-redis, reply ignored"
)

// hand is a script as one calls it by hand with go-redis: EVALSHA, and EVAL after NOSCRIPT.
type hand struct {
	client *goredis.Client
	script *goredis.Script
}

func (h hand) run(ctx context.Context, args ...any) *goredis.Cmd {
	return h.script.Run(ctx, h.client, []string{key}, args...)
}

func (h hand) runRO(ctx context.Context) *goredis.Cmd {
	return h.script.RunRO(ctx, h.client, []string{key})
}

// typed runs the script with a command that decodes the reply as it reads it.
func typed[C goredis.Cmder](ctx context.Context, h hand, source string, command func(context.Context, ...any) C, words ...any) C {
	cmd := command(ctx, append([]any{"evalsha", h.script.Hash(), 1, key}, words...)...)
	err := h.client.Process(ctx, cmd)
	if goredis.HasErrorPrefix(err, "NOSCRIPT") {
		cmd = command(ctx, append([]any{"eval", source, 1, key}, words...)...)
		_ = h.client.Process(ctx, cmd)
	}
	return cmd
}

// ignored is the least that a call costs with go-redis: the reply is read as it
// comes and thrown away.
func ignored(ctx context.Context, h hand, args ...any) Contender {
	return way(replyIgnored, func() (struct{}, error) {
		words := append([]any{"evalsha", h.script.Hash(), 1, key}, args...)
		return struct{}{}, h.client.DoRawWriteTo(ctx, io.Discard, words...).Err()
	})
}
