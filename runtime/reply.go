package runtime

import (
	"bytes"
	"math"
	"strconv"
)

// kind is the kind of a RESP value as the decoder sees it, with the spellings
// of both protocols folded together.
type kind uint8

const (
	kindMalformed kind = iota // not RESP
	kindMissing               // nothing there: beyond an array's end, or a field that is absent
	kindNil
	kindInteger
	kindBulk
	kindStatus
	kindVerbatim
	kindText // a string or a status: it is not known which
	kindError
	kindDouble
	kindBoolean
	kindBigNumber
	kindArray
	kindSet
	kindMap
)

// value is one RESP value, or the head of an aggregate.
type value struct {
	kind kind
	text []byte // a scalar's text: the payload of strings, the rest of the line otherwise; nil in compact form
	n    int64  // the integer, in compact form
	size int    // an aggregate's number of values; a map's keys and values both count
	next int    // offset after the value, or of an aggregate's first value
}

// textMark begins, in place of '$', a string that may have been a status. No RESP value
// begins with it.
const textMark = 0x02

// Shortest encoding of a value ("_\r\n"); it bounds the number of values that
// the rest of a reply can hold.
const shortestValue = 3

// valueAt reads the value that begins at offset at, passing over attributes. It
// believes no length that the bytes at hand do not cover.
func valueAt(raw []byte, at int) value {
	for {
		if at < 0 || at >= len(raw) {
			return value{next: len(raw)}
		}
		if n, ok := compactAt(raw, at); ok {
			return value{kind: kindInteger, n: n, next: at + compactSize}
		}
		if start, end, ok := shortString(raw, at); ok {
			return value{kind: kindBulk, text: raw[start:end], next: end + 2}
		}
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 2 || raw[at+end-1] != '\r' {
			return value{next: len(raw)}
		}
		v := value{text: raw[at+1 : at+end-1], next: at + end + 1}
		switch raw[at] {
		case ':':
			v.kind = kindInteger
		case '+':
			v.kind = kindStatus
		case '-':
			v.kind = kindError
		case '_':
			v.kind = kindNil
		case ',':
			v.kind = kindDouble
		case '#':
			v.kind = kindBoolean
		case '(':
			v.kind = kindBigNumber
		case '$':
			return v.payload(raw, kindBulk)
		case '=':
			return v.payload(raw, kindVerbatim)
		case textMark:
			return v.payload(raw, kindText)
		case '!':
			return v.payload(raw, kindError)
		case '*', '>':
			return v.aggregate(raw, kindArray, 1)
		case '~':
			return v.aggregate(raw, kindSet, 1)
		case '%':
			return v.aggregate(raw, kindMap, 2)
		case '|':
			v = v.aggregate(raw, kindMap, 2)
			if v.kind != kindMap {
				return v
			}
			at = skip(raw, v.next, v.size)
			continue
		}
		return v
	}
}

func (v value) payload(raw []byte, k kind) value {
	n, ok := length(v.text)
	switch {
	case ok && n < 0:
		v.kind, v.text = kindNil, nil
		return v
	case !ok || n > len(raw)-v.next-2:
		return value{next: len(raw)}
	}
	v.kind, v.text = k, raw[v.next:v.next+n]
	v.next += n + 2
	if k == kindVerbatim && n >= 4 && v.text[3] == ':' {
		v.text = v.text[4:] // "txt:" or "mkd:"
	}
	return v
}

func (v value) aggregate(raw []byte, k kind, each int) value {
	n, ok := length(v.text)
	switch {
	case ok && n < 0:
		v.kind, v.text = kindNil, nil
		return v
	case !ok || n > (len(raw)-v.next)/shortestValue/each:
		return value{next: len(raw)}
	}
	v.kind, v.text, v.size = k, nil, n*each
	return v
}

// length reads the number in the head of a string or aggregate. -1, nil, is the
// only negative one.
func length(digits []byte) (int, bool) {
	n, err := strconv.Atoi(string(digits))
	return n, err == nil && n >= -1
}

