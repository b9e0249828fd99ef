package command

// ReplyKinds is a set of kinds of reply, as a script sees them in RESP2.
type ReplyKinds uint8

// The kinds of reply.
const (
	IntegerReply ReplyKinds = 1 << iota
	Status                  // {ok=…} in Lua
	Bulk                    // a string
	Numeral                 // a string that is a number
	Nil                     // false in Lua
	Array                   // see Reply.Shape
)

// Reply is what a command replies when it does not fail, or a part of that.
type Reply struct {
	// Name is what the reply, or the part of an array, is usually called: "value", "score"; empty
	// where there is no such name.
	Name string
	// Kinds is 0 when unknown.
	Kinds ReplyKinds
	// Min and Max bound an integer or numeral; there is no bound where Max is less than Min.
	Min, Max int64
	// OK is set when a status can only be OK.
	OK bool
	// Shape and Parts say what an array holds, where Kinds has Array.
	Shape Shape
	Parts []Reply
	// Unique is set for Pairs of which no two have the same first part: those of a map.
	Unique bool
	// Per is the name of the words of the call of which each gives an element (Shape PerWord).
	Per string
}

// Shape says how an array is built.
type Shape uint8

// The shapes.
const (
	AnyArray Shape = iota // nothing is known of the elements
	List                  // any number of elements, each as Parts[0]
	PerWord               // a List with one element for each of some words of the call (HMGET, MGET)
	Pairs                 // a flat list in which Parts[0] and Parts[1] take turns (HGETALL)
	Fixed                 // exactly Parts (TIME, SCAN)
)

// IsBounded reports whether Min and Max bound the number.
func (r *Reply) IsBounded() bool { return r.Min <= r.Max }

// Elem is what the elements of an array can be; 0 when unknown.
func (r *Reply) Elem() ReplyKinds {
	var k ReplyKinds
	for i := range r.Parts {
		k |= r.Parts[i].Kinds
	}
	return k
}

// Reply returns what the call can reply. Where words that are not known decide, it is all that
// they may lead to; its Parts are then unknown if they differ.
func (m *Match) Reply() Reply { return m.reply(Unlikely) }

// LikelyReply is Reply without what is Unlikely: what the call replies only if a word that can be a
// value happens to be an option.
func (m *Match) LikelyReply() Reply { return m.reply(Perhaps) }

// reply joins the replies whose conditions hold at least so.
func (m *Match) reply(least Presence) Reply {
	var room [2]Reply
	found, sure := choose(m, m.Command.replies, least, room[:])
	if !sure || m.isForeign() {
		return Reply{Max: -1}
	}
	joined := found[0]
	for _, r := range found[1:] {
		joined = joined.or(r)
	}
	return joined
}

// or is what is either of two replies.
func (r Reply) or(o Reply) Reply {
	if r.Kinds == 0 || o.Kinds == 0 {
		return Reply{Max: -1}
	}
	const numbers = IntegerReply | Numeral
	j := Reply{Name: r.Name, Kinds: r.Kinds | o.Kinds, OK: r.OK && o.OK || r.OK && o.Kinds&Status == 0 || o.OK && r.Kinds&Status == 0, Min: min(r.Min, o.Min), Max: max(r.Max, o.Max)}
	switch {
	case r.Kinds&numbers == 0:
		j.Min, j.Max = o.Min, o.Max
	case o.Kinds&numbers == 0:
		j.Min, j.Max = r.Min, r.Max
	case !r.IsBounded() || !o.IsBounded():
		j.Min, j.Max = 0, -1
	}
	switch {
	case o.Kinds&Array == 0:
		j.Shape, j.Parts, j.Per, j.Unique = r.Shape, r.Parts, r.Per, r.Unique
	case r.Kinds&Array == 0:
		j.Shape, j.Parts, j.Per, j.Unique = o.Shape, o.Parts, o.Per, o.Unique
	case r.Shape == AnyArray || o.Shape == AnyArray:
	case r.Shape == o.Shape && r.Per == o.Per && len(r.Parts) == len(o.Parts):
		j.Shape, j.Per, j.Unique = r.Shape, r.Per, r.Unique && o.Unique
		for i := range r.Parts {
			j.Parts = append(j.Parts, r.Parts[i].or(o.Parts[i]))
		}
	default:
		j.Shape = List
		elem := r.Parts[0]
		for _, p := range append(r.Parts[1:len(r.Parts):len(r.Parts)], o.Parts...) {
			elem = elem.or(p)
		}
		elem.Name = ""
		j.Parts = []Reply{elem}
	}
	return j
}
