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
