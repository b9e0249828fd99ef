// Code generated from runtime/late.go. DO NOT EDIT.

package runtime

import (
	"slices"
	"sync"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
	"github.com/redis/go-redis/v9"
)

// lateReplies are those of a bundle that are small, until all have come. A server answers many
// bundles by turns, and were each reply in an object of its own by then, most of those would be
// in use at the same time.
type lateReplies struct {
	raw []byte // one behind the other
	of  []lateReply
}

type lateReply struct {
	member int32 // of the bundle
	size   uint8 // of its part of raw
	scalar bool
}

// lates holds those with no replies.
var lates = sync.Pool{New: func() any { return new(lateReplies) }}

// grow makes room for replies, as far as it is known how much they take.
func (l *lateReplies) grow(n int) {
	l.raw, l.of = slices.Grow(l.raw, n*wire.CompactSize), slices.Grow(l.of, n)
}

// integer adds a reply that is an integer.
func (l *lateReplies) integer(member int, n uint64) {
	b := replyBuffer{buf: l.raw}
	b.scalarInteger(n)
	l.raw = b.buf
	l.of = append(l.of, lateReply{int32(member), wire.CompactSize, true})
}

// add adds a reply if it is small. It returns false when it is not.
func (l *lateReplies) add(member int, r *reply) bool {
	if len(r.buf) > len(r.memory) || r.ints != nil {
		return false
	}
	l.raw = append(l.raw, r.buf...)
	l.of = append(l.of, lateReply{int32(member), uint8(len(r.buf)), r.scalar})
	return true
}

// deliver gives the replies to the commands that they are for.
func (l *lateReplies) deliver(members []redis.Cmder, spare *spareReplies) {
	at := 0
	for _, late := range l.of {
		c := commandIn(members[late.member])
		c.reply = spare.take()
		c.reply.buf = append(c.reply.buf, l.raw[at:at+int(late.size)]...)
		c.reply.scalar = late.scalar
		at += int(late.size)
	}
	if cap(l.raw) <= keepUpTo {
		l.raw, l.of = l.raw[:0], l.of[:0]
		lates.Put(l)
	}
}
