package value

import "github.com/luagen/luagen/analysis/kind"

// Concat evaluates "x .. y".
func Concat(x, y Value) Value {
	from := Combine(x.from, y.from)
	cx, cy := x.Consts(), y.Consts()
	const scalars = kind.Number | kind.String
	if len(cx)*len(cy) > 0 && len(cx)*len(cy) <= maxConsts && x.Is(scalars) && y.Is(scalars) {
		d := Plain()
		var k kind.Set
		for _, a := range cx {
			for _, b := range cy {
				c := Const{IsString: true, Str: constText(a) + constText(b)}
				if len(c.Str) > maxConstText {
					return Of(kind.AnyString, from)
				}
				k |= constKind(c)
				d.Consts = append(d.Consts, c)
			}
		}
		return With(k, from, d)
	}
	if neverNumerals(x) || neverNumerals(y) {
		return Of(kind.Text, from)
	}
	return Of(kind.AnyString, from)
}

// maxConstText bounds the constants that are computed.
const maxConstText = 1 << 10

func constText(c Const) string {
	if c.IsString {
		return c.Str
	}
	return FormatNumber(c.Num)
}

// neverNumerals reports whether nothing that contains the value is a numeral.
func neverNumerals(v Value) bool {
	cs := v.Consts()
	if len(cs) == 0 || !v.Is(kind.String) {
		return false
	}
	for _, c := range cs {
		if !neverNumeral(c.Str) {
			return false
		}
	}
	return true
}
