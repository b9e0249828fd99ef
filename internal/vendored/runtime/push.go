// Code generated from runtime/push.go. DO NOT EDIT.

package runtime

import (
	"fmt"
	"strconv"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

// With RESP3 a server may send messages at any time, on a connection that has
// subscribed to a channel for example. go-redis passes over most of them and leaves
// those of Pub/Sub where the reply of the next command is read. They are no replies,
// and neither are attributes, which come in front of one.
//
// A command is given one value to read. With an attribute that is the value behind it
// too. So that it is the same with a message, the head of the message becomes that of
// an aggregate which has the reply as its last element: go-redis decides how much to
// read only after it has passed the line on.

// pass begins to pass over what the line begins, and makes the head of a message that
// of an aggregate with one value more. It has the same length: the number of elements
// of a map is half as large.
func (b *replyBuffer) pass(line []byte) error {
	n, err := strconv.ParseUint(string(line[1:]), 10, 32)
	if err != nil {
		return fmt.Errorf("the server sent a message or an attribute of %s elements", quote.Text(line[1:]))
	}
	if b.before++; b.before > wire.MaxDepth { // the reply is read inside of what is before it
		return wire.ErrDepth
	}
	b.passing = true
	if line[0] == '|' {
		return nil
	}
	kind, size := byte('*'), n+1
	if n%2 == 1 { // n+1 may have a digit more than n, and its half has not
		kind, size = '%', (n+1)/2
	}
	line[0] = kind
	digits := strconv.AppendUint(nil, size, 10)
	padding := line[1 : len(line)-len(digits)]
	for i := range padding {
		padding[i] = '0'
	}
	copy(line[1+len(padding):], digits)
	return nil
}

// passed forgets what has been passed over, all of which has come but the value
// behind it.
func (b *replyBuffer) passed() {
	*b = replyBuffer{buf: b.buf[:0], outer: b.outer[:0], before: b.before}
}
