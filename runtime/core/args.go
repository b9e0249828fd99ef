package core

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

	"github.com/luagen/luagen/runtime/internal/quote"
)

// Args collects the keys and arguments of one call in the order in which the
// script sees them.
//
// The methods for plain arguments are not inlined: a program has calls of them by the
// hundred, and would be larger and take longer to build.
//
// Its methods return nothing: the first value that cannot be sent is remembered, and
// is the error of the call before anything is sent.
type Args struct {
	request Request
	owner   any // see Owner
}

// NewArgs begins a call of a script. size is the number of keys and arguments to come, as
// far as it is known.
func NewArgs(s *Script, size int) *Args {
	a := new(Args)
	Init(a, s, make([]any, 0, PrefixWords+size))
	return a
}

// Closed are the arguments of calls of a script that take no more, because the transport has
// taken back the memory for them. They are the same for all calls: nothing is written to them.
func Closed(s *Script) *Args { return &s.parts().closed }

// ClosedFor are arguments that take no more, as Closed, of calls of which the owner has what
// the transport needs.
func ClosedFor(owner any) *Args { return &Args{request: Request{closed: true}, owner: owner} }

// Owner is what the arguments were closed for, or nil.
func Owner(a *Args) any { return a.owner }

// IsClosed reports arguments that take no more.
func IsClosed(a *Args) bool { return a.request.closed }

// Reopen is Init of arguments that were closed, with the words that they had by then.
func Reopen(a *Args, s *Script, words []any, keys int32) {
	a.request = Request{Script: s, Words: words, NumKeys: keys}
}

// Init is NewArgs for a transport that has memory for the words.
func Init(a *Args, s *Script, words []any) {
	if r := &a.request; r.Script != s { // as in the memory of another call of the script
		r.Script = s
	}
	a.request.Words = words[:PrefixWords]
}

// Reset has arguments let go of what was added to them, for another Init.
func Reset(a *Args) {
	r := &a.request
	r.Words, r.NumKeys, r.skipped = nil, 0, 0
	if r.Err != nil {
		r.Err = nil
	}
}

// Key adds one key. Keys come before arguments.
func (a *Args) Key(key string) {
	r := &a.request
	if len(r.Words) != PrefixWords+a.keys() || r.skipped > 0 {
		a.fail("KEYS[%d] was added after an argument; keys come first", a.keys()+1)
		return
	}
	if r.NumKeys == MaxKeys {
		a.fail("there are more than %d keys, which no server takes; send fewer at a time", MaxKeys)
		return
	}
	r.Words = append(r.Words, key)
	r.NumKeys++
}

// Keys adds keys.
func (a *Args) Keys(keys []string) {
	a.grow(len(keys))
	for _, key := range keys {
		a.Key(key)
	}
}

// String adds an argument as it is.
//
//go:noinline
func (a *Args) String(s string) { a.add(s) }

// Strings adds one argument per element.
func (a *Args) Strings(list []string) {
	a.grow(len(list))
	for _, s := range list {
		a.add(s)
	}
}

// Bytes adds an argument as it is, any bytes. They must not change until the
// call has run.
//
//go:noinline
func (a *Args) Bytes(b []byte) { a.add(b) }

// Int adds a decimal integer.
//
//go:noinline
func (a *Args) Int(n int64) { a.add(n) }

// Uint adds a decimal integer.
//
//go:noinline
func (a *Args) Uint(n uint64) { a.add(n) }

// Bool adds 1 or 0.
//
//go:noinline
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
		a.add(f) // WordText and clients write it without an exponent
		return
	}
	text := strconv.AppendFloat(nil, f, 'e', -1, 64)
	// 1e-09 becomes 1e-9, as in JSON.
	if n := len(text); text[n-4] == 'e' && text[n-3] == '-' && text[n-2] == '0' {
		text[n-2] = text[n-1]
		text = text[:n-1]
	}
	a.add(text)
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
		a.Fail(name, fmt.Errorf("%s is not JSON; pass one valid JSON value", quote.Text(text)))
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
	if a.request.closed {
		return
	}
	if a.request.skipped == math.MaxUint16 {
		a.fail("ARGV[%d]: more than %d optional arguments in a row are left out; pass some of them", a.position(), math.MaxUint16)
		return
	}
	a.request.skipped++
}

// Fail records that the argument called name cannot be sent. The call then
// fails with that error, before anything is sent.
func (a *Args) Fail(name string, err error) {
	if a.request.Err == nil && !a.request.closed {
		a.request.Err = fmt.Errorf("%s: argument %s: %w", a.request.Script.name, name, err)
	}
}

// IntEnum adds an enumeration's number, after checking that it is one of the
// declared ones.
func (a *Args) IntEnum(name string, v int64, allowed ...int64) {
	if !slices.Contains(allowed, v) {
		a.Fail(name, fmt.Errorf("%d is none of the declared values %s", v, quote.Numbers(allowed)))
		return
	}
	a.Int(v)
}

// StringEnum adds an enumeration's string, after checking that it is one of
// the declared ones.
func (a *Args) StringEnum(name, v string, allowed ...string) {
	if !slices.Contains(allowed, v) {
		a.Fail(name, fmt.Errorf("%s is none of the declared values %s", quote.Text(v), quote.List(allowed)))
		return
	}
	a.String(v)
}

// position is the place in ARGV, from 1, of the argument being added.
func (a *Args) position() int {
	return len(a.request.Words) - PrefixWords - a.keys() + int(a.request.skipped) + 1
}

func (a *Args) fail(format string, args ...any) {
	if a.request.Err == nil && !a.request.closed {
		a.request.Err = Errorf(a.request.Script, format, args...)
	}
}

func (a *Args) keys() int { return int(a.request.NumKeys) }

// grow makes room for words.
func (a *Args) grow(n int) {
	if !a.request.closed {
		a.request.Words = slices.Grow(a.request.Words, n)
	}
}

func (a *Args) add(arg any) {
	if a.request.closed {
		return
	}
	for ; a.request.skipped > 0; a.request.skipped-- {
		a.request.Words = append(a.request.Words, "")
	}
	a.request.Words = append(a.request.Words, arg)
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
