package core

import (
	"strconv"
	"strings"
	"sync"

	"github.com/luagen/luagen/runtime/internal/quote"
	"github.com/luagen/luagen/runtime/internal/wire"
)

// Decoder reads one reply from front to back. Its methods take the next value
// and return it as one Go type; what does not fit is recorded as a DecodeError
// that names the place in the reply, and from then on every method returns a
// zero value. Generated code needs no error checks in between.
//
// A method expression such as (*Decoder).Int is a decoder of elements for
// Slice, Map, Ptr and their like.
type Decoder struct {
	script *Script
	raw    []byte
	ints   []int64 // the elements of the array of which raw has only the head; nil when it has all
	at     int     // offset of the next value
	absent bool    // the next value is missing from the reply
	err    *DecodeError
	open   []frame     // what is being read, outermost first
	hashes []hashFrame // of those that are hashes

	fields []field // of open hashes whose fields were searched

	copied   string // a part of raw, for strings to be cut from
	copiedAt int    // its offset
}

// A frame is an aggregate that is being read.
type frame struct {
	form  frameForm
	name  string // tuple, hash, rows: field being read
	key   int    // pairs: offset of the key of the value being read; 0 while the key is read; rows: values of each
	index int    // list, rows, pairs: the one being read
	left  int    // tuple, rows: values not read yet; hash: number of pairs
}

// hashFrame is where the fields of a hash are.
type hashFrame struct {
	from    int  // offset of the first field
	passed  int  // fields in front of the next one
	next    int  // offset of that, until the fields are listed
	listed  bool // the fields are listed, from first on
	first   int
	end     int  // offset after the last value, once they are listed
	reading bool // the value of the field in front of the next one is being read
}

type frameForm uint8

const (
	formTuple frameForm = iota
	formHash
	formList
	formRows
	formPairs
)

// decoders holds decoders between calls. It is a cache and carries nothing from
// one call to another.
var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// AcquireDecoder returns a decoder for Begin, and ReleaseDecoder takes it back.
func AcquireDecoder() *Decoder { return decoders.Get().(*Decoder) }

// ReleaseDecoder gives a decoder back.
func ReleaseDecoder(d *Decoder) {
	Release(d)
	d.raw = nil
	decoders.Put(d)
}

// Release has a decoder let go of what it has made of a reply. It keeps the raw reply, whose
// memory is the transport's.
func Release(d *Decoder) {
	if d.ints != nil {
		d.ints = nil
	}
	if d.copied != "" {
		d.copied = ""
	}
	if cap(d.fields) > keepFields {
		d.fields = nil
	}
}

// Begin has a decoder read a complete reply of a script. ints are the elements of an array
// of integers of which raw has only the head, or nil.
func Begin(d *Decoder, s *Script, raw []byte, ints []int64) {
	// One by one, and no pointer without need: while garbage is collected each costs as much as
	// all else.
	if d.script != s {
		d.script = s
	}
	if len(raw) > 0 && len(d.raw) > 0 && &raw[0] == &d.raw[0] && len(raw) <= cap(d.raw) {
		d.raw = d.raw[:len(raw)]
	} else {
		d.raw = raw
	}
	if ints != nil || d.ints != nil {
		d.ints = ints
	}
	if d.err != nil {
		d.err = nil
	}
	if d.copied != "" {
		d.copied, d.copiedAt = "", 0
	}
	d.at, d.absent = 0, false
	d.open, d.hashes, d.fields = d.open[:0], d.hashes[:0], d.fields[:0]
}

// Failure is why the reply is not what was declared: a *DecodeError, or nil.
func Failure(d *Decoder) error {
	if d.err == nil {
		return nil
	}
	return d.err
}

// Decode makes the result of a call out of its complete reply, as RESP2 or RESP3.
//
// Errors: a declared error, *ScriptError for other error replies, and *DecodeError for a
// reply of the wrong shape.
func Decode[T any](r *Request, raw []byte, decode func(*Decoder) T) (value T, err error) {
	if err := CheckReply(r, raw, replyError); err != nil {
		return value, err
	}
	d := AcquireDecoder()
	defer ReleaseDecoder(d)
	Begin(d, r.Script, raw, nil)
	v := decode(d)
	if d.err != nil {
		return value, d.err
	}
	return v, nil
}

