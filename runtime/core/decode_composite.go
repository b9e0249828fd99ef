package core

import (
	"fmt"
	"strconv"

	"github.com/luagen/luagen/runtime/internal/wire"
)

// Optional is a value that may be absent: what a call returns for a type with
// "?" at the top.
type Optional[T any] struct {
	Value T    // the zero value when not Valid
	Valid bool // there was a value
}

// Get returns the value and whether there was one.
func (o Optional[T]) Get() (T, bool) { return o.Value, o.Valid }

// Discard takes whatever the reply is and returns nothing.
func Discard(d *Decoder) (none struct{}) {
	d.drop()
	return none
}

// Slice takes an array or a set. An empty one is an empty slice, not nil.
func Slice[T any](d *Decoder, elem func(*Decoder) T) []T {
	list := make([]T, d.Items())
	for i := range list {
		list[i] = elem(d.Item(i))
		if d.err != nil {
			break
		}
	}
	d.EndItems()
	if d.err != nil {
		return nil
	}
	return list
}

// Items opens an array or a set and returns its length; 0 if the next value is neither. Item
// goes to the elements in order, EndItems closes it.
func (d *Decoder) Items() int {
	size, ok := d.list()
	if !ok {
		return 0
	}
	d.push(frame{form: formList})
	return size
}

// Rows opens an array of rows of size values each and returns their number; 0 if the next
// value is no such array. Item goes to the rows in order, in which Field is called once per
// value; EndItems closes it.
func (d *Decoder) Rows(size int) int {
	v := d.take()
	if v.Kind != wire.Array || size <= 0 || v.Size%size != 0 {
		d.reject("array in groups of "+strconv.Itoa(size), v, nil)
	}
	if d.err != nil {
		return 0
	}
	d.push(frame{form: formRows, key: size})
	return v.Size / size
}

// Item goes to element or row i, from 0: the next one.
func (d *Decoder) Item(i int) *Decoder {
	if f := d.top(); d.err == nil && f != nil {
		f.index = i
		if f.form == formRows {
			d.endRow(f)
			f.left = f.key
		}
	}
	return d
}

// endRow moves past what is left of a row.
func (d *Decoder) endRow(f *frame) {
	if f.name = ""; f.left > 0 {
		d.at = wire.Skip(d.raw, d.at, f.left)
	}
}

// EndItems closes what Items and Rows open.
func (d *Decoder) EndItems() {
	if f := d.top(); d.err == nil && f != nil {
		if f.form == formRows {
			d.endRow(f)
		}
		d.pop()
	}
}

// Ints takes what Slice takes of Int, in less time where the integers were
// collected as they arrived or are in compact form.
func (d *Decoder) Ints() []int64 {
	if d.ints != nil {
		return d.ints
	}
	size, ok := d.list()
	if !ok {
		return nil
	}
	list := make([]int64, size)
	frameAt := d.push(frame{form: formList})
	raw, at := d.raw, d.at
	for i := range list {
		if n, next, ok := wire.IntegerAt(raw, at); ok {
			list[i], at = n, next
			continue
		}
		d.at, d.open[frameAt].index = at, i
		list[i] = d.Int()
		if d.err != nil {
			return nil
		}
		at = d.at
	}
	d.at = at
	d.pop()
	return list
}

// list takes the head of an array or set.
func (d *Decoder) list() (size int, ok bool) {
	if size, ok := d.plainHead(); ok {
		return size, d.err == nil
	}
	v := d.take()
	if v.Kind != wire.Array && v.Kind != wire.Set {
		d.reject("array", v, nil)
	}
	return v.Size, d.err == nil
}

// Map takes a map, or an array of keys and values in turn. Of a key that comes
// twice the last value counts.
func Map[K comparable, V any](d *Decoder, key func(*Decoder) K, val func(*Decoder) V) map[K]V {
	v := d.pairs("map")
	if d.err != nil {
		return nil
	}
	m := make(map[K]V, v.Size/2)
	at := d.push(frame{form: formPairs})
	for i := range v.Size / 2 {
		d.open[at].index, d.open[at].key = i, 0
		from := d.at
		k := key(d)
		d.open[at].key = from
		m[k] = val(d)
		if d.err != nil {
			return nil
		}
	}
	d.pop()
	return m
}

