package runtime

import (
	"hash/maphash"
	"math/bits"
)

// keyOwners finds, for each key of a batch, the first call that has it. It is a
// hash table of places in the batch: a map of keys costs several times as much,
// which shows in batches of short scripts.
type keyOwners struct {
	entries chain
	seed    maphash.Seed
	slots   []keyPlace
}

// keyPlace is a key of a call. The call counts from 1, so that the zero value is
// an empty slot.
type keyPlace struct{ call, key int32 }

func newKeyOwners(entries chain) keyOwners {
	keys := 0
	for _, e := range entries {
		keys += int(e.args.keys)
	}
	// At most half of the slots are taken.
	return keyOwners{entries: entries, seed: maphash.MakeSeed(), slots: make([]keyPlace, 1<<bits.Len(uint(2*keys)))}
}

// claim returns the first call that has the key, which may be the one asking.
func (o keyOwners) claim(call, key int) (first int) {
	text := o.text(call, key)
	mask := uint64(len(o.slots) - 1)
	for at := maphash.String(o.seed, text) & mask; ; at = (at + 1) & mask {
		p := o.slots[at]
		if p.call == 0 {
			o.slots[at] = keyPlace{int32(call) + 1, int32(key)}
			return call
		}
		if o.text(int(p.call)-1, int(p.key)) == text {
			return int(p.call) - 1
		}
	}
}

func (o keyOwners) text(call, key int) string {
	return o.entries[call].args.wire[prefixWords+key].(string)
}
