package replay

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/parser"
)

// Named sorts inputs, each "name=value", into keys and arguments by the names that the
// script declares; where keys and arguments are one slice, each element's keys come first
// and then its arguments. One without a declared name is an *InputError. A script without a
// header has no names: it takes its keys, a comma and its arguments, as redis-cli --eval does.
func Named(s *parser.Script, inputs []string) (Inputs, error) {
	in := Inputs{plain: true}
	if !s.Annotated {
		if comma := slices.Index(inputs, ","); comma >= 0 {
			in.Keys, in.Args = inputs[:comma], inputs[comma+1:]
		} else {
			in.Keys = inputs
		}
		return in, nil
	}
	keys := keyPlaces(s)
	args := argPlaces(s, keys)
	seen := map[string]int{}
	for _, i := range inputs {
		name, _, ok := strings.Cut(i, "=")
		k := slices.IndexFunc(keys, func(p place) bool { return p.name == name })
		a := slices.IndexFunc(args, func(p place) bool { return p.name == name })
		isKey := k >= 0
		if k >= 0 && a >= 0 && keys[k].many {
			isKey = seen[name]%(keys[k].group+args[a].group) < keys[k].group
		}
		seen[name]++
		switch {
		case !ok || k < 0 && a < 0:
			return Inputs{}, unknownInput(s, i, slices.Concat(keys, args))
		case isKey:
			in.Keys = append(in.Keys, i)
		default:
			in.Args = append(in.Args, i)
		}
	}
	return in, nil
}

// unknownInput says that an input has no declared name.
func unknownInput(s *parser.Script, input string, places []place) error {
	for _, whole := range []func(*parser.Script, []place, []string, Inputs) error{wholeKeys, wholeArgs} {
		if err := whole(s, places, []string{input}, Inputs{plain: true}); err != nil {
			return err
		}
	}
	name, _, ok := strings.Cut(input, "=")
	names := slices.Compact(namesOf(places))
	switch near := suggest.Closest(name, names); {
	case len(names) == 0:
		return inputErrorf("%s: the script declares no keys and arguments", input)
	case !ok:
		return inputErrorf("%s: expected NAME=VALUE, for one of %s", input, strings.Join(names, ", "))
	case near != "":
		return inputErrorf("%s: no such name; did you mean %s?", input, near)
	default:
		return inputErrorf("%s: no such name; the script has %s", input, strings.Join(names, ", "))
	}
}
