// Code generated from runtime/luamsgpack/number.go. DO NOT EDIT.

package luamsgpack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"

	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// number is a number in the forms that it has.
type number struct {
	f       float64 // always
	i       int64   // when inInt64
	u       uint64  // when inUint64
	isFloat bool    // it came as a float
	isUint  bool    // it came unsigned
}

func (n number) inInt64() bool {
	if n.isFloat {
		return n.f >= math.MinInt64 && n.f < 1<<63
	}
	return !n.isUint || n.u <= math.MaxInt64
}

func (n number) inUint64() bool {
	if n.isFloat {
		return n.f >= 0 && n.f < 1<<64
	}
	return n.isUint || n.i >= 0
}

func (n number) String() string {
	switch {
	case n.isFloat:
		return strconv.FormatFloat(n.f, 'g', -1, 64)
	case n.isUint:
		return strconv.FormatUint(n.u, 10)
	}
	return strconv.FormatInt(n.i, 10)
}

// number takes a number off the source.
func (f *fitter) number() (number, error) {
	head, _, _, rest, err := next(f.src)
	if err != nil {
		return number{}, err
	}
	code, bits := head[0], uint64(0)
	for _, b := range head[1:] {
		bits = bits<<8 | uint64(b)
	}
	var n number
	switch {
	case msgpcode.IsFixedNum(code):
		n = signed(int64(int8(code)))
	case code == msgpcode.Float:
		n = float(float64(math.Float32frombits(uint32(bits))))
	case code == msgpcode.Double:
		n = float(math.Float64frombits(bits))
	case code >= msgpcode.Uint8 && code <= msgpcode.Uint64:
		n = number{f: float64(bits), i: int64(bits), u: bits, isUint: true}
	case code >= msgpcode.Int8 && code <= msgpcode.Int64:
		unused := 64 - 8*(len(head)-1)
		n = signed(int64(bits<<unused) >> unused)
	default:
		return number{}, fmt.Errorf("found %s", codeName(code))
	}
	f.src = rest
	return n, nil
}

func signed(i int64) number { return number{f: float64(i), i: i, u: uint64(i)} }

// float is a number that came as one. The conversions are used only when the
// value is in their range.
func float(f float64) number {
	n := number{f: f, isFloat: true}
	if n.inInt64() {
		n.i = int64(f)
	}
	if n.inUint64() {
		n.u = uint64(f)
	}
	return n
}

func appendInt(dst []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(append(dst, msgpcode.Int64), uint64(n))
}

func appendFloat(dst []byte, f float64) []byte {
	return binary.BigEndian.AppendUint64(append(dst, msgpcode.Double), math.Float64bits(f))
}

func appendMapHead(dst []byte, n int) []byte {
	return binary.BigEndian.AppendUint32(append(dst, msgpcode.Map32), uint32(n))
}

func appendArrayHead(dst []byte, n int) []byte {
	return binary.BigEndian.AppendUint32(append(dst, msgpcode.Array32), uint32(n))
}

// codeName says in an error what a value is.
func codeName(code byte) string {
	switch {
	case code == msgpcode.Nil:
		return "nil"
	case code == msgpcode.True, code == msgpcode.False:
		return "a boolean"
	case isInteger(code), code == msgpcode.Float, code == msgpcode.Double:
		return "a number"
	case msgpcode.IsString(code):
		return "a string"
	case msgpcode.IsBin(code):
		return "bytes"
	case isTable(code):
		return "a table"
	case msgpcode.IsExt(code):
		return "an extension"
	}
	return "an unknown code"
}

func isInteger(code byte) bool {
	return msgpcode.IsFixedNum(code) || code >= msgpcode.Uint8 && code <= msgpcode.Int64
}

var errNotWhole = errors.New("the number is not whole")

func (f *fitter) fitNumber(t reflect.Type) error {
	n, err := f.number()
	if err != nil {
		return fmt.Errorf("%w where %v was expected", err, t)
	}
	v := reflect.New(t).Elem()
	fits := false
	switch {
	case v.CanFloat():
		fits = !v.OverflowFloat(n.f) || math.IsInf(n.f, 0)
		f.dst = appendFloat(f.dst, n.f)
	case n.isFloat && n.f != math.Trunc(n.f):
		return fmt.Errorf("%v does not fit into %v: %w", n.f, t, errNotWhole)
	case v.CanInt():
		fits = n.inInt64() && !v.OverflowInt(n.i)
		f.dst = appendInt(f.dst, n.i)
	case v.CanUint():
		fits = n.inUint64() && !v.OverflowUint(n.u)
		f.dst = binary.BigEndian.AppendUint64(append(f.dst, msgpcode.Uint64), n.u)
	}
	if !fits {
		return fmt.Errorf("%s does not fit into %v", n, t)
	}
	return nil
}
