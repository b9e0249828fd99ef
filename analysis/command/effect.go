package command

// Unwritten is a set of replies that tell that a command which writes has changed nothing.
type Unwritten uint8

// The replies.
const (
	NilReply      Unwritten = 1 << iota // nil, which is false in Lua
	ZeroReply                           // the integer 0
	NegativeReply                       // an integer below 0
	EmptyReply                          // an array without elements
	EveryReply                          // any: with these options the command only reads
)

// Unwritten returns the replies that certainly tell that the call has changed nothing: 0 after
// SADD, nil after SET with NX. It is 0 when no reply does, or the command is none that writes.
func (m *Match) Unwritten() Unwritten {
	var room [4]Unwritten
	found, sure := choose(m, m.Command.unwritten, Unlikely, room[:])
	if !sure || m.isForeign() {
		return 0 // the calls of no case say nothing
	}
	const every = NilReply | ZeroReply | NegativeReply | EmptyReply | EveryReply
	all := every
	for _, u := range found {
		if u&EveryReply != 0 {
			u = every
		}
		all &= u
	}
	if all&EveryReply != 0 {
		return EveryReply
	}
	return all
}

// Writes reports whether the call may change the data set: a command that writes with options with
// which it does not only read.
func (m *Match) Writes() bool { return m.Command.Is(Write) && m.Unwritten()&EveryReply == 0 }

// Expiry says what a call does to the time to live of the key that it writes, where it writes.
type Expiry uint8

// The effects.
const (
	KeepsExpiry   Expiry = iota // leaves it as it is, also by deleting the key's last element
	SetsExpiry                  // gives the key a new one
	DropsExpiry                 // takes it away: the key lives for ever
	CopiesExpiry                // the key has that of another key, or of the call, then (RENAME, COPY, RESTORE)
	RemovesKey                  // deletes the key
	UnknownExpiry               // depends on words that are not known
)

// Expiry returns what the call does to the time to live of the key that it writes. SET without a
// time drops it, KEEPTTL keeps it.
func (m *Match) Expiry() Expiry {
	var room [4]Expiry
	found, sure := choose(m, m.Command.expiry, Unlikely, room[:])
	if m.isForeign() {
		return UnknownExpiry
	}
	if !sure {
		found = append(found, KeepsExpiry)
	}
	for _, e := range found[1:] {
		if e != found[0] {
			return UnknownExpiry
		}
	}
	return found[0]
}

// IsSlow reports whether the call stops the server for as long as it takes over the whole data set.
func (m *Match) IsSlow() bool {
	var room [1]bool
	found, sure := choose(m, m.Command.slow, Yes, room[:])
	return sure && found[0]
}
