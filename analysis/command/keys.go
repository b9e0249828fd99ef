package command

import (
	"strconv"
	"strings"
)

// KeySpec says where a run of keys is among a command's words. Word 0 is the
// command's name; a sub-command is word 1.
type KeySpec struct {
	// Begin is the word at which the run begins. With Keyword it is the word at which the
	// search for the keyword starts (negative: from the end) and the run begins after it.
	Begin   int8
	Keyword string // upper-case; empty for a fixed place
	// Last is the run's last word, counted from its beginning; negative from the call's end (-1: the last word).
	Last int8
	Step int8 // distance of one key from the next
	// Limit cuts a run that goes to the end to its 1/Limit-th (XREAD: half); 0 for the whole.
	Limit int8
	// NumKeys is set when the run's first word is the number of keys that follow; Last and Limit are then unused.
	NumKeys bool
	// Write is set when the command may write these keys.
	Write bool
}

// Arg is one word of a call after the command's name.
type Arg struct {
	Text  string // the word when it is known
	Known bool
}

// Key is an argument that is a key.
type Key struct {
	Arg   int  // index into the arguments
	Write bool // the command may write it
}

// AppendKeys appends the arguments that are keys to dst, in order of their specs.
// The arguments are the words after the name, a sub-command included (call it on the
// sub-command then); open says that more, unknown ones follow. Arguments of which it cannot be
// told whether they are keys are left out.
func (c *Command) AppendKeys(dst []Key, args []Arg, open bool) []Key {
	for i := range c.Keys {
		dst = c.Keys[i].appendKeys(dst, args, open)
	}
	return dst
}

// EndlessKeys returns the spec of the keys of which the command takes any number, up to the end
// of the call, one after the other (DEL, MGET); nil when it has none.
func (c *Command) EndlessKeys() *KeySpec {
	for i := range c.Keys {
		if s := &c.Keys[i]; s.Last == -1 && s.Step == 1 && s.Limit == 0 && s.Keyword == "" && !s.NumKeys {
			return s
		}
	}
	return nil
}

// appendKeys appends one spec's keys.
func (s *KeySpec) appendKeys(dst []Key, args []Arg, open bool) []Key {
	begin, found := s.begin(args)
	if !found || begin >= len(args) {
		return dst
	}
	if s.NumKeys {
		return s.appendCounted(dst, args, begin)
	}
	last := begin + int(s.Last)
	if s.Last < 0 {
		last = len(args) + int(s.Last)
		if s.Limit > 1 {
			if open { // where the run ends depends on how many words there are
				return dst
			}
			last = begin + (last-begin+1)/int(s.Limit) - 1
		}
	}
	for i := begin; i <= last && i < len(args); i += max(int(s.Step), 1) {
		dst = append(dst, Key{Arg: i, Write: s.Write})
	}
	return dst
}

// appendCounted appends the keys that follow their number.
func (s *KeySpec) appendCounted(dst []Key, args []Arg, begin int) []Key {
	count, err := strconv.Atoi(args[begin].Text)
	if !args[begin].Known || err != nil || count < 0 {
		count = 1 // there is at least one
	}
	for i := begin + 1; i < len(args) && count > 0; i += max(int(s.Step), 1) {
		dst = append(dst, Key{Arg: i, Write: s.Write})
		count--
	}
	return dst
}

// begin returns the argument at which the run begins and whether there certainly is one.
func (s *KeySpec) begin(args []Arg) (at int, found bool) {
	if s.Keyword == "" {
		return int(s.Begin) - 1, true
	}
	isKeyword := func(a Arg) bool { return a.Known && strings.EqualFold(a.Text, s.Keyword) }
	if s.Begin < 0 {
		for i := len(args) + int(s.Begin); i >= 0; i-- {
			if isKeyword(args[i]) {
				return i + 1, true
			}
		}
		return 0, false
	}
	for i := max(int(s.Begin)-1, 0); i < len(args); i++ {
		if isKeyword(args[i]) {
			return i + 1, true
		}
	}
	return 0, false
}
