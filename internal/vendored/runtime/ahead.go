// Code generated from runtime/ahead.go. DO NOT EDIT.

package runtime

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

// go-redis hands a raw reply over value by value: each line by two calls of Write, and each
// string by a reader and a copy of its own, which takes longer than to decode it. But with
// a string it hands over its buffer, and it decides what to read only after it has passed the
// line on. So the head of an aggregate is made that of a string, of as many bytes, and the
// aggregate is read from the buffer, to its end and in one pass.

// opened decides how to take an aggregate that is the whole reply, and whose head has come.
// Where go-redis goes on reading value by value although the head was made that of a string, so
// does the command.
func (c *command) opened(head []byte) {
	r := c.reply
	if c.count.marks&asInts != 0 {
		r.collect()
	}
	if view, ok := r.behind(head); ok {
		_, _ = r.rd.Discard(r.take(view)) // it holds as much
		if r.depth == 0 {
			head[0] = noMore
			return
		}
	}
	head[0] = '$'
	r.borrowed = true
}

var errNoBuffer = errors.New("go-redis hands no buffer over for a string; this release of it is not known to luagen")

// readAll reads what is still to come of the reply.
func (b *replyBuffer) readAll(from io.Reader) error {
	rd, ok := from.(*bufio.Reader)
	if !ok {
		return errNoBuffer
	}
	for {
		view, _ := rd.Peek(rd.Buffered())
		if _, err := rd.Discard(b.take(view)); err != nil || b.depth == 0 {
			return err
		}
		if err := b.readValue(rd); err != nil || b.depth == 0 {
			return err
		}
	}
}

// take appends the values that view holds whole, and returns where they end.
func (b *replyBuffer) take(view []byte) (at int) {
	from := 0
	for b.depth > 0 {
		next, ok := b.skip(view, at)
		if !ok {
			break
		}
		if b.ints != nil {
			if n, ok := wire.ParseInteger(view[at : next-len("\r\n")]); ok && view[at] == ':' {
				b.ints = append(b.ints, int64(n))
				from = next
			} else {
				b.spill()
			}
		}
		at = next
	}
	b.buf = append(b.buf, view[from:at]...)
	return at
}

// skip counts the value at a place, or the head of an aggregate, and returns where it ends. It
// returns false when that is not whole, or is nothing that a reply may hold: readValue says
// what is wrong.
func (b *replyBuffer) skip(view []byte, at int) (next int, ok bool) {
	if at >= len(view) {
		return at, false
	}
	switch view[at] {
	case '$':
		if start, end, ok := wire.ShortString(view, at); ok && b.spend(int64(end-start)) == nil {
			b.leaveFull()
			return end + len("\r\n"), true
		}
	case ':':
		if _, next, ok := wire.IntegerAt(view, at); ok && b.spend(int64(next-at)) == nil {
			b.leaveFull()
			return next, true
		}
	}
	size := bytes.IndexByte(view[at:], '\n')
	if size < 2 || view[at+size-1] != '\r' {
		return at, false
	}
	line, next := view[at:at+size-1], at+size+1
	switch line[0] {
	case ':', '+', '-', '_', ',', '#', '(':
	case '$', '=', '!':
		switch n, ok := wire.Length(line[1:]); {
		case !ok || n > len(view)-next-len("\r\n"):
			return at, false
		case n >= 0:
			next += n + len("\r\n")
		}
	case '*', '~', '%', '>', '|':
		if _, ok := wire.Length(line[1:]); !ok {
			return at, false
		}
	default:
		return at, false
	}
	return next, b.count(line) == nil
}

// leaveFull counts a value that holds no others.
func (b *replyBuffer) leaveFull() {
	b.left--
	for b.depth > 0 && b.left == 0 {
		b.leave()
	}
}

// readValue reads a value, or the head of an aggregate, that the buffer does not hold whole.
func (b *replyBuffer) readValue(rd *bufio.Reader) error {
	line, err := b.readLine(rd)
	if err != nil {
		return err
	}
	payload := int64(-1)
	switch line[0] {
	case ':', '+', '-', '_', ',', '#', '(':
	case '$', '=', '!', '*', '~', '%', '>', '|':
		n, ok := wire.Length(line[1:])
		if !ok {
			return fmt.Errorf("the reply has a length of %s", quote.Text(line[1:]))
		}
		if line[0] == '$' || line[0] == '=' || line[0] == '!' {
			payload = int64(n)
		}
	default:
		return fmt.Errorf("the reply has a value of no known kind: %s", quote.Text(line))
	}
	if err := b.count(line); err != nil {
		return err
	}
	if n, ok := wire.ParseInteger(line); ok && b.ints != nil && line[0] == ':' {
		b.ints = append(b.ints, int64(n))
		return nil
	}
	b.spill()
	putLine(b.extend(len(line)+len("\r\n")), line)
	if payload < 0 {
		return nil
	}
	return b.readPayload(rd, payload+int64(len("\r\n")))
}

// readLine reads a line, without its CRLF. It is good until the next.
func (b *replyBuffer) readLine(rd *bufio.Reader) ([]byte, error) {
	line, err := rd.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, err = readLong(rd, slices.Clone(line), b.budget)
	}
	return lineOf(line, err)
}

// Most bytes read at once, so that a length that the server announces is not
// believed before the bytes arrive.
const readStep = 64 << 10

// readPayload appends the payload of a string, size bytes with its CRLF.
func (b *replyBuffer) readPayload(from io.Reader, size int64) error {
	for size > 0 {
		b.buf = slices.Grow(b.buf, int(min(size, readStep)))
		free := b.buf[len(b.buf):cap(b.buf)]
		n, err := from.Read(free[:min(int64(len(free)), size)])
		b.buf = b.buf[:len(b.buf)+n]
		if size -= int64(n); size > 0 && err != nil {
			return err
		}
	}
	return nil
}
