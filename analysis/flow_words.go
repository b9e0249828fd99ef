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

// has reports whether an option stands among the words from a place on; sure is false when it
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

// lacks reports whether certainly none of some options stands among the words from a
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
	n, exact := w.count()
	// option keeps with when the option is certainly there and without when it certainly is not.
	option := func(name string, from int, with, without command.ReplyKinds) {
		switch found, sure := w.has(name, from); {
		case found:
			r.Kinds &= with
		case sure:
			r.Kinds &= without
		}
	}
	const all = command.ReplyKinds(0xff)
	switch cmd.Name {
	case "SET":
		if exact && n <= 2 {
			r.Kinds = command.Status
			break
		}
		option("GET", 2, command.Bulk|command.Nil, command.Status|command.Nil)
		conditions := []string{"NX", "XX", "GET", "IFEQ", "IFNE", "IFDEQ", "IFDNE"}
		switch {
		case w.lacks(2, conditions...):
			r.Kinds = command.Status
		case w.vary() && !w.hasAny(2, conditions...):
			r.Kinds = 0 // nothing suggests a condition
		}
	case "LPOP", "RPOP", "SPOP", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER":
		if exact && n == 1 {
			r.Kinds &^= command.Array
		} else if exact && n > 1 {
			r.Kinds &^= command.Bulk
			if cmd.Name == "SPOP" || cmd.Name == "SRANDMEMBER" || cmd.Name == "HRANDFIELD" || cmd.Name == "ZRANDMEMBER" {
				r.Kinds &^= command.Nil
			}
		}
	case "ZADD":
		if exact && n == 3 {
			r.Kinds = command.Integer
			break
		}
		option("INCR", 1, command.Numeral|command.Nil, command.Integer)
		if w.lacks(1, "NX", "XX", "GT", "LT") || w.lacks(1, "INCR") {
			r.Kinds &^= command.Nil
		}
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
		option("STORE", 1, command.Integer, all&^command.Integer)
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
		if exact && n == 0 {
			r.Kinds = command.Status
		} else if exact {
			r.Kinds = command.Bulk
		}
	case "LPOS":
		option("COUNT", 2, command.Array, all&^command.Array)
	case "ZRANK", "ZREVRANK":
		option("WITHSCORE", 2, command.Array|command.Nil, all&^command.Array)
	}
	if cmd.Group == "geo" && r.Elem == command.Bulk|command.Array {
		switch {
		case w.hasAny(1, "WITHCOORD", "WITHDIST", "WITHHASH"):
			r.Elem = command.Array
		case w.args.more():
			r.Elem = 0
		default:
			r.Elem = command.Bulk
		}
	}
	return r
}

// xaddID returns the place of XADD's ID, behind its options.
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
