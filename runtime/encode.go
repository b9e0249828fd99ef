package runtime

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// Words before the keys: the command's name, the SHA or the text, and the
// number of keys.
const prefixWords = 3

// Args collects the keys and arguments of one call in the order in which the
// script sees them. Its methods are those of Call, which embeds it.
//
// They return nothing: the first value that cannot be sent is remembered, and
// Run, Pipeline and Tx return it before anything is sent.
type Args struct {
	wire    []any    // the whole command: name, SHA, number of keys, keys, arguments
	err     error    // why the call cannot be sent; once it was answered, how it failed
	peer    *Args    // a call without keys goes where this one goes; nil for any node
	cmd     *command // the latest attempt; nil before the first
	state   callState
	place   int32    // in its batch
	skipped uint16   // optional arguments left out so far, sent as "" once another follows
	tag     uint8    // of a call without keys and peer: its place in routingTags, from 1
	used    uint8    // of scratch
	scratch [20]byte // the digits of numbers, as far as they fit; those of one integer do

	first  command              // of the first attempt; a recovery makes its own
	inline [prefixWords + 4]any // wire begins here
}

func (a *Args) init(s *Script, size int) {
	a.first.script = s
	a.wire = a.inline[:prefixWords]
	if n := prefixWords + size; n > len(a.inline) {
		a.wire = make([]any, prefixWords, n)
	}
}

// Key adds one key. Keys come before arguments.
func (a *Args) Key(key string) {
	if len(a.wire) != prefixWords+a.keys() || a.skipped > 0 {
		a.fail("KEYS[%d] was added after an argument; keys come first", a.keys()+1)
		return
	}
	if a.keys() == maxKeys {
		a.fail("there are more than %d keys, which no server takes; send fewer at a time", maxKeys)
		return
	}
	a.wire = append(a.wire, key)
	a.first.count.keys++
}

// Keys adds keys.
func (a *Args) Keys(keys []string) {
	a.wire = slices.Grow(a.wire, len(keys))
	for _, key := range keys {
		a.Key(key)
	}
}

// String adds an argument as it is.
func (a *Args) String(s string) { a.add(s) }

// Strings adds one argument per element.
func (a *Args) Strings(list []string) {
	a.wire = slices.Grow(a.wire, len(list))
	for _, s := range list {
		a.add(s)
	}
}

// Bytes adds an argument as it is, any bytes. They must not change until the
// call has run.
func (a *Args) Bytes(b []byte) { a.add(b) }

// Int adds a decimal integer.
func (a *Args) Int(n int64) { a.digits(strconv.AppendInt(a.scratch[:a.used], n, 10)) }

// Uint adds a decimal integer.
func (a *Args) Uint(n uint64) { a.digits(strconv.AppendUint(a.scratch[:a.used], n, 10)) }

// Bool adds 1 or 0.
func (a *Args) Bool(b bool) {
	if b {
		a.add("1")
	} else {
		a.add("0")
	}
}

// Largest magnitude that is written without an exponent, as encoding/json does.
const exponentFrom = 1e21

// Float adds the shortest decimal that parses back to the same value, without
// an exponent below 10^21. NaN and the infinities are refused: what Redis and
// Lua make of them differs.
func (a *Args) Float(name string, f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		a.Fail(name, fmt.Errorf("%v cannot be sent; pass a finite number", f))
		return
	}
	if abs := math.Abs(f); abs == 0 || abs >= 1e-6 && abs < exponentFrom {
		a.digits(strconv.AppendFloat(a.scratch[:a.used], f, 'f', -1, 64))
		return
	}
	text := strconv.AppendFloat(a.scratch[:a.used], f, 'e', -1, 64)
	// 1e-09 becomes 1e-9, as in JSON.
	if n := len(text); text[n-4] == 'e' && text[n-3] == '-' && text[n-2] == '0' {
		text[n-2] = text[n-1]
		text = text[:n-1]
	}
	a.digits(text)
}

// Time adds a Unix time as a whole number of units, rounded down. The zero time is
// refused.
func (a *Args) Time(t time.Time, unit time.Duration) {
	a.time(t, unit, intoArgs)
}

func (a *Args) time(t time.Time, unit time.Duration, into target) {
	if n, ok := a.unixTime(t, unit, into); ok {
		a.Int(n)
	}
}

