package core

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Strings that share memory are the strings that were sent, whatever stands
// between them and in whatever form they come.
func TestStringsShareMemory(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var raw strings.Builder
		want := make([]string, random.IntN(40))
		fmt.Fprintf(&raw, "*%d\r\n", 2*len(want))
		for i := range want {
			want[i] = strings.Repeat(string(rune('a'+random.IntN(26))), random.IntN(2*window)*random.IntN(window)/window/4)
			switch random.IntN(3) {
			case 0:
				raw.WriteString("+" + want[i] + "\r\n")
			case 1:
				fmt.Fprintf(&raw, "=%d\r\ntxt:%s\r\n", len(want[i])+4, want[i])
			default:
				raw.WriteString(bulk(want[i]))
			}
			fmt.Fprintf(&raw, ":%d\r\n", random.Int())
		}
		got, err := decoded(func(d *Decoder) []string {
			return Flat(d, 2, func(d *Decoder) string { return d.Field("").String() })
		}, raw.String())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%q: %q, %v", raw.String(), got, err)
		}
	}
}

// A hundred short strings cost a few allocations, and none keeps more alive than
// its window.
func TestShortStringAllocations(t *testing.T) {
	raw := "*100\r\n" + strings.Repeat(bulk("member:12"), 100)
	s := script("t.lua", "")
	var d Decoder
	var list []string
	n := testing.AllocsPerRun(100, func() {
		Begin(&d, s, []byte(raw), nil)
		list = Slice(&d, (*Decoder).String)
	})
	if perWindow := window / len(bulk("member:12")); n > float64(2+100/perWindow+1) {
		t.Errorf("%v allocations, with %d strings to a window", n, perWindow)
	}
	if len(d.copied) > window {
		t.Errorf("a string keeps %d bytes alive", len(d.copied))
	}
	if list[99] != "member:12" {
		t.Error(list[99])
	}
}
