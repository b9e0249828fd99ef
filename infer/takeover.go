package infer

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// subject is what a comment speaks of: an element of KEYS or ARGV, any number of them, a parameter by
// its name, or a reply.
type subject struct {
	table value.InputTable
	index int
	run   bool
	name  string
	reply int64
}

func elementOf(word string, index int) subject {
	table := value.ARGV
	if len(word) >= 4 && strings.EqualFold(word[:4], "keys") {
		table = value.KEYS
	}
	return subject{table: table, index: index}
}

// saying is what one entry of the comments says, with the lines that say it.
type saying struct {
	of    []subject
	lines []int
	title int // the line of the list's title that it is in; -1 for none
}

// says notes that the current line speaks of a subject.
func (c *comments) says(s subject) {
	c.sayings = append(c.sayings, saying{of: []subject{s}, title: -1})
}

// settle makes one saying of those that a line added, from the first on.
func (c *comments) settle(first, line, title int) {
	if first == len(c.sayings) {
		return
	}
	one := saying{lines: []int{line}, title: title}
	for _, s := range c.sayings[first:] {
		one.of = append(one.of, s.of...)
	}
	c.sayings = append(c.sayings[:first], one)
}

// goesOn adds a line that continues the last entry.
func (c *comments) goesOn(line int) {
	if last := len(c.sayings) - 1; last >= 0 {
		if s := &c.sayings[last]; s.lines[len(s.lines)-1] == line-1 {
			s.lines = append(s.lines, line)
		}
	}
}

// takenOver are the lines of the comments that say nothing but what annotations now say, as
// edits that remove them. The title of a list goes with the last of its entries.
func (c *comments) takenOver(annotated map[subject]bool) []edit {
	gone := map[int]bool{}
	left := map[int]bool{} // titles with an entry that stays
	var titles []int
	for _, s := range c.sayings {
		stays := slices.ContainsFunc(s.of, func(of subject) bool { return !annotated[of] }) ||
			slices.ContainsFunc(s.lines, func(l int) bool { return c.lines[l].whole == (syntax.Range{}) })
		if s.title >= 0 {
			titles = append(titles, s.title)
			left[s.title] = left[s.title] || stays
		}
		if !stays {
			for _, l := range s.lines {
				gone[l] = true
			}
		}
	}
	for _, t := range titles {
		if !left[t] && c.isEmptied(t, gone) && c.lines[t].whole != (syntax.Range{}) {
			gone[t] = true
		}
	}
	var edits []edit
	for i, l := range c.lines {
		if gone[i] {
			edits = append(edits, edit{from: l.whole.From, to: l.whole.To})
		}
	}
	return edits
}

// isEmptied reports whether every line between a title and the next empty line or title is gone.
func (c *comments) isEmptied(title int, gone map[int]bool) bool {
	for i := title + 1; i < len(c.lines) && c.lines[i].text != "" && !sectionPattern().MatchString(c.lines[i].text); i++ {
		if !gone[i] {
			return false
		}
	}
	return true
}