// skip passes over count values from offset at, with all that is in them.
// Depth costs nothing: what is still to come is a single number.
func skip(raw []byte, at, count int) int {
	for ; count > 0 && at < len(raw); count-- {
		if _, ok := compactAt(raw, at); ok {
			at += compactSize
			continue
		}
		if _, end, ok := shortString(raw, at); ok {
			at = end + 2
			continue
		}
		v := valueAt(raw, at)
		count += v.size
		at = v.next
	}
	return at
}

// describe says in an error what arrived.
func (v value) describe() string {
	switch v.kind {
	case kindMissing:
		return "nothing"
	case kindNil:
		return "nil"
	case kindInteger:
		return "integer " + string(cut(v.digits()))
	case kindBulk, kindVerbatim, kindText:
		return "string " + quote(v.text)
	case kindStatus:
		return "status " + quote(v.text)
	case kindError:
		return "error " + quote(v.text)
	case kindDouble:
		return "double " + string(cut(v.text))
	case kindBoolean:
		return "boolean " + string(cut(v.text))
	case kindBigNumber:
		return "big number " + string(cut(v.text))
	case kindArray:
		return "array of " + strconv.Itoa(v.size)
	case kindSet:
		return "set of " + strconv.Itoa(v.size)
	case kindMap:
		return "map of " + strconv.Itoa(v.size/2)
	}
	return "bytes that are not RESP"
}

// cut shortens what is not quoted.
func cut(text []byte) []byte { return text[:min(len(text), quoteLimit)] }

// isText reports whether the value is a string of whatever form.
func (v value) isText() bool {
	return v.kind == kindBulk || v.kind == kindStatus || v.kind == kindVerbatim || v.kind == kindText
}

// mayBeStatus reports a status, or a string that may have been one.
func (v value) mayBeStatus() bool {
	return v.kind == kindStatus || v.kind == kindText
}

// isScalar reports a value that is neither nil nor an error and holds no others.
func (v value) isScalar() bool {
	switch v.kind {
	case kindInteger, kindDouble, kindBoolean, kindBigNumber:
		return true
	default:
		return v.isText()
	}
}

// isEmptyAggregate reports an array, set or map without values.
func (v value) isEmptyAggregate() bool {
	switch v.kind {
	case kindArray, kindSet, kindMap:
		return v.size == 0
	}
	return false
}

// isNumber reports whether the value may hold an integer: as one, as a big
// number that is in range, or as a string.
func (v value) isNumber() bool {
	return v.kind == kindInteger || v.kind == kindBigNumber || v.isText()
}

// digits is the text of an integer.
func (v value) digits() []byte {
	if v.text == nil {
		return strconv.AppendInt(nil, v.n, 10)
	}
	return v.text
}

// int64 reads -?[0-9]+ within 64 bits.
func (v value) int64() (int64, bool) {
	if v.text == nil {
		return v.n, v.kind == kindInteger
	}
	if len(v.text) > 0 && v.text[0] == '+' {
		return 0, false
	}
	n, err := strconv.ParseInt(string(v.text), 10, 64)
	return n, err == nil
}

// uint64 reads [0-9]+ within 64 bits.
func (v value) uint64() (uint64, bool) {
	if v.text == nil {
		return uint64(v.n), v.kind == kindInteger && v.n >= 0
	}
	n, err := strconv.ParseUint(string(v.text), 10, 64)
	return n, err == nil
}

// float64 reads a number as Redis writes them: decimal, inf and nan included.
func (v value) float64() (float64, bool) {
	if v.text == nil {
		return float64(v.n), v.kind == kindInteger
	}
	// Go also reads hexadecimal numbers and a leading plus.
	for i, b := range v.text {
		if b == 'x' || b == 'X' || b == '_' || i == 0 && b == '+' {
			return 0, false
		}
	}
	if string(v.text) == "-nan" {
		return math.NaN(), true
	}
	f, err := strconv.ParseFloat(string(v.text), 64)
	return f, err == nil
}
