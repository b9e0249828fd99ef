package command

import "github.com/luagen/luagen/internal/suggest"

// Suggest returns the command whose name is nearest to a misspelt one, or the empty
// string when none is near enough to be meant; sure says that it is one slip away and no
// other is.
func Suggest(name string) (near string, sure bool) { return nearest(commands, name) }

// SuggestSub is Suggest for the command's sub-commands.
func (c *Command) SuggestSub(name string) (near string, sure bool) { return nearest(c.Subs, name) }

// nearest suggests one of the commands. Other vendors' are never meant.
func nearest(cs []Command, name string) (near string, sure bool) {
	var names []string
	for i := range cs {
		if cs[i].Since != "" || cs[i].Valkey != "" {
			names = append(names, cs[i].Name)
		}
	}
	return suggest.Nearest(name, names)
}
