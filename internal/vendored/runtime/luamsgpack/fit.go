// Code generated from runtime/luamsgpack/fit.go. DO NOT EDIT.

package luamsgpack

import (
	"encoding"
	"fmt"
	"reflect"
	"time"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// Lua's values are not Go's: an empty table is an array whatever it was meant to
// be, a list with keys 1 to n is an array even where a map is wanted, a table
// with holes is a map, and a whole number may come as a float. And the decoder
// of the msgpack package cuts integers that are too large and fills a struct
// from an array by position. So a value is first fitted to the Go type that it
// is for: rewritten where the two only look different, refused where they are.

// Deepest nesting that is read; cmsgpack itself stops at 16.
const maxDepth = 256

var errDepth = fmt.Errorf("the MessagePack value is nested more than %d levels deep", maxDepth)

// fromLua fits the one value in src to the type t.
func fromLua(src []byte, t reflect.Type) ([]byte, error) {
	f := fitter{src: src, dst: make([]byte, 0, len(src)+16)}
	if err := f.fit(t, 0); err != nil {
		return nil, err
	}
	if len(f.src) > 0 {
		return nil, fmt.Errorf("%d bytes follow the MessagePack value", len(f.src))
	}
	return f.dst, nil
}

// fitter moves values from src to dst.
type fitter struct {
	src, dst []byte
	keys     int // keys of maps that are being fitted, one inside the other
}

// copy moves the next value as it is, with all that is in it.
func (f *fitter) copy() error {
	for left := 1; left > 0; left-- {
		head, payload, children, rest, err := next(f.src)
		if err != nil {
			return err
		}
		left += children
		f.dst = append(append(f.dst, head...), payload...)
		f.src = rest
	}
	return nil
}

func (f *fitter) fit(t reflect.Type, depth int) error {
	if len(f.src) == 0 {
		return errTruncated
	}
	if depth > maxDepth {
		return errDepth
	}
	for t.Kind() == reflect.Pointer && !decodesItself(t) {
		t = t.Elem()
	}
	if t == timeType && msgpcode.IsString(f.src[0]) {
		return f.fitTime()
	}
	if f.src[0] == msgpcode.Nil || decodesItself(t) {
		return f.copy()
	}
	switch t.Kind() {
	case reflect.Struct:
		return f.fitStruct(t, depth)
	case reflect.Map:
		return f.fitMap(t, depth)
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() != reflect.Uint8 {
			return f.fitList(t, depth)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		return f.fitNumber(t)
	case reflect.Interface:
		return f.fitAny(t, depth)
	}
	return f.copy()
}

var (
	ownDecoders = []reflect.Type{
		reflect.TypeFor[msgpack.CustomDecoder](), reflect.TypeFor[msgpack.Unmarshaler](),
		reflect.TypeFor[encoding.BinaryUnmarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
	}
	timeType = reflect.TypeFor[time.Time]()
)

// decodesItself reports whether the msgpack package leaves a type to its own
// methods.
func decodesItself(t reflect.Type) bool {
	if t == timeType {
		return true
	}
	for _, own := range ownDecoders {
		if t.Implements(own) || reflect.PointerTo(t).Implements(own) {
			return true
		}
	}
	return false
}

// fitTime turns the text of a time into what the msgpack package decodes.
func (f *fitter) fitTime() error {
	_, text, _, rest, err := next(f.src)
	if err != nil {
		return err
	}
	t, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return err
	}
	stamp, err := msgpack.Marshal(t)
	f.src, f.dst = rest, append(f.dst, stamp...)
	return err
}
