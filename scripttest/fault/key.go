package fault

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/internal/replay"
)

// touches reports whether a command takes a word for a key.
func (c Call) touches(word string) bool {
	return slices.ContainsFunc(c.Issued, func(i replay.Issued) bool {
		_, m := Match(i.Args)
		for n, w := range i.Args[1:] {
			if m == nil {
				break
			}
			if p, _ := m.At(n); w == word && p != nil && p.Role == command.Key {
				return true
			}
		}
		return false
	})
}

// Declares reports whether a key is declared: it is one of KEYS, or built from one, or from an
// argument that is a prefix of keys.
func Declares(keys, prefixes []string, key string) bool {
	within := func(part string) bool { return part != "" && strings.Contains(key, part) }
	return slices.ContainsFunc(keys, within) || slices.ContainsFunc(prefixes, within)
}

// prefixes are the arguments from which keys are declared to be built.
func (c Call) prefixes() []string {
	var list []string
	for i, a := range c.Script.Args {
		if a.Template != nil && i < len(c.Args) {
			list = append(list, c.Args[i])
		}
	}
	return list
}

// Match tells what the words of a call are; nil for a command that is not known.
func Match(args []string) (*command.Command, *command.Match) {
	if len(args) == 0 {
		return nil, nil
	}
	c, ok := command.Lookup(args[0])
	if !ok {
		return nil, nil
	}
	of := c
	if c.Is(command.Container) && len(args) > 1 {
		if sub, ok := c.Sub(args[1]); ok {
			of = sub
		}
	}
	words := command.Words{Least: len(args) - 1}
	for _, a := range args[1:] {
		words.List = append(words.List, command.Word{Text: a, Known: true})
	}
	return of, of.Match(words)
}
