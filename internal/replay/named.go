package replay

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/parser"
)

// Named sorts inputs, each "name=value", into keys and arguments by the names that the
// script declares. One without a declared name is an *InputError.
func Named(s *parser.Script, inputs []string) (Inputs, error) {
	keys := keyPlaces(s)
	args := argPlaces(s, keys)
	var in Inputs
	for _, i := range inputs {
		name, _, ok := strings.Cut(i, "=")
		switch {
		case ok && named(keys, name):
			in.Keys = append(in.Keys, i)
		case ok && named(args, name):
			in.Args = append(in.Args, i)
		default:
			return Inputs{}, unknownInput(i, slices.Concat(namesOf(keys), namesOf(args)))
		}
	}
	return in, nil
}

func unknownInput(input string, names []string) error {
	name, _, ok := strings.Cut(input, "=")
	switch near := suggest.Closest(name, names); {
	case !ok:
		return inputErrorf("%s: expected NAME=VALUE, for one of %s", input, strings.Join(names, ", "))
	case near != "":
		return inputErrorf("%s: no such name; did you mean %s?", input, near)
	case len(names) == 0:
		return inputErrorf("%s: the script declares no keys and arguments", input)
	default:
		return inputErrorf("%s: no such name; the script has %s", input, strings.Join(names, ", "))
	}
}
