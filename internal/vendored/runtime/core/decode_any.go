// Code generated from runtime/core/decode_any.go. DO NOT EDIT.

package core

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
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
	if depth > wire.MaxDepth {
		d.reject("any", d.peek(), wire.ErrDepth)
		return nil
	}
	v := d.take()
	switch v.Kind {
	case wire.Nil:
		return nil
	case wire.Integer:
		if n, ok := v.Int64(); ok {
			return n
		}
	case wire.Bulk, wire.Status, wire.Verbatim, wire.Text:
		return string(v.Text)
	case wire.Error:
		return replyError(string(v.Text))
	case wire.Double:
		if f, ok := v.Float64(); ok {
			return f
		}
	case wire.Boolean:
		switch string(v.Text) {
		case "t":
			return true
		case "f":
			return false
		}
	case wire.BigNumber:
		if len(v.Text) > maxBigDigits {
			d.reject("any", v, errBigNumber)
			return nil
		}
		if n, ok := new(big.Int).SetString(string(v.Text), 10); ok {
			return n
		}
	case wire.Array, wire.Set:
		list := make([]any, 0, v.Size)
		for range v.Size {
			list = append(list, d.anything(depth+1))
			if d.err != nil {
				return nil
			}
		}
		return list
	case wire.Map:
		return d.anyMap(v, depth)
	}
	d.refuse("any", v)
	return nil
}

func (d *Decoder) anyMap(v wire.Value, depth int) any {
	m := make(map[any]any, v.Size/2)
	for range v.Size / 2 {
		at := d.peek()
		if at.Kind == wire.Array || at.Kind == wire.Set || at.Kind == wire.Map {
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
