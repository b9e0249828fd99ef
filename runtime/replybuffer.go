package runtime

import "sync"

// Deepest nesting of a reply. Redis's own limit for what a script returns is
// lower; beyond it the reply is hostile, and reading it recurses.
const maxDepth = 4096

// reply is the raw reply of one command, as far as it has come. A short scalar
// stays in the call; what is larger goes to a buffer that other calls use later.
type reply struct {
	large *replyBuffer // nil for a short scalar
	size  uint8        // of a short scalar
	short [15]byte
}

// replyBuffer holds a reply that is no short scalar. Short integers in it are in
// compact form.
type replyBuffer struct {
	buf   []byte
	depth uint32   // open aggregates
	blob  bool     // the payload to come is that of an error
	left  uint64   // values still to come in the innermost open aggregate
	outer []uint64 // the same of those around it, outermost first
}

// Buffers begin with this size, and larger ones than that are not kept.
const (
	firstSize = 4 << 10
	keepUpTo  = 1 << 20
)

// buffers holds buffers between calls. It is a cache and carries nothing from
// one call to another.
var buffers = sync.Pool{New: func() any {
	return &replyBuffer{buf: make([]byte, 0, firstSize)}
}}

// bytes is the reply, good until release.
func (r *reply) bytes() []byte {
	if r.large != nil {
		return r.large.buf
	}
	return r.short[:r.size]
}

// keep takes a line that is a short scalar, which is then the whole reply.
func (r *reply) keep(line []byte) bool {
	switch line[0] {
	case ':':
		if n, ok := integer(line); ok {
			putCompact(r.short[:], n)
			r.size = compactSize
			return true
		}
	case '+', '_', '#', ',', '(':
	default:
		return false
	}
	if len(line)+2 > len(r.short) {
		return false
	}
	putLine(r.short[:], line)
	r.size = uint8(len(line) + 2)
	return true
}

// enlarge returns the buffer for what is no short scalar.
func (r *reply) enlarge() *replyBuffer {
	if r.large == nil {
		r.large = buffers.Get().(*replyBuffer)
	}
	return r.large
}

// clear makes the reply ready for that of another attempt.
func (r *reply) clear() {
	r.size = 0
	if r.large != nil {
		r.large.clear()
	}
}

func (b *replyBuffer) clear() {
	*b = replyBuffer{buf: b.buf[:0], outer: b.outer[:0]}
}

// release gives the buffer back after the reply was decoded. Only a reply that
// was read completely may be released: what failed may still be written to.
func (r *reply) release() {
	b := r.large
	if b == nil {
		return
	}
	r.large = nil
	if cap(b.buf) <= keepUpTo {
		b.clear()
		buffers.Put(b)
	}
}
