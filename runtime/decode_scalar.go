package runtime

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// Int takes an integer, or a string that is exactly one (-?[0-9]+).
func (d *Decoder) Int() int64 {
	if n, next, ok := shortInteger(d.raw, d.at); ok && !d.absent {
		d.at = next
		return n
	}
	n, _ := d.integer("int")
	return n
}

func (d *Decoder) integer(declared string) (int64, value) {
	v := d.take()
	if v.kind == kindInteger || v.kind == kindBigNumber || v.isText() {
		if n, ok := parseInt(v.text); ok {
			return n, v
		}
	}
	d.reject(declared, v, nil)
	return 0, v
}

// Uint takes an integer from 0 on, or a string that is exactly one.
func (d *Decoder) Uint() uint64 {
	v := d.take()
	if v.kind == kindInteger || v.kind == kindBigNumber || v.isText() {
		if n, ok := parseUint(v.text); ok {
			return n
		}
	}
	d.reject("uint", v, nil)
	return 0
}

// Float takes a double, an integer, or a string that is a number, as Redis
// writes them: decimal, inf and nan included.
func (d *Decoder) Float() float64 {
	v := d.take()
	if v.kind == kindDouble || v.kind == kindInteger || v.kind == kindBigNumber || v.isText() {
		if f, ok := parseFloat(v.text); ok {
			return f
		}
	}
	d.reject("float", v, nil)
	return 0
}

func parseFloat(text []byte) (float64, bool) {
	// Go also reads hexadecimal numbers and a leading plus.
	for i, b := range text {
		if b == 'x' || b == 'X' || b == '_' || i == 0 && b == '+' {
			return 0, false
		}
	}
	if string(text) == "-nan" {
		return math.NaN(), true
	}
	f, err := strconv.ParseFloat(string(text), 64)
	return f, err == nil
}

// Bool takes 1 or 0, integer or string, or a boolean. Nil is false, because
// that is how Lua's false arrives.
func (d *Decoder) Bool() bool {
	v := d.take()
	switch {
	case v.kind == kindNil:
		return false
	case v.kind == kindInteger || v.isText():
		switch string(v.text) {
		case "1":
			return true
		case "0":
			return false
		}
	case v.kind == kindBoolean:
		switch string(v.text) {
		case "t":
			return true
		case "f":
			return false
		}
	}
	d.reject("bool", v, nil)
	return false
}

// String takes a bulk, status or verbatim string.
func (d *Decoder) String() string { return string(d.text("string")) }

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
	if start, end, ok := shortString(d.raw, d.at); ok && !d.absent && d.err == nil {
		d.at = end + 2
		return d.raw[start:end]
	}
	v := d.take()
	if !v.isText() {
		d.reject(declared, v, nil)
	}
	if d.err != nil {
		return nil
	}
	return v.text
}

// OK takes any status.
func (d *Decoder) OK() (none struct{}) {
	if v := d.take(); v.kind != kindStatus {
		d.reject("ok", v, nil)
	}
	return none
}

// LiteralInt takes the integer n and nothing else.
func (d *Decoder) LiteralInt(n int64) {
	if v := d.take(); !isInteger(v, n) {
		d.reject(strconv.FormatInt(n, 10), v, nil)
	}
}

// LiteralString takes the string or status s and nothing else.
func (d *Decoder) LiteralString(s string) {
	if v := d.take(); !isString(v, s) {
		d.reject(quote(s), v, nil)
	}
}

// Time takes a Unix time in units, as Int does. It is in UTC.
func (d *Decoder) Time(unit time.Duration) time.Time {
	n, v := d.integer(unitName("time", unit))
	if d.err != nil || unit <= 0 {
		return time.Time{}
	}
	perSecond := max(int64(time.Second/unit), 1)
	sec, rest := n/perSecond, n%perSecond
	// Beyond this year 1 counted back from 1970 leaves 64 bits.
	const unixToYear1 = 62135596800
	if sec > math.MaxInt64-unixToYear1 {
		d.reject(unitName("time", unit), v, errors.New("the time is too far away"))
		return time.Time{}
	}
	return time.Unix(sec, rest*int64(unit)).UTC()
}

