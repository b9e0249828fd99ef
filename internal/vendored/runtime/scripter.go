// Code generated from runtime/scripter.go. DO NOT EDIT.

package runtime

import (
	"context"
	"errors"
	"fmt"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
	"github.com/redis/go-redis/v9"
)

// Evaler is a client, or a fake of one, that sends a script with its text.
type Evaler interface {
	Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd
}

// Scripter is what calls need of a client that has no Process: the program's own
// interface, a redis.Scripter, a redis.Cmdable, or a fake of them. Of redis.Scripter's
// other methods those are used that it has.
type Scripter interface {
	Evaler
	EvalSha(ctx context.Context, sha1 string, keys []string, args ...any) *redis.Cmd
}

// OfScripter makes a client for calls of anything that has Eval and EvalSha. Scripts are
// sent by SHA-1, loaded when they are missing, and replies decoded as strictly as with a
// go-redis client, but for one thing: go-redis does not say whether a string was a status,
// so a type "ok" takes any string.
//
// Calls take longer than with a go-redis client, whose own types OfScripter returns as they
// are. Other clients may send a call again by themselves: a call never runs twice only if
// they do not, as with MaxRetries: -1.
//
// Pipeline and Tx need the methods Pipeline and TxPipeline that a redis.Cmdable has. Without
// them Pipeline sends each call by itself, in order, and Tx is an error.
func OfScripter(s Scripter) Client {
	if client, ok := ofGoRedis(s); ok {
		return client
	}
	return scripterClient{s}
}

// EvalOnly makes a client that sends the text of the script with each call, for programs
// that choose not to load scripts. EVAL loads them all the same, but none is looked for.
// Otherwise it is as OfScripter.
func EvalOnly(e Evaler) Client {
	if client, ok := ofGoRedis(e); ok {
		return evalClient{client}
	}
	return evalClient{scripterClient{e}}
}

// ofGoRedis returns one of go-redis's own clients, all methods of which lead to Process. A
// type that embeds one may have methods of its own.
func ofGoRedis(e any) (Client, bool) {
	switch c := e.(type) {
	case *redis.Client:
		return c, true
	case *redis.ClusterClient:
		return c, true
	case *redis.Ring:
		return c, true
	case *redis.Conn:
		return c, true
	case *redis.Tx:
		return c, true
	}
	return nil, false
}

// evalClient is a client to which scripts are sent with their text.
type evalClient struct{ Client }

// bare is the client of go-redis, or the scripterClient, behind an evalClient, and else the
// client itself.
func bare(client Client) (bare Client, first core.Form) {
	if e, ok := client.(evalClient); ok {
		return e.Client, core.ByBody
	}
	return client, core.BySHA
}

// scripterClient sends commands of calls through the methods of a Scripter, or at least
// an Evaler.
type scripterClient struct{ evaler Evaler }

// pipesOf are the pipelines of a client, if it makes any.
func pipesOf(client Client) (pipeSource, bool) {
	if c, ok := client.(scripterClient); ok {
		pipes, ok := c.evaler.(pipeSource)
		return pipes, ok
	}
	pipes, ok := client.(pipeSource)
	return pipes, ok
}

// errNoMethod says that a client lacks a method that a command needs.
var errNoMethod = errors.New("the client has no such method")

// Process implements Client for the commands of calls.
func (c scripterClient) Process(ctx context.Context, cmd redis.Cmder) error {
	to, ok := cmd.(receiver)
	if !ok {
		return fmt.Errorf("a client of runtime.OfScripter or EvalOnly sends calls of scripts, and not %s", cmd.FullName())
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := c.send(ctx, to)
	if reply, ok := replyIn(err); ok {
		_, held := to.Write([]byte("-" + reply.Error()))
		if _, ok := asType[heldError](held); ok {
			err = held
		}
	}
	cmd.SetErr(err)
	return err
}

// receiver is a command of a call.
type receiver interface {
	redis.Cmder
	Write(line []byte) (int, error)
	take(value any) error
}

// send sends a command by the method for it.
func (c scripterClient) send(ctx context.Context, cmd receiver) error {
	words := cmd.Args()
	name, first := words[0].(string), words[1].(string)
	if name == "script" {
		return c.sendScript(ctx, cmd, first, words[2].(string))
	}
	method := c.method(name)
	if method == nil {
		return fmt.Errorf("%s: %w", name, errNoMethod)
	}
	n := keysIn(words[2])
	keys := make([]string, n)
	for i, key := range words[core.PrefixWords : core.PrefixWords+n] {
		keys[i] = key.(string)
	}
	args := make([]any, len(words)-core.PrefixWords-n)
	for i, arg := range words[core.PrefixWords+n:] {
		args[i] = core.WordText(arg) // clients spread or drop single arguments of other types
	}
	answer := method(ctx, first, keys, args...)
	if answer == nil {
		return errNoReply
	}
	value, err := answer.Result()
	if errors.Is(err, redis.Nil) {
		value, err = nil, nil
	}
	if err != nil {
		return err
	}
	return cmd.take(value)
}

type evalMethod = func(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd

// method is that for a form of call. A client without the methods for scripts that only
// read sends them as others.
func (c scripterClient) method(name string) evalMethod {
	switch name {
	case "eval_ro":
		if s, ok := c.evaler.(interface {
			EvalRO(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd
		}); ok {
			return s.EvalRO
		}
		return c.evaler.Eval
	case "eval":
		return c.evaler.Eval
	case "evalsha_ro":
		if s, ok := c.evaler.(interface {
			EvalShaRO(ctx context.Context, sha1 string, keys []string, args ...any) *redis.Cmd
		}); ok {
			return s.EvalShaRO
		}
	}
	if s, ok := c.evaler.(Scripter); ok {
		return s.EvalSha
	}
	return nil
}

// sendScript sends SCRIPT LOAD or SCRIPT EXISTS.
func (c scripterClient) sendScript(ctx context.Context, cmd receiver, sub, word string) error {
	if s, ok := c.evaler.(interface {
		ScriptLoad(ctx context.Context, script string) *redis.StringCmd
	}); ok && sub == "load" {
		if sha, err := s.ScriptLoad(ctx, word).Result(); err != nil {
			return err
		} else {
			return cmd.take(sha)
		}
	}
	if s, ok := c.evaler.(interface {
		ScriptExists(ctx context.Context, hashes ...string) *redis.BoolSliceCmd
	}); ok && sub == "exists" {
		if found, err := s.ScriptExists(ctx, word).Result(); err != nil {
			return err
		} else {
			return cmd.take(found)
		}
	}
	return fmt.Errorf("script %s: %w", sub, errNoMethod)
}

// keysIn reads the word that says how many keys follow.
func keysIn(word any) int {
	if count, ok := word.(*keyCount); ok {
		return count.keys()
	}
	return word.(int)
}

// take makes the raw reply of a value that a client has decoded.
func (c *command) take(value any) error {
	b := &c.receiving().replyBuffer
	b.clear()
	var err error
	b.buf, err = wire.Append(b.buf, value)
	return err
}
