// Code generated from runtime/internal/wire/short.go. DO NOT EDIT.

package wire

import (
	"encoding/binary"
	"strconv"
)

// Most values of large replies are short integers and strings, and replies with
// a thousand of them are what scripts are for. An integer is read once, when it
// arrives, and kept in a compact form in place of its line, the short ones in a few
// steps; a short string is found in one pass. Whatever is not plain stays as it
// came and goes the general way, At.

// The compact form of an integer is a byte that begins no RESP value and the
// number in eight bytes, the lowest first.
const (
	CompactMark = 0x01
	CompactSize = 9
)

// ShortInteger reads the integer in a line, ":" or another byte and digits, when
// it has one to seven of them and nothing else. It looks at eight bytes at once,
// as one number: the first byte is the lowest. Those after the line are any bytes
// within the slice's capacity, and are shifted out.
func ShortInteger(line []byte) (n uint64, ok bool) {
	size := uint(len(line) - 1)
	if size-1 > 6 || cap(line) < 9 {
		return 0, false
	}
	const (
		zeros = 0x3030303030303030 // '0' in each byte
		above = 0x7676767676767676 // carries a byte beyond 9 into its highest bit
		highs = 0x8080808080808080
		pairs = 0x000000ff000000ff // every other pair of digits
	)
	digits := (binary.LittleEndian.Uint64(line[1:9]) ^ zeros) << (64 - 8*size) // zeros in front, eight digits in all
	if (digits+above|digits)&highs != 0 {
		return 0, false
	}
	digits = digits*10 + digits>>8
	return (digits&pairs*(100+1_000_000<<32) + digits>>16&pairs*(1+10_000<<32)) >> 32, true
}

// ParseInteger reads the integer in a line, ":" and digits, as the server writes it.
func ParseInteger(line []byte) (n uint64, ok bool) {
	if n, ok := ShortInteger(line); ok {
		return n, true
	}
	if len(line) < 2 || line[1] == '+' {
		return 0, false
	}
	signed, err := strconv.ParseInt(string(line[1:]), 10, 64)
	return uint64(signed), err == nil
}

// PutCompact writes the compact form of an integer.
func PutCompact(to []byte, n uint64) {
	to[0] = CompactMark
	binary.LittleEndian.PutUint64(to[1:], n)
}

// CompactAt returns the integer at an offset, if it is in compact form.
func CompactAt(raw []byte, at int) (int64, bool) {
	if at < 0 || at+CompactSize > len(raw) || raw[at] != CompactMark {
		return 0, false
	}
	return int64(binary.LittleEndian.Uint64(raw[at+1:])), true
}

// IntegerAt returns the integer at an offset and where it ends, if it is in compact form or
// has up to 18 digits.
func IntegerAt(raw []byte, at int) (n int64, next int, ok bool) {
	if at < 0 || at >= len(raw) {
		return 0, 0, false
	}
	if raw[at] != ':' {
		n, ok = CompactAt(raw, at)
		return n, at + CompactSize, ok
	}
	line := raw[at+1:]
	first := 0
	if len(line) > 0 && line[0] == '-' {
		first = 1
	}
	for i := first; i < len(line); i++ {
		digit := line[i] - '0'
		if digit <= 9 {
			n = n*10 + int64(digit)
			continue
		}
		if i == first || i-first > 18 || line[i] != '\r' || i+1 >= len(line) || line[i+1] != '\n' {
			return 0, 0, false
		}
		if first > 0 {
			n = -n
		}
		return n, at + i + len(":\r\n"), true
	}
	return 0, 0, false
}

// ShortString finds the payload of the bulk string at an offset, when it is well
// formed and shorter than 1000 bytes.
func ShortString(raw []byte, at int) (start, end int, ok bool) {
	if at < 0 || at >= len(raw) || raw[at] != '$' {
		return 0, 0, false
	}
	size, digits := shortLength(raw[at+1:])
	start = at + 1 + digits + len("\r\n")
	end = start + size
	return start, end, digits > 0 && end+len("\r\n") <= len(raw)
}

// shortLength reads the length in the head of a string or aggregate, when it is one to three
// digits and a CRLF. No digits mean another.
func shortLength(line []byte) (n, digits int) {
	if len(line) >= 4 { // for most, without a loop
		first, second := line[0]-'0', line[1]-'0'
		switch {
		case first <= 9 && line[1] == '\r' && line[2] == '\n':
			return int(first), 1
		case first <= 9 && second <= 9 && line[2] == '\r' && line[3] == '\n':
			return int(first)*10 + int(second), 2
		}
	}
	for i, b := range line {
		digit := b - '0'
		switch {
		case digit <= 9 && i < 3:
			n = n*10 + int(digit)
		case b == '\r' && i+1 < len(line) && line[i+1] == '\n':
			return n, i
		default:
			return 0, 0
		}
	}
	return 0, 0
}

// ShortHead reads the head of the array at an offset, when it is well formed and says fewer
// than 1000 elements, each of which has room in raw.
func ShortHead(raw []byte, at int) (size, next int, ok bool) {
	if at < 0 || at >= len(raw) || raw[at] != '*' {
		return 0, 0, false
	}
	size, digits := shortLength(raw[at+1:])
	next = at + 1 + digits + len("\r\n")
	return size, next, digits > 0 && size <= (len(raw)-next)/shortestValue
}

// ParseDigits reads an integer of up to 18 digits, as strconv.ParseInt does.
func ParseDigits(text []byte) (n int64, ok bool) {
	digits := text
	if len(text) > 0 && text[0] == '-' {
		digits = text[1:]
	}
	if len(digits) == 0 || len(digits) > 18 {
		return 0, false
	}
	for _, b := range digits {
		b -= '0'
		if b > 9 {
			return 0, false
		}
		n = n*10 + int64(b)
	}
	if len(digits) < len(text) {
		n = -n
	}
	return n, true
}
