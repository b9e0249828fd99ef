package casefile

import "slices"

// Change is a line of a comparison of an answer with what came.
type Change struct {
	Kind ChangeKind
	Want *AnswerLine // nil for Extra
	Got  string      // empty for Missing, and for a <...> that stands for nothing
	// Column is where an Extra line begins to differ from the Missing one in whose place it
	// came, in bytes from 1; 0 without one.
	Column int
}

// ChangeKind is what became of a line.
type ChangeKind int

// The kinds of changes.
const (
	Same    ChangeKind = iota // came as the answer says
	Missing                   // is in the answer and did not come
	Extra                     // came and is not in the answer
)

// Matches reports whether lines are an answer. No answer stands for all.
func Matches(answer []AnswerLine, lines []string) bool {
	if len(answer) == 0 {
		return true
	}
	n := met(answer, lines)
	answer, lines = answer[n:], lines[n:]
	if len(answer) == 0 || len(lines) == 0 || !answer[0].Pattern.AnyLines() {
		rest := slices.ContainsFunc(answer, func(l AnswerLine) bool { return !l.Pattern.AnyLines() })
		return len(lines) == 0 && !rest
	}
	return costs(answer, lines)[0][0] <= 0
}

// met is how many lines at the beginning are those of the answer, each for each.
func met(answer []AnswerLine, lines []string) int {
	n := 0
	for n < len(answer) && n < len(lines) && !answer[n].Pattern.AnyLines() && answer[n].Pattern.Match(lines[n]) {
		n++
	}
	return n
}

// Diff compares an answer with lines that came: the fewest changes that make the one of
// the other.
func Diff(answer []AnswerLine, lines []string) []Change {
	var changes []Change
	begin := met(answer, lines)
	for i := range begin {
		changes = append(changes, Change{Want: &answer[i], Got: lines[i]})
	}
	answer, lines = answer[begin:], lines[begin:]
	cost := costs(answer, lines)
	for i, j := 0, 0; i < len(answer) || j < len(lines); {
		move := next(answer, lines, cost, i, j)
		c := Change{Kind: move.kind}
		if move.wants {
			c.Want = &answer[i]
		}
		if move.line == 1 {
			c.Got = lines[j]
		}
		if n := len(changes); !move.again || n == 0 || changes[n-1].Want != c.Want { // the end of a <...> that stands for something
			changes = append(changes, c)
		}
		i, j = i+move.pattern, j+move.line
	}
	return paired(changes)
}

// paired puts the missing lines of each run of differences before those that came, and
// says where the latter differ.
func paired(changes []Change) []Change {
	for from := 0; from < len(changes); from++ {
		to := from
		var missing, extra []Change
		for ; to < len(changes) && changes[to].Kind != Same; to++ {
			if changes[to].Kind == Missing {
				missing = append(missing, changes[to])
			} else {
				extra = append(extra, changes[to])
			}
		}
		for i := range min(len(missing), len(extra)) {
			right, _ := missing[i].Want.Pattern.match(extra[i].Got)
			extra[i].Column = right + 1
		}
		copy(changes[from:], append(missing, extra...))
		from = max(from, to)
	}
	return changes
}

// edit is the cost of a line that is missing or extra: more than all that can be gained by
// choosing which lines meet.
const edit = 1 << 24

// move is a step through an answer and lines.
type move struct {
	pattern, line int // how many of each it takes
	kind          ChangeKind
	wants         bool // it has to do with the answer's line
	again         bool // it ends a <...>
	cost          int64
}

// moves are the steps that are possible at a place.
func moves(answer []AnswerLine, lines []string, i, j int) []move {
	var all []move
	if i < len(answer) && answer[i].Pattern.AnyLines() {
		all = append(all, move{pattern: 1, wants: true, again: true})
		if j < len(lines) {
			all = append(all, move{line: 1, wants: true})
		}
		return all
	}
	if i < len(answer) && j < len(lines) && answer[i].Pattern.Match(lines[j]) {
		all = append(all, move{pattern: 1, line: 1, wants: true, cost: -1})
	}
	if i < len(answer) {
		all = append(all, move{pattern: 1, kind: Missing, wants: true, cost: edit})
	}
	if j < len(lines) {
		all = append(all, move{line: 1, kind: Extra, cost: edit})
	}
	return all
}

// next is the cheapest move at a place.
func next(answer []AnswerLine, lines []string, cost [][]int64, i, j int) move {
	all := moves(answer, lines, i, j)
	best := all[0]
	for _, m := range all[1:] {
		if m.cost+cost[i+m.pattern][j+m.line] < best.cost+cost[i+best.pattern][j+best.line] {
			best = m
		}
	}
	return best
}

// costs is, for each pair of rests of an answer and of lines, the cost of the changes between
// them.
func costs(answer []AnswerLine, lines []string) [][]int64 {
	cost := make([][]int64, len(answer)+1)
	for i := len(answer); i >= 0; i-- {
		cost[i] = make([]int64, len(lines)+1)
		for j := len(lines); j >= 0; j-- {
			if i == len(answer) && j == len(lines) {
				continue
			}
			m := next(answer, lines, cost, i, j)
			cost[i][j] = m.cost + cost[i+m.pattern][j+m.line]
		}
	}
	return cost
}
