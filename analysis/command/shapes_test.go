package command

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// shapes are calls of a command with its options: each once, and a number of random ones. dumped is
// what DUMP replies for a string.
func shapes(c *Command, full, dumped string, random int) [][]string {
	g := &c.Grammar
	if len(g.Params) == 0 {
		return [][]string{{}}
	}
	r := rand.New(rand.NewPCG(1, uint64(len(full))))
	var paths [][]int
	for p := range g.Params {
		if path := g.through(p); path != nil {
			paths = append(paths, path)
		}
	}
	for range random {
		if path := g.walk(r); path != nil {
			paths = append(paths, path)
		}
	}
	var calls [][]string
	seen := map[string]bool{}
	if g.Empty {
		calls = append(calls, nil)
	}
	for _, path := range paths {
		words := g.words(r, path)
		for i, w := range words {
			words[i] = strings.ReplaceAll(w, "dumped", dumped)
		}
		if key := strings.Join(words, " "); !seen[key] {
			seen[key] = true
			calls = append(calls, words)
		}
	}
	return calls
}

// through is a shortest call through a place.
func (g *Grammar) through(p int) []int {
	to := g.shortest(g.First, 1<<p)
	if to == nil {
		return nil
	}
	if g.Last.has(p) {
		return to
	}
	from := g.shortest(g.Follow[p], g.Last)
	if from == nil {
		return nil
	}
	return append(to, from...)
}

// shortest is a shortest way from some places to others.
func (g *Grammar) shortest(from, to set) []int {
	type step struct {
		place  int
		before *step
	}
	var queue []*step
	from.each(func(p int) { queue = append(queue, &step{p, nil}) })
	seen := from
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if to.has(s.place) {
			var path []int
			for ; s != nil; s = s.before {
				path = append(path, s.place)
			}
			slices.Reverse(path)
			return path
		}
		(g.Follow[s.place] &^ seen).each(func(p int) { queue = append(queue, &step{p, s}) })
		seen |= g.Follow[s.place]
	}
	return nil
}

// walk is a random call; nil when it becomes long.
func (g *Grammar) walk(r *rand.Rand) []int {
	var path []int
	next := g.First
	for len(path) < 14 {
		n := r.IntN(next.size())
		at := -1
		next.each(func(p int) {
			if n == 0 && at < 0 {
				at = p
			}
			n--
		})
		path = append(path, at)
		next = g.Follow[at]
		if g.Last.has(at) && (next == 0 || r.IntN(3) == 0) {
			return path
		}
	}
	return nil
}

// words fills a way through the grammar with values.
func (g *Grammar) words(r *rand.Rand, path []int) []string {
	words := make([]string, len(path))
	keys := 0
	for i, p := range path {
		param := &g.Params[p]
		if param.Role == Key {
			keys++
		}
		words[i] = sample(r, param, keys)
		if param.Role == NumWords {
			n := 0
			for _, q := range path[i+1:] {
				if param.Counts.has(q) {
					n++
				}
			}
			words[i] = strconv.Itoa(n / max(1, param.Counts.size()))
		}
	}
	return words
}

// sample is a value for a place. Keys are k1, k2 and so on; what they hold is in setUp.
func sample(r *rand.Rand, p *Param, keys int) string {
	pick := func(texts ...string) string { return texts[r.IntN(len(texts))] }
	if p.Token != "" {
		return pick(p.Token, strings.ToLower(p.Token))
	}
	switch p.Role {
	case Key:
		return "k" + strconv.Itoa(min(keys, 3))
	case Field:
		return pick("f1", "f2", "none")
	case Member, Element:
		return pick("1", "2", "none")
	case Pattern:
		return "*"
	case KeyPattern:
		return pick("w_*", "nosort", "#")
	case Group:
		return "g"
	case Consumer:
		return "c"
	case StreamID:
		switch p.Name {
		case "start":
			return "-"
		case "end":
			return "+"
		}
		return pick("1-1", "9-9")
	case Cursor:
		return "0"
	case Score:
		return pick("1", "1.5", "3")
	case Double:
		return map[string]string{"radius": "100", "width": "100", "height": "100"}[p.Name] + "1"
	case ScoreBound:
		return map[string]string{"min": "-inf", "max": "+inf"}[p.Name]
	case LexBound:
		return map[string]string{"min": "-", "max": "+"}[p.Name]
	case RangeBound:
		if p.Name == "start" || p.Name == "min" {
			return pick("0", "-")
		}
		return pick("-1", "+")
	case Seconds:
		return "100"
	case Milliseconds:
		return "100000"
	case UnixSeconds:
		return "4102444800"
	case UnixMilliseconds:
		return "4102444800000"
	case Timeout:
		return "0.01"
	case Integer:
		return pick("0", "1", "2", "1", "2")
	}
	switch p.Name {
	case "encoding":
		return "u8"
	case "threshold":
		return "1"
	case "serialized-value":
		return "dumped"
	case "type":
		return "string"
	}
	return pick("5", "text")
}