// Duration adds a whole number of units, rounded up away from zero, so that a
// positive time to live never becomes none.
func (a *Args) Duration(d, unit time.Duration) {
	if !a.unitIsPositive(unit) {
		return
	}
	n := d / unit
	switch rest := d % unit; {
	case rest > 0:
		n++
	case rest < 0:
		n--
	}
	a.Int(int64(n))
}

// JSON adds v as encoding/json writes it, without HTML escaping; a RawMessage as
// RawJSON does.
func (a *Args) JSON(name string, v any) {
	if raw, ok := v.(json.RawMessage); ok {
		a.RawJSON(name, raw)
		return
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		a.Fail(name, err)
		return
	}
	a.add(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
}

// RawJSON adds a JSON text as it is, after checking that it is one.
func (a *Args) RawJSON(name string, text json.RawMessage) {
	if !json.Valid(text) {
		a.Fail(name, fmt.Errorf("%s is not JSON; pass one valid JSON value", quote(text)))
		return
	}
	a.add([]byte(text))
}

// Text adds what MarshalText returns.
func (a *Args) Text(name string, v encoding.TextMarshaler) {
	if v == nil || reflect.ValueOf(v).Kind() == reflect.Pointer && reflect.ValueOf(v).IsNil() {
		a.Fail(name, fmt.Errorf("%T is nil and has no text; pass a value", v))
		return
	}
	text, err := v.MarshalText()
	if err != nil {
		a.Fail(name, err)
		return
	}
	a.add(text)
}

// Skip leaves out an optional argument. It goes as an empty string when another
// argument follows, and not at all when none does.
func (a *Args) Skip() {
	if a.skipped == math.MaxUint16 {
		a.fail("ARGV[%d]: more than %d optional arguments in a row are left out; pass some of them", a.position(), math.MaxUint16)
		return
	}
	a.skipped++
}

// Fail records that the argument called name cannot be sent. The call then
// fails with that error, before anything is sent.
func (a *Args) Fail(name string, err error) {
	if a.err == nil {
		a.err = fmt.Errorf("%s: argument %s: %w", a.script().name, name, err)
	}
}

// ArgIntEnum adds an enumeration's number, after checking that it is one of the
// declared ones.
func ArgIntEnum[T any, E ~int64](call *Call[T], name string, v E, allowed ...E) {
	if !slices.Contains(allowed, v) {
		call.Fail(name, fmt.Errorf("%d is none of the declared values %s", int64(v), listAll(allowed)))
		return
	}
	call.Int(int64(v))
}

// ArgStringEnum adds an enumeration's string, after checking that it is one of
// the declared ones.
func ArgStringEnum[T any, E ~string](call *Call[T], name string, v E, allowed ...E) {
	if !slices.Contains(allowed, v) {
		call.Fail(name, fmt.Errorf("%s is none of the declared values %s", quote(v), quoteAll(allowed)))
		return
	}
	call.String(string(v))
}

// position is the place in ARGV, from 1, of the argument being added.
func (a *Args) position() int { return len(a.wire) - prefixWords - a.keys() + int(a.skipped) + 1 }

func (a *Args) fail(format string, args ...any) {
	if a.err == nil {
		a.err = a.script().errorf(format, args...)
	}
}

// digits adds what an append to the scratch has produced. The argument is a
// slice of the scratch, so that its digits cost no allocation of their own.
func (a *Args) digits(grown []byte) {
	from := a.used
	if len(grown) <= len(a.scratch) {
		a.used = uint8(len(grown))
	} // else the append has moved to the heap
	a.add(grown[from:len(grown):len(grown)])
}

func (a *Args) add(arg any) {
	for ; a.skipped > 0; a.skipped-- {
		a.wire = append(a.wire, "")
	}
	a.wire = append(a.wire, arg)
}

// unixIn is t as Unix time in units; ok is false when that overflows.
func unixIn(t time.Time, unit time.Duration) (n int64, ok bool) {
	if unit <= 0 || unit > time.Second || time.Second%unit != 0 {
		return 0, false
	}
	perSecond := int64(time.Second / unit)
	sec := t.Unix()
	// The product of seconds must leave room for the fraction of a second.
	if sec > math.MaxInt64/perSecond-1 || sec < math.MinInt64/perSecond+1 {
		return 0, false
	}
	return sec*perSecond + int64(t.Nanosecond())/int64(unit), true
}
