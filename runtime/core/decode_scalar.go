package core

import (
	"slices"
	"strconv"

	"github.com/luagen/luagen/runtime/internal/quote"
	"github.com/luagen/luagen/runtime/internal/wire"
)

// Int takes an integer, or a string that is exactly one (-?[0-9]+).
func (d *Decoder) Int() int64 {
	if n, ok := d.plainInt(); ok {
		return n
	}
	n, _ := d.integer("int")
	return n
}

// plainInt takes an integer, or a string of digits, in the forms that most have. It returns
// false, and has taken nothing, for any other.
func (d *Decoder) plainInt() (n int64, ok bool) {
	if d.absent {
		return 0, false
	}
	if n, next, ok := wire.IntegerAt(d.raw, d.at); ok {
		d.at = next
		return n, true
	}
	if start, end, ok := wire.ShortString(d.raw, d.at); ok {
		if n, ok := wire.ParseDigits(d.raw[start:end]); ok {
			d.at = end + len("\r\n")
			return n, true
		}
	}
	return 0, false
}

func (d *Decoder) integer(declared string) (int64, wire.Value) {
	v := d.take()
	if n, ok := v.Int64(); ok && v.IsNumber() {
		return n, v
	}
	d.reject(declared, v, nil)
	return 0, v
}

// Uint takes an integer from 0 on, or a string that is exactly one.
func (d *Decoder) Uint() uint64 {
	v := d.take()
	if n, ok := v.Uint64(); ok && v.IsNumber() {
		return n
	}
	d.reject("uint", v, nil)
	return 0
}

// Float takes a double, an integer, or a string that is a number, as Redis
// writes them: decimal, inf and nan included.
func (d *Decoder) Float() float64 {
	v := d.take()
	if f, ok := v.Float64(); ok && (v.Kind == wire.Double || v.Kind == wire.Integer || v.IsText()) {
		return f
	}
	d.reject("float", v, nil)
	return 0
}

// Bool takes 1 or 0, integer or string, or a boolean. Nil is false, because
// that is how Lua's false arrives.
func (d *Decoder) Bool() bool {
	if yes, ok := d.plainBool(); ok {
		return yes
	}
	v := d.take()
	switch {
	case v.Kind == wire.Nil:
		return false
	case isInteger(v, 1), isString(v, "1"):
		return true
	case isInteger(v, 0), isString(v, "0"):
		return false
	case v.Kind == wire.Boolean:
		switch string(v.Text) {
		case "t":
			return true
		case "f":
			return false
		}
	}
	d.reject("bool", v, nil)
	return false
}

// plainBool takes 1 or 0 as plainInt does.
func (d *Decoder) plainBool() (yes, ok bool) {
	if d.absent {
		return false, false
	}
	if n, next, ok := wire.IntegerAt(d.raw, d.at); ok && n|1 == 1 {
		d.at = next
		return n == 1, true
	}
	if start, end, ok := wire.ShortString(d.raw, d.at); ok && end-start == 1 && d.raw[start]|1 == '1' {
		d.at = end + len("\r\n")
		return d.raw[start] == '1', true
	}
	return false, false
}

// String takes a bulk, status or verbatim string. A short one inside an aggregate
// may share up to 256 bytes of memory with its neighbours.
func (d *Decoder) String() string {
	text := d.text("string")
	if len(d.open) == 0 || len(text) > window/4 {
		return string(text)
	}
	end := d.at - len("\r\n")
	return d.windowed(end-len(text), end)
}

// window is how much of the reply is copied at once for short strings, so that
// each costs no allocation of its own. It is as much as a string that is kept
// can keep alive.
const window = 256

// windowed is a part of the raw reply as a string.
func (d *Decoder) windowed(start, end int) string {
	if start == end {
		return ""
	}
	if from, to := start-d.copiedAt, end-d.copiedAt; from >= 0 && to <= len(d.copied) {
		return d.copied[from:to]
	}
	d.copied, d.copiedAt = string(d.raw[start:min(start+window, len(d.raw))]), start
	return d.copied[:end-start]
}

// Bytes takes a bulk, status or verbatim string. The slice is the caller's.
func (d *Decoder) Bytes() []byte {
	text := d.text("bytes")
	if d.err != nil {
		return nil
	}
	return append(make([]byte, 0, len(text)), text...)
}

// text is the next value's text, good until the call ends.
func (d *Decoder) text(declared string) []byte {
	if start, end, ok := wire.ShortString(d.raw, d.at); ok && !d.absent && d.err == nil {
		d.at = end + 2
		return d.raw[start:end]
	}
	v := d.take()
	if !v.IsText() {
		d.reject(declared, v, nil)
	}
	if d.err != nil {
		return nil
	}
	return v.Text
}

// BoolWord takes one of two strings and nothing else.
func (d *Decoder) BoolWord(yes, no string) bool {
	v := d.take()
	switch {
	case isString(v, yes):
		return true
	case isString(v, no):
		return false
	}
	d.reject("bool of "+quote.Text(yes)+" and "+quote.Text(no), v, nil)
	return false
}

// OK takes any status, or the string "OK".
func (d *Decoder) OK() (none struct{}) {
	if v := d.take(); !v.MayBeStatus() && !isString(v, "OK") {
		d.reject("ok", v, nil)
	}
	return none
}

// LiteralInt takes the integer n and nothing else.
func (d *Decoder) LiteralInt(n int64) {
	if v := d.take(); !isInteger(v, n) {
		d.refuse(strconv.FormatInt(n, 10), v)
	}
}

// LiteralString takes the string or status s and nothing else.
func (d *Decoder) LiteralString(s string) {
	if v := d.take(); !isString(v, s) {
		d.refuse(quote.Text(s), v)
	}
}

// IntEnum takes one of the integers, and no string of digits.
func (d *Decoder) IntEnum(values ...int64) int64 {
	v := d.take()
	if v.Kind == wire.Integer {
		if n, ok := v.Int64(); ok && slices.Contains(values, n) {
			return n
		}
	}
	d.reject("one of "+quote.Numbers(values), v, nil)
	return 0
}

// StringEnum takes one of the strings.
func (d *Decoder) StringEnum(values ...string) string {
	v := d.take()
	if v.IsText() {
		for _, value := range values {
			if value == string(v.Text) {
				return value
			}
		}
	}
	d.reject("one of "+quote.List(values), v, nil)
	return ""
}
