package wire

import (
	"fmt"
	"math"
	"strconv"
	"testing"
)

// A line that has a compact form means the same in both.
func TestCompactIntegers(t *testing.T) {
	var lines []string
	for n := int64(1); n < 1e18; n = n*7 + 3 {
		lines = append(lines, fmt.Sprintf(":%d", n), fmt.Sprintf(":-%d", n))
	}
	for n := range 100_000 {
		lines = append(lines, ":"+strconv.Itoa(n*101))
	}
	lines = append(lines, ":", ":0", ":00", ":/", ":1:", ":12\n", ":9999999", ":10000000", ":1\x802", ":1 2", ":\xff", ":9\xff9", ":+1",
		fmt.Sprint(":", int64(math.MaxInt64)), fmt.Sprint(":", int64(math.MinInt64)))
	for _, line := range lines {
		for _, after := range []string{"\r\n:1234567", "\r\n", "\xff\xff\xff\xff\xff\xff\xff\xff"} {
			long := line + after
			got, ok := ShortInteger([]byte(long)[:len(line)])
			if !ok {
				continue
			}
			raw := make([]byte, CompactSize)
			PutCompact(raw, got)
			n, err := strconv.ParseInt(line[1:], 10, 64)
			if v := At(raw, 0); err != nil || v.Kind != Integer || v.N != n || v.Next != len(raw) || string(v.Digits()) != strconv.FormatInt(n, 10) {
				t.Errorf("%q: %+v, want %d, %v", line, v, n, err)
			}
		}
	}
	for n := 0; n <= 9_999_999; n = n*3 + 1 {
		if got, ok := ShortInteger(append(make([]byte, 0, 16), ":"+strconv.Itoa(n)...)); !ok || got != uint64(n) {
			t.Errorf("%d: %d, %t", n, got, ok)
		}
	}
}

func TestShortStrings(t *testing.T) {
	for _, reply := range []string{"$0\r\n\r\n", "$5\r\nabcde\r\n", "$-1\r\n", "$\r\n", "$9\r\nabc\r\n", "$12\r\nabcdefghijkl\r\n", "$03\r\nabc\r\n", "$999\r\n"} {
		raw := []byte(reply)
		v := At(raw, 0)
		if start, end, ok := ShortString(raw, 0); ok && (v.Kind != Bulk || string(raw[start:end]) != string(v.Text) || end+2 != v.Next) {
			t.Errorf("%q: %q, want %q", reply, raw[start:end], v.Text)
		}
	}
}

// The forms that are read in few steps are the same as in many.
func TestShortForms(t *testing.T) {
	for _, line := range []string{":", ":-", ":0", ":7", ":-7", ":12", ":-0", ":007", ":+1", ":1x", ":123456789012345678", ":-123456789012345678",
		":1234567890123456789", fmt.Sprint(":", int64(math.MaxInt64)), fmt.Sprint(":", int64(math.MinInt64)), ":99999999999999999999"} {
		for _, end := range []string{"\r\n", "\r\n:1\r\n", "\r", "\n", "", "\rx"} {
			raw := []byte(line + end)
			n, next, ok := IntegerAt(raw, 0)
			want, err := strconv.ParseInt(line[1:], 10, 64)
			if whole := len(end) > 1 && end[:2] == "\r\n"; ok && (!whole || err != nil || n != want || next != len(line)+2) {
				t.Errorf("%q: %d up to %d, want %d, %v", raw, n, next, want, err)
			} else if !ok && whole && err == nil && line[1] != '+' && len(line) <= 19 {
				t.Errorf("%q is not read", raw)
			}
		}
	}
	for _, length := range []string{"", "0", "5", "9", "12", "05", "99", "100", "999", "1000", "-1", "1x", "x"} {
		for _, end := range []string{"\r\n", "\r", "\n", "", "\rx"} {
			head := length + end
			n, digits := shortLength([]byte(head))
			want, err := strconv.Atoi(length)
			if ok := digits > 0; ok != (err == nil && len(length) <= 3 && length[0] != '-' && end == "\r\n") || ok && (n != want || digits != len(length)) {
				t.Errorf("%q: %d in %d digits", head, n, digits)
			}
		}
	}
	if size, next, ok := ShortHead([]byte("*2\r\n:1\r\n:2\r\n"), 0); !ok || size != 2 || next != 4 {
		t.Errorf("the head of an array of 2 is %d up to %d, %t", size, next, ok)
	}
	if _, _, ok := ShortHead([]byte("*9\r\n:1\r\n"), 0); ok {
		t.Error("an array is larger than what is there")
	}
}
