package value

// Combine is the origin of what is built of two parts.
func Combine(a, b Origin) Origin {
	if a&KeysElement != 0 {
		a = a&^KeysElement | FromKeys
	}
	if b&KeysElement != 0 {
		b = b&^KeysElement | FromKeys
	}
	if a == 0 || b == 0 {
		return a | b
	}
	// The parts are one of each origin, of any pair of them, and the later one in the order counts. No
	// pair comes out as an origin before both parts' first: of each part what lies before the other's
	// first, its lowest bit, is dropped.
	firstA, firstB := a&-a, b&-b
	return a&^(firstB-1) | b&^(firstA-1)
}

// ElementOrigin is the origin of what is inside of an unknown value.
func ElementOrigin(from Origin) Origin {
	if from&KeysElement != 0 {
		return from&^KeysElement | FromKeys
	}
	return from
}
