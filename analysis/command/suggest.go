package command

import "strings"

// Suggest returns the command whose name is nearest to a misspelt one, or the empty
// string when none is near enough to be meant.
func Suggest(name string) string { return nearest(commands, name) }

// SuggestSub returns the sub-command whose name is nearest to a misspelt one, or the
// empty string when none is near.
func (c *Command) SuggestSub(name string) string { return nearest(c.Subs, name) }

// longestName bounds what is worth comparing: no command has a longer name.
const longestName = 32

// nearest returns the name with the least edit distance, at most a third of its
// length; of several the first. Other vendors' commands are never meant.
func nearest(cs []Command, name string) string {
	if name == "" || len(name) > longestName {
		return ""
	}
	name = strings.ToUpper(name)
	best, bestDistance := "", 1+max(1, len(name)/3)
	for i := range cs {
		if cs[i].Since == "" && cs[i].Valkey == "" {
			continue
		}
		if d := distance(cs[i].Name, name); d < bestDistance {
			best, bestDistance = cs[i].Name, d
		}
	}
	return best
}

// distance counts the insertions, deletions, replacements and swaps of neighbours
// that turn a into b. Only names of up to longestName bytes are compared.
func distance(a, b string) int {
	if len(a) > longestName || len(b) > longestName {
		return longestName
	}
	var rows [3][longestName + 1]int
	before, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
