package core

import "testing"

// fitted decodes a reply and returns the value and the error's text.
func fitted[T any](reply string, decode func(*Decoder) T) (v T, failure string) {
	var d Decoder
	Begin(&d, script("named.lua", ""), []byte(reply), nil)
	v = decode(&d)
	if d.err != nil {
		failure = d.err.Error()
	}
	return v, failure
}

func TestNamedIntegers(t *testing.T) {
	type small int8
	type unsigned uint8
	for _, tt := range []struct {
		reply string
		want  small
		fails string
	}{
		{":127\r\n", 127, ""},
		{":-128\r\n", -128, ""},
		{":128\r\n", 0, "named.lua: the reply: expected int for a Go core.small, got integer 128: the value does not fit into the Go type"},
		{"$3\r\n-12\r\n", -12, ""},
	} {
		if got, failure := fitted(tt.reply, IntAs[small]); got != tt.want || failure != tt.fails {
			t.Errorf("IntAs of %q is %d, %q; want %d, %q", tt.reply, got, failure, tt.want, tt.fails)
		}
	}
	if got, failure := fitted(":-1\r\n", IntAs[unsigned]); got != 0 || failure == "" {
		t.Errorf("IntAs of -1 as a uint8 is %d, %q; want an error", got, failure)
	}
	if got, failure := fitted(":-1\r\n", IntAs[uint64]); got != 0 || failure == "" {
		t.Errorf("IntAs of -1 as a uint64 is %d, %q; want an error", got, failure)
	}
	if got, failure := fitted("$20\r\n18446744073709551615\r\n", UintAs[uint64]); got != 1<<64-1 || failure != "" {
		t.Errorf("UintAs of 2^64-1 is %d, %q", got, failure)
	}
	if got, failure := fitted("$20\r\n18446744073709551615\r\n", UintAs[int64]); got != 0 || failure == "" {
		t.Errorf("UintAs of 2^64-1 as an int64 is %d, %q; want an error", got, failure)
	}
	if got, failure := fitted("$5\r\n1e300\r\n", FloatAs[float32]); got != 0 || failure == "" {
		t.Errorf("FloatAs of 1e300 as a float32 is %v, %q; want an error", got, failure)
	}
}

func TestFits(t *testing.T) {
	var d Decoder
	Begin(&d, script("fits.lua", ""), []byte("*1\r\n$1\r\nx\r\n"), nil)
	strings := func(d *Decoder) []string { return Slice(d, (*Decoder).String) }
	ints := func(d *Decoder) []int64 { return Slice(d, (*Decoder).Int) }
	if Fits(&d, ints) || !Fits(&d, strings) {
		t.Error("a list of one word fits a list of strings only")
	}
	if got := strings(&d); len(got) != 1 || got[0] != "x" || d.err != nil {
		t.Errorf("after Fits the reply is %q, %v; want it untouched", got, d.err)
	}
}

func TestLiteralPath(t *testing.T) {
	_, failure := fitted("*2\r\n:1\r\n:2\r\n", func(d *Decoder) (none struct{}) {
		d.Tuple(2, 2)
		d.Field("a").Int()
		d.Field("").LiteralInt(3)
		d.End()
		return none
	})
	const want = "named.lua: the reply at [1]: expected 3, got integer 2"
	if failure != want {
		t.Errorf("the error is %q, want %q", failure, want)
	}
}
