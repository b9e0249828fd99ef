package core

import "github.com/luagen/luagen/runtime/internal/wire"

// Fields mostly come in the order in which they are asked for. Then each is looked at once,
// and its value when it is decoded. Only when one is not where it should be are all of them
// listed, and then searched.

// A field is a field of a hash.
type field struct {
	name  int // offset of its text, or of the value if that is no string
	size  int // of the text; -1 if it is none
	value int // offset of its value
}

// keepFields is how many fields a list of them may have room for that is used again.
const keepFields = 1 << 10

// Hash opens a map, or an array of fields and values in turn. Named reads
// fields in whatever order, EndHash closes it.
func (d *Decoder) Hash() {
	v := d.pairs("hash")
	if d.err != nil {
		return
	}
	d.push(frame{form: formHash, left: v.Size / 2})
	d.hashes = append(d.hashes, hashFrame{from: v.Next, next: v.Next})
}

// topHash is the innermost hash, whose frame is the top one.
func (d *Decoder) topHash() *hashFrame { return &d.hashes[len(d.hashes)-1] }

// Named goes to the value of a field of a hash. A field that is absent is
// missing, which is nil only where a value is optional.
func (d *Decoder) Named(name string) *Decoder {
	f := d.top()
	if d.err != nil || f == nil {
		return d
	}
	h := d.topHash()
	h.move(d.at)
	if !h.listed {
		if start, end, ok := wire.ShortString(d.raw, h.next); ok && h.passed < f.left && string(d.raw[start:end]) == name {
			f.name = name
			d.at, d.absent, h.reading = end+len("\r\n"), false, true
			return d
		}
		if !d.listFields(f) {
			return d
		}
	}
	f.name, d.absent = name, true
	fields := d.fields[h.first : h.first+f.left]
	for i := range fields {
		if i += h.passed; i >= len(fields) {
			i -= len(fields)
		}
		if d.isNamed(fields[i], name) {
			d.at, d.absent = fields[i].value, false
			h.passed, h.reading = i, true
			break
		}
	}
	return d
}

// isNamed compares the name of a field.
func (d *Decoder) isNamed(f field, name string) bool {
	if f.size < 0 {
		key := wire.At(d.raw, f.name)
		return (key.IsText() || key.Kind == wire.Integer) && string(key.Digits()) == name
	}
	return f.size == len(name) && string(d.raw[f.name:f.name+f.size]) == name
}

// move goes on behind the value that was being read, which ends at an offset.
func (h *hashFrame) move(at int) {
	if h.reading {
		h.next, h.reading = at, false
		h.passed++
	}
}

// listFields lists the fields of a hash. It returns false when that is a list of something
// else.
func (d *Decoder) listFields(f *frame) bool {
	h := d.topHash()
	h.first = len(d.fields)
	at := h.from
	for range f.left {
		if start, end, ok := wire.ShortString(d.raw, at); ok {
			at = end + len("\r\n")
			d.fields = append(d.fields, field{start, end - start, at})
		} else {
			name := wire.At(d.raw, at)
			if !name.IsScalar() {
				f.name = ""
				d.refuse("the name of a field", name)
				return false
			}
			d.fields = append(d.fields, field{at, -1, name.Next})
			at = name.Next
		}
		at = wire.Skip(d.raw, at, 1)
	}
	h.end, h.listed = at, true
	return true
}

// EndHash closes a hash.
func (d *Decoder) EndHash() {
	f := d.top()
	if d.err != nil || f == nil {
		return
	}
	h := d.topHash()
	h.move(d.at)
	if !h.listed {
		if h.passed == f.left {
			h.end, h.first = h.next, len(d.fields)
		} else if !d.listFields(f) {
			return
		}
	}
	d.fields = d.fields[:h.first]
	d.at, d.absent = h.end, false
	d.hashes = d.hashes[:len(d.hashes)-1]
	d.pop()
}
