package command

import "slices"

// Next returns what can follow the first words of a call: each place once, in the order of the
// grammar. An option that was written is not among them, unless it repeats. On the command of a
// call with a sub-command, call it for the sub-command, with all words.
func (c *Command) Next(words []Word) []*Param {
	m := c.Match(Words{List: append(slices.Clone(words), Word{}), Least: len(words) + 1, More: true})
	var next []*Param
	m.places[len(words)].each(func(p int) {
		param := &c.Grammar.Params[p]
		written := param.Token != "" && param.Repeat == 0 && slices.ContainsFunc(words, func(w Word) bool { return w.Known && compareFold(param.Token, w.Text) == 0 })
		if !written {
			next = append(next, param)
		}
	})
	return next
}
