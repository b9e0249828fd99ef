package command

import (
	"strconv"
	"strings"
)

// KeySpec says where a run of keys stands among a command's words. Word 0 is the
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
// sub-command then); open says that more, unknown ones follow. The second result reports
// that there may be keys that could not be told.
func (c *Command) AppendKeys(dst []Key, args []Arg, open bool) ([]Key, bool) {
	unsure := false
	for i := range c.Keys {
		spec := &c.Keys[i]
		var ok bool
		dst, ok = spec.appendKeys(dst, args, open)
		unsure = unsure || !ok
	}
	return dst, unsure
}

// EndlessKeys returns the spec of the keys of which the command takes any number, up to the end
// of the call, one behind the other (DEL, MGET); nil when it has none.
func (c *Command) EndlessKeys() *KeySpec {
	for i := range c.Keys {
		if s := &c.Keys[i]; s.Last == -1 && s.Step == 1 && s.Limit == 0 && s.Keyword == "" && !s.NumKeys {
			return s
		}
	}
	return nil
}

// appendKeys appends one spec's keys; false when there may be others.
func (s *KeySpec) appendKeys(dst []Key, args []Arg, open bool) ([]Key, bool) {
	begin, found, sure := s.begin(args, open)
	if !found {
		return dst, sure
	}
	if begin >= len(args) {
		return dst, !open
	}
	if s.NumKeys {
		return s.appendCounted(dst, args, open, begin)
	}
	last := begin + int(s.Last)
	if s.Last < 0 {
		last = len(args) + int(s.Last)
		if open && s.Limit > 1 {
			return dst, false
		}
		if s.Limit > 1 {
			last = begin + (last-begin+1)/int(s.Limit) - 1
		}
	} else {
		open = open && last >= len(args)
	}
	for i := begin; i <= last && i < len(args); i += max(int(s.Step), 1) {
		dst = append(dst, Key{Arg: i, Write: s.Write})
	}
	return dst, !open
}

// appendCounted appends the keys that follow their number.
func (s *KeySpec) appendCounted(dst []Key, args []Arg, open bool, begin int) ([]Key, bool) {
	step := max(int(s.Step), 1)
	count, err := strconv.Atoi(args[begin].Text)
	if !args[begin].Known || err != nil || count < 0 {
		if begin+1 < len(args) { // there is at least one
			dst = append(dst, Key{Arg: begin + 1, Write: s.Write})
		}
		return dst, false
	}
	i := begin + 1
	for n := 0; n < count; n++ {
		if i >= len(args) {
			return dst, !open
		}
		dst = append(dst, Key{Arg: i, Write: s.Write})
		i += step
	}
	return dst, true
}

// begin returns the argument at which the run begins and whether there is one;
// sure is false when a keyword may hide in an unknown argument.
func (s *KeySpec) begin(args []Arg, open bool) (at int, found, sure bool) {
	if s.Keyword == "" {
		return int(s.Begin) - 1, true, true
	}
	if s.Begin < 0 {
		for i := len(args) + int(s.Begin); i >= 0; i-- {
			if args[i].Known && strings.EqualFold(args[i].Text, s.Keyword) {
				return i + 1, true, true
			}
		}
		return 0, false, false
	}
	sure = !open
	for i := max(int(s.Begin)-1, 0); i < len(args); i++ {
		if !args[i].Known {
			sure = false
		} else if strings.EqualFold(args[i].Text, s.Keyword) {
			return i + 1, true, true
		}
	}
	return 0, false, sure
}
