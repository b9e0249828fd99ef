package command

import (
	"math"
	"strconv"
	"strings"
)

// Role is what a command takes a word for.
type Role uint8

// The roles of a call's words.
const (
	// Unknown is the role of a word of which the grammar says nothing.
	Unknown Role = iota
	// Option is a word that stands for itself: NX, WITHSCORES, EX.
	Option
	Key
	Text       // any text: a script, a name, what no other role says more of
	Value      // what a key or field holds
	Element    // of a list, or of what a HyperLogLog counts
	Field      // of a hash or stream entry
	Member     // of a set or sorted set
	Pattern    // a glob
	KeyPattern // the name of a key or field with a "*" for what is sorted (SORT's BY and GET)
	Channel
	Message
	Group
	Consumer
	StreamID
	Cursor           // of SCAN and the like: an unsigned integer of 64 bits
	Integer          // a whole number of 64 bits
	Double           // any number
	Score            // of a sorted set: a number or an infinity
	ScoreBound       // a score, perhaps after "("
	LexBound         // "-", "+", or text after "[" or "("
	RangeBound       // an index unless options make it a ScoreBound or LexBound (ZRANGE), and which is not known
	NumWords         // the number of the words that follow: numkeys, numfields
	Seconds          // a whole number of seconds from now
	Milliseconds     // a whole number of milliseconds from now
	UnixSeconds      // a point in time, in whole seconds since 1970
	UnixMilliseconds // a point in time, in whole milliseconds since 1970
	Timeout          // seconds, fractions allowed
)

// IsWhole reports whether a command takes whole numbers alone for the role: 1.5 and "1e3" are
// refused.
func (r Role) IsWhole() bool {
	switch r {
	case Cursor, Integer, NumWords, Seconds, Milliseconds, UnixSeconds, UnixMilliseconds:
		return true
	default:
		return false
	}
}

// IsNumber reports whether a command takes numbers alone for the role, be they whole or not.
func (r Role) IsNumber() bool {
	return r.IsWhole() || r == Double || r == Score || r == Timeout
}

// IsSpan reports whether the role is a length of time.
func (r Role) IsSpan() bool { return r == Seconds || r == Milliseconds || r == Timeout }

// IsInstant reports whether the role is a point in time.
func (r Role) IsInstant() bool { return r == UnixSeconds || r == UnixMilliseconds }

// InSeconds reports whether the role is a time in seconds.
func (r Role) InSeconds() bool { return r == Seconds || r == UnixSeconds || r == Timeout }

// InMilliseconds reports whether the role is a time in milliseconds.
func (r Role) InMilliseconds() bool { return r == Milliseconds || r == UnixMilliseconds }

// Accepts reports whether a command may take the text for the role, as far as its form goes. It
// says nothing of the number's size: see Param.Zero and Param.Negative.
func (r Role) Accepts(text string) bool {
	switch {
	case r.IsWhole():
		return isInteger(text)
	case r == Double, r == Score, r == Timeout:
		return isDouble(text)
	case r == ScoreBound:
		return isDouble(strings.TrimPrefix(text, "("))
	case r == LexBound:
		return text == "-" || text == "+" || strings.HasPrefix(text, "[") || strings.HasPrefix(text, "(")
	default:
		return true
	}
}

// isInteger reports whether Redis reads the text as an integer. Like that it takes no sign but
// "-" and no leading zeros.
func isInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	if digits == "" || digits[0] == '0' && text != "0" {
		return false
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}

// isDouble reports whether Redis reads the text as a number: as C's strtod, without NaN.
func isDouble(text string) bool {
	if strings.ContainsRune(text, '_') {
		return false
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(n, 0) { // C reads hexadecimal digits without an exponent, too
		lower := strings.ToLower(text)
		if strings.Contains(lower, "0x") && !strings.Contains(lower, "p") {
			_, err = strconv.ParseFloat(text+"p0", 64)
		}
	}
	return err == nil && !math.IsNaN(n)
}