// Duration takes a number of units, as Int does.
func (d *Decoder) Duration(unit time.Duration) time.Duration {
	n, v := d.integer(unitName("duration", unit))
	if d.err != nil || unit <= 0 {
		return 0
	}
	if limit := int64(math.MaxInt64 / unit); n > limit || n < -limit {
		d.reject(unitName("duration", unit), v, errors.New("a time.Duration holds 292 years at most"))
		return 0
	}
	return time.Duration(n) * unit
}

func unitName(name string, unit time.Duration) string {
	switch unit {
	case time.Second:
		return name + "(s)"
	case time.Millisecond:
		return name + "(ms)"
	case time.Microsecond:
		return name + "(us)"
	case time.Nanosecond:
		return name + "(ns)"
	}
	return name
}

// RawJSON takes a string that is a JSON text.
func (d *Decoder) RawJSON() (text json.RawMessage) {
	d.Unmarshal("json", func(payload []byte) error {
		if !json.Valid(payload) {
			return errors.New("the string is not JSON")
		}
		text = append(text, payload...)
		return nil
	})
	return text
}

// Unmarshal takes a string and hands it to decode, which must not keep it. The
// error that decode returns makes a DecodeError.
func (d *Decoder) Unmarshal(declared string, decode func(payload []byte) error) {
	v := d.take()
	if d.err != nil {
		return
	}
	if !v.isText() {
		d.reject(declared, v, nil)
		return
	}
	if err := decode(v.text); err != nil {
		d.reject(declared, v, err)
	}
}

// JSON takes a string that encoding/json reads into T.
func JSON[T any](d *Decoder) T {
	var v, zero T
	d.Unmarshal("json", func(payload []byte) error { return json.Unmarshal(payload, &v) })
	if d.err != nil {
		return zero
	}
	return v
}

// Text takes a string that T reads with UnmarshalText. T or *T is an
// encoding.TextUnmarshaler.
func Text[T any](d *Decoder) T {
	var v, zero T
	d.Unmarshal("text", func(payload []byte) error {
		// UnmarshalText may keep what it is given to read.
		payload = append([]byte(nil), payload...)
		if u, ok := any(&v).(encoding.TextUnmarshaler); ok {
			return u.UnmarshalText(payload)
		}
		if t := reflect.TypeFor[T](); t.Kind() == reflect.Pointer {
			reflect.ValueOf(&v).Elem().Set(reflect.New(t.Elem()))
		}
		if u, ok := any(v).(encoding.TextUnmarshaler); ok {
			return u.UnmarshalText(payload)
		}
		return fmt.Errorf("neither %T nor a pointer to it has UnmarshalText", v)
	})
	if d.err != nil {
		return zero
	}
	return v
}

// IntEnum takes one of the integers, and no string of digits.
func IntEnum[E ~int64](d *Decoder, values ...E) E {
	v := d.take()
	if v.kind == kindInteger {
		if n, ok := parseInt(v.text); ok && slices.Contains(values, E(n)) {
			return E(n)
		}
	}
	d.reject(fmt.Sprintf("one of %v", integers(values)), v, nil)
	return 0
}

// StringEnum takes one of the strings.
func StringEnum[E ~string](d *Decoder, values ...E) E {
	v := d.take()
	if v.isText() {
		if i := slices.Index(values, E(v.text)); i >= 0 {
			return values[i]
		}
	}
	d.reject("one of "+quoteAll(values), v, nil)
	return ""
}

// Any takes any value, in the types that go-redis decodes to: int64, string,
// float64, bool, *big.Int, []any, map[any]any, nil, and error for an error
// inside an aggregate.
func (d *Decoder) Any() any { return d.anything(0) }

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
		if n, ok := parseInt(v.text); ok {
			return n
		}
	case kindBulk, kindStatus, kindVerbatim:
		return string(v.text)
	case kindError:
		return error(replyError(string(v.text)))
	case kindDouble:
		if f, ok := parseFloat(v.text); ok {
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
	d.reject("any", v, nil)
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
