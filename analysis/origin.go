package analysis

// combine is the origin of what is built of two parts.
func combine(a, b Origin) Origin {
	if a&KeysElement != 0 {
		a = a&^KeysElement | FromKeys
	}
	if b&KeysElement != 0 {
		b = b&^KeysElement | FromKeys
	}
	if a == 0 || b == 0 {
		return a | b
	}
	lowA, lowB := a&-a, b&-b
	return a&^(lowB-1) | b&^(lowA-1)
}
