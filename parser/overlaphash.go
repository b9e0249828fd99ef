package parser

// meetHash compares a hash with any other type that arrives as an array or a map.
func (o *overlap) meetHash(h *Hash, other Type) meeting {
	switch other := other.(type) {
	case *Hash:
		return o.meetHashes(h, other)
	case *Map:
		var elems []string
		for _, f := range h.Fields {
			if !isRequired(f) {
				continue
			}
			value := o.meet(other.Elem, f.Type)
			if !value.ok || !o.meet(other.Key, fieldName(f)).ok {
				return meeting{}
			}
			elems = append(elems, quoted(f.Text), value.example)
		}
		return meeting{bracketed(elems), true}
	default:
		return o.meetPairs(h, arrayOf(other))
	}
}

// fieldName is the string before a hash's field.
func fieldName(f Field) Type { return &Literal{Text: f.Text} }

// meetHashes compares two hashes. A reply with the fields that either of them needs
// fits both, unless one of these has two meanings.
func (o *overlap) meetHashes(a, b *Hash) meeting {
	others := map[string]Field{}
	for _, f := range b.Fields {
		others[f.Text] = f
	}
	var elems []string
	add := func(f, same Field) bool {
		value := o.meet(present(f.Type), present(same.Type))
		if value.ok {
			elems = append(elems, quoted(f.Text), value.example)
		}
		return value.ok
	}
	for _, f := range a.Fields {
		same, shared := others[f.Text]
		delete(others, f.Text)
		if !shared {
			same = f
		}
		if (isRequired(f) || isRequired(same)) && !add(f, same) {
			return meeting{}
		}
	}
	for _, f := range b.Fields {
		if _, left := others[f.Text]; left && isRequired(f) && !add(f, f) {
			return meeting{}
		}
	}
	return meeting{bracketed(elems), true}
}

// meetPairs compares a hash with an array. Every required field must find a pair of
// elements of its own, and every other pair must be able to hold a field that the
// hash does not know, or one that it knows as that.
func (o *overlap) meetPairs(h *Hash, a array) meeting {
	var required []Field
	for _, f := range h.Fields {
		if isRequired(f) {
			required = append(required, f)
		}
	}
	length := a.max
	if length < 0 {
		length = a.step * len(required) // room for a group of its own for each
		if a.step%2 != 0 {
			length *= 2
		}
	}
	length -= length % 2
	if length < a.min || length < 2*len(required) || length%a.step != 0 {
		return meeting{}
	}
	taken, ok := o.assign(required, a, length/2)
	if !ok {
		return meeting{}
	}
	var elems []string
	for p := range length / 2 {
		key, value := a.at(2*p), a.at(2*p+1)
		if f, ok := taken[p]; ok {
			elems = append(elems, quoted(required[f].Text), o.meet(value, required[f].Type).example)
			continue
		}
		name, example, ok := o.fill(h, key, value)
		if !ok {
			return meeting{}
		}
		elems = append(elems, name, example)
	}
	return meeting{bracketed(elems), true}
}

// fill finds a name, as a message shows it, and a value for a pair of elements that no required field takes.
func (o *overlap) fill(h *Hash, key, value Type) (name, example string, ok bool) {
	o.steps += len(h.Fields)
	known := map[string]Field{}
	unknown := "x"
	for _, f := range h.Fields {
		known[f.Text] = f
		if f.Text == unknown {
			unknown += "x"
		}
	}
	for _, named := range append(namedAtoms(present(key)), Atom{WireBulk, unknown}, Atom{WireBulk, "1"}) {
		if named.Kind != WireBulk || !o.accepts(present(key), named) && !isAny(present(key)) {
			continue
		}
		f, isKnown := known[named.Text]
		if !isKnown {
			return named.String(), o.sample(value), true
		}
		if m := o.meet(value, f.Type); m.ok {
			return named.String(), m.example, true
		}
	}
	if name, ok = o.unnamed(key); ok {
		return name, o.sample(value), true
	}
	return "", "", false
}

// unnamed finds a reply of a type that is a scalar but no string, and so no field that a
// hash knows.
func (o *overlap) unnamed(key Type) (example string, ok bool) {
	key = present(key)
	if !isAtomic(key) {
		return "", false
	}
	for _, c := range append(namedAtoms(key), plainAtoms[:]...) {
		if c.Kind != WireBulk && o.accepts(key, c) {
			return c.String(), true
		}
	}
	return "", false
}

// assign gives every field a pair of its own (Kuhn's matching). It returns the
// field of each pair that has one.
func (o *overlap) assign(fields []Field, a array, pairs int) (map[int]int, bool) {
	taken := map[int]int{}
	var place func(f int, tried map[int]bool) bool
	place = func(f int, tried map[int]bool) bool {
		for p := range pairs {
			if tried[p] || !o.meet(a.at(2*p), fieldName(fields[f])).ok || !o.meet(a.at(2*p+1), fields[f].Type).ok {
				continue
			}
			tried[p] = true
			other, busy := taken[p]
			if !busy || place(other, tried) {
				taken[p] = f
				return true
			}
		}
		return false
	}
	for f := range fields {
		if o.steps > maxSteps || !place(f, map[int]bool{}) {
			return nil, false
		}
	}
	return taken, true
}
