// Code generated from runtime/keyowners.go. DO NOT EDIT.

package runtime

import (
	"hash/maphash"
	"math/bits"
	"slices"
	"sync"
)

// keyOwners finds, for each key of a batch, the first call that has it. It is a
// hash table of places in the batch: a map of keys costs several times as much,
// which shows in batches of short scripts.
type keyOwners struct {
	calls chain
	seed  maphash.Seed
	slots []keyOwner
}

// keyOwner is a key, and the first call that has it. The call counts from 1, so
// that the zero value is an empty slot.
type keyOwner struct {
	hash      uint32 // of which keys that differ mostly differ
	call, key int32
}

func newKeyOwners(calls chain) *keyOwners {
	keys := 0
	for _, call := range calls {
		keys += call.arguments().keys()
	}
	// At most half of the slots are taken.
	size := 1 << bits.Len(uint(2*keys))
	o := owners.Get().(*keyOwners)
	o.calls, o.seed = calls, maphash.MakeSeed()
	o.slots = slices.Grow(o.slots[:0], size)[:size]
	clear(o.slots)
	return o
}

// owners holds tables between batches.
var owners = sync.Pool{New: func() any { return new(keyOwners) }}

// free gives the table back.
func (o *keyOwners) free() {
	o.calls = nil
	owners.Put(o)
}

// claim returns the first call that has the text of a call's key, which may be the
// one asking.
func (o *keyOwners) claim(call, key int, text string) (first int) {
	hash := maphash.String(o.seed, text)
	short, mask := uint32(hash>>32), uint64(len(o.slots)-1)
	for at := hash & mask; ; at = (at + 1) & mask {
		switch slot := &o.slots[at]; {
		case slot.call == 0:
			*slot = keyOwner{hash: short, call: int32(call) + 1, key: int32(key)}
			return call
		case slot.hash == short && o.text(int(slot.call)-1, int(slot.key)) == text:
			return int(slot.call) - 1
		}
	}
}

func (o *keyOwners) text(call, key int) string {
	return o.calls[call].arguments().keyWords()[key].(string)
}
