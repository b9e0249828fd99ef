// Code generated from runtime/sink.go. DO NOT EDIT.

package runtime

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

var errTooLarge = errors.New("the reply takes more memory than a reply of the script may; raise the bound with the script's LimitReplies if it is meant to be so large")

var _ io.ReaderFrom = (*command)(nil)

// Write takes from go-redis a line of the reply without its CRLF, or a CRLF.
func (c *command) Write(p []byte) (int, error) {
	if string(p) == "\r\n" {
		return len(p), nil // it is appended with its line
	}
	b := c.reply
	if b != nil && b.isPayload(p) {
		return 0, errNoBuffer
	}
	if b != nil && b.left > 1 && p[0] == ':' {
		// Not the last of its aggregate: there is nothing else to it.
		if n, ok := wire.ShortInteger(p); ok {
			b.left--
			b.borrowed = false
			b.integer(n)
			return len(p), nil
		}
	}
	return c.writeLine(p)
}

// isPayload reports that what comes is no line, but was read for one that was changed:
// not as many bytes as there are.
func (b *replyBuffer) isPayload(p []byte) bool {
	return b.announced != 0 || b.borrowed && bytes.IndexByte(p, '\r') >= 0
}

// writeLine is Write of any line.
//
// An error line that is the whole reply becomes the error of the command, so
// that go-redis follows redirects and retries as for any other. go-redis has
// read the line's CRLF already, so the connection stays in step.
func (c *command) writeLine(p []byte) (int, error) {
	if c.isQueued(p) {
		return len(p), nil
	}
	r := c.receiving()
	b := &r.replyBuffer
	switch {
	case b.scalar:
		b.clear() // go-redis has sent the command again
	case b.passing && b.depth == 1 && b.left == 1:
		b.passed()
	}
	first := len(b.buf) == 0
	if first {
		b.budget = core.ReplyLimit(c.script)
		switch p[0] {
		case '$':
			if n, ok := wire.ShortInteger(p); ok && b.spend(int64(n)) == nil {
				putLine(b.extend(len(p)+len("\r\n")), p)
				r.payload(p, int64(n)+int64(len("\r\n")))
				return len(p), nil
			}
		case '*':
			if n, ok := wire.ShortInteger(p); ok && n > 0 && b.spend(int64(n)*valueCost) == nil {
				b.depth, b.left = 1, n
				putLine(b.extend(len(p)+len("\r\n")), p)
				c.opened(p)
				return len(p), nil
			}
		case '-':
			return 0, c.answeredError(string(p[1:]))
		case '!':
			b.blob = true
		case '>', '|':
			if err := b.pass(p); err != nil {
				return 0, err
			}
		default:
			if b.keep(p) {
				return len(p), nil
			}
		}
	}
	if err := b.count(p); err != nil {
		return 0, err
	}
	b.line(p)
	b.borrowed = false
	if first && b.depth == 1 && !b.passing {
		c.opened(p)
	}
	return len(p), nil
}

// isQueued reports whether a line says that the reply will be in EXEC's.
func (c *command) isQueued(line []byte) bool {
	s := c.count.standing()
	return (s == queued || s == opened) && string(line) == "+QUEUED"
}

// ReadFrom takes from go-redis the payload of a string, with its CRLF, or the elements of an
// aggregate.
func (c *command) ReadFrom(src io.Reader) (int64, error) {
	r := c.receiving()
	b := &r.replyBuffer
	limited, ok := src.(*io.LimitedReader)
	if !ok {
		return 0, errNoBuffer
	}
	size, looked := r.copies(limited.N)
	if looked || b.borrowed {
		r.remember(limited.R)
	}
	if b.borrowed {
		b.borrowed = false
		if err := b.readAll(limited.R); err != nil {
			return 0, err
		}
		return limited.N, nil
	}
	if rd, ok := limited.R.(*bufio.Reader); ok && int64(rd.Buffered()) >= size {
		view, _ := rd.Peek(int(size))
		b.buf = append(b.buf, view...)
		_, _ = rd.Discard(int(size)) // it holds as much
	} else if err := b.readPayload(limited.R, size); err != nil {
		return 0, err
	}
	if b.blob {
		// Nothing is reported as copied: io.CopyN drops the error of a complete copy.
		header := slices.Index(b.buf, '\n') + 1
		return 0, c.answeredError(string(b.buf[header : len(b.buf)-2]))
	}
	return limited.N, nil
}

