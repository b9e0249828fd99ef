package runtime

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"sync"
)

// Deepest nesting of a reply. Redis's own limit for what a script returns is
// lower; beyond it the reply is hostile, and reading it recurses.
const maxDepth = 4096

// reply is the raw reply of one command, as far as it has come. Short integers
// in it are in compact form.
type reply struct {
	buf    []byte  // inline, or from the pool once it outgrew that
	pooled *[]byte // where the pool's buffer came from
	left   uint64  // values still to come in the innermost open aggregate
	outer  *nest   // the same of the aggregates around it; nil as long as there were none
	depth  uint32  // open aggregates
	blob   bool    // the payload to come is that of an error

	inline [32]byte
}

// nest counts values of open aggregates, outermost first.
type nest struct {
	left   []uint64
	inline [7]uint64
}

var errDepth = fmt.Errorf("the reply is nested more than %d levels deep", maxDepth)

var _ io.ReaderFrom = (*command)(nil)

// Write takes from go-redis a line of the reply without its CRLF, or a CRLF.
//
// An error line that is the whole reply becomes the error of the command, so
// that go-redis follows redirects and retries as for any other. go-redis has
// read the line's CRLF already, so the connection stays in step.
func (c *command) Write(p []byte) (int, error) {
	r := &c.reply
	if len(p) == 0 || p[0] == '\r' {
		return len(p), nil // the CRLF is appended with its line
	}
	if p[0] == ':' {
		if r.left > 1 {
			r.left-- // not the last of its aggregate: there is nothing else to it
		} else if err := r.count(p); err != nil {
			return 0, err
		}
		r.integer(p)
		return len(p), nil
	}
	if len(r.buf) == 0 {
		switch p[0] {
		case '-':
			return 0, c.answeredError(string(p[1:]))
		case '!':
			r.blob = true
		}
	}
	if err := r.count(p); err != nil {
		return 0, err
	}
	r.line(p)
	return len(p), nil
}

// ReadFrom takes from go-redis the payload of a string, with its CRLF.
func (c *command) ReadFrom(src io.Reader) (int64, error) {
	r := &c.reply
	announced := int64(readStep)
	limited, ok := src.(*io.LimitedReader)
	if ok {
		announced = limited.N
	}
	var total int64
	for !ok || limited.N > 0 {
		r.grow(int(min(max(announced-total, 1), readStep)))
		n, err := src.Read(r.buf[len(r.buf):cap(r.buf)])
		r.buf = r.buf[:len(r.buf)+n]
		total += int64(n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return total, err
		}
	}
	if r.blob && total == announced {
		// Nothing is reported as copied: io.CopyN drops the error of a complete copy.
		header := slices.Index(r.buf, '\n') + 1
		return 0, c.answeredError(string(r.buf[header : len(r.buf)-2]))
	}
	return total, nil
}

// Most bytes read at once, so that a length that the server announces is not
// believed before the bytes arrive.
const readStep = 64 << 10

// integer appends a line that is an integer, in compact form if it has one.
func (r *reply) integer(p []byte) {
	if n, ok := shortInteger(p); ok {
		putCompact(r.extend(compactSize), n)
	} else {
		r.line(p)
	}
}

// line appends a line and its CRLF.
func (r *reply) line(p []byte) {
	room := r.extend(len(p) + 2)
	end := copy(room, p)
	room[end], room[end+1] = '\r', '\n'
}

// extend makes the reply n bytes longer and returns them.
func (r *reply) extend(n int) []byte {
	at := len(r.buf)
	if cap(r.buf)-at < n {
		r.grow(n)
	}
	r.buf = r.buf[:at+n] // in place: storing the pointer would cost a write barrier
	return r.buf[at:]
}

// count keeps track of the nesting, to bound it.
func (r *reply) count(line []byte) error {
	kind := line[0]
	// An attribute precedes a value and is none.
	if r.left > 0 && kind != '|' {
		r.left--
	}
	switch kind {
	case '*', '~', '>', '%', '|':
		elements, err := strconv.ParseInt(string(line[1:]), 10, 64)
		if err != nil || elements > math.MaxInt64/2 {
			return fmt.Errorf("the reply has an aggregate of %s elements", quote(line[1:]))
		}
		if kind == '%' || kind == '|' {
			elements *= 2
		}
		if elements > 0 {
			return r.enter(uint64(elements))
		}
	case '$', '=', '!':
		// go-redis adds 2 for the CRLF, which must not overflow.
		if n, err := strconv.ParseInt(string(line[1:]), 10, 64); err != nil || n > math.MaxInt64-2 {
			return fmt.Errorf("the reply has a string of %s bytes", quote(line[1:]))
		}
	}
	for r.depth > 0 && r.left == 0 {
		r.leave()
	}
	return nil
}

func (r *reply) enter(elements uint64) error {
	if r.depth == maxDepth {
		return errDepth
	}
	if r.depth > 0 {
		if r.outer == nil {
			r.outer = new(nest)
			r.outer.left = r.outer.inline[:0]
		}
		r.outer.left = append(r.outer.left, r.left)
	}
	r.depth++
	r.left = elements
	return nil
}

func (r *reply) leave() {
	r.depth--
	if r.depth > 0 {
		last := len(r.outer.left) - 1
		r.left = r.outer.left[last]
		r.outer.left = r.outer.left[:last]
	}
}

// clear makes the reply ready for that of another attempt.
func (r *reply) clear() {
	r.buf, r.left, r.outer, r.depth, r.blob = r.buf[:0], 0, nil, 0, false
}

// Replies up to the inline size stay in the call. Larger ones use buffers that
// are kept for the next call, up to a size that is not worth keeping.
const (
	firstGrowth = 4 << 10
	keepUpTo    = 1 << 20
)

// buffers holds buffers between calls. It is a cache and carries nothing from
// one call to another.
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, firstGrowth)
	return &b
}}

func (r *reply) grow(n int) {
	if cap(r.buf)-len(r.buf) >= n {
		return
	}
	if r.pooled == nil {
		r.pooled = buffers.Get().(*[]byte)
		r.buf = append((*r.pooled)[:0], r.buf...)
	}
	r.buf = slices.Grow(r.buf, n)
}

// release gives a buffer back after its reply was decoded. Only a reply that
// was read completely may be released: what failed may still be written to.
func (r *reply) release() {
	if r.pooled == nil {
		return
	}
	if cap(r.buf) <= keepUpTo {
		*r.pooled = r.buf[:0]
		buffers.Put(r.pooled)
	}
	r.pooled, r.buf = nil, r.inline[:0]
}
