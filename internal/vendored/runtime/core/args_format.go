// Code generated from runtime/core/args_format.go. DO NOT EDIT.

package core

import (
	"encoding"
	"time"
)

// The Format methods return a value as the method of the same name would send
// it, for a key that is built from it. A value that cannot be sent fails the call.

// FormatBool is 1 or 0.
func (a *Args) FormatBool(b bool) string {
	m := a.mark()
	a.Bool(b)
	return a.cut(m)
}

// FormatFloat is what Float adds.
func (a *Args) FormatFloat(name string, f float64) string {
	m := a.mark()
	a.Float(name, f)
	return a.cut(m)
}

// FormatTime is what Time adds.
func (a *Args) FormatTime(t time.Time, unit time.Duration) string {
	m := a.mark()
	a.time(t, unit, intoKey)
	return a.cut(m)
}

// FormatDuration is what Duration adds.
func (a *Args) FormatDuration(d, unit time.Duration) string {
	m := a.mark()
	a.Duration(d, unit)
	return a.cut(m)
}

// FormatBoolWord is what BoolWord adds.
func (a *Args) FormatBoolWord(b bool, yes, no string) string {
	m := a.mark()
	a.BoolWord(b, yes, no)
	return a.cut(m)
}

// FormatTimeFrac is what TimeFrac adds.
func (a *Args) FormatTimeFrac(t time.Time, unit time.Duration) string {
	m := a.mark()
	a.timeFrac(t, unit, intoKey)
	return a.cut(m)
}

// FormatDurationTrunc is what DurationTrunc adds.
func (a *Args) FormatDurationTrunc(d, unit time.Duration) string {
	m := a.mark()
	a.DurationTrunc(d, unit)
	return a.cut(m)
}

// FormatDurationExact is what DurationExact adds.
func (a *Args) FormatDurationExact(name string, d, unit time.Duration) string {
	m := a.mark()
	a.DurationExact(name, d, unit)
	return a.cut(m)
}

// FormatDurationFrac is what DurationFrac adds.
func (a *Args) FormatDurationFrac(d, unit time.Duration) string {
	m := a.mark()
	a.DurationFrac(d, unit)
	return a.cut(m)
}

// FormatText is what Text adds.
func (a *Args) FormatText(name string, v encoding.TextMarshaler) string {
	m := a.mark()
	a.Text(name, v)
	return a.cut(m)
}

// FormatIntEnum is what IntEnum adds.
func (a *Args) FormatIntEnum(name string, v int64, allowed ...int64) string {
	m := a.mark()
	a.IntEnum(name, v, allowed...)
	return a.cut(m)
}

// FormatStringEnum is what StringEnum adds.
func (a *Args) FormatStringEnum(name, v string, allowed ...string) string {
	m := a.mark()
	a.StringEnum(name, v, allowed...)
	return a.cut(m)
}

// mark is a place among the arguments to cut from: how many words there are.
type mark int

func (a *Args) mark() mark { return mark(len(a.request.Words)) }

// cut takes back the argument that was added since a mark, if one was, and returns
// its text.
func (a *Args) cut(m mark) string {
	words := a.request.Words
	if len(words) <= int(m) {
		return ""
	}
	a.request.Words = words[:m]
	return WordText(words[m])
}
