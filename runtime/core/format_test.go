package core

import (
	"math"
	"net/netip"
	"testing"
	"time"
)

func TestFormat(t *testing.T) {
	call := NewArgs(NewScript("key.lua", "", ""), 1)
	ip := netip.MustParseAddr("::1")
	for _, tt := range []struct{ name, got, want string }{
		{"true", call.FormatBool(true), "1"},
		{"false", call.FormatBool(false), "0"},
		{"float", call.FormatFloat("f", 1.7e9), "1700000000"},
		{"time", call.FormatTime(time.UnixMilli(1500), time.Millisecond), "1500"},
		{"duration", call.FormatDuration(1500*time.Millisecond, time.Second), "2"},
		{"tag", call.Tag("user", "7"), "7"},
		{"word", call.FormatBoolWord(false, "yes", "no"), "no"},
		{"fraction of a time", call.FormatTimeFrac(time.UnixMilli(1500), time.Second), "1.5"},
		{"truncated duration", call.FormatDurationTrunc(1500*time.Millisecond, time.Second), "1"},
		{"exact duration", call.FormatDurationExact("d", 2*time.Second, time.Second), "2"},
		{"fraction of a duration", call.FormatDurationFrac(1500*time.Millisecond, time.Second), "1.5"},
		{"text", call.FormatText("ip", &ip), "::1"},
		{"int enum", call.FormatIntEnum("level", 2, 1, 2), "2"},
		{"string enum", call.FormatStringEnum("order", "asc", "asc", "desc"), "asc"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s is %q, want %q", tt.name, tt.got, tt.want)
		}
	}
	if n := len(call.request.Words) - PrefixWords; n != 0 || call.request.Err != nil {
		t.Errorf("formatting left %d arguments and the error %v, want none", n, call.request.Err)
	}
	if got := call.FormatFloat("f", math.NaN()); got != "" {
		t.Errorf("NaN is %q, want nothing", got)
	}
	const want = "key.lua: argument f: NaN cannot be sent; pass a finite number"
	if call.request.Err == nil || call.request.Err.Error() != want {
		t.Errorf("NaN fails with %v, want %s", call.request.Err, want)
	}
}
