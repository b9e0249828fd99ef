package parser

import "strings"

// meetHash compares a hash with any other type that arrives as an array or a map.
func (o *overlap) meetHash(h *Hash, other Type) meeting {
	switch other := other.(type) {
	case *Hash:
		return o.meetHashes(h, other)
	case *Map:
		for _, f := range h.Fields {
			if isRequired(f) && !(o.meet(other.Key, fieldName(f)).ok && o.meet(other.Elem, f.Type).ok) {
				return meeting{}
			}
		}
		return meeting{o.pairs(h.Fields), true}
	default:
		return o.meetPairs(h, arrayOf(other))
	}
}

// fieldName is the string that stands before a hash's field.
func fieldName(f Field) Type { return &Literal{Text: f.Text} }

// meetHashes compares two hashes. A reply with the fields that either of them needs
// fits both, unless one of these has two meanings.
func (o *overlap) meetHashes(a, b *Hash) meeting {
	types := map[string]Field{}
	for _, f := range a.Fields {
		types[f.Text] = f
	}
	fields := append([]Field(nil), a.Fields...)
	for _, f := range b.Fields {
		same, shared := types[f.Text]
		if !shared {
			fields = append(fields, f)
		} else if (isRequired(f) || isRequired(same)) && !o.meet(present(same.Type), present(f.Type)).ok {
			return meeting{}
		}
	}
	return meeting{o.pairs(fields), true}
}

// pairs writes a reply that has the required ones of the fields.
func (o *overlap) pairs(fields []Field) string {
	var elems []string
	for _, f := range fields {
		if isRequired(f) {
			elems = append(elems, quote(f.Text), o.sample(f.Type))
		}
	}
	return bracketed(elems)
}

// meetPairs compares a hash with an array. Every required field must find a pair of
// elements of its own, and every other pair must be able to hold a field that the
// hash does not know.
func (o *overlap) meetPairs(h *Hash, a array) meeting {
	var required []Field
	names := map[string]bool{}
	for _, f := range h.Fields {
		names[f.Text] = true
		if isRequired(f) {
			required = append(required, f)
		}
	}
	length := a.max
	if length < 0 {
		length = 2 * a.step * len(required) // room for a group of its own for each
	}
	length -= length % 2
	if length < a.min || length < 2*len(required) || length%a.step != 0 {
		return meeting{}
	}
	taken, ok := o.assign(required, a, length/2)
	if !ok || !o.rest(taken, names, a, length/2) {
		return meeting{}
	}
	return meeting{o.pairs(h.Fields), true}
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

// rest reports whether the pairs that hold no required field can hold unknown ones.
func (o *overlap) rest(taken map[int]int, names map[string]bool, a array, pairs int) bool {
	unknown := &Literal{Text: "0"}
	for names[unknown.Text] {
		unknown.Text = strings.Repeat("0", len(unknown.Text)+1)
	}
	for p := range pairs {
		if _, ok := taken[p]; ok {
			continue
		}
		key := a.at(2 * p)
		free := o.meet(key, unknown).ok
		for _, named := range namedAtoms(present(key)) {
			free = free || named.kind == stringAtom && !names[named.s]
		}
		if !free {
			return false
		}
	}
	return true
}
