// Code generated from runtime/refusal.go. DO NOT EDIT.

package runtime

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/raised"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/slot"
	"github.com/redis/go-redis/v9"
)

// A standing is how a command stands to a transaction, which decides what an error
// that answers it may mean.
type standing uint8

const (
	alone    standing = iota // in none, or the MULTI of one
	queued                   // between a MULTI and an EXEC of the same pipeline: it is queued, or refused
	opened                   // behind a MULTI that was answered before: the same, and never sent again without it
	executed                 // in a transaction of go-redis's, of which it gets its part of EXEC's reply
	closing                  // EXEC or DISCARD
	trusted                  // in none, and the server has just said that it refuses such calls
)

// answeredError turns an error line, without its '-', into the error that
// go-redis gets to see, and decides whether the command may be sent again.
func (c *command) answeredError(text string) error {
	r := c.receiving()
	r.clear()
	if c.script == nil {
		switch {
		case c.count.standing() != closing:
			return replyError(text)
		case !closes(text):
			return openError{replyError(text)}
		case kindOf(text) == redirect:
			return heldError{reply: replyError(text)} // it leads nowhere without the calls
		}
		return replyError(text)
	}
	kind := kindOf(text)
	switch c.count.standing() {
	case queued:
		if kind == redirect {
			return heldError{reply: replyError(text)} // the whole transaction goes elsewhere, or nothing
		}
	case opened, executed:
		if kind != ordinary {
			return heldError{reply: replyError(text)}
		}
	case alone:
		if (kind == redirect || kind == retryRefusal) && c.mayHaveAnswered(text) {
			return heldError{replyError(text), true}
		}
	}
	switch kind {
	case retryRefusal:
		c.count.marks &^= written // it was refused instead
	case heldBack:
		return heldError{reply: replyError(text)}
	}
	return replyError(text)
}

// closes reports whether there is no transaction on the connection after EXEC or
// DISCARD was answered with an error. A server that takes neither leaves it open.
func closes(text string) bool {
	return strings.HasPrefix(text, "EXECABORT") || strings.HasPrefix(text, "ERR EXEC without MULTI") ||
		strings.HasPrefix(text, "ERR DISCARD without MULTI") || kindOf(text) == redirect || isPostponement(text)
}

// openError is a refusal of EXEC or DISCARD that leaves the transaction open: whatever
// is sent on the connection from now on would be queued. It is none of Redis's errors to
// go-redis, so that go-redis closes the connection.
type openError struct{ reply redis.Error }

func (e openError) Error() string {
	return "the connection is closed, because its transaction could not be ended: " + e.reply.Error()
}

// isOpen reports such an error. go-redis gives it to all commands of the pipeline.
func isOpen(err error) bool {
	_, ok := asType[openError](err)
	return ok
}

// An errorKind says what may follow an error reply.
type errorKind uint8

const (
	ordinary     errorKind = iota // nothing: it is the caller's
	redirect                      // the server sends it elsewhere; go-redis follows
	retryRefusal                  // the server refuses to run it for now; go-redis may try again
	heldBack                      // the script's own, which go-redis would take for the server's
)

const (
	tooManyClients  = "ERR max number of clients reached"
	wrappedReadOnly = "-READONLY You can't write against a read only replica"
)

// go-redis acts on error replies by how they begin. A script may return any text, after
// having written; the call must not run again for that. So an error counts as the
// server's own only when it has the exact form that servers use, and when the script
// cannot have made it: see mayHaveAnswered.
func kindOf(text string) errorKind {
	code, rest, _ := strings.Cut(text, " ")
	switch code {
	case "MOVED", "ASK":
		if isRedirect(rest) {
			return redirect
		}
		return heldBack
	case "LOADING", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "NOREPLICAS":
		if isServerRefusal(code, raised.Undecorated(rest)) {
			return retryRefusal
		}
		return heldBack
	}
	switch {
	case text == tooManyClients:
		return retryRefusal
	case strings.HasPrefix(text, tooManyClients):
		return heldBack
	case strings.Contains(text, wrappedReadOnly): // Redis 6 wraps the refusal of a write inside the script
		if raised.Wrapped(text) {
			return retryRefusal
		}
		return heldBack
	}
	return ordinary
}

