package runtime

import (
	"errors"
	"fmt"
	"math/big"
)

// Any takes any value, in the types that go-redis decodes to: int64, string,
// float64, bool, *big.Int, []any, map[any]any, nil, and error for an error
// inside an aggregate.
func (d *Decoder) Any() any { return d.anything(0) }

// maxBigDigits bounds the big numbers that Any reads, which takes a time that grows faster
// than their length: these take a millisecond.
const maxBigDigits = 1 << 14

var errBigNumber = fmt.Errorf("a big number of more than %d digits takes too long to read", maxBigDigits)

func (d *Decoder) anything(depth int) any {
	if d.err != nil {
		return nil
	}
	if depth > maxDepth {
		d.reject("any", d.peek(), errDepth)
		return nil
	}
	v := d.take()
	switch v.kind {
	case kindNil:
		return nil
	case kindInteger:
		if n, ok := v.int64(); ok {
			return n
		}
	case kindBulk, kindStatus, kindVerbatim, kindText:
		return string(v.text)
	case kindError:
		return error(replyError(string(v.text)))
	case kindDouble:
		if f, ok := v.float64(); ok {
			return f
		}
	case kindBoolean:
		switch string(v.text) {
		case "t":
			return true
		case "f":
			return false
		}
	case kindBigNumber:
		if len(v.text) > maxBigDigits {
			d.reject("any", v, errBigNumber)
			return nil
		}
		if n, ok := new(big.Int).SetString(string(v.text), 10); ok {
			return n
		}
	case kindArray, kindSet:
		list := make([]any, 0, v.size)
		for range v.size {
			list = append(list, d.anything(depth+1))
			if d.err != nil {
				return nil
			}
		}
		return list
	case kindMap:
		return d.anyMap(v, depth)
	}
	d.refuse("any", v)
	return nil
}

func (d *Decoder) anyMap(v value, depth int) any {
	m := make(map[any]any, v.size/2)
	for range v.size / 2 {
		at := d.peek()
		if at.kind == kindArray || at.kind == kindSet || at.kind == kindMap {
			d.reject("any", at, errors.New("an aggregate cannot be the key of a Go map"))
			return nil
		}
		key := d.anything(depth + 1)
		m[key] = d.anything(depth + 1)
		if d.err != nil {
			return nil
		}
	}
	return m
}
