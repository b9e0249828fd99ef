// Code generated from runtime/decoder.go. DO NOT EDIT.

package runtime

import "github.com/luagen/luagen/internal/vendored/runtime/core"

// Decoder reads one reply from front to back. Its methods take the next value
// and return it as one Go type; what does not fit is recorded as a DecodeError
// that names the place in the reply, and from then on every method returns a
// zero value. Generated code needs no error checks in between.
//
// A method expression such as (*Decoder).Int is a decoder of elements for
// Slice, Map, Ptr and their like.
type Decoder = core.Decoder

// Optional is a value that may be absent: what a call returns for a type with
// "?" at the top.
type Optional[T any] = core.Optional[T]

// Integer are the Go types to which an integer of a reply may be declared.
type Integer = core.Integer

// Discard takes whatever the reply is and returns nothing.
func Discard(d *Decoder) (none struct{}) { return core.Discard(d) }

// Slice takes an array or a set. An empty one is an empty slice, not nil.
func Slice[T any](d *Decoder, elem func(*Decoder) T) []T { return core.Slice(d, elem) }

// Map takes a map, or an array of keys and values in turn. Of a key that comes
// twice the last value counts.
func Map[K comparable, V any](d *Decoder, key func(*Decoder) K, val func(*Decoder) V) map[K]V {
	return core.Map(d, key, val)
}

// Flat takes an array in rows of size values each. The row function calls Field
// once per value.
func Flat[T any](d *Decoder, size int, row func(*Decoder) T) []T { return core.Flat(d, size, row) }

// Ptr takes a value that may be nil.
func Ptr[T any](d *Decoder, elem func(*Decoder) T) *T { return core.Ptr(d, elem) }

// PtrOrEmpty takes a value that may be nil, or an empty array in its place.
func PtrOrEmpty[T any](d *Decoder, elem func(*Decoder) T) *T { return core.PtrOrEmpty(d, elem) }

// Opt takes a value that may be nil.
func Opt[T any](d *Decoder, elem func(*Decoder) T) Optional[T] { return core.Opt(d, elem) }

// OptOrEmpty takes a value that may be nil, or an empty array in its place: a
// Lua table that begins with nil arrives as one.
func OptOrEmpty[T any](d *Decoder, elem func(*Decoder) T) Optional[T] {
	return core.OptOrEmpty(d, elem)
}

// OrNil takes a slice or map that may be nil, or an empty array in its place;
// both give a nil one.
func OrNil[S any](d *Decoder, elem func(*Decoder) S) S { return core.OrNil(d, elem) }

// NilOr takes a value that may be nil, of a Go type that can be nil itself.
func NilOr[T any](d *Decoder, elem func(*Decoder) T) T { return core.NilOr(d, elem) }

// Fits reports whether decode would take the next value without an error. It
// tells variants apart where kinds, lengths and literals do not.
func Fits[T any](d *Decoder, decode func(*Decoder) T) bool { return core.Fits(d, decode) }

// JSON takes a string that encoding/json reads into T.
func JSON[T any](d *Decoder) T { return core.JSON[T](d) }

// Text takes a string that T reads with UnmarshalText. T or *T is an
// encoding.TextUnmarshaler.
func Text[T any](d *Decoder) T { return core.Text[T](d) }

// StringAs takes what String takes, as a named Go type.
func StringAs[T ~string](d *Decoder) T { return core.StringAs[T](d) }

// BytesAs takes what Bytes takes, as a named Go type.
func BytesAs[T ~[]byte](d *Decoder) T { return core.BytesAs[T](d) }

// BoolAs takes what Bool takes, as a named Go type.
func BoolAs[T ~bool](d *Decoder) T { return core.BoolAs[T](d) }

// IntAs takes what Int takes, as a Go type that the value must fit into.
func IntAs[T Integer](d *Decoder) T { return core.IntAs[T](d) }

// UintAs takes what Uint takes, as a Go type that the value must fit into.
func UintAs[T Integer](d *Decoder) T { return core.UintAs[T](d) }

// FloatAs takes what Float takes, as a Go type whose range the value must not
// exceed.
func FloatAs[T ~float32 | ~float64](d *Decoder) T { return core.FloatAs[T](d) }
