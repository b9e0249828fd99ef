package runtime

import (
	"errors"
	"strconv"
	"strings"

	"github.com/luagen/luagen/runtime/internal/raised"
	"github.com/redis/go-redis/v9"
)

// answeredError turns an error line, without its '-', into the error that
// go-redis gets to see, and decides whether the command may be sent again.
func (c *command) answeredError(text string) error {
	c.reply.clear()
	if c.script == nil {
		return replyError(text)
	}
	switch kindOf(text, c.script) {
	case retryRefusal:
		c.count.state.Store(refused)
	case heldBack:
		return heldError{replyError(text)}
	}
	return replyError(text)
}

// An errorKind says what may follow an error reply.
type errorKind uint8

const (
	ordinary     errorKind = iota // nothing: it is the caller's
	redirect                      // the server sends it elsewhere; go-redis follows
	retryRefusal                  // the server refused to run it for now; go-redis may try again
	heldBack                      // the script's own, which go-redis would take for the server's
)

// go-redis acts on error replies by how they begin. A script may return any
// text, after having written; the call must not run again for that. So an error
// counts as the server's own only when it has the exact form that servers use
// and its code stands nowhere in the script.
func kindOf(text string, script *Script) errorKind {
	code, rest, _ := strings.Cut(text, " ")
	switch code {
	case "MOVED", "ASK":
		if isRedirect(rest) {
			return redirect
		}
		return heldBack
	case "LOADING", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "NOREPLICAS":
		if isServerRefusal(code, raised.Undecorated(rest)) && !script.mentions(code) {
			return retryRefusal
		}
		return heldBack
	}
	if text == "ERR max number of clients reached" && !script.mentions(text) {
		return retryRefusal
	}
	if strings.Contains(text, "-READONLY You can't write against a read only replica") {
		// Redis 6 wraps the refusal of a write inside the script.
		if !script.mentions("READONLY") {
			return retryRefusal
		}
		return heldBack
	}
	if text == "ERR max number of clients reached" {
		return heldBack
	}
	return ordinary
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
	slot, address, ok := strings.Cut(rest, " ")
	n, err := strconv.ParseUint(slot, 10, 16)
	return ok && err == nil && n < slots &&
		strings.Contains(address, ":") && !strings.Contains(address, " ")
}

// heldError is an error reply of a script that go-redis must not act upon. Its
// text and its chain keep go-redis from recognising what is inside; hooks still
// see an error of Redis.
type heldError struct{ reply redis.Error }

func (e heldError) Error() string {
	return "script replied: " + strings.ReplaceAll(e.reply.Error(), "-READONLY", "READONLY")
}

// RedisError marks the error as one that Redis replied with.
func (heldError) RedisError() {}

// replyIn finds the error reply in what a client returned.
func replyIn(err error) (redis.Error, bool) {
	if held, ok := errors.AsType[heldError](err); ok {
		return held.reply, true
	}
	reply, ok := errors.AsType[redis.Error](err)
	if !ok || strings.HasPrefix(reply.Error(), "redis: ") {
		return nil, false // go-redis's own: redis.Nil, redis.TxFailedErr, …
	}
	return reply, true
}

// isMissing reports whether the server answered that it has not the script. A
// script may return such a text itself: then it has run.
func isMissing(reply redis.Error, script *Script) bool {
	text := strings.TrimPrefix(reply.Error(), "ERR ") // some servers add it
	if !strings.HasPrefix(text, "NOSCRIPT") || raised.Inside(text) {
		return false
	}
	if !script.mentions("NOSCRIPT") {
		return true
	}
	const usual = "No matching script"
	return strings.HasPrefix(text, "NOSCRIPT "+usual) && !script.mentions(usual)
}
