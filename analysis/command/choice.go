package command

// choice is a fact about the calls of a command in which some options are. Of a list of them the
// first that holds counts.
type choice[T any] struct {
	When condition // empty for all other calls; that comes last
	Is   T
}

// condition holds for a call that has, of each of some lists of options, at least one. They are
// named as for Match.Has.
type condition [][]string

// holds tells whether a condition holds for a call.
func (m *Match) holds(c condition) Presence {
	all := Yes
	for _, options := range c {
		wanted := set(0)
		for _, o := range options {
			wanted |= m.Command.Grammar.named(o)
		}
		all = min(all, m.has(wanted))
	}
	return all
}

// isForeign reports whether the call has a word that the command is not known to take: an option of
// a later server, perhaps, which changes what the call does.
func (m *Match) isForeign() bool { return m.foreign < len(m.places) && !m.Command.Grammar.Loose }

// choose returns what may hold for a call, and whether something of it, the last, certainly does.
// What holds less than least is left out. The room is for what is found, mostly a single thing.
func choose[T any](m *Match, choices []choice[T], least Presence, room []T) (found []T, sure bool) {
	found = room[:0]
	for i := range choices {
		held := m.holds(choices[i].When)
		if held >= least {
			found = append(found, choices[i].Is)
		}
		if held == Yes {
			return found, true
		}
	}
	return found, false
}
