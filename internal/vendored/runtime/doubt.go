// Code generated from runtime/doubt.go. DO NOT EDIT.

package runtime

import (
	"context"
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
	"github.com/redis/go-redis/v9"
)

// A refusal of the server and an error that a script returns look alike. Where the
// script could have made the text, the server is asked: with a call of the same keys
// that can run nothing whether it refuses calls now, and with SCRIPT EXISTS whether it
// has the script. What it answers decides whether the call is sent again.

// noSHA is one that no script has.
const noSHA = "0000000000000000000000000000000000000000"

// Attempts of a call that the server seems to refuse in words that could be the script's
// own. go-redis makes the retries of each question.
const doubtRounds = 4

// try sends an attempt, and again while the server refuses to run it in words that
// could be the script's own.
func (a *Args) try(ctx context.Context, client Client, f core.Form) (*command, error) {
	cmd := a.attempt(ctx, f)
	if err := process(ctx, client, cmd); err != nil {
		return a.insist(ctx, client, f, err)
	}
	return cmd, nil
}

// insist is try after a first attempt that failed with an error.
func (a *Args) insist(ctx context.Context, client Client, f core.Form, err error) (*command, error) {
	for round := 1; round < doubtRounds && isDoubtful(err) && a.isRefused(ctx, direct(client), err); round++ {
		cmd := a.attempt(ctx, f)
		if err = process(ctx, client, cmd); err == nil {
			return cmd, nil
		}
	}
	return nil, err
}

// isRefused reports whether the server that owns the call's keys refuses, with the code of
// an error in doubt, a call that can run nothing, and takes it after all: at once
// or at another place, as go-redis follows and retries. The next attempt is then left to
// go-redis too.
func (a *Args) isRefused(ctx context.Context, client Client, doubtful error) bool {
	reply, ok := replyIn(doubtful)
	if !ok || ctx.Err() != nil {
		return false
	}
	code, _, _ := strings.Cut(reply.Error(), " ")
	q := newQuestion(ctx, a)
	err := processAs(ctx, client, q, &q.command)
	taken, ok := replyIn(err)
	refused := ok && saysMissing(taken) && slices.ContainsFunc(q.refusals, func(c string) bool {
		return c == code || isOfMove(c) && isOfMove(code)
	})
	a.latest().count.stand(alone)
	if refused {
		a.latest().count.stand(trusted) // of the next attempt
	}
	return refused
}

// isOfMove reports a code with which a slot that moves is refused.
func isOfMove(code string) bool { return code == "MOVED" || code == "ASK" || code == "TRYAGAIN" }

// question is EVALSHA of a script that is nowhere, with the keys of a call: the server
// refuses it as it would refuse the call, or answers NOSCRIPT.
type question struct {
	command
	refusals  []string // the codes of the errors that it was answered with
	elsewhere []any    // what to send instead once it was redirected; nil for the same
}

func newQuestion(ctx context.Context, a *Args) *question {
	words := []any{core.CommandName(a.script(), core.BySHA), noSHA, a.keys()}
	q := new(question)
	q.route(ctx, a.routingKey(), append(words, a.keyWords()...))
	q.RawWriteToCmd = *redis.NewRawWriteToCmd(ctx, q, q.RawWriteToCmd.Args()...)
	q.SetFirstKeyPos(core.PrefixWords)
	q.SetStepCount(1)
	return q
}

// Write takes from go-redis a line of the reply.
func (q *question) Write(p []byte) (int, error) {
	if len(p) > 1 && p[0] == '-' {
		code, _, _ := strings.Cut(string(p[1:]), " ")
		q.refusals = append(q.refusals, code)
	}
	return q.command.Write(p)
}

// Args are the words that are sent.
func (q *question) Args() []any {
	if q.elsewhere != nil && slices.ContainsFunc(q.refusals, func(c string) bool { return c == "MOVED" || c == "ASK" }) {
		return q.elsewhere
	}
	return q.command.Args()
}

// lacks reports whether a server that has answered an attempt, which left after the
// moment sent, with NOSCRIPT has not the script. Where the script could have returned that
// text the server says whether it has the script; when another process has loaded it
// in between, that is taken for the script's answer, as the call may have run.
//
// A script that only reads may run again.
func (a *Args) lacks(ctx context.Context, client Client, miss error, sent core.Moment) bool {
	reply, ok := replyIn(miss)
	if !ok {
		return false
	}
	s, carried := a.script(), a.latest().carries(core.NoScript)
	own := core.CanAnswer(s, reply.Error())
	if _, ok := client.(scripterClient); ok { // go-redis gives such errors one text
		own = own || strings.Contains(s.Source(), core.NoScript)
	}
	if s.IsReadOnly() || !carried && !own || core.LoadsOf(s).Since(sent) {
		return true
	}
	has, ok := a.isLoaded(ctx, client)
	if !ok {
		// Nobody may say. Data that the script reads is not looked at then.
		return !carried && !strings.Contains(s.Source(), core.NoScript)
	}
	return !has || core.LoadsOf(s).Since(sent)
}

// isLoaded reports whether the server to which the call's keys lead has the script, if it
// says so. SCRIPT EXISTS has no keys, and is not redirected; the question that goes
// before is, and becomes SCRIPT EXISTS where it is led.
func (a *Args) isLoaded(ctx context.Context, client Client) (loaded, ok bool) {
	words := []any{"script", "exists", a.script().SHA()}
	if !isPlain(client) {
		q := newQuestion(ctx, a)
		q.elsewhere = words
		if err := processAs(ctx, client, q, &q.command); err == nil {
			return q.isOne()
		} else if taken, ok := replyIn(err); !ok || !saysMissing(taken) {
			return false, false
		}
	}
	exists := newRouted(ctx, a.routingKey(), words...)
	if err := process(ctx, client, exists); err != nil {
		return false, false
	}
	return exists.isOne()
}

// isOne reads the reply of SCRIPT EXISTS for one script.
func (c *command) isOne() (one, ok bool) {
	raw := c.reply.bytes()
	list := wire.At(raw, 0)
	n, ok := wire.At(raw, list.Next).Int64()
	return n == 1, ok && list.Kind == wire.Array && list.Size == 1
}
