package runtime

// number is a word of digits. The first one of a call lies in the call itself
// and costs no allocation.
type number struct {
	size   uint8
	digits [20]byte // any integer of 64 bits
}

// MarshalBinary returns the digits, for go-redis to send.
func (n *number) MarshalBinary() ([]byte, error) { return n.digits[:n.size:n.size], nil }

// String returns the digits, for logs and hooks.
func (n *number) String() string { return string(n.digits[:n.size]) }

// MarshalText returns the digits, for logs and hooks that write JSON.
func (n *number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// room is where to write the digits of a number: in the call itself, as long as
// no other number is there.
func (a *Args) room() *number {
	if a.number.size > 0 {
		return new(number)
	}
	return &a.number
}

// digits adds a number. The text is best appended to the digits of n, which is
// where it goes if it fits.
func (a *Args) digits(n *number, text []byte) {
	if len(text) > len(n.digits) {
		a.add(text)
		return
	}
	n.size = uint8(copy(n.digits[:], text))
	a.add(n)
}
