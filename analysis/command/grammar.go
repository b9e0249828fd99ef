package command

import "math/bits"

// Grammar says which words a command takes after its name, in which order, and what each is. It
// is the tree of COMMAND DOCS as an automaton: one state per place where a word can stand. Options
// that follow each other can stand in any order there. A sub-command's name is its first word.
type Grammar struct {
	// Syntax is the grammar as Redis's documentation writes it: "key [NX | XX] (score member)...".
	Syntax string
	// Params are the places, in the order of Syntax.
	Params []Param
	First  set   // the places of the first word
	Last   set   // the places after which a call can end
	Empty  bool  // a call can have no words
	Follow []set // the places after each place
	// Loose is set when only the keys are known, so that a call may be whole or not, and any word
	// that is no key may be anything.
	Loose bool
}

// Param is a place of a word in a command's grammar.
type Param struct {
	// Name is what the documentation calls it: "seconds", "member"; for an option, its word in
	// lower case.
	Name string
	// Token is the word itself, in upper case, for an option; empty for others.
	Token string
	Role  Role
	// Write is set for a key that the command may write.
	Write bool
	// Since is the first Redis version that has it, Valkey the first Valkey version; both are empty
	// for what came with the command, and otherwise as Command.Since and Command.Valkey.
	Since, Valkey string
	// Zero and Negative say what the command makes of such a number; only for numbers.
	Zero, Negative Outcome
	// Counts are the places of the words whose number this one is.
	Counts set
	// Half is set for the first of two lists of equal length up to the call's end (XREAD's keys).
	Half bool
	// ScriptSince is the first version whose scripts may use the option, for one that earlier
	// servers refuse inside scripts; empty otherwise.
	ScriptSince string
	// Values is the number of values that an option takes.
	Values int8
	// roles are those that options give to it; Match.Role knows which.
	roles []choice[Role]
	// Repeat are the places that repeat together, this one included; empty when it does not repeat.
	Repeat set
}

// Outcome says what a command makes of a number at the edge of what it takes.
type Outcome uint8

// The outcomes.
const (
	Allowed Outcome = iota // it is a number as any other, or nothing is known
	Refused                // the command fails
	Deletes                // the command deletes what should get that time to live
)

// set is a set of a grammar's places.
type set uint64

func (s set) has(i int) bool { return s>>i&1 != 0 }

// one returns the only place of the set.
func (s set) one() (int, bool) { return bits.TrailingZeros64(uint64(s)), s != 0 && s&(s-1) == 0 }

// first returns the first place.
func (s set) first() int { return bits.TrailingZeros64(uint64(s)) }

// each calls f with every place.
func (s set) each(f func(i int)) {
	for ; s != 0; s &= s - 1 {
		f(bits.TrailingZeros64(uint64(s)))
	}
}

// size returns the number of places.
func (s set) size() int { return bits.OnesCount64(uint64(s)) }

// options are the places of words that stand for themselves.
func (g *Grammar) options() set {
	var found set
	for i := range g.Params {
		if g.Params[i].Token != "" {
			found |= 1 << i
		}
	}
	return found
}

// tokens are the places of a set that a word names.
func (g *Grammar) tokens(s set, word string) set {
	var found set
	s.each(func(i int) {
		if t := g.Params[i].Token; t != "" && compareFold(t, word) == 0 {
			found |= 1 << i
		}
	})
	return found
}

// named are the places that have a name: an option's word in any case, or the name of a value.
func (g *Grammar) named(name string) set {
	var found set
	for i := range g.Params {
		p := &g.Params[i]
		if p.Token == "" && p.Name == name || p.Token != "" && compareFold(p.Token, name) == 0 {
			found |= 1 << i
		}
	}
	return found
}

// HasOption reports whether a word, in any case, is an option of the command.
func (g *Grammar) HasOption(word string) bool { return g.tokens(g.options(), word) != 0 }
