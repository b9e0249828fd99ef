// Code generated from runtime/chain.go. DO NOT EDIT.

package runtime

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
)

// chain is calls of a batch in the order of the batch.
type chain []Command

// work is a batch, or what is left of it, parted by what must keep its order.
type work struct {
	single chain   // calls that share no key with another
	chains []chain // calls that must run in order: each shares a key with another of its chain
	apart  []chain // such calls that are sent without MULTI
	moved  []chain // such calls whose slot is moving
	inTurn []chain // such calls of which each waits for the one before
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
	return w.withCommands()
}

// withCommands takes chains that hold commands of Do out of MULTI, where go-redis could not
// read their replies.
func (w work) withCommands() work {
	chains := w.chains
	w.chains = nil
	for _, c := range chains {
		switch {
		case !c.hasCommands():
			w.chains = append(w.chains, c)
		case c.onlyCommands():
			w.single = append(w.single, c...)
		default:
			w.apart = append(w.apart, c)
		}
	}
	slices.SortFunc(w.single, func(a, b Command) int { return cmp.Compare(a.arguments().place(), b.arguments().place()) })
	return w
}

// all is every call of the work.
func (w work) all() chain {
	return slices.Concat(append([]chain{w.single}, slices.Concat(w.chains, w.apart, w.moved, w.inTurn)...)...)
}

// each goes through the work but what has moved, in the order of the batch: a chain has
// the place of its first call. Calls without keys may touch any, so they should come
// where they stand as far as that is possible.
func (w work) each(single func(Command), whole func(i int, c chain), apart func(chain)) {
	rest, without := w.single, w.apart
	before := func(place int32) {
		for len(rest) > 0 && rest[0].arguments().place() < place {
			single(rest[0])
			rest = rest[1:]
		}
	}
	inOrder := func(place int32) {
		for len(without) > 0 && without[0].place() < place {
			before(without[0].place())
			apart(without[0])
			without = without[1:]
		}
		before(place)
	}
	for i, c := range w.chains {
		inOrder(c.place())
		whole(i, c)
	}
	inOrder(math.MaxInt32)
}

// place is that of the chain's first call in the batch.
func (c chain) place() int32 { return c[0].arguments().place() }

func (w work) isDone() bool {
	return len(w.single) == 0 && len(w.chains) == 0 && len(w.apart) == 0 && len(w.moved) == 0 && len(w.inTurn) == 0
}

// sorted puts chains in the order of the batch.
func sorted(chains []chain) []chain {
	slices.SortFunc(chains, func(a, b chain) int { return cmp.Compare(a.place(), b.place()) })
	return chains
}

// finish settles the calls that were answered and returns those that have perhaps not
// run.
func (c chain) finish(batchErr error) (left chain) {
	s := newSettler()
	defer s.end()
	for _, call := range c {
		if !s.finish(call, batchErr) {
			left = append(left, call)
		}
	}
	return left
}

// finishApart is finish of a chain that was sent without MULTI. Only calls at its end can
// be sent again in order.
func (c chain) finishApart(batchErr error) (left chain) {
	left = c.finish(batchErr)
	tail := 0
	for tail < len(left) && left[len(left)-1-tail] == c[len(c)-1-tail] {
		tail++
	}
	abandonEach(left[:len(left)-tail])
	return left[len(left)-tail:]
}

// runInTurn sends each call once the one before is settled.
func (c chain) runInTurn(ctx context.Context, client Client, f core.Form) {
	s := newSettler()
	defer s.end()
	for _, call := range c {
		if p, ok := plainly(call); ok {
			p.cmd.SetErr(client.Process(ctx, p.cmd))
			p.finish()
		} else if cmd, err := call.arguments().sendAs(ctx, client, f); err != nil {
			call.arguments().abandon(err)
		} else {
			s.settle(call, cmd.reply.bytes(), cmd.reply.ints)
		}
	}
}

// lacksBodies reports whether a server has refused EVAL in the chain's last attempt.
func (c chain) lacksBodies() bool {
	for _, call := range c {
		a := call.arguments()
		reply, ok := replyIn(a.req().Err)
		if ok && a.req().Words[0] == core.CommandName(a.script(), core.ByBody) && strings.HasPrefix(reply.Error(), "NOPERM") {
			return true
		}
	}
	return false
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

// missed are the calls that met NOSCRIPT.
func (w work) missed() chain {
	return slices.DeleteFunc(w.all(), func(call Command) bool { return !isMiss(call.arguments().req().Err) })
}