// line appends a line and its CRLF, or an integer in compact form if it has one.
func (b *replyBuffer) line(p []byte) {
	if p[0] == ':' {
		if n, ok := wire.ParseInteger(p); ok {
			b.integer(n)
			return
		}
	}
	b.spill()
	putLine(b.extend(len(p)+2), p)
}

func putLine(to, line []byte) {
	end := copy(to, line)
	to[end], to[end+1] = '\r', '\n'
}

// extend makes the reply n bytes longer and returns them.
func (b *replyBuffer) extend(n int) []byte {
	at := len(b.buf)
	if cap(b.buf)-at < n {
		b.buf = slices.Grow(b.buf, n)
	}
	b.buf = b.buf[:at+n] // in place: storing the pointer would cost a write barrier
	return b.buf[at:]
}

// count keeps track of the nesting and of the memory that a reply takes, to bound both.
// It judges by what an aggregate or string announces, before that arrives.
func (b *replyBuffer) count(line []byte) error {
	kind := line[0]
	if b.left > 0 {
		b.left--
	}
	switch kind {
	case '*', '~', '>', '%', '|':
		elements, ok := elementsIn(line)
		if !ok {
			return fmt.Errorf("the reply has an aggregate of %s elements", quote.Text(line[1:]))
		}
		if elements > 0 {
			if err := b.spend(elements * valueCost); err != nil {
				return err
			}
			return b.enter(uint64(elements))
		}
	case '$', '=', '!':
		n, short := wire.ShortInteger(line)
		if !short {
			// go-redis adds 2 for the CRLF, which must not overflow.
			signed, err := strconv.ParseInt(string(line[1:]), 10, 64)
			if err != nil || signed > math.MaxInt64-2 {
				return fmt.Errorf("the reply has a string of %s bytes", quote.Text(line[1:]))
			}
			n = uint64(max(signed, 0))
		}
		if err := b.spend(int64(n)); err != nil {
			return err
		}
	default:
		if err := b.spend(int64(len(line))); err != nil {
			return err
		}
	}
	for b.depth > 0 && b.left == 0 {
		b.leave()
	}
	return nil
}

// elementsIn is how many values the head of an aggregate announces.
func elementsIn(line []byte) (elements int64, ok bool) {
	if n, short := wire.ShortInteger(line); short {
		elements = int64(n)
	} else {
		n, err := strconv.ParseInt(string(line[1:]), 10, 64)
		if err != nil || n > math.MaxInt64/4/valueCost {
			return 0, false
		}
		elements = n
	}
	switch kind := line[0]; {
	case kind == '|' && elements >= 0:
		return 2*elements + 1, true // the value that follows is read inside of the attribute
	case kind == '|' || kind == '%':
		return 2 * elements, true
	}
	return elements, true
}

// spend takes from what the reply may still use.
func (b *replyBuffer) spend(bytes int64) error {
	if bytes > b.budget {
		return errTooLarge
	}
	b.budget -= bytes
	return nil
}

func (b *replyBuffer) enter(elements uint64) error {
	if b.depth == wire.MaxDepth {
		return wire.ErrDepth
	}
	if b.depth > 0 {
		b.outer = append(b.outer, b.left)
	}
	b.depth++
	b.left = elements
	return nil
}

func (b *replyBuffer) leave() {
	b.depth--
	if last := len(b.outer) - 1; last >= 0 {
		b.left = b.outer[last]
		b.outer = b.outer[:last]
	}
}