// pairs takes the head of what is read by keys and values.
func (d *Decoder) pairs(declared string) wire.Value {
	v := d.take()
	switch {
	case v.Kind == wire.Map:
	case v.Kind == wire.Array && v.Size%2 == 0:
	case v.Kind == wire.Array:
		d.reject(declared, v, fmt.Errorf("fields and values come in pairs, so their number is even"))
	default:
		d.reject(declared, v, nil)
	}
	return v
}

// Flat takes an array in rows of size values each. The row function calls Field
// once per value.
func Flat[T any](d *Decoder, size int, row func(*Decoder) T) []T {
	rows := make([]T, d.Rows(size))
	for i := range rows {
		rows[i] = row(d.Item(i))
		if d.err != nil {
			break
		}
	}
	d.EndItems()
	if d.err != nil {
		return nil
	}
	return rows
}

// Ptr takes a value that may be nil.
func Ptr[T any](d *Decoder, elem func(*Decoder) T) *T {
	if o := Opt(d, elem); o.Valid {
		return &o.Value
	}
	return nil
}

// PtrOrEmpty takes a value that may be nil, or an empty array in its place.
func PtrOrEmpty[T any](d *Decoder, elem func(*Decoder) T) *T {
	if o := OptOrEmpty(d, elem); o.Valid {
		return &o.Value
	}
	return nil
}

// Some reports whether there is a value. Nil is passed over.
func (d *Decoder) Some() bool {
	if d.IsNil() {
		d.drop()
		return false
	}
	return true
}

// SomeOrEmpty is Some where an empty array stands for nil, too: a Lua table that begins with
// nil arrives as one.
func (d *Decoder) SomeOrEmpty() bool {
	if d.peek().IsEmptyAggregate() {
		d.drop()
		return false
	}
	return d.Some()
}

// Opt takes a value that may be nil.
func Opt[T any](d *Decoder, elem func(*Decoder) T) (o Optional[T]) {
	if !d.Some() {
		return o
	}
	v := elem(d)
	if d.err != nil {
		return o
	}
	return Optional[T]{Value: v, Valid: true}
}

// OptOrEmpty takes a value that may be nil, or an empty array in its place.
func OptOrEmpty[T any](d *Decoder, elem func(*Decoder) T) (o Optional[T]) {
	if d.peek().IsEmptyAggregate() {
		d.drop()
		return o
	}
	return Opt(d, elem)
}

// OrNil takes a slice or map that may be nil, or an empty array in its place;
// both give a nil one.
func OrNil[S any](d *Decoder, elem func(*Decoder) S) S {
	return OptOrEmpty(d, elem).Value
}

// Tuple opens an array of at least lowest and at most highest elements. Field
// reads them in order, End closes it.
func (d *Decoder) Tuple(lowest, highest int) {
	at := d.at
	if size, ok := d.plainHead(); ok && d.err == nil && lowest <= size && size <= highest {
		d.push(frame{form: formTuple, index: -1, left: size})
		return
	} else if ok {
		d.at = at
	}
	v := d.take()
	if v.Kind != wire.Array || v.Size < lowest || v.Size > highest {
		declared := "tuple of " + strconv.Itoa(highest)
		if lowest != highest {
			declared = fmt.Sprintf("tuple of %d to %d", lowest, highest)
		}
		d.reject(declared, v, nil)
	}
	if d.err != nil {
		return
	}
	d.push(frame{form: formTuple, index: -1, left: v.Size})
}

// Field goes to the next element of a tuple or row and names it in errors; one
// without a name goes by its position. Past the array's end the element is
// missing, which reads as nil where nil may be.
func (d *Decoder) Field(name string) *Decoder {
	if f := d.top(); d.err == nil && f != nil {
		f.name = name
		if f.form == formTuple {
			f.index++
		}
		if f.left == 0 {
			d.absent = true
		} else {
			f.left--
		}
	}
	return d
}

// End closes a tuple.
func (d *Decoder) End() {
	if f := d.top(); d.err == nil && f != nil {
		if f.left > 0 {
			d.at = wire.Skip(d.raw, d.at, f.left)
		}
		d.absent = false
		d.pop()
	}
}
