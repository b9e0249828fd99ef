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

// sink takes the raw reply of one command from go-redis, which writes a line,
// then its CRLF, and the payload of a string through ReadFrom.
type sink struct {
	owner  *command
	buf    []byte   // the reply so far; inline, or from the pool once it outgrew that
	pooled *[]byte  // where the pool's buffer came from
	blob   bool     // the payload to come is that of an error
	depth  uint32   // open aggregates
	left   uint64   // values still to come in the innermost one
	outer  []uint64 // the same of those around it, outermost first

	inline [48]byte
}

var errDepth = fmt.Errorf("the reply is nested more than %d levels deep", maxDepth)

// Write takes a line without its CRLF, or a CRLF.
//
// An error line that is the whole reply becomes the error of the command, so
// that go-redis follows redirects and retries as for any other. go-redis has
// read the line's CRLF already, so the connection stays in step.
func (s *sink) Write(p []byte) (int, error) {
	if len(p) == 0 || p[0] == '\r' {
		return len(p), nil // the CRLF is appended with its line
	}
	if p[0] == ':' {
		if s.left > 1 {
			s.left-- // not the last of its aggregate: there is nothing else to it
		} else if err := s.count(p); err != nil {
			return 0, err
		}
		s.integer(p)
		return len(p), nil
	}
	if len(s.buf) == 0 {
		switch p[0] {
		case '-':
			return 0, s.owner.answeredError(string(p[1:]))
		case '!':
			s.blob = true
		}
	}
	if err := s.count(p); err != nil {
		return 0, err
	}
	s.line(p)
	return len(p), nil
}

// integer appends a line that is an integer, in compact form if it has one.
func (s *sink) integer(p []byte) {
	if cap(s.buf)-len(s.buf) < compactSize {
		s.grow(compactSize)
	}
	var ok bool
	if s.buf, ok = appendCompact(s.buf, p); !ok {
		s.line(p)
	}
}

// line appends a line and its CRLF.
func (s *sink) line(p []byte) {
	at := len(s.buf)
	if cap(s.buf)-at < len(p)+2 {
		s.grow(len(p) + 2)
	}
	s.buf = s.buf[:at+len(p)+2]
	end := copy(s.buf[at:], p) + at
	s.buf[end], s.buf[end+1] = '\r', '\n'
}

// count keeps track of the nesting, to bound it.
func (s *sink) count(line []byte) error {
	kind := line[0]
	// An attribute precedes a value and is none.
	if s.left > 0 && kind != '|' {
		s.left--
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
			return s.enter(uint64(elements))
		}
	case '$', '=', '!':
		// go-redis adds 2 for the CRLF, which must not overflow.
		if n, err := strconv.ParseInt(string(line[1:]), 10, 64); err != nil || n > math.MaxInt64-2 {
			return fmt.Errorf("the reply has a string of %s bytes", quote(line[1:]))
		}
	}
	for s.depth > 0 && s.left == 0 {
		s.leave()
	}
	return nil
}

func (s *sink) enter(elements uint64) error {
	if s.depth == maxDepth {
		return errDepth
	}
	if s.depth > 0 {
		s.outer = append(s.outer, s.left)
	}
	s.depth++
	s.left = elements
	return nil
}

func (s *sink) leave() {
	s.depth--
	if last := len(s.outer) - 1; last >= 0 {
		s.left = s.outer[last]
		s.outer = s.outer[:last]
	}
}

// Most bytes read at once, so that a length that the server announces is not
// believed before the bytes arrive.
const readStep = 64 << 10

// ReadFrom takes the payload of a string, with its CRLF.
func (s *sink) ReadFrom(r io.Reader) (int64, error) {
	announced := int64(readStep)
	limited, ok := r.(*io.LimitedReader)
	if ok {
		announced = limited.N
	}
	var total int64
	for !ok || limited.N > 0 {
		s.grow(int(min(max(announced-total, 1), readStep)))
		n, err := r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		total += int64(n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return total, err
		}
	}
	if s.blob && total == announced {
		// Nothing is reported as copied: io.CopyN drops the error of a complete copy.
		header := slices.Index(s.buf, '\n') + 1
		return 0, s.owner.answeredError(string(s.buf[header : len(s.buf)-2]))
	}
	return total, nil
}

// clear makes the sink ready for the reply of another attempt.
func (s *sink) clear() {
	s.buf, s.depth, s.left, s.outer, s.blob = s.buf[:0], 0, 0, nil, false
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

func (s *sink) grow(n int) {
	if cap(s.buf)-len(s.buf) >= n {
		return
	}
	if s.pooled == nil {
		s.pooled = buffers.Get().(*[]byte)
		s.buf = append((*s.pooled)[:0], s.buf...)
	}
	s.buf = slices.Grow(s.buf, n)
}

// release gives a buffer back after its reply was decoded. Only a reply that
// was read completely may be released: what failed may still be written to.
func (s *sink) release() {
	if s.pooled == nil {
		return
	}
	if cap(s.buf) <= keepUpTo {
		*s.pooled = s.buf[:0]
		buffers.Put(s.pooled)
	}
	s.pooled, s.buf = nil, s.inline[:0]
}
