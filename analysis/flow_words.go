package analysis

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
)

// callWords are the words of a command's call after its name.
type callWords struct {
	m    *machine
	args values
}

// text returns a word when it is known.
func (w callWords) text(i int) (string, bool) {
	if i < 0 {
		return "", false
	}
	v := w.m.at(w.args, i)
	if s, ok := v.Str(); ok {
		return s, true
	}
	if n, ok := v.Number(); ok {
		return luaString(n), true
	}
	return "", false
}

// count returns the number of words; false when it is not known.
func (w callWords) count() (int, bool) { return len(w.args.list), !w.args.more() }

// vary reports whether the script leaves it open how many words there are.
func (w callWords) vary() bool {
	return w.args.more() || slices.ContainsFunc(w.args.list, func(v Value) bool {
		return v.Can(AbsentOrNil) && v.Input().Index == 0
	})
}

// listed returns the number of words that are there one by one, those of a table that is
// unpacked included.
func (w callWords) listed() int {
	n := len(w.args.list)
	if s := w.args.from; s != nil && !s.isInput && !s.moved && !s.Open {
		n += max(0, len(s.Items)-w.args.start+1)
	}
	return n
}

// has reports whether an option is among the words from a place on; sure is false when it
// may hide in one that is not known.
func (w callWords) has(option string, from int) (found, sure bool) {
	sure = !w.args.more()
	for i := from; i < w.listed(); i++ {
		text, known := w.text(i)
		if known && strings.EqualFold(text, option) {
			return true, true
		}
		sure = sure && (known || w.isOperand(i))
	}
	return false, sure
}

// hasAny reports whether one of some options is written among the words from a place on.
func (w callWords) hasAny(from int, options ...string) bool {
	return slices.ContainsFunc(options, func(o string) bool {
		found, _ := w.has(o, from)
		return found
	})
}

// isOperand reports whether a word is what an option before it takes.
func (w callWords) isOperand(i int) bool {
	before, _ := w.text(i - 1)
	switch strings.ToUpper(before) {
	case "EX", "PX", "EXAT", "PXAT", "COUNT", "RANK", "MAXLEN", "~", "INCR":
		return true
	}
	before, _ = w.text(i - 2)
	return strings.EqualFold(before, "INCR") // takes a score and a member
}

// lacks reports whether certainly none of some options is among the words from a
// place on.
func (w callWords) lacks(from int, options ...string) bool {
	for _, o := range options {
		if found, sure := w.has(o, from); found || !sure {
			return false
		}
	}
	return true
}

// narrow returns a command's reply, cut down to what its options leave.
func (w callWords) narrow(cmd *command.Command) command.Reply {
	r := cmd.Reply
	switch cmd.Name {
	case "SET":
		w.narrowSet(&r)
	case "LPOP", "RPOP", "SPOP", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER":
		w.narrowCount(cmd.Name, &r)
	case "ZADD":
		w.narrowZAdd(&r)
	case "XADD":
		switch id := w.xaddID(); {
		case id >= w.listed():
			r.Kinds = 0
		case !w.hasAny(1, "NOMKSTREAM"):
			r.Kinds &^= command.Nil
		}
	case "XCLAIM":
		switch {
		case w.hasAny(5, "JUSTID"):
			r.Elem = command.Bulk
		case !w.args.more():
			r.Elem &^= command.Bulk
		}
	case "BITFIELD", "BITFIELD_RO":
		if !w.args.more() && !w.hasAny(1, "OVERFLOW") {
			r.Elem &^= command.Nil // only OVERFLOW FAIL leaves a value out
		}
	case "SORT", "SORT_RO":
		w.option(&r, "STORE", 1, command.Integer, anyReply&^command.Integer)
		if w.lacks(1, "GET") {
			r.Elem &^= command.Nil // only a key that BY or GET names may be missing
		}
	case "GEORADIUS", "GEORADIUSBYMEMBER":
		if w.hasAny(1, "STORE", "STOREDIST") {
			r.Kinds = command.Integer
		} else if !w.args.more() {
			r.Kinds &^= command.Integer
		}
	case "PING":
		switch n, exact := w.count(); {
		case exact && n == 0:
			r.Kinds = command.Status
		case exact:
			r.Kinds = command.Bulk
		}
	case "LPOS":
		w.option(&r, "COUNT", 2, command.Array, anyReply&^command.Array)
	case "ZRANK", "ZREVRANK":
		w.option(&r, "WITHSCORE", 2, command.Array|command.Nil, anyReply&^command.Array)
	}
	if cmd.Group == "geo" && r.Elem == command.Bulk|command.Array {
		w.narrowPlaces(&r)
	}
	return r
}

// anyReply is every kind of reply.
const anyReply = command.ReplyKinds(0xff)

// option keeps with when an option is certainly there, and without when it certainly is not.
func (w callWords) option(r *command.Reply, name string, from int, with, without command.ReplyKinds) {
	switch found, sure := w.has(name, from); {
	case found:
		r.Kinds &= with
	case sure:
		r.Kinds &= without
	}
}

// narrowSet narrows the reply of SET: only a condition or GET makes a nil of it.
func (w callWords) narrowSet(r *command.Reply) {
	if n, exact := w.count(); exact && n <= 2 {
		r.Kinds = command.Status
		return
	}
	w.option(r, "GET", 2, command.Bulk|command.Nil, command.Status|command.Nil)
	conditions := []string{"NX", "XX", "GET", "IFEQ", "IFNE", "IFDEQ", "IFDNE"}
	switch {
	case w.lacks(2, conditions...):
		r.Kinds = command.Status
	case w.vary() && !w.hasAny(2, conditions...):
		r.Kinds = 0 // nothing suggests a condition
	}
}

// narrowCount narrows the reply of a command that gives one element, or, with a count, an array
// of them.
func (w callWords) narrowCount(name string, r *command.Reply) {
	switch n, exact := w.count(); {
	case exact && n == 1:
		r.Kinds &^= command.Array
	case exact && n > 1:
		r.Kinds &^= command.Bulk
		if name != "LPOP" && name != "RPOP" { // the others have an empty array for a missing key
			r.Kinds &^= command.Nil
		}
	}
}

// narrowZAdd narrows the reply of ZADD: a number of members, or with INCR a score, which is nil
// where a condition keeps it as it is.
func (w callWords) narrowZAdd(r *command.Reply) {
	if n, exact := w.count(); exact && n == 3 {
		r.Kinds = command.Integer
		return
	}
	w.option(r, "INCR", 1, command.Numeral|command.Nil, command.Integer)
	if w.lacks(1, "NX", "XX", "GT", "LT") || w.lacks(1, "INCR") {
		r.Kinds &^= command.Nil
	}
}

// narrowPlaces narrows the reply of a search for places: their names, or with an option arrays
// that say more of each.
func (w callWords) narrowPlaces(r *command.Reply) {
	switch {
	case w.hasAny(1, "WITHCOORD", "WITHDIST", "WITHHASH"):
		r.Elem = command.Array
	case w.args.more():
		r.Elem = 0
	default:
		r.Elem = command.Bulk
	}
}

// xaddID returns the place of XADD's ID, after its options.
func (w callWords) xaddID() int {
	i := 1
	for ; i < w.listed(); i++ {
		word, _ := w.text(i)
		switch strings.ToUpper(word) {
		case "MAXLEN", "MINID":
			if operator, _ := w.text(i + 1); operator == "=" || operator == "~" {
				i++
			}
			i++
		case "LIMIT":
			i++
		case "NOMKSTREAM", "KEEPREF", "DELREF", "ACKED":
		default:
			return i
		}
	}
	return i
}
