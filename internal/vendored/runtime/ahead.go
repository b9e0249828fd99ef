// Code generated from runtime/ahead.go. DO NOT EDIT.

package runtime

import (
	"bufio"
	"bytes"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

// go-redis hands a raw reply over value by value: each line by two calls of Write, and each
// string by a reader and a copy of its own, which takes longer than to decode it. But with
// the first string a command gets hold of go-redis's buffer, in which the rest of the reply
// mostly is by then. It takes from there what is whole, in one pass, and leaves in its place
// the shortest value, nil, as often as go-redis is still to read one. go-redis reads those in
// a few steps, and so ends where the reply ends, in step with the server.

// taken stands in go-redis's buffer for a value that was taken ahead.
const taken = "_\r\n"

// readAhead takes the payload of a string, size bytes with its CRLF, and of the values behind
// it those that belong to the reply. It returns false, and has taken nothing, when the buffer
// does not hold the payload.
func (b *replyBuffer) readAhead(rd *bufio.Reader, size int64) bool {
	view, err := rd.Peek(rd.Buffered())
	if err != nil || int64(len(view)) < size {
		return false
	}
	end, values := b.takeAhead(view, int(size))
	at := end - values*len(taken) // no value is shorter
	for i := at; i < end; i += len(taken) {
		copy(view[i:end], taken)
	}
	if _, err := rd.Discard(at); err != nil {
		return false // it holds as much
	}
	b.ignore = values
	return true
}

// takeAhead appends the payload in front of view and what can be taken behind it. It returns
// where that ends, and how many values it is for go-redis: an aggregate that it has not begun
// to read is one.
func (b *replyBuffer) takeAhead(view []byte, size int) (end, values int) {
	a := ahead{reply: b, view: view, at: size}
	open := b.depth // aggregates that go-redis is reading
	for b.depth > 0 && a.at < len(view) {
		var ok bool
		switch view[a.at] {
		case '*', '~', '%', '>', '|':
			ok = a.aggregate(open)
		default:
			ok = a.value()
		}
		if !ok {
			break
		}
		open = b.depth
		values++
	}
	a.copy()
	return a.at, values
}

// ahead is a place in go-redis's buffer.
type ahead struct {
	reply  *replyBuffer
	view   []byte
	at     int // of the next value
	copied int // what is in front of it is in the reply
}

// copy brings the reply up to the place.
func (a *ahead) copy() {
	a.reply.buf = append(a.reply.buf, a.view[a.copied:a.at]...)
	a.copied = a.at
}

// aggregate is value for an aggregate and all that is in it, where open of them are around it.
func (a *ahead) aggregate(open uint32) bool {
	a.copy()
	b := a.reply
	at, size, outer, left, budget := a.at, len(b.buf), len(b.outer), b.left, b.budget
	for first := true; first || b.depth > open; first = false {
		if !a.value() {
			// Of those around it nothing has changed.
			a.at, a.copied = at, at
			b.buf, b.outer, b.depth, b.left, b.budget = b.buf[:size], b.outer[:outer], open, left, budget
			return false
		}
	}
	return true
}

// value passes over a value, or the head of an aggregate. It returns false, and has not
// moved, when that is not whole, or is nothing that a reply may hold: go-redis gets to see it.
func (a *ahead) value() bool {
	b := a.reply
	if start, end, ok := wire.ShortString(a.view, a.at); ok {
		if b.spend(int64(end-start)) != nil {
			return false
		}
		a.at = end + len("\r\n")
		b.passValue()
		return true
	}
	if a.at >= len(a.view) {
		return false
	}
	size := bytes.IndexByte(a.view[a.at:], '\n')
	if size < 2 || a.view[a.at+size-1] != '\r' {
		return false
	}
	line, next := a.view[a.at:a.at+size-1], a.at+size+1
	switch line[0] {
	case ':':
		n, ok := wire.ParseInteger(line)
		if !ok || b.spend(int64(len(line))) != nil {
			return false
		}
		a.copy()
		b.compact(n)
		a.at, a.copied = next, next
		b.passValue()
		return true
	case '+', '-', '_', ',', '#', '(', '*', '~', '%', '>', '|':
	case '$', '=', '!':
		switch n, ok := wire.Length(line[1:]); {
		case !ok || n > len(a.view)-next-len("\r\n"):
			return false
		case n >= 0:
			next += n + len("\r\n")
		}
	default:
		return false
	}
	if b.count(line) != nil {
		return false
	}
	a.at = next
	return true
}

// passValue counts a value that holds no others.
func (b *replyBuffer) passValue() {
	b.left--
	for b.depth > 0 && b.left == 0 {
		b.leave()
	}
}
