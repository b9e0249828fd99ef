package flow

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
)

// unpacked is what struct.unpack makes of a value with a format: a value for each of its letters and the position
// behind what was read. It is false for a format that is not known.
func (m *Machine) unpacked(format value.Value, from value.Origin) (List, bool) {
	text, ok := format.Str()
	if !ok {
		return List{}, false
	}
	var kinds []kind.Set
	for i := 0; i < len(text); i++ {
		letter, digits := text[i], ""
		for i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
			i++
			digits += text[i : i+1]
		}
		switch letter {
		case ' ', '<', '>', '!', 'x':
		case 'b', 'B', 'h', 'H', 'i', 'I', 'l', 'L', 'T':
			kinds = append(kinds, kind.Int)
		case 'f', 'd':
			kinds = append(kinds, kind.AnyNumber)
		case 's':
			kinds = append(kinds, kind.AnyString)
		case 'c':
			if digits == "0" { // as long as the number before says, which it replaces
				if len(kinds) == 0 {
					return List{}, false
				}
				kinds = kinds[:len(kinds)-1]
			}
			kinds = append(kinds, kind.AnyString)
		default:
			return List{}, false
		}
	}
	kinds = append(kinds, kind.Int)
	list := make([]value.Value, len(kinds))
	for i, k := range kinds {
		list[i] = value.Of(k, from)
	}
	return m.list(list...), true
}
