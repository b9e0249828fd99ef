package runtime

import (
	"sync"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/internal/wire"
)

// valueCost is what an element of an aggregate is taken to need in memory, decoded and
// as it came, beside the bytes of a string. The smallest one, "*0", needs about as much
// where it becomes an any.
const valueCost = 64

// reply is what a command needs only while it is under way: its raw reply, and what decides
// how to take it. Other commands use it later, so nothing outside of this package holds one.
type reply struct {
	replyBuffer
	memory [64]byte // for buf, to begin with
	source          // kept from one command to another

	// Of the first attempt of a call:
	args core.Args
	rest
	set     Decode        // sets the call's Value; nil throws the reply away
	decoder *core.Decoder // nil until a call was sent by itself

	next *reply // of spareReplies
}

// rest is what few calls need.
type rest struct {
	again *command // the latest attempt, if it is not the first
	peer  *Args    // a call without keys goes where this one goes; nil for any node
	tag   uint8    // of a call without keys and peer: its place in routingTags, from 1
}

// replyBuffer holds a raw reply. Integers that go-redis has handed over are in compact form.
type replyBuffer struct {
	buf       []byte
	scalar    bool     // buf is a short scalar, which is all of the reply
	passing   bool     // what comes belongs to a message or an attribute in front of the reply
	blob      bool     // the payload to come is that of an error
	borrowed  bool     // go-redis has been told that an aggregate is a string: see opened
	announced int64    // bytes of the payload to come and its CRLF, where the line says another number; 0 where it does not
	before    uint32   // messages and attributes that came in front of the reply
	depth     uint32   // open aggregates, attributes included
	left      uint64   // values still to come in the innermost open aggregate
	budget    int64    // bytes of memory that the rest of the reply may take
	ints      []int64  // when not nil: what follows the head of the array in buf
	outer     []uint64 // left of those around the innermost, outermost first
}

// Larger buffers than this are not kept.
const keepUpTo = 1 << 20

// replies holds those that no command uses. It is a cache and carries nothing from
// one command to another but the source.
var replies = sync.Pool{New: func() any {
	r := new(reply)
	r.buf = r.memory[:0]
	return r
}}

func newReply() *reply {
	var l spareReplies
	r := l.take()
	l.free()
	return r
}

// spareReplies are some that no command uses. A batch takes and gives them back together: one by
// one takes longer.
type spareReplies struct{ first *reply }

func (l *spareReplies) add(r *reply) { r.next, l.first = l.first, r }

func (l *spareReplies) take() *reply {
	if l.first == nil {
		l.first = replies.Get().(*reply)
	}
	r := l.first
	if l.first = r.next; l.first != nil {
		r.next = nil
	}
	return r
}

func (l *spareReplies) free() {
	if l.first != nil {
		replies.Put(l.first)
		l.first = nil
	}
}

// receiving is the reply of a command that may have none yet.
func (c *command) receiving() *reply {
	if c.reply == nil {
		c.reply = newReply()
	}
	return c.reply
}

// ownDecoder is the decoder for a call that is sent by itself.
func (r *reply) ownDecoder() *core.Decoder {
	if r.decoder == nil {
		r.decoder = new(core.Decoder)
	}
	return r.decoder
}

// release gives the reply back once it was decoded. Only a reply that was read completely
// may be released: what failed may still be written to.
func (c *command) release() {
	r := c.reply
	c.reply = nil
	r.reset()
	replies.Put(r)
}

// reset makes ready for another command.
func (r *reply) reset() {
	r.clear()
	if cap(r.buf) > keepUpTo {
		r.buf, r.decoder = r.memory[:0], nil
	}
	if r.rest != (rest{}) {
		r.rest = rest{}
	}
	core.Reset(&r.args)
	if r.decoder != nil {
		core.Release(r.decoder)
	}
}

// bytes is the raw reply, good until release.
func (r *reply) bytes() []byte {
	if r == nil || r.passing {
		return nil
	}
	return r.buf
}

// begun reports whether a part of a reply that is no short scalar has come.
func (r *reply) begun() bool { return r != nil && len(r.buf) > 0 && !r.scalar }

// clear makes ready for another reply.
func (b *replyBuffer) clear() {
	if b.scalar && b.before == 0 {
		b.buf, b.scalar = b.buf[:0], false
		return
	}
	*b = replyBuffer{buf: b.buf[:0], outer: b.outer[:0]}
}

// keep takes a line that is a short scalar, which is then the whole reply.
func (b *replyBuffer) keep(line []byte) bool {
	switch line[0] {
	case ':':
		if n, ok := wire.ParseInteger(line); ok {
			b.scalarInteger(n)
			return true
		}
	case '+', '_', '#', ',', '(':
	default:
		return false
	}
	if len(line) > shortLine {
		return false
	}
	putLine(b.extend(len(line)+2), line)
	b.scalar = true
	return true
}

// scalarInteger takes an integer that is the whole reply.
func (b *replyBuffer) scalarInteger(n uint64) {
	b.compact(n)
	b.scalar = true
}

// shortLine is the length of a line that no limit of memory is below.
const shortLine = 10

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