// peek is the next value, which stays the next.
func (d *Decoder) peek() wire.Value { return d.valueAt(d.at, d.absent) }

// valueAt is the value at an offset, or one that is missing there.
func (d *Decoder) valueAt(at int, absent bool) wire.Value {
	if absent {
		return wire.Value{Kind: wire.Missing, Next: at}
	}
	return wire.At(d.raw, at)
}

// take moves past the next value, or into it when it is an aggregate.
func (d *Decoder) take() wire.Value {
	v := d.peek()
	d.at, d.absent = v.Next, false
	return v
}

// plainHead moves into the next value if it is an array in the form that most have. It returns
// false, and has not moved, for any other.
func (d *Decoder) plainHead() (size int, ok bool) {
	size, next, ok := d.head()
	if ok {
		d.at = next
	}
	return size, ok
}

// head looks at the head of an array in the form that most have.
func (d *Decoder) head() (size, next int, ok bool) {
	if d.absent {
		return 0, 0, false
	}
	return wire.ShortHead(d.raw, d.at)
}

// drop moves past the next value and all that is in it.
func (d *Decoder) drop() {
	if !d.absent {
		d.at = wire.Skip(d.raw, d.at, 1)
	}
	d.absent = false
}

func (d *Decoder) top() *frame {
	if len(d.open) == 0 {
		return nil
	}
	return &d.open[len(d.open)-1]
}

// push opens an aggregate and returns its place in d.open: a pointer would not
// survive what is opened inside.
func (d *Decoder) push(f frame) int {
	d.open = append(d.open, f)
	return len(d.open) - 1
}

func (d *Decoder) pop() {
	if n := len(d.open); n > 0 {
		d.open = d.open[:n-1]
	}
}

// reject records that v is not what was declared. The first rejection counts.
func (d *Decoder) reject(declared string, v wire.Value, cause error) {
	if d.err == nil {
		d.err = &DecodeError{
			Script: d.script.name, Path: d.path(), Declared: declared, Got: v.Describe(),
			absence: v.Kind == wire.Nil || v.Kind == wire.Missing, cause: cause,
		}
	}
}

// refuse is reject for what no ? can make optional: a literal, and any.
func (d *Decoder) refuse(declared string, v wire.Value) {
	if d.err == nil {
		d.reject(declared, v, nil)
		d.err.absence = false
	}
}

// Mismatch records that the next value is none of what was declared. The
// decoders of variants end with it.
func (d *Decoder) Mismatch(declared string) {
	if d.err == nil {
		v := d.peek()
		d.reject(declared, v, nil)
		d.err.Got += d.elements(v)
	}
}

// elements says what an aggregate begins with, for variants are told apart by it.
func (d *Decoder) elements(v wire.Value) string {
	const most = 6
	var list strings.Builder
	separator := ": "
	for i, at := 0, v.Next; i < v.Size; i++ {
		list.WriteString(separator)
		separator = ", "
		if i == most {
			list.WriteString("…")
			break
		}
		list.WriteString(wire.At(d.raw, at).Describe())
		at = wire.Skip(d.raw, at, 1)
	}
	return list.String()
}

// path is the place of the value being read, such as "entries[0].id".
func (d *Decoder) path() string {
	var path strings.Builder
	for _, f := range d.open {
		switch {
		case f.form == formPairs && f.key > 0:
			path.WriteString("[" + quote.Text(wire.At(d.raw, f.key).Digits()) + "]")
		case f.form == formTuple && f.name == "" && f.index >= 0, f.form == formList, f.form == formRows, f.form == formPairs:
			path.WriteString("[" + strconv.Itoa(f.index) + "]")
		}
		if f.name != "" {
			if path.Len() > 0 {
				path.WriteByte('.')
			}
			path.WriteString(f.name)
		}
	}
	return path.String()
}

// heads are the kinds of value that may begin with a byte, a bit for each.
type heads uint8

const (
	nilHeads heads = 1 << iota // and strings and aggregates, which have the head of nil
	intHeads
	stringHeads
	statusHeads
	arrayHeads
	aggregateHeads
)

