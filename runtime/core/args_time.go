package core

import (
	"fmt"
	"strconv"
	"time"
)

// BoolWord adds one of two words.
func (a *Args) BoolWord(b bool, yes, no string) {
	if b {
		a.add(yes)
	} else {
		a.add(no)
	}
}

// TimeFrac adds a Unix time in units with a decimal fraction, exact to the nanosecond.
func (a *Args) TimeFrac(t time.Time, unit time.Duration) {
	a.timeFrac(t, unit, intoArgs)
}

func (a *Args) timeFrac(t time.Time, unit time.Duration, into target) {
	if n, ok := a.unixTime(t, unit, into); ok {
		a.fraction(n, int64(t.Nanosecond())%int64(unit), unit)
	}
}

// DurationTrunc adds a whole number of units, cut off towards zero.
func (a *Args) DurationTrunc(d, unit time.Duration) {
	if a.unitIsPositive(unit) {
		a.Int(int64(d / unit))
	}
}

// DurationExact adds a whole number of units, and refuses a duration that is none.
func (a *Args) DurationExact(name string, d, unit time.Duration) {
	switch {
	case !a.unitIsPositive(unit):
	case d%unit != 0:
		a.Fail(name, fmt.Errorf("%v is not a whole number of %v; round it first", d, unit))
	default:
		a.Int(int64(d / unit))
	}
}

// DurationFrac adds a number of units with a decimal fraction, exact to the nanosecond.
func (a *Args) DurationFrac(d, unit time.Duration) {
	if a.unitIsPositive(unit) {
		n, rest := int64(d/unit), int64(d%unit)
		if rest < 0 {
			n, rest = n-1, rest+int64(unit)
		}
		a.fraction(n, rest, unit)
	}
}

// fraction adds n units and rest nanoseconds, which are not negative and less than a unit.
func (a *Args) fraction(n, rest int64, unit time.Duration) {
	var text []byte
	if n < 0 && rest > 0 { // towards zero: -2 and a half is written as -1.5
		n, rest = n+1, int64(unit)-rest
		if n == 0 {
			text = append(text, '-')
		}
	}
	text = strconv.AppendInt(text, n, 10)
	if rest > 0 {
		text = append(text, '.')
		for unit := int64(unit) / 10; rest > 0; unit /= 10 {
			text = append(text, byte('0'+rest/unit))
			rest %= unit
		}
	}
	a.add(string(text))
}

func (a *Args) unitIsPositive(unit time.Duration) bool {
	if unit <= 0 {
		a.fail("ARGV[%d]: a duration needs a positive unit, not %v", a.position(), int64(unit))
	}
	return unit > 0
}

// target is what a value is made for, as errors name it.
type target uint8

const (
	intoArgs target = iota // an argument
	intoKey                // a part of a key
)

// unixTime is a time as a Unix time in units, rounded down; ok is false when the call
// cannot be sent with it.
func (a *Args) unixTime(t time.Time, unit time.Duration, into target) (n int64, ok bool) {
	n, ok = unixIn(t, unit)
	if ok && !t.IsZero() {
		return n, true
	}
	where := fmt.Sprintf("ARGV[%d]", a.position())
	if into == intoKey {
		where = fmt.Sprintf("KEYS[%d]", a.keys()+1)
	}
	if t.IsZero() {
		a.fail("%s: the time is zero, as one that was never set; pass a time, or declare the argument optional and pass nil", where)
	} else {
		a.fail("%s: the time %v does not fit into 64 bits in units of %v; pass a time nearer to 1970", where, t, unit)
	}
	return 0, false
}

// Tag is a part of a key inside its hash tag. An empty one fails the call: a cluster
// ignores a tag that is empty, and the keys of the call would be in different slots.
func (a *Args) Tag(name, part string) string {
	if part == "" {
		a.fail("KEYS[%d]: %s is empty, and it is part of the hash tag of the key; pass a value", a.keys()+1, name)
	}
	return part
}

// ArgTag is Tag for an argument from which the script builds keys.
func (a *Args) ArgTag(name, part string) string {
	if part == "" {
		a.fail("ARGV[%d]: %s is empty, and it is part of the hash tag of the keys built from this; pass a value", a.position(), name)
	}
	return part
}
