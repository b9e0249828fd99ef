package analysis

// concat evaluates "x .. y".
func concat(x, y Value) Value {
	from := combine(x.from, y.from)
	cx, cy := x.Consts(), y.Consts()
	const scalars = Number | String
	if len(cx)*len(cy) > 0 && len(cx)*len(cy) <= maxConsts && x.Is(scalars) && y.Is(scalars) {
		d := plain()
		var k Kinds
		for _, a := range cx {
			for _, b := range cy {
				c := Const{IsString: true, Str: constText(a) + constText(b)}
				if len(c.Str) > maxConstText {
					return of(AnyString, from)
				}
				k |= constKind(c)
				d.consts = append(d.consts, c)
			}
		}
		return with(k, from, d)
	}
	if neverNumerals(x) || neverNumerals(y) {
		return of(Text, from)
	}
	return of(AnyString, from)
}

// maxConstText bounds the constants that are computed.
const maxConstText = 1 << 10

func constText(c Const) string {
	if c.IsString {
		return c.Str
	}
	return luaString(c.Num)
}

// neverNumerals reports whether nothing that contains the value is a numeral.
func neverNumerals(v Value) bool {
	cs := v.Consts()
	if len(cs) == 0 || !v.Is(String) {
		return false
	}
	for _, c := range cs {
		if !neverNumeral(c.Str) {
			return false
		}
	}
	return true
}
