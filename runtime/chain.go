package runtime

// chain is calls of a batch that must run in the order given, because each
// shares a key with another. A call that shares no key is a chain of one.
type chain []*entry

// chainsOf parts a batch into chains. Within a chain the calls keep the order of
// the batch; chains come in the order of their first calls.
func chainsOf(entries []*entry) []chain {
	union := make([]int, len(entries)) // parent links; a root links to itself
	for i := range union {
		union[i] = i
	}
	root := func(i int) int {
		for union[i] != i {
			union[i] = union[union[i]]
			i = union[i]
		}
		return i
	}
	owner := make(map[string]int, len(entries)) // a call that has the key
	for i, e := range entries {
		for _, word := range e.args.keyWords() {
			key := word.(string)
			first, ok := owner[key]
			if !ok {
				owner[key] = i
				continue
			}
			// The smaller index stays the root, so that it is the first call.
			a, b := root(first), root(i)
			union[max(a, b)] = min(a, b)
		}
	}
	chains := make([]chain, 0, len(entries))
	place := make([]int, len(entries)) // of a root's chain
	backing := make(chain, len(entries))
	for i, e := range entries {
		r := root(i)
		if r == i {
			place[i] = len(chains)
			backing[i] = e
			chains = append(chains, backing[i:i+1:i+1])
			continue
		}
		chains[place[r]] = append(chains[place[r]], e)
	}
	return chains
}

// isMixed reports whether the chain runs more than one script.
func (c chain) isMixed() bool {
	for _, e := range c[1:] {
		if e.args.script != c[0].args.script {
			return true
		}
	}
	return false
}

// carriers tells for each call of a transaction whether it carries the body:
// the first call of each script does.
func (c chain) carriers() []form {
	forms := make([]form, len(c))
	for i, e := range c {
		forms[i] = byBody
		for _, earlier := range c[:i] {
			if earlier.args.script == e.args.script {
				forms[i] = bySHA
				break
			}
		}
	}
	return forms
}

// forms is how the calls of a chain name their scripts inside MULTI, given how
// calls by themselves do in this round. See Pipeline for why.
func (c chain) forms(round form) []form {
	if round == byBody || c.isMixed() {
		return c.carriers()
	}
	return make([]form, len(c))
}
