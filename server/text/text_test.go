package text_test

import (
	"math/rand/v2"
	"testing"
	"unicode/utf16"

	"github.com/luagen/luagen/server/text"
)

func TestPositions(t *testing.T) {
	for _, c := range []struct {
		content          string
		offset           int
		line             int
		utf16, utf8, all int
	}{
		{"", 0, 0, 0, 0, 0},
		{"ab\ncd", 4, 1, 1, 1, 1},
		{"ab\r\ncd", 4, 1, 0, 0, 0},
		{"ab\rcd", 3, 1, 0, 0, 0},
		{"ab\n", 3, 1, 0, 0, 0},
		{"é=1", 2, 0, 1, 2, 1},
		{"𝄞x", 4, 0, 2, 4, 1},
		{"a\xffb", 2, 0, 2, 4, 2}, // shown as U+FFFD
	} {
		txt := text.New([]byte(c.content))
		for e, character := range map[text.Encoding]int{text.UTF16: c.utf16, text.UTF8: c.utf8, text.UTF32: c.all} {
			want := text.Position{Line: c.line, Character: character}
			if got := txt.Position(c.offset, e); got != want {
				t.Errorf("%q at %d in encoding %d is %v, want %v", c.content, c.offset, e, got, want)
			}
			if got := txt.Offset(want, e); got != c.offset {
				t.Errorf("%q at %v in encoding %d has offset %d, want %d", c.content, want, e, got, c.offset)
			}
		}
	}
}

// TestOutside asks for places that are not there.
func TestOutside(t *testing.T) {
	txt := text.New([]byte("ab\n𝄞\ncd"))
	for _, c := range []struct {
		at   text.Position
		want int
	}{
		{text.Position{Line: 0, Character: 9}, 2}, {text.Position{Line: 9}, 10}, {text.Position{Line: -1}, 0},
		{text.Position{Line: 1, Character: 1}, 3}, // inside of a character
	} {
		if got := txt.Offset(c.at, text.UTF16); got != c.want {
			t.Errorf("%v has offset %d, want %d", c.at, got, c.want)
		}
	}
	if got, want := txt.Position(5, text.UTF16), (text.Position{Line: 1}); got != want {
		t.Errorf("inside of a character is %v, want %v", got, want)
	}
}

// TestChanges makes random changes of a text and of its code units, and compares.
func TestChanges(t *testing.T) {
	words := []string{"", "a", "é", "𝄞", "\n", "local x = 1\n", "\r\n", "\t"}
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 7))
		txt, units := text.New(nil), []uint16{}
		for range 40 {
			// A range between two characters of the text, as units from its beginning.
			from, to := boundary(random, units), boundary(random, units)
			if to < from {
				from, to = to, from
			}
			word := words[random.IntN(len(words))]
			change := text.Change{Range: &text.Range{Start: position(units, from), End: position(units, to)}, Text: word}
			txt = txt.Apply([]text.Change{change}, text.UTF16)
			units = append(append(append([]uint16{}, units[:from]...), utf16.Encode([]rune(word))...), units[to:]...)
			if want := string(utf16.Decode(units)); string(txt.Content) != want {
				t.Fatalf("seed %d: %q, want %q", seed, txt.Content, want)
			}
		}
	}
}

// boundary is a random place that is neither in a character nor in a line end.
func boundary(random *rand.Rand, units []uint16) int {
	at := random.IntN(len(units) + 1)
	for at > 0 && at < len(units) && (units[at] >= 0xDC00 && units[at] < 0xE000 || units[at-1] == '\r' && units[at] == '\n') {
		at--
	}
	return at
}

// position is a place as an editor counts it.
func position(units []uint16, at int) text.Position {
	var p text.Position
	for i := 0; i < at; i++ {
		p.Character++
		if units[i] == '\n' || units[i] == '\r' && (i+1 == len(units) || units[i+1] != '\n') {
			p = text.Position{Line: p.Line + 1}
		}
	}
	return p
}
