// Code generated from runtime/core/decode_time.go. DO NOT EDIT.

package core

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

// Time takes a Unix time in units, as Int does. It is in UTC.
func (d *Decoder) Time(unit time.Duration) time.Time {
	at := d.at
	n, ok := d.plainInt()
	if !ok {
		n, _ = d.integer(unitName("time", unit))
	}
	return d.unixTime(func() string { return unitName("time", unit) }, at, n, 0, unit)
}

// TimeFrac takes a Unix time in units, which may have a decimal fraction, as Float does.
// It is in UTC, and exact to the nanosecond.
func (d *Decoder) TimeFrac(unit time.Duration) time.Time {
	declared := unitName("time", unit) + " with a fraction"
	at := d.at
	n, rest, _ := d.fraction(declared, unit)
	return d.unixTime(func() string { return declared }, at, n, rest, unit)
}

// unixTime is n units and rest nanoseconds, which the value at an offset is, after 1970.
func (d *Decoder) unixTime(declared func() string, at int, n, rest int64, unit time.Duration) time.Time {
	if d.err != nil || unit <= 0 {
		return time.Time{}
	}
	perSecond := max(int64(time.Second/unit), 1)
	sec, part := n/perSecond, n%perSecond
	// Beyond these, what time counts from (year 1, and a year as far back as it can)
	// leaves 64 bits. The smallest integer is also what Redis makes of Lua's NaN.
	const unixToYear1 = 62135596800
	const farthest = math.MaxInt64 - unixToYear1
	if sec > farthest || sec < -farthest {
		d.reject(declared(), wire.At(d.raw, at), errors.New("the time is too far away"))
		return time.Time{}
	}
	return time.Unix(sec, part*int64(unit)+rest).UTC()
}

// Duration takes a number of units, as Int does.
func (d *Decoder) Duration(unit time.Duration) time.Duration {
	at := d.at
	n, ok := d.plainInt()
	if !ok {
		n, _ = d.integer(unitName("duration", unit))
	}
	if d.err != nil || unit <= 0 {
		return 0
	}
	if limit := int64(math.MaxInt64 / unit); n > limit || n < -limit {
		d.reject(unitName("duration", unit), wire.At(d.raw, at), errLong)
		return 0
	}
	return time.Duration(n) * unit
}

// DurationFrac takes a number of units, which may have a decimal fraction, as Float does.
// It is exact to the nanosecond.
func (d *Decoder) DurationFrac(unit time.Duration) time.Duration {
	declared := unitName("duration", unit) + " with a fraction"
	n, rest, v := d.fraction(declared, unit)
	if d.err != nil || unit <= 0 {
		return 0
	}
	if limit := int64(math.MaxInt64/unit) - 1; n > limit || n < -limit {
		d.reject(declared, v, errLong)
		return 0
	}
	return time.Duration(n)*unit + time.Duration(rest)
}

var errLong = errors.New("a time.Duration holds 292 years at most")

// fraction takes a decimal number of units: whole ones, and the rest in nanoseconds, of
// the same sign. What is less than a nanosecond is cut off.
func (d *Decoder) fraction(declared string, unit time.Duration) (n, rest int64, v wire.Value) {
	v = d.take()
	f, ok := v.Float64()
	if v.Kind != wire.Double && v.Kind != wire.Integer && !v.IsText() || !ok || math.Abs(f) >= math.MaxInt64 || math.IsNaN(f) {
		d.reject(declared, v, nil)
		return 0, 0, v
	}
	whole, decimals, plain := splitDecimal(string(v.Digits()))
	if !plain { // an exponent
		whole, decimals, _ = splitDecimal(strconv.FormatFloat(f, 'f', -1, 64))
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		d.reject(declared, v, errRange)
		return 0, 0, v
	}
	step := int64(unit)
	for _, digit := range decimals {
		step /= 10
		rest += int64(digit-'0') * step
	}
	if strings.HasPrefix(whole, "-") {
		rest = -rest
	}
	return n, rest, v
}

// splitDecimal splits a number that has no exponent at its point.
func splitDecimal(text string) (whole, decimals string, ok bool) {
	whole, decimals, _ = strings.Cut(text, ".")
	digits := strings.TrimPrefix(whole, "-") + decimals
	return whole, decimals, len(whole) > 0 && whole != "-" && strings.Trim(digits, "0123456789") == ""
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
