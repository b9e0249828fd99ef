package runtime

import (
	"bufio"
	"io"
)

// With io.CopyN go-redis makes an object for each string, and goes a long way. But a line that it
// passes on lies in the buffer of the connection. Once a command knows the reader that has this
// buffer, it takes what is behind the line by itself, and makes the line one behind which
// go-redis reads nothing.
//
// That takes a go-redis that looks at the line after it has passed it on. So a reader counts as
// known only after that was seen with it.

// source is the reader that the last reply came from. The next often comes from the same.
type source struct {
	rd  *bufio.Reader
	end *byte // the last byte of its buffer, by which a line in it is known
}

// noMore begins a line behind which go-redis reads nothing.
const noMore = '+'

// payload takes the payload of the string whose head has come, size bytes with its CRLF.
// Whatever the buffer does not hold, or may not hold, go-redis copies.
func (r *reply) payload(head []byte, size int64) {
	switch view, ok := r.behind(head); {
	case !ok:
		r.announced = size
		head[len(head)-1] ^= 1 // another digit
	case int64(len(view)) >= size:
		r.buf = append(r.buf, view[:size]...)
		_, _ = r.rd.Discard(int(size)) // it holds as much
		head[0] = noMore
	}
}

// copies returns how many bytes to take when go-redis copies size, and whether it has looked at
// the line that was passed on.
func (b *replyBuffer) copies(size int64) (n int64, looked bool) {
	n, b.announced = b.announced, 0
	if n == 0 {
		return size, false
	}
	return n, n != size
}

// remember makes a reader known.
func (s *source) remember(from io.Reader) {
	rd, ok := from.(*bufio.Reader)
	if !ok || rd == s.rd {
		return
	}
	view, _ := rd.Peek(rd.Buffered())
	if end := endOf(view); end != nil {
		s.rd, s.end = rd, end
	}
}

// behind is what the buffer holds behind a line, given without its CRLF. It returns false for a
// line that does not lie in the buffer of the known reader: another goroutine may be using that.
func (s *source) behind(line []byte) (view []byte, ok bool) {
	after := len(line) + len("\r\n")
	if s.end == nil || s.end != endOf(line) || cap(line) <= after {
		return nil, false
	}
	view, _ = s.rd.Peek(s.rd.Buffered())
	return view, len(view) == 0 || &line[:after+1][after] == &view[0]
}

// endOf is the last byte of the memory behind a slice.
func endOf(p []byte) *byte {
	if cap(p) == 0 {
		return nil
	}
	return &p[:cap(p)][cap(p)-1]
}
