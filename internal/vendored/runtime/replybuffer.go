// Code generated from runtime/replybuffer.go. DO NOT EDIT.

package runtime

import (
	"sync"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

// valueCost is what an element of an aggregate is taken to need in memory, decoded and
// as it came, beside the bytes of a string. The smallest one, "*0", needs about as much
// where it becomes an any.
const valueCost = 64

// reply is the raw reply of one command, as far as it has come. A short scalar
// stays in the call; what is larger goes to a buffer that other calls use later.
type reply struct {
	large    *replyBuffer // nil for a short scalar
	size     uint8        // of a short scalar
	asInts   bool         // the elements of an array are wanted as integers
	standing              // of the command
	body     bool         // the command carries the script's text
	short    [12]byte     // what 24 bytes in all leave
}

// replyBuffer holds a reply that is no short scalar. Integers in it are in compact
// form.
type replyBuffer struct {
	buf     []byte
	ints    []int64  // when not nil: what follows the head of the array in buf
	budget  int64    // bytes of memory that the rest of the reply may take
	depth   uint32   // open aggregates, attributes included
	before  uint32   // messages and attributes that came in front of the reply
	passing bool     // what comes belongs to one of them
	blob    bool     // the payload to come is that of an error
	ignore  int      // values to come that were taken ahead
	left    uint64   // values still to come in the innermost open aggregate
	outer   []uint64 // the same of those around it, outermost first
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
	if r.large == nil {
		return r.short[:r.size]
	}
	if r.large.passing {
		return nil
	}
	return r.large.buf
}

// ints are the elements of the reply if they were wanted as integers and are
// such; else they are in bytes.
func (r *reply) ints() []int64 {
	if r.large == nil {
		return nil
	}
	return r.large.ints
}

// keep takes a line that is a short scalar, which is then the whole reply.
func (r *reply) keep(line []byte) bool {
	switch line[0] {
	case ':':
		if n, ok := wire.ParseInteger(line); ok {
			wire.PutCompact(r.short[:], n)
			r.size = wire.CompactSize
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
func (c *command) enlarge() *replyBuffer {
	r := &c.reply
	if r.large == nil {
		r.large = buffers.Get().(*replyBuffer)
	}
	if len(r.large.buf) == 0 {
		r.large.budget = core.ReplyLimit(c.script)
	}
	return r.large
}

// begun reports whether a part of a reply that is no short scalar has come.
func (r *reply) begun() bool { return r.large != nil && len(r.large.buf) > 0 }

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

// collect has the elements of an array that is the whole reply, and whose head
// has just come, put into ints.
func (b *replyBuffer) collect() {
	if b.buf[0] == '*' && b.depth == 1 && len(b.outer) == 0 {
		b.ints = make([]int64, 0, min(b.left, readStep/8))
	}
}

// integer adds an integer.
func (b *replyBuffer) integer(n uint64) {
	if b.ints != nil {
		b.ints = append(b.ints, int64(n))
	} else {
		b.compact(n)
	}
}

// compact adds the compact form of an integer.
func (b *replyBuffer) compact(n uint64) { wire.PutCompact(b.extend(wire.CompactSize), n) }

// spill puts collected integers where they are without collecting them: another
// value has come.
func (b *replyBuffer) spill() {
	ints := b.ints
	b.ints = nil
	for _, n := range ints {
		b.integer(uint64(n))
	}
}
