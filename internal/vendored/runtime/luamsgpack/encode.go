// Code generated from runtime/luamsgpack/encode.go. DO NOT EDIT.

package luamsgpack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// cmsgpack is older than parts of the format. It refuses binary strings and
// extensions, and reads an unsigned integer beyond int64 as a negative one. So
// an encoded value is rewritten: binary strings become strings, which are bytes
// to Lua anyway; times become text; the rest is refused before anything is sent.

var errTruncated = errors.New("the MessagePack value is cut short")

// forLua rewrites the values in src for cmsgpack.
func forLua(src []byte) ([]byte, error) {
	dst := make([]byte, 0, len(src))
	for left := 1; left > 0; left-- {
		head, payload, children, rest, err := next(src)
		if err != nil {
			return nil, err
		}
		left += children
		src = rest
		switch code := head[0]; {
		case code == msgpcode.Uint64 && binary.BigEndian.Uint64(head[1:]) > math.MaxInt64:
			return nil, fmt.Errorf("%d does not fit into 63 bits, and Lua reads it as another number; send it as a string", binary.BigEndian.Uint64(head[1:]))
		case msgpcode.IsBin(code):
			dst = append(appendStringHead(dst, len(payload)), payload...)
		case msgpcode.IsExt(code):
			text, err := timeText(head, payload)
			if err != nil {
				return nil, err
			}
			dst = append(appendStringHead(dst, len(text)), text...)
		default:
			dst = append(append(dst, head...), payload...)
		}
	}
	return dst, nil
}

// timeText is a MessagePack timestamp as encoding/json writes a time.
func timeText(head, payload []byte) (string, error) {
	if int8(head[len(head)-1]) != -1 {
		return "", fmt.Errorf("cmsgpack reads no extension types; found type %d", int8(head[len(head)-1]))
	}
	var t time.Time
	if err := msgpack.Unmarshal(append(append([]byte(nil), head...), payload...), &t); err != nil {
		return "", err
	}
	return t.UTC().Format(time.RFC3339Nano), nil
}

func appendStringHead(dst []byte, n int) []byte {
	switch {
	case n < 32:
		return append(dst, msgpcode.FixedStrLow|byte(n))
	case n <= math.MaxUint8:
		return append(dst, msgpcode.Str8, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(dst, msgpcode.Str16), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(dst, msgpcode.Str32), uint32(n))
}

// next takes one value off src: its head (the code, a number, a length, an
// extension's type), the payload of a string or extension, and how many values
// follow inside it.
func next(src []byte) (head, payload []byte, children int, rest []byte, err error) {
	if len(src) == 0 {
		return nil, nil, 0, nil, errTruncated
	}
	size, length, each := shape(src[0])
	ext := msgpcode.IsExt(src[0])
	headSize := 1 + size
	if ext {
		headSize++
	}
	if len(src) < headSize {
		return nil, nil, 0, nil, errTruncated
	}
	n := 0
	switch {
	case length == counted:
		for _, b := range src[1 : 1+size] {
			n = n<<8 | int(b)
		}
	case length >= 0:
		n = length
	}
	head, rest = src[:headSize], src[headSize:]
	if each > 0 {
		// A value takes a byte at least.
		if n > len(rest)/each {
			return nil, nil, 0, nil, errTruncated
		}
		return head, nil, n * each, rest, nil
	}
	if length == none {
		n = 0
	}
	if n > len(rest) {
		return nil, nil, 0, nil, errTruncated
	}
	return head, rest[:n], 0, rest[n:], nil
}

// Lengths that are not in the code itself.
const (
	none    = -1 // there is no payload
	counted = -2 // the bytes after the code say
)

// shape tells of a code how many bytes of number follow it, where its length
// is, and how many values each element of it has.
func shape(code byte) (size, length, each int) {
	switch {
	case msgpcode.IsFixedMap(code):
		return 0, int(code & msgpcode.FixedMapMask), 2
	case msgpcode.IsFixedArray(code):
		return 0, int(code & msgpcode.FixedArrayMask), 1
	case msgpcode.IsFixedString(code):
		return 0, int(code & msgpcode.FixedStrMask), 0
	}
	switch code {
	case msgpcode.Uint8, msgpcode.Int8:
		return 1, none, 0
	case msgpcode.Uint16, msgpcode.Int16:
		return 2, none, 0
	case msgpcode.Uint32, msgpcode.Int32, msgpcode.Float:
		return 4, none, 0
	case msgpcode.Uint64, msgpcode.Int64, msgpcode.Double:
		return 8, none, 0
	case msgpcode.Str8, msgpcode.Bin8, msgpcode.Ext8:
		return 1, counted, 0
	case msgpcode.Str16, msgpcode.Bin16, msgpcode.Ext16:
		return 2, counted, 0
	case msgpcode.Str32, msgpcode.Bin32, msgpcode.Ext32:
		return 4, counted, 0
	case msgpcode.Array16:
		return 2, counted, 1
	case msgpcode.Array32:
		return 4, counted, 1
	case msgpcode.Map16:
		return 2, counted, 2
	case msgpcode.Map32:
		return 4, counted, 2
	case msgpcode.FixExt1:
		return 0, 1, 0
	case msgpcode.FixExt2:
		return 0, 2, 0
	case msgpcode.FixExt4:
		return 0, 4, 0
	case msgpcode.FixExt8:
		return 0, 8, 0
	case msgpcode.FixExt16:
		return 0, 16, 0
	}
	return 0, none, 0 // nil, booleans, small integers
}
