package core

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/luagen/luagen/runtime/internal/wire"
)

// Integer are the Go types to which an integer of a reply may be declared.
type Integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

var errRange = errors.New("the value does not fit into the Go type")

// StringAs takes what String takes, as a named Go type.
func StringAs[T ~string](d *Decoder) T { return T(d.String()) }

// BytesAs takes what Bytes takes, as a named Go type.
func BytesAs[T ~[]byte](d *Decoder) T { return T(d.Bytes()) }

// BoolAs takes what Bool takes, as a named Go type.
func BoolAs[T ~bool](d *Decoder) T { return T(d.Bool()) }

// IntAs takes what Int takes, as a Go type that the value must fit into.
func IntAs[T Integer](d *Decoder) T {
	at, absent := d.at, d.absent
	n := d.Int()
	t := T(n)
	if int64(t) != n || (t < 0) != (n < 0) {
		d.reject(fmt.Sprintf("int for a Go %T", t), d.valueAt(at, absent), errRange)
		return 0
	}
	return t
}

// UintAs takes what Uint takes, as a Go type that the value must fit into.
func UintAs[T Integer](d *Decoder) T {
	at, absent := d.at, d.absent
	n := d.Uint()
	t := T(n)
	if uint64(t) != n || t < 0 {
		d.reject(fmt.Sprintf("uint for a Go %T", t), d.valueAt(at, absent), errRange)
		return 0
	}
	return t
}

// FloatAs takes what Float takes, as a Go type whose range the value must not
// exceed.
func FloatAs[T ~float32 | ~float64](d *Decoder) T {
	at, absent := d.at, d.absent
	f := d.Float()
	t := T(f)
	if math.IsInf(float64(t), 0) && !math.IsInf(f, 0) {
		d.reject(fmt.Sprintf("float for a Go %T", t), d.valueAt(at, absent), errRange)
		return 0
	}
	return t
}

// LiteralNil takes nil and nothing else.
func (d *Decoder) LiteralNil() {
	if v := d.take(); v.Kind != wire.Nil {
		d.refuse("nil", v)
	}
}

// NilOr takes a value that may be nil, of a Go type that can be nil itself.
func NilOr[T any](d *Decoder, elem func(*Decoder) T) T {
	return Opt(d, elem).Value
}

// Fits reports whether decode would take the next value without an error. It
// tells variants apart where kinds, lengths and literals do not.
func Fits[T any](d *Decoder, decode func(*Decoder) T) bool {
	probe := *d
	probe.open, probe.hashes, probe.fields = slices.Clone(d.open), slices.Clone(d.hashes), slices.Clone(d.fields)
	decode(&probe)
	return probe.err == nil
}
