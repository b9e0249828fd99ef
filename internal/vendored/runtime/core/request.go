// Code generated from runtime/core/request.go. DO NOT EDIT.

package core

import (
	"fmt"
	"strconv"
)

// PrefixWords are the words of a command before its keys: its name, what stands for the
// script, and the number of keys.
const PrefixWords = 3

// MaxKeys is the largest number of keys that a call can have; Redis takes fewer words.
const MaxKeys = 9_999_999

// Request is a call as a transport sees it.
type Request struct {
	Script *Script
	// Words are the command, the first three of them for the transport to fill in. Keys are
	// strings, and an argument is a string, a []byte, an int64, a uint64 or a float64;
	// WordText returns what Redis must get. They may refer to the caller's memory.
	Words   []any
	Err     error // why the call cannot be sent; a transport may put there how it failed
	NumKeys int32

	skipped uint16 // optional arguments left out so far, sent as "" once another follows
	closed  bool   // no more is added: see Closed
}

// RequestOf is the call whose keys and arguments were collected.
func RequestOf(a *Args) *Request { return &a.request }

// Keys are the words of the keys, strings.
func (r *Request) Keys() []any { return r.Words[PrefixWords : PrefixWords+int(r.NumKeys)] }

// As sets the first two words to those of a form, and returns all. The third is the
// transport's.
func (r *Request) As(f Form) []any {
	w := &r.Script.parts().wire[f]
	r.Words[0], r.Words[1] = w.command, w.script
	return r.Words
}

// WordText is an argument as Redis must get it.
func WordText(word any) string {
	switch w := word.(type) {
	case string:
		return w
	case []byte:
		return string(w)
	case int64:
		return strconv.FormatInt(w, 10)
	case uint64:
		return strconv.FormatUint(w, 10)
	case float64:
		return strconv.FormatFloat(w, 'f', -1, 64)
	}
	panic(fmt.Sprintf("a %T is no word of a call", word))
}
