package cache

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/luagen/luagen/project"
)

var errDamaged = errors.New("the entry is damaged")

// encode writes a record after b.
func (r *record) encode(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(r.names)))
	for _, n := range r.names {
		b = appendText(b, n.name)
		b = binary.AppendUvarint(b, uint64(len(n.looks)))
		for _, l := range n.looks {
			b = append(b, byte(l.kind))
			b = append(b, l.sum[:]...)
			b = appendStamp(b, l.stamp)
		}
	}
	return b
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func appendStamp(b []byte, s project.Stamp) []byte {
	if s.Version.Changed.IsZero() {
		return append(b, 0) // it would prove nothing
	}
	b = append(b, 1)
	b = binary.AppendVarint(b, s.Size)
	b = binary.AppendUvarint(b, s.Version.Device)
	b = binary.AppendUvarint(b, s.Version.Inode)
	for _, t := range []time.Time{s.Time, s.Version.Changed, s.Seen} {
		b = binary.AppendVarint(b, t.UnixNano())
	}
	return b
}

// decoder reads what encode wrote. It stops at the first mistake.
type decoder struct {
	rest []byte
	err  error
}

func (d *decoder) record() *record {
	r := &record{}
	names := d.count()
	r.names = make([]named, 0, names)
	for range names {
		one := named{name: string(d.bytes(d.count()))}
		looks := d.count()
		one.looks = make([]look, 0, looks)
		for range looks {
			var l look
			l.kind = kind(d.byte())
			copy(l.sum[:], d.bytes(len(l.sum)))
			l.stamp = d.stamp()
			one.looks = append(one.looks, l)
		}
		if d.err != nil {
			return r
		}
		r.names = append(r.names, one)
	}
	return r
}

func (d *decoder) stamp() project.Stamp {
	if d.byte() == 0 {
		return project.Stamp{}
	}
	s := project.Stamp{Size: d.varint(), Version: project.Version{Device: d.uvarint(), Inode: d.uvarint()}}
	s.Time, s.Version.Changed, s.Seen = time.Unix(0, d.varint()), time.Unix(0, d.varint()), time.Unix(0, d.varint())
	return s
}

// count is a number of things, of a byte at least, that follow.
func (d *decoder) count() int {
	n := d.uvarint()
	if n > uint64(len(d.rest)) {
		d.err, d.rest = errDamaged, nil
		return 0
	}
	return int(n)
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.rest) {
		d.err, d.rest = errDamaged, nil
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) byte() byte {
	if b := d.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.err, d.rest = errDamaged, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.err, d.rest = errDamaged, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}
