// Package suggest finds the name that somebody probably meant.
package suggest

import "strings"

// Closest returns the candidate that is nearest to name, or "" when none is near
// enough to be what was meant: at most a third of its letters, and of a short name
// one, may differ, and one must be the same. Of several equally near ones it is the
// first that begins like name, or else the first.
func Closest(name string, candidates []string) string {
	near, _ := Nearest(name, candidates)
	return near
}

// Nearest is like Closest and also reports whether the candidate is surely what was
// meant: it differs by one slip, or in case alone, and no other candidate is as near.
func Nearest(name string, candidates []string) (near string, sure bool) {
	const longest = 40 // what nobody would have mistyped is not worth measuring
	if name == "" || len(name) > longest {
		return "", false
	}
	best, bestDistance := "", max(1, (len(name)+1)/3)+1
	for _, c := range candidates {
		if strings.EqualFold(name, c) {
			return c, true
		}
		d := distance(strings.ToLower(name), strings.ToLower(c), bestDistance+1)
		switch {
		case d >= max(len(name), len(c)): // nothing is the same
		case d < bestDistance:
			best, bestDistance, sure = c, d, d == 1
		case d == bestDistance && best != "":
			sure = false
			if alike(name, c) && !alike(name, best) {
				best = c
			}
		}
	}
	return best, sure
}

// alike reports whether two names begin with the same byte.
func alike(a, b string) bool { return a != "" && b != "" && a[0] == b[0] }

// distance counts the insertions, deletions, replacements and swaps of neighbours
// between a and b, and gives up with limit when there are as many.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return min(previous[len(b)], limit)
}
