package runtime

// Most values of large replies are short integers and strings. These two read
// them in one pass; whatever is not plain goes the general way, valueAt.

// Digits that fit into 64 bits whatever they are.
const shortDigits = 18

// shortInteger reads the integer at an offset, when it is well formed and short.
func shortInteger(raw []byte, at int) (n int64, next int, ok bool) {
	if at >= len(raw) || raw[at] != ':' {
		return 0, 0, false
	}
	i := at + 1
	negative := i < len(raw) && raw[i] == '-'
	if negative {
		i++
	}
	first := i
	for ; i < len(raw) && i-first < shortDigits && '0' <= raw[i] && raw[i] <= '9'; i++ {
		n = n*10 + int64(raw[i]-'0')
	}
	if i == first || i+1 >= len(raw) || raw[i] != '\r' || raw[i+1] != '\n' {
		return 0, 0, false
	}
	if negative {
		n = -n
	}
	return n, i + 2, true
}

// shortString finds the payload of the bulk string at an offset, when it is well
// formed and shorter than 1000 bytes.
func shortString(raw []byte, at int) (start, end int, ok bool) {
	if at >= len(raw) || raw[at] != '$' {
		return 0, 0, false
	}
	i, size := at+1, 0
	for ; i < len(raw) && i-at <= 3 && '0' <= raw[i] && raw[i] <= '9'; i++ {
		size = size*10 + int(raw[i]-'0')
	}
	if i == at+1 || i+1 >= len(raw) || raw[i] != '\r' || raw[i+1] != '\n' {
		return 0, 0, false
	}
	start = i + 2
	end = start + size
	return start, end, end+2 <= len(raw)
}
