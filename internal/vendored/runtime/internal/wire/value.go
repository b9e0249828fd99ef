// Code generated from runtime/internal/wire/value.go. DO NOT EDIT.

// Package wire reads the values of a raw reply in the Redis protocol, RESP2 or RESP3. It
// knows neither scripts nor clients.
package wire

import (
	"bytes"
	"fmt"
	"math"
	"strconv"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
)

// MaxDepth is the deepest nesting of a reply. Redis's own limit for what a script
// returns is lower; beyond it the reply is hostile, and reading it recurses.
const MaxDepth = 4096

// ErrDepth says that a reply is nested deeper than that.
var ErrDepth = fmt.Errorf("the reply is nested more than %d levels deep", MaxDepth)

// Kind is the kind of a RESP value as the decoder sees it, with the spellings
// of both protocols folded together.
type Kind uint8

const (
	Malformed Kind = iota // not RESP
	Missing               // nothing there: beyond an array's end, or a field that is absent
	Nil
	Integer
	Bulk
	Status
	Verbatim
	Text // a string or a status: it is not known which
	Error
	Double
	Boolean
	BigNumber
	Array
	Set
	Map
)

// Value is one RESP value, or the head of an aggregate.
type Value struct {
	Kind Kind
	Text []byte // a scalar's text: the payload of strings, the rest of the line otherwise; nil in compact form
	N    int64  // the integer, in compact form
	Size int    // an aggregate's number of values; a map's keys and values both count
	Next int    // offset after the value, or of an aggregate's first value
}

// TextMark begins, in place of '$', a string that may have been a status. No RESP value
// begins with it.
const TextMark = 0x02

// Shortest encoding of a value ("_\r\n"); it bounds the number of values that
// the rest of a reply can hold.
const shortestValue = 3

// At reads the value that begins at offset at, passing over attributes. It
// believes no length that the bytes at hand do not cover.
func At(raw []byte, at int) Value {
	for {
		if at < 0 || at >= len(raw) {
			return Value{Next: len(raw)}
		}
		switch raw[at] {
		case '$':
			if start, end, ok := ShortString(raw, at); ok {
				return Value{Kind: Bulk, Text: raw[start:end], Next: end + 2}
			}
		case ':', CompactMark:
			if n, next, ok := IntegerAt(raw, at); ok {
				return Value{Kind: Integer, N: n, Next: next}
			}
		case '*':
			if size, next, ok := ShortHead(raw, at); ok {
				return Value{Kind: Array, Size: size, Next: next}
			}
		}
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 2 || raw[at+end-1] != '\r' {
			return Value{Next: len(raw)}
		}
		v := Value{Text: raw[at+1 : at+end-1], Next: at + end + 1}
		switch raw[at] {
		case ':':
			v.Kind = Integer
		case '+':
			v.Kind = Status
		case '-':
			v.Kind = Error
		case '_':
			v.Kind = Nil
		case ',':
			v.Kind = Double
		case '#':
			v.Kind = Boolean
		case '(':
			v.Kind = BigNumber
		case '$':
			return v.payload(raw, Bulk)
		case '=':
			return v.payload(raw, Verbatim)
		case TextMark:
			return v.payload(raw, Text)
		case '!':
			return v.payload(raw, Error)
		case '*', '>':
			return v.aggregate(raw, Array, 1)
		case '~':
			return v.aggregate(raw, Set, 1)
		case '%':
			return v.aggregate(raw, Map, 2)
		case '|':
			v = v.aggregate(raw, Map, 2)
			if v.Kind != Map {
				return v
			}
			at = Skip(raw, v.Next, v.Size)
			continue
		}
		return v
	}
}

func (v Value) payload(raw []byte, k Kind) Value {
	n, ok := Length(v.Text)
	switch {
	case ok && n < 0:
		v.Kind, v.Text = Nil, nil
		return v
	case !ok || n > len(raw)-v.Next-2:
		return Value{Next: len(raw)}
	}
	v.Kind, v.Text = k, raw[v.Next:v.Next+n]
	v.Next += n + 2
	if k == Verbatim && n >= 4 && v.Text[3] == ':' {
		v.Text = v.Text[4:] // "txt:" or "mkd:"
	}
	return v
}

func (v Value) aggregate(raw []byte, k Kind, each int) Value {
	n, ok := Length(v.Text)
	switch {
	case ok && n < 0:
		v.Kind, v.Text = Nil, nil
		return v
	case !ok || n > (len(raw)-v.Next)/shortestValue/each:
		return Value{Next: len(raw)}
	}
	v.Kind, v.Text, v.Size = k, nil, n*each
	return v
}

