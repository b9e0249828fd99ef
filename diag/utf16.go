package diag

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// units tells columns in UTF-16 code units from those in bytes.
type units struct {
	ends  []int // offsets after the characters that have fewer units than bytes
	saved []int // how many fewer there are in all up to each of them
}

func unitsOf(text []byte) *units {
	u := &units{}
	saved := 0
	for at := 0; at < len(text); {
		if text[at] < utf8.RuneSelf {
			at++
			continue
		}
		r, size := utf8.DecodeRune(text[at:])
		at += size
		if n := size - utf16.RuneLen(r); n > 0 {
			saved += n
			u.ends, u.saved = append(u.ends, at), append(u.saved, saved)
		}
	}
	return u
}

// column is the 1-based column of p in code units.
func (u *units) column(p Pos) int {
	return max(p.Column-u.before(p.Offset)+u.before(p.Offset-(p.Column-1)), 1)
}

// before is how many units fewer than bytes there are up to an offset.
func (u *units) before(offset int) int {
	i, found := slices.BinarySearch(u.ends, offset)
	switch {
	case found:
		return u.saved[i]
	case i > 0:
		return u.saved[i-1]
	default:
		return 0
	}
}
