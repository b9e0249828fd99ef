package runtime

import "slices"

// chain is calls of a batch in the order of the batch.
type chain []Command

// work is a batch, or what is left of it, parted by what must keep its order.
type work struct {
	single chain   // calls that share no key with another
	chains []chain // calls that must run in order: each shares a key with another of its chain
}

// part finds the calls that share keys, directly or through others. Chains come
// in the order of their first calls.
func part(calls chain) work {
	var union []int // parent links, once two calls share a key; a root links to itself
	root := func(i int) int {
		for union[i] != i {
			union[i] = union[union[i]]
			i = union[i]
		}
		return i
	}
	owners := newKeyOwners(calls)
	defer owners.free()
	for i, call := range calls {
		for key, word := range call.arguments().keyWords() {
			first := owners.claim(i, key, word.(string))
			if first == i {
				continue
			}
			if union == nil {
				union = make([]int, len(calls))
				for j := range union {
					union[j] = j
				}
			}
			// The smaller index stays the root, so that it is the first call.
			a, b := root(first), root(i)
			union[max(a, b)] = min(a, b)
		}
	}
	if union == nil {
		return work{single: calls}
	}
	size := make([]int, len(calls))
	for i := range calls {
		size[root(i)]++
	}
	var w work
	place := make([]int, len(calls)) // of a root's chain
	for i, call := range calls {
		r := root(i)
		switch {
		case size[r] == 1:
			w.single = append(w.single, call)
			continue
		case r == i:
			place[i] = len(w.chains)
			w.chains = append(w.chains, make(chain, 0, size[r]))
		}
		w.chains[place[r]] = append(w.chains[place[r]], call)
	}
	return w
}

// all is every call of the work.
func (w work) all() chain {
	return slices.Concat(append([]chain{w.single}, w.chains...)...)
}

// each goes through the work in the order of the batch: a chain has the place of
// its first call. Calls without keys may touch any, so they should come where
// they stand as far as that is possible.
func (w work) each(single func(Command), whole func(i int, c chain)) {
	rest := w.single
	for i, c := range w.chains {
		for len(rest) > 0 && rest[0].arguments().place < c[0].arguments().place {
			single(rest[0])
			rest = rest[1:]
		}
		whole(i, c)
	}
	for _, call := range rest {
		single(call)
	}
}

func (w work) isDone() bool { return len(w.single) == 0 && len(w.chains) == 0 }

// leave adds what is left of a chain.
func (w *work) leave(c chain) {
	if len(c) > 0 {
		w.chains = append(w.chains, c)
	}
}

// finish settles the calls that were answered and returns those that met
// NOSCRIPT.
func (c chain) finish(batchErr error) (missed chain) {
	d := decoders.Get().(*Decoder)
	defer d.free()
	for _, call := range c {
		if !finish(d, call, batchErr) {
			missed = append(missed, call)
		}
	}
	return missed
}

// isMixed reports whether the chain runs more than one script.
func (c chain) isMixed() bool {
	for _, call := range c[1:] {
		if call.arguments().script() != c[0].arguments().script() {
			return true
		}
	}
	return false
}
