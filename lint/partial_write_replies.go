package lint

import (
	"math"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
)

// replies is a set of replies of a command, as far as a condition can tell them apart.
type replies struct {
	kinds  replyKind
	lo, hi float64 // of the integers
}

// replyKind is a kind of reply, or several.
type replyKind uint8

const (
	isNil replyKind = 1 << iota
	isInteger
	isString
	isStatus
	isEmpty  // an array without elements
	isFilled // another array
	isFailed // an error that a redis.pcall replies
	isOther  // of which nothing is known
)

// repliesOf is what a call can reply.
func repliesOf(c *analysis.Call) replies {
	r := c.Match.LikelyReply()
	set := replies{lo: math.Inf(-1), hi: math.Inf(1)}
	for _, k := range [...]struct {
		from command.ReplyKinds
		to   replyKind
	}{
		{command.IntegerReply, isInteger}, {command.Status, isStatus}, {command.Bulk | command.Numeral, isString},
		{command.Nil, isNil}, {command.Array, isEmpty | isFilled},
	} {
		if r.Kinds&k.from != 0 {
			set.kinds |= k.to
		}
	}
	if set.kinds == 0 {
		set.kinds = isOther
	}
	if r.IsBounded() {
		set.lo, set.hi = float64(r.Min), float64(r.Max)
	}
	if n := mostChanged(c); n > 0 {
		set.hi = min(set.hi, float64(n))
	}
	if c.Protected {
		set.kinds |= isFailed
	}
	return set
}

// mostChanged is the most that a call of a command which replies how many members, fields, entries or
// keys it has changed can reply; 0 when it is another command, or unknown.
func mostChanged(c *analysis.Call) int {
	if c.Open || c.Match.Unwritten() != command.ZeroReply {
		return 0
	}
	changed, keys := 0, 0
	for i := range c.Words {
		switch c.Match.Role(i) {
		case command.Member, command.Field, command.StreamID:
			changed++
		case command.Key:
			keys++
		case command.Group:
		default:
			return 0
		}
	}
	if changed == 0 && c.Match.Expiry() == command.RemovesKey {
		return keys
	}
	return changed
}

func (r replies) none() bool { return r.kinds == 0 }

func (r replies) or(o replies) replies {
	switch {
	case r.kinds&isInteger == 0:
		r.lo, r.hi = o.lo, o.hi
	case o.kinds&isInteger != 0:
		r.lo, r.hi = min(r.lo, o.lo), max(r.hi, o.hi)
	}
	r.kinds |= o.kinds
	return r
}

// only are the replies of some kinds.
func (r replies) only(k replyKind) replies {
	r.kinds &= k
	return r
}

// compared are the replies that may compare so with a number. Of what is no integer nothing is told.
func (r replies) compared(op syntax.Op, n float64) replies {
	if r.kinds&isInteger == 0 {
		return r
	}
	switch op {
	case syntax.OpEq:
		r.lo, r.hi = max(r.lo, n), min(r.hi, n)
	case syntax.OpNe:
		if r.lo == n {
			r.lo++
		}
		if r.hi == n {
			r.hi--
		}
	case syntax.OpLt:
		r.hi = min(r.hi, math.Ceil(n)-1)
	case syntax.OpLe:
		r.hi = min(r.hi, math.Floor(n))
	case syntax.OpGt:
		r.lo = max(r.lo, math.Floor(n)+1)
	case syntax.OpGe:
		r.lo = max(r.lo, math.Ceil(n))
	}
	if r.lo > r.hi {
		r.kinds &^= isInteger
	}
	return r
}

// within reports whether each of the replies tells that nothing was written.
func (r replies) within(u command.Unwritten) bool {
	if u&command.EveryReply != 0 {
		return true
	}
	left := r.kinds &^ isFailed
	if u&command.NilReply != 0 {
		left &^= isNil
	}
	if u&command.EmptyReply != 0 {
		left &^= isEmpty
	}
	zero, negative := u&command.ZeroReply != 0, u&command.NegativeReply != 0
	if zero && r.lo == 0 && r.hi == 0 || negative && r.hi < 0 || zero && negative && r.hi <= 0 {
		left &^= isInteger
	}
	return left == 0
}

// touches reports whether some of the replies may tell that nothing was written.
func (r replies) touches(u command.Unwritten) bool {
	return r.kinds&(isFailed|isOther) != 0 ||
		u&command.NilReply != 0 && r.kinds&isNil != 0 ||
		u&command.EmptyReply != 0 && r.kinds&isEmpty != 0 ||
		r.kinds&isInteger != 0 && (u&command.ZeroReply != 0 && r.lo <= 0 && r.hi >= 0 || u&command.NegativeReply != 0 && r.lo < 0)
}
