package analysis

import (
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// InputUseKind says what is done with KEYS or ARGV.
type InputUseKind int

// The uses of an input table.
const (
	ReadElement  InputUseKind = iota // KEYS[n], also through aliases, and single results of unpack
	ReadRange                        // a run of elements: unpack(ARGV, 2), ipairs(KEYS), or the whole table handed to something unknown
	WriteElement                     // KEYS[n] = …, table.insert(KEYS, …)
	ReadLength                       // #KEYS
)

// InputUse is one use of KEYS or ARGV.
type InputUse struct {
	Kind InputUseKind
	Expr syntax.Expr // KEYS[n], #KEYS, unpack(KEYS) or the table itself
	// Index is the element when it is constant; 0 when computed or for a run.
	Index int
	// Min and Max bound the elements that are touched, both included; Max is 0
	// when unbounded. Both equal Index when that is constant; both are 0 for ReadLength.
	Min, Max int
	// Taken is how many elements of a run are used: those that "local a, b = unpack(ARGV)" has
	// names for; 0 when all may be.
	Taken int
}

// Inputs is how a script uses KEYS or ARGV.
type Inputs struct {
	Table value.InputTable
	Uses  []InputUse
	names map[int][]*scope.Binding
}

// Read returns for each of the first n elements whether the script may read it, and
// last whether it may read any after them.
func (in *Inputs) Read(n int) []bool {
	change := make([]int, n+2) // of the number of uses that cover an element
	for _, u := range in.Uses {
		if u.Kind != ReadElement && u.Kind != ReadRange {
			continue
		}
		first, last := max(u.Min, 1), n+1
		if u.Max > 0 {
			last = min(last, u.Max)
		}
		if u.Taken > 0 {
			last = min(last, first+u.Taken-1)
		}
		change[min(first, last)-1]++
		change[last]--
	}
	read := make([]bool, n+1)
	covering := 0
	for i := range read {
		covering += change[i]
		read[i] = covering > 0
	}
	return read
}

// Names returns the local variables that the script declares for element n
// (1-based): those whose Binding.Input it is.
func (in *Inputs) Names(n int) []*scope.Binding { return in.names[n] }
