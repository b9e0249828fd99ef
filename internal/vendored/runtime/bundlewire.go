// Code generated from runtime/bundlewire.go. DO NOT EDIT.

package runtime

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

// A part of a bundle is sent once it is as large as this, so that the server can begin with it.
const largestPart = 32 << 10

// bundleWriter sends commands.
type bundleWriter struct {
	to  io.Writer
	buf []byte

	head  []any  // the first words of the last command,
	count int    // the number of its words,
	begun []byte // and how it began with these
}

// bundleWriters holds those with no bundle.
var bundleWriters = sync.Pool{New: func() any {
	return &bundleWriter{buf: make([]byte, 0, largestPart+largestPart/8)}
}}

// write sends the commands of the bundle.
func (b *bundle) write(to io.Writer) error {
	w := bundleWriters.Get().(*bundleWriter)
	w.to = to
	err := w.bundle(b)
	w.to, w.head, w.count = nil, nil, 0
	if cap(w.buf) <= keepUpTo {
		w.buf = w.buf[:0]
		bundleWriters.Put(w)
	}
	return err
}

func (w *bundleWriter) bundle(b *bundle) error {
	for _, m := range b.members {
		c := commandIn(m)
		if err := w.command(c.Args()); err != nil {
			return err
		}
		c.count.marks |= written
		if len(w.buf) >= largestPart {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return w.flush()
}

func (w *bundleWriter) flush() error {
	if len(w.buf) == 0 {
		return nil
	}
	_, err := w.to.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

// shared is how many words the calls of one script begin with.
const shared = 2

func (w *bundleWriter) command(words []any) error {
	if len(words) == w.count && w.head[1] == words[1] && w.head[0] == words[0] {
		w.buf = append(w.buf, w.begun...)
		return w.words(words[shared:])
	}
	start := len(w.buf)
	w.buf = appendHead(w.buf, '*', len(words))
	if len(words) <= shared {
		return w.words(words)
	}
	if err := w.words(words[:shared]); err != nil {
		return err
	}
	w.head, w.count = words[:shared], len(words)
	w.begun = append(w.begun[:0], w.buf[start:]...)
	return w.words(words[shared:])
}

func (w *bundleWriter) words(words []any) error {
	buf := w.buf
	for _, word := range words {
		switch word := word.(type) {
		case string:
			buf = append(appendHead(buf, '$', len(word)), word...)
		case []byte:
			buf = append(appendHead(buf, '$', len(word)), word...)
		case *keyCount:
			buf = appendInt(buf, int64(word.keys()))
		case int64:
			buf = appendInt(buf, word)
		case uint64, float64:
			text := core.WordText(word)
			buf = append(appendHead(buf, '$', len(text)), text...)
		default:
			return fmt.Errorf("a %T is no word of a call", word)
		}
		buf = append(buf, '\r', '\n')
	}
	w.buf = buf
	return nil
}

// appendInt appends an integer as a string, without its CRLF.
func appendInt(buf []byte, n int64) []byte {
	if 0 <= n && n < 10 {
		return append(buf, '$', '1', '\r', '\n', byte('0'+n))
	}
	at := len(buf)
	buf = append(buf, "$00\r\n"...)
	buf = strconv.AppendInt(buf, n, 10)
	size := len(buf) - at - len("$00\r\n")
	if size < 10 {
		copy(buf[at+2:], buf[at+3:])
		buf = buf[:len(buf)-1]
		buf[at+1] = byte('0' + size)
	} else {
		buf[at+1], buf[at+2] = byte('0'+size/10), byte('0'+size%10)
	}
	return buf
}

func appendHead(buf []byte, kind byte, n int) []byte {
	if n < 10 {
		return append(buf, kind, byte('0'+n), '\r', '\n')
	}
	if n < 100 {
		return append(buf, kind, byte('0'+n/10), byte('0'+n%10), '\r', '\n')
	}
	return append(strconv.AppendInt(append(buf, kind), int64(n), 10), "\r\n"...)
}

// receive reads the replies. messages are what came between them that is none.
func (b *bundle) receive(rd *bufio.Reader) (messages []byte, err error) {
	r := replyReader{rd: rd, late: lates.Get().(*lateReplies)}
	r.late.grow(len(b.members))
	defer r.spare.free()
	defer func() { r.late.deliver(b.members, &r.spare) }()
	for b.read < len(b.members) {
		r.to = commandIn(b.members[b.read])
		if r.short(b.read) {
			_ = b.answered(nil)
			continue
		}
		if err = r.passMessages(&messages); err == nil {
			err = r.replyOf(b.read)
		}
		if err = b.answered(err); err != nil {
			return nil, err
		}
	}
	return messages, nil
}

// replyReader hands replies over as go-redis does, but in fewer steps.
type replyReader struct {
	rd    *bufio.Reader
	to    *command
	spare spareReplies
	late  *lateReplies
}

// longestShort is more than the bytes of any integer's line.
const longestShort = 24

// short takes the reply if it is what most are: an integer, or the answer to what waits for
// EXEC, and lies in the buffer.
func (r *replyReader) short(member int) bool {
	view, _ := r.rd.Peek(min(r.rd.Buffered(), longestShort))
	end := bytes.IndexByte(view, '\n') - 1
	if end < 1 || view[end] != '\r' {
		return false
	}
	switch line := view[:end]; {
	case line[0] == ':':
		n, ok := wire.ParseInteger(line)
		if !ok || !r.isFresh() {
			return false
		}
		r.late.integer(member, n)
	case !r.to.isQueued(line):
		return false
	}
	_, _ = r.rd.Discard(end + len("\r\n")) // it holds as much
	return true
}

// isFresh reports whether nothing has come for the command of a call.
func (r *replyReader) isFresh() bool { return r.to.reply == nil }

// replyOf reads the reply of a member.
func (r *replyReader) replyOf(member int) error {
	if !r.isFresh() {
		return r.reply()
	}
	own := r.spare.take()
	r.to.reply = own
	if err := r.reply(); err != nil {
		return err
	}
	if r.late.add(member, own) {
		r.to.reply = nil
		own.reset()
		r.spare.add(own)
	}
	return nil
}

// reply reads one value. That its memory is bounded is up to the command that takes it.
func (r *replyReader) reply() error {
	for left := uint64(1); left > 0; left-- {
		line, err := r.line()
		if err != nil {
			return err
		}
		if _, err := r.to.Write(line); err != nil {
			return err
		}
		payload, elements, err := behind(line)
		if err != nil {
			return err
		}
		if payload > 0 {
			if _, err := io.CopyN(r.to, r.rd, payload); err != nil {
				return err
			}
		}
		left += elements
	}
	return nil
}

// behind is what follows a line of a reply: a payload of bytes, or so many values.
func behind(line []byte) (payload int64, elements uint64, err error) {
	switch line[0] {
	case '+', '-', ':', '_', ',', '#', '(':
		return 0, 0, nil
	case '$', '=', '!':
		if n, ok := wire.Length(line[1:]); ok {
			if n < 0 {
				return 0, 0, nil
			}
			return int64(n) + int64(len("\r\n")), 0, nil
		}
	case '*', '~', '>', '%', '|':
		if n, ok := elementsIn(line); ok {
			return 0, uint64(max(n, 0)), nil
		}
	}
	return 0, 0, fmt.Errorf("the server sent what begins no reply: %s", quote.Text(line))
}

// line reads a line, without its CRLF. It is good until the next.
func (r *replyReader) line() ([]byte, error) {
	line, err := r.rd.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, err = readLong(r.rd, slices.Clone(line), core.ReplyLimit(r.to.script))
	}
	return lineOf(line, err)
}

// passMessages moves messages in front of a reply to the others, as they are.
func (r *replyReader) passMessages(to *[]byte) error {
	for {
		head, err := r.rd.Peek(1)
		if err != nil {
			return err
		}
		if head[0] != '>' {
			return nil
		}
		if err := r.copyValue(to); err != nil {
			return err
		}
	}
}

func (r *replyReader) copyValue(to *[]byte) error {
	for left := uint64(1); left > 0; left-- {
		line, err := r.line()
		if err != nil {
			return err
		}
		payload, elements, err := behind(line)
		if err != nil {
			return err
		}
		if *to = append(append(*to, line...), "\r\n"...); elements > core.DefaultReplyLimit || int64(len(*to)) > core.DefaultReplyLimit-min(payload, core.DefaultReplyLimit) {
			return errLongMessages
		}
		for payload > 0 {
			n := int(min(payload, int64(r.rd.Size())))
			part, err := r.rd.Peek(n)
			if err != nil {
				return err
			}
			*to = append(*to, part...)
			_, _ = r.rd.Discard(n) // it holds as much
			payload -= int64(n)
		}
		left += elements
	}
	return nil
}

var errLongMessages = errors.New("the server sent messages that take more memory than a reply may")