// Length reads the number in the head of a string or aggregate. -1, nil, is the
// only negative one.
func Length(digits []byte) (int, bool) {
	n, err := strconv.Atoi(string(digits))
	return n, err == nil && n >= -1
}

// skip passes over count values from offset at, with all that is in them.
// Depth costs nothing: what is still to come is a single number.
func Skip(raw []byte, at, count int) int {
	for ; count > 0 && at < len(raw); count-- {
		if _, next, ok := IntegerAt(raw, at); ok {
			at = next
			continue
		}
		if _, end, ok := ShortString(raw, at); ok {
			at = end + 2
			continue
		}
		v := At(raw, at)
		count += v.Size
		at = v.Next
	}
	return at
}

// Describe says in an error what arrived.
func (v Value) Describe() string {
	switch v.Kind {
	case Missing:
		return "nothing"
	case Nil:
		return "nil"
	case Integer:
		return "integer " + string(cut(v.Digits()))
	case Bulk, Verbatim, Text:
		return "string " + quote.Text(v.Text)
	case Status:
		return "status " + quote.Text(v.Text)
	case Error:
		return "error " + quote.Text(v.Text)
	case Double:
		return "double " + string(cut(v.Text))
	case Boolean:
		return "boolean " + string(cut(v.Text))
	case BigNumber:
		return "big number " + string(cut(v.Text))
	case Array:
		return "array of " + strconv.Itoa(v.Size)
	case Set:
		return "set of " + strconv.Itoa(v.Size)
	case Map:
		return "map of " + strconv.Itoa(v.Size/2)
	}
	return "bytes that are not RESP"
}

// cut shortens what is not quoted.
func cut(text []byte) []byte { return text[:min(len(text), quote.Limit)] }

// IsText reports whether the value is a string of whatever form.
func (v Value) IsText() bool {
	return v.Kind == Bulk || v.Kind == Status || v.Kind == Verbatim || v.Kind == Text
}

// MayBeStatus reports a status, or a string that may have been one.
func (v Value) MayBeStatus() bool {
	return v.Kind == Status || v.Kind == Text
}

// IsScalar reports a value that is neither nil nor an error and holds no others.
func (v Value) IsScalar() bool {
	switch v.Kind {
	case Integer, Double, Boolean, BigNumber:
		return true
	default:
		return v.IsText()
	}
}

// IsEmptyAggregate reports an array, set or map without values.
func (v Value) IsEmptyAggregate() bool {
	switch v.Kind {
	case Array, Set, Map:
		return v.Size == 0
	}
	return false
}

// IsNumber reports whether the value may hold an integer: as one, as a big
// number that is in range, or as a string.
func (v Value) IsNumber() bool {
	return v.Kind == Integer || v.Kind == BigNumber || v.IsText()
}

// Digits is the text of an integer.
func (v Value) Digits() []byte {
	if v.Text == nil {
		return strconv.AppendInt(nil, v.N, 10)
	}
	return v.Text
}

// Int64 reads -?[0-9]+ within 64 bits.
func (v Value) Int64() (int64, bool) {
	if v.Text == nil {
		return v.N, v.Kind == Integer
	}
	if len(v.Text) > 0 && v.Text[0] == '+' {
		return 0, false
	}
	if n, ok := ParseDigits(v.Text); ok {
		return n, true
	}
	n, err := strconv.ParseInt(string(v.Text), 10, 64)
	return n, err == nil
}

// Uint64 reads [0-9]+ within 64 bits.
func (v Value) Uint64() (uint64, bool) {
	if v.Text == nil {
		return uint64(v.N), v.Kind == Integer && v.N >= 0
	}
	n, err := strconv.ParseUint(string(v.Text), 10, 64)
	return n, err == nil
}

// Float64 reads a number as Redis writes them: decimal, inf and nan included.
func (v Value) Float64() (float64, bool) {
	if v.Text == nil {
		return float64(v.N), v.Kind == Integer
	}
	// Go also reads hexadecimal numbers and a leading plus.
	for i, b := range v.Text {
		if b == 'x' || b == 'X' || b == '_' || i == 0 && b == '+' {
			return 0, false
		}
	}
	if string(v.Text) == "-nan" {
		return math.NaN(), true
	}
	f, err := strconv.ParseFloat(string(v.Text), 64)
	return f, err == nil
}