// isPostponement reports a refusal of a command that will be taken once its slot has
// moved or the cluster is whole again.
func isPostponement(text string) bool {
	code, rest, _ := strings.Cut(text, " ")
	return kindOf(text) == redirect || (code == "TRYAGAIN" || code == "CLUSTERDOWN") && isServerRefusal(code, rest)
}

// mayHaveAnswered reports whether an error in the server's words may be one that the
// script has returned or raised: it has such a text, it makes errors of other data, or
// the call carries the code.
func (c *command) mayHaveAnswered(text string) bool {
	code, _, _ := strings.Cut(text, " ")
	if code == "ERR" {
		code = tooManyClients[len("ERR "):]
		if text != tooManyClients {
			code = "READONLY"
			if core.CanRaise(c.script) {
				return true
			}
		}
	}
	return core.CanAnswer(c.script, raised.Undecorated(text)) || c.carries(code)
}

// carries reports whether a key or an argument holds a word.
func (c *command) carries(word string) bool {
	words := c.Args()
	for _, w := range words[min(core.PrefixWords, len(words)):] {
		switch w := w.(type) {
		case string:
			if strings.Contains(w, word) {
				return true
			}
		case []byte:
			if bytes.Contains(w, []byte(word)) {
				return true
			}
		}
	}
	return false
}

// isServerRefusal reports whether a refusal has the words of a server. READONLY
// and NOREPLICAS are also raised by a write inside the script, but only by its
// first one: after that, Redis lets the rest of the script pass.
func isServerRefusal(code, rest string) bool {
	switch code {
	case "LOADING": // "Redis is loading…", "Valkey is loading…", …
		return strings.HasSuffix(rest, " is loading the dataset in memory")
	case "TRYAGAIN":
		return rest == "Multiple keys request during rehashing of slot"
	case "CLUSTERDOWN":
		return strings.HasPrefix(rest, "The cluster is down") || rest == "Hash slot not served"
	case "MASTERDOWN":
		return strings.HasPrefix(rest, "Link with MASTER is down")
	case "READONLY":
		return strings.HasPrefix(rest, "You can't write against a read only ") ||
			rest == "Can not run script with write flag on readonly replica" // one with a shebang line
	case "NOREPLICAS":
		return strings.HasPrefix(rest, "Not enough good ")
	}
	return false
}

// isRedirect reports whether the rest of a MOVED or ASK line is a slot and an
// address.
func isRedirect(rest string) bool {
	number, address, ok := strings.Cut(rest, " ")
	n, err := strconv.ParseUint(number, 10, 16)
	return ok && err == nil && n < slot.Count &&
		strings.Contains(address, ":") && !strings.Contains(address, " ")
}

// heldError is an error reply that go-redis must not act upon. Its text and its chain
// keep go-redis from recognising what is inside; hooks still see an error of Redis.
type heldError struct {
	reply redis.Error
	doubt bool // it may be the server's refusal or what the script has answered
}

func (e heldError) Error() string {
	return "script replied: " + strings.ReplaceAll(e.reply.Error(), "-READONLY", "READONLY")
}

// RedisError marks the error as one that Redis replied with.
func (heldError) RedisError() {}

// replyIn finds the error reply in what a client returned.
func replyIn(err error) (redis.Error, bool) {
	if held, ok := asType[heldError](err); ok {
		return held.reply, true
	}
	if open, ok := asType[openError](err); ok {
		return open.reply, true
	}
	reply, ok := asType[redis.Error](err)
	if !ok || strings.HasPrefix(reply.Error(), "redis: ") {
		return nil, false // go-redis's own: redis.Nil, redis.TxFailedErr, …
	}
	return reply, true
}

// isReply reports an error reply.
func isReply(err error) bool {
	_, ok := replyIn(err)
	return ok
}

// isDoubtful reports an error that may be the server's refusal or the script's answer.
func isDoubtful(err error) bool {
	held, ok := asType[heldError](err)
	return ok && held.doubt
}

// saysMissing reports whether an error reply says that the server has not the script.
func saysMissing(reply redis.Error) bool { return core.SaysMissing(reply.Error()) }

// isMiss reports an error that says that the server has not the script.
func isMiss(err error) bool {
	reply, ok := replyIn(err)
	return ok && saysMissing(reply)
}
