package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
)

// path is one way through the script up to some point: what it has written, what its conditions have
// told, and which they were.
type path struct {
	writes []*written // never changed in place, as paths share them
	known  []fact
	trail  *decision
	result string // what the function that has just returned on this path gave: "T", "F" or empty
}

// written is a command that writes and that ran on a path.
type written struct {
	call    *analysis.Call
	replies replies   // what it may have replied
	earlier bool      // in an earlier round of a loop: what it replied is forgotten
	looped  bool      // in a loop that has ended
	trail   *decision // the decisions before it
}

// wrote reports whether the command may have changed something.
func (w *written) wrote() bool { return !w.replies.within(w.call.Match.Unwritten()) }

// certain reports whether it has changed something in any case.
func (w *written) certain() bool { return !w.replies.touches(w.call.Match.Unwritten()) }

// decision is a condition that has been decided on a path, and those before it.
type decision struct {
	cond   syntax.Expr
	truth  bool
	depth  int
	before *decision
}

func (d *decision) len() int {
	if d == nil {
		return 0
	}
	return d.depth
}

// common is what two trails begin with.
func common(a, b *decision) *decision {
	for a != b {
		if a.len() >= b.len() {
			a = a.before
		} else {
			b = b.before
		}
	}
	return a
}

// fact is what a path knows of an expression that does not change until one of its variables
// is assigned: "T" or "F", or, where the key begins with "=", the constant that it equals.
type fact struct{ key, value string }

func (p *path) fact(key string) string {
	for i := range p.known {
		if p.known[i].key == key {
			return p.known[i].value
		}
	}
	return ""
}

// learn returns the path with a fact.
func (p path) learn(key, value string) path {
	known := make([]fact, len(p.known), len(p.known)+1)
	copy(known, p.known)
	p.known = append(known, fact{key, value})
	return p
}

// forget returns the path without what it knows of a variable.
func (p path) forget(variable string) path {
	if slices.ContainsFunc(p.known, func(f fact) bool { return strings.Contains(f.key, variable) }) {
		p.known = slices.DeleteFunc(slices.Clone(p.known), func(f fact) bool { return strings.Contains(f.key, variable) })
	}
	return p
}

// decided returns the path after a condition.
func (p path) decided(cond syntax.Expr, truth bool) path {
	p.trail = &decision{cond, truth, p.trail.len() + 1, p.trail}
	return p
}

// undecided returns the path without the decisions behind a point: all their outcomes led on from here.
func (p path) undecided(point *decision) path {
	p.trail = point
	for i, w := range p.writes {
		if w.trail.len() > point.len() {
			moved := *w
			moved.trail = point
			p.writes = slices.Clone(p.writes)
			p.writes[i] = &moved
		}
	}
	return p
}

// run returns the path after a command that writes.
func (p path) run(c *analysis.Call) path {
	p.writes = slices.Clone(p.writes)
	if i := p.last(c); i >= 0 {
		before := *p.writes[i]
		p.writes = slices.Delete(p.writes, i, i+1)
		if before.wrote() && !slices.ContainsFunc(p.writes, func(w *written) bool { return w.call == c }) {
			before.earlier = true
			p.writes = append(p.writes, &before)
		}
	}
	p.writes = append(p.writes, &written{call: c, replies: repliesOf(c), trail: p.trail})
	return p
}

// looped returns the path after a loop before which it had some writes.
func (p path) looped(before []path) path {
	for i, w := range p.writes {
		if w.looped || slices.ContainsFunc(before, func(b path) bool { return b.last(w.call) >= 0 }) {
			continue
		}
		moved := *w
		moved.looped = true
		p.writes = slices.Clone(p.writes)
		p.writes[i] = &moved
	}
	return p
}

// last is the place of the last run of a command on the path; -1 when it has not run.
func (p *path) last(c *analysis.Call) int {
	return slices.IndexFunc(p.writes, func(w *written) bool { return w.call == c && !w.earlier })
}

// replied returns the path on which a command has replied one of some replies; ok is false when it cannot have.
func (p path) replied(c *analysis.Call, keep func(replies) replies) (narrowed path, ok bool) {
	i := p.last(c)
	if i < 0 {
		return p, true
	}
	left := keep(p.writes[i].replies)
	if left.none() {
		return p, false
	}
	w := *p.writes[i]
	w.replies = left
	p.writes = slices.Clone(p.writes)
	p.writes[i] = &w
	return p, true
}

// maxPaths is how many paths are told apart; others are joined.
const maxPaths = 12

// fewer joins paths until they are few enough.
func fewer(paths []path) []path {
	if len(paths) < 2 {
		return paths
	}
	among := func(kept []path, p *path) bool {
		for i := range kept {
			k := &kept[i]
			if k.trail == p.trail && k.result == p.result && slices.Equal(k.known, p.known) && sameWrites(k.writes, p.writes) {
				return true
			}
		}
		return false
	}
	different := 1 // so many of the first are told apart
	for different < len(paths) && !among(paths[:different], &paths[different]) {
		different++
	}
	if different == len(paths) && different <= maxPaths {
		return paths
	}
	kept := make([]path, different, len(paths))
	copy(kept, paths)
	for i := different; i < len(paths); i++ {
		if !among(kept, &paths[i]) {
			kept = append(kept, paths[i])
		}
	}
	for len(kept) > maxPaths {
		kept[0] = joinPaths(kept[0], kept[len(kept)-1])
		kept = kept[:len(kept)-1]
	}
	return kept
}

func sameWrites(a, b []*written) bool {
	return slices.EqualFunc(a, b, func(a, b *written) bool { return a == b || *a == *b })
}

// joinPaths is what holds on either of two paths.
func joinPaths(a, b path) path {
	j := path{trail: common(a.trail, b.trail)}
	for _, f := range a.known {
		if slices.Contains(b.known, f) {
			j.known = append(j.known, f)
		}
	}
	j.writes = slices.Clone(a.writes)
	for _, w := range b.writes {
		i := slices.IndexFunc(j.writes, func(o *written) bool { return o.call == w.call && o.earlier == w.earlier })
		if i < 0 {
			j.writes = append(j.writes, w)
			continue
		}
		both := *j.writes[i]
		both.replies = both.replies.or(w.replies)
		both.trail = common(both.trail, w.trail)
		j.writes[i] = &both
	}
	return j.undecided(j.trail)
}

// harmful returns what a path that fails has written and leaves: what was decided after it, and what
// is not undone behind the last decision.
func (p *path) harmful(key func(analysis.KeyUse) string) []*written {
	var left []*written
	undone := map[string]bool{}
	for _, w := range p.writes {
		if w.trail == p.trail {
			for _, k := range w.call.Keys {
				undone[key(k)] = true
			}
		}
	}
	for _, w := range p.writes {
		if w.trail == p.trail || !w.wrote() || isHousekeeping(w.call) ||
			slices.ContainsFunc(w.call.Keys, func(k analysis.KeyUse) bool { return undone[key(k)] }) {
			continue
		}
		left = append(left, w)
	}
	return left
}

// rangeBound reports whether a word bounds a range of scores.
func rangeBound(r command.Role) bool { return r == command.ScoreBound || r == command.LexBound }

// keepsData reports whether a word is none that names or holds data.
func keepsData(r command.Role) bool { return r == command.Key || r == command.Option }
