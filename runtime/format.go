package runtime

import (
	"encoding"
	"time"
)

// The Format methods return a value as the method of the same name would send
// it, for a key that is built from it. A value that cannot be sent fails the call.

// FormatBool is 1 or 0.
func (a *Args) FormatBool(b bool) string {
	at := len(a.wire)
	a.Bool(b)
	return a.cut(at)
}

// FormatFloat is what Float adds.
func (a *Args) FormatFloat(name string, f float64) string {
	at := len(a.wire)
	a.Float(name, f)
	return a.cut(at)
}

// FormatTime is what Time adds.
func (a *Args) FormatTime(t time.Time, unit time.Duration) string {
	at := len(a.wire)
	a.Time(t, unit)
	return a.cut(at)
}

// FormatDuration is what Duration adds.
func (a *Args) FormatDuration(d, unit time.Duration) string {
	at := len(a.wire)
	a.Duration(d, unit)
	return a.cut(at)
}

// FormatText is what Text adds.
func (a *Args) FormatText(name string, v encoding.TextMarshaler) string {
	at := len(a.wire)
	a.Text(name, v)
	return a.cut(at)
}

// FormatIntEnum is what ArgIntEnum adds.
func FormatIntEnum[T any, E ~int64](call *Call[T], name string, v E, allowed ...E) string {
	at := len(call.wire)
	ArgIntEnum(call, name, v, allowed...)
	return call.cut(at)
}

// FormatStringEnum is what ArgStringEnum adds.
func FormatStringEnum[T any, E ~string](call *Call[T], name string, v E, allowed ...E) string {
	at := len(call.wire)
	ArgStringEnum(call, name, v, allowed...)
	return call.cut(at)
}

// cut takes back the argument that was added at a place, if one was, and returns
// its text.
func (a *Args) cut(at int) string {
	if len(a.wire) <= at {
		return ""
	}
	added := a.wire[at]
	a.wire = a.wire[:at]
	switch added := added.(type) {
	case []byte:
		return string(added)
	case *number:
		text := added.String()
		added.size = 0 // another number may have its room
		return text
	}
	return added.(string)
}