// headsOf are the kinds that may begin with each byte. One cannot tell what comes behind an
// attribute.
var headsOf = [256]heads{
	'|':              ^heads(0),
	'_':              nilHeads,
	'$':              nilHeads | stringHeads,
	'=':              nilHeads | stringHeads,
	'!':              nilHeads,
	'+':              stringHeads | statusHeads,
	wire.TextMark:    nilHeads | stringHeads | statusHeads,
	':':              intHeads,
	'(':              intHeads,
	wire.CompactMark: intHeads,
	'*':              nilHeads | arrayHeads | aggregateHeads,
	'>':              nilHeads | arrayHeads | aggregateHeads,
	'%':              nilHeads | aggregateHeads,
	'~':              nilHeads | aggregateHeads,
}

// begins reports whether the next value may be of a kind: its first byte is of it, or there
// is none.
func (d *Decoder) begins(kind heads) bool {
	return d.absent || d.at >= len(d.raw) || headsOf[d.raw[d.at]]&kind != 0
}

// IsNil reports whether the next value is nil or missing.
func (d *Decoder) IsNil() bool {
	if !d.begins(nilHeads) {
		return false
	}
	if next := d.at + 1; !d.absent && next < len(d.raw) && '0' <= d.raw[next] && d.raw[next] <= '9' && d.raw[d.at] != '|' {
		return false // a length
	}
	k := d.peek().Kind
	return k == wire.Nil || k == wire.Missing
}

// IsInt reports whether the next value is an integer, a big number of RESP3 included.
func (d *Decoder) IsInt() bool {
	if !d.begins(intHeads) {
		return false
	}
	k := d.peek().Kind
	return k == wire.Integer || k == wire.BigNumber
}

// IsString reports whether the next value is a bulk, status or verbatim string.
func (d *Decoder) IsString() bool { return d.begins(stringHeads) && d.peek().IsText() }

// IsStatus reports whether the next value is a status, or may be one: see OfScripter.
func (d *Decoder) IsStatus() bool { return d.begins(statusHeads) && d.peek().MayBeStatus() }

// IsDouble reports whether the next value is a double of RESP3.
func (d *Decoder) IsDouble() bool { return d.peek().Kind == wire.Double }

// IsBool reports whether the next value is a boolean of RESP3.
func (d *Decoder) IsBool() bool { return d.peek().Kind == wire.Boolean }

// IsArray reports whether the next value is an array.
func (d *Decoder) IsArray() bool {
	if !d.begins(arrayHeads) {
		return false
	}
	_, _, ok := d.head()
	return ok || d.peek().Kind == wire.Array
}

// IsSet reports whether the next value is a set of RESP3.
func (d *Decoder) IsSet() bool { return d.begins(aggregateHeads) && d.peek().Kind == wire.Set }

// IsMap reports whether the next value is a map of RESP3.
func (d *Decoder) IsMap() bool { return d.begins(aggregateHeads) && d.peek().Kind == wire.Map }

// Len is the number of elements of the next value, or of pairs when it is a
// map; -1 when it is no aggregate.
func (d *Decoder) Len() int {
	if !d.begins(aggregateHeads) {
		return -1
	}
	if size, _, ok := d.head(); ok {
		return size
	}
	switch v := d.peek(); v.Kind {
	case wire.Array, wire.Set:
		return v.Size
	case wire.Map:
		return v.Size / 2
	}
	return -1
}

// EqualInt reports whether the next value is the integer n.
func (d *Decoder) EqualInt(n int64) bool { return d.begins(intHeads) && isInteger(d.peek(), n) }

// EqualString reports whether the next value is the string or status s.
func (d *Decoder) EqualString(s string) bool { return d.begins(stringHeads) && isString(d.peek(), s) }

// IntAt reports whether the next value is an array whose element i, from 0, is
// the integer n.
func (d *Decoder) IntAt(i int, n int64) bool { return isInteger(d.element(i), n) }

// StringAt reports whether the next value is an array whose element i, from 0,
// is the string or status s.
func (d *Decoder) StringAt(i int, s string) bool { return isString(d.element(i), s) }

// element is an element of the next value, which must be an array.
func (d *Decoder) element(i int) wire.Value {
	v := d.peek()
	if v.Kind != wire.Array || i < 0 || i >= v.Size {
		return wire.Value{Kind: wire.Missing}
	}
	return wire.At(d.raw, wire.Skip(d.raw, v.Next, i))
}

func isInteger(v wire.Value, n int64) bool {
	got, ok := v.Int64()
	return v.Kind == wire.Integer && ok && got == n
}

func isString(v wire.Value, s string) bool {
	return v.IsText() && string(v.Text) == s
}
