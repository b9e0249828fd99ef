package command

import "github.com/luagen/luagen/internal/suggest"

// Suggest returns the command whose name is nearest to a misspelt one, or the empty
// string when none is near enough to be meant.
func Suggest(name string) string { return nearest(commands, name) }

// SuggestSub returns the sub-command whose name is nearest to a misspelt one, or the
// empty string when none is near.
func (c *Command) SuggestSub(name string) string { return nearest(c.Subs, name) }

// nearest suggests one of the commands. Other vendors' are never meant.
func nearest(cs []Command, name string) string {
	var names []string
	for i := range cs {
		if cs[i].Since != "" || cs[i].Valkey != "" {
			names = append(names, cs[i].Name)
		}
	}
	return suggest.Closest(name, names)
}
