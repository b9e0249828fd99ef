package replay

import "github.com/luagen/luagen/parser"

// Place is something that a call is given: a key, a placeholder of a template, an argument.
type Place struct {
	Name string
	// Types are those of a value: one, or of a group's values in turn. A key has none.
	Types    []parser.Type
	Key      bool // it belongs to KEYS
	Many     bool // any number of values, in whole groups
	Group    int  // values that belong together; 1 outside of groups
	Optional bool
}

// Places are what a call of a script is given, keys first. What a name shared by keys and
// arguments is given, it is given once for each.
func Places(s *parser.Script) []Place {
	keys := keyPlaces(s)
	var list []Place
	for _, p := range keys {
		if p.typ == nil || !named(argPlaces(s, keys), p.name) { // else the argument is given
			list = append(list, p.public(true))
		}
	}
	for _, p := range argPlaces(s, keys) {
		list = append(list, p.public(false))
	}
	return list
}

func (p place) public(key bool) Place {
	out := Place{Name: p.name, Key: key, Many: p.many, Group: p.group, Optional: p.optional}
	switch t := p.typ.(type) {
	case nil:
	case *parser.Tuple:
		for _, f := range t.Fields {
			out.Types = append(out.Types, f.Type)
		}
	default:
		out.Types = []parser.Type{t}
	}
	return out
}
