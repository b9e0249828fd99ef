package runtime

import (
	"errors"
	"math"
	"time"
)

// Time takes a Unix time in units, as Int does. It is in UTC.
func (d *Decoder) Time(unit time.Duration) time.Time {
	n, v := d.integer(unitName("time", unit))
	if d.err != nil || unit <= 0 {
		return time.Time{}
	}
	perSecond := max(int64(time.Second/unit), 1)
	sec, rest := n/perSecond, n%perSecond
	// Beyond these, what time counts from (year 1, and a year as far back as it can)
	// leaves 64 bits. The smallest integer is also what Redis makes of Lua's NaN.
	const unixToYear1 = 62135596800
	const farthest = math.MaxInt64 - unixToYear1
	if sec > farthest || sec < -farthest {
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
