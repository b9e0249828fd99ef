package replay

import (
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/parser"
)

// Inputs are the keys and arguments of a call as a person gives them: each
// "name=value" for a declared name, or a value for the next place that has none. A
// variadic name may be given any number of times.
type Inputs struct {
	Keys []string
	Args []string

	plain bool // given as the words of a line, not by flags
}

// key and arg are what stands before a key or an argument where it is given.
func (in Inputs) key() string {
	if in.plain {
		return ""
	}
	return "--key "
}

func (in Inputs) arg() string {
	if in.plain {
		return ""
	}
	return "--arg "
}

// InputError says which key or argument is missing, too many or not of its type.
type InputError struct{ Message string }

func (e *InputError) Error() string { return e.Message }

func inputErrorf(format string, args ...any) error {
	return &InputError{Message: fmt.Sprintf(format, args...)}
}

// place is one thing to be given: a key, a template's placeholder, an argument.
type place struct {
	name     string
	typ      parser.Type // nil for a key, which is a string
	many     bool        // any number of values
	group    int         // values that belong together, of many; else 1
	optional bool
}

// given are the values for each place, by name.
type given map[string][]string

// keyPlaces are what the keys of a script need.
func keyPlaces(s *parser.Script) []place {
	var places []place
	for _, k := range s.Keys {
		switch {
		case k.Template != nil:
			places = withPlaceholders(places, k.Template)
		default:
			places = append(places, place{name: k.Text, many: k.Variadic, group: max(len(k.Group), 1)})
		}
	}
	return places
}

// withPlaceholders adds the placeholders of a template that are not there yet.
func withPlaceholders(places []place, t *parser.Template) []place {
	for _, part := range t.Parts {
		if part.Param != nil && !named(places, part.Param.Text) {
			places = append(places, place{name: part.Param.Text, typ: part.Param.Type, group: 1})
		}
	}
	return places
}

// argPlaces are what the arguments of a script need beside what its keys do.
func argPlaces(s *parser.Script, keys []place) []place {
	var places []place
	for _, a := range s.Args {
		if a.Template != nil {
			for _, p := range withPlaceholders(nil, a.Template) {
				if !named(keys, p.name) && !named(places, p.name) && !isArgument(s, p.name) {
					places = append(places, p)
				}
			}
			continue
		}
		p := place{name: a.Text, typ: a.Type, many: a.Variadic, group: 1, optional: a.Optional}
		if t, ok := a.Type.(*parser.Tuple); ok {
			p.group = len(t.Fields)
		}
		places = append(places, p)
	}
	return places
}

// isArgument reports whether an argument without a template has the name.
func isArgument(s *parser.Script, name string) bool {
	return slices.ContainsFunc(s.Args, func(a parser.Arg) bool { return a.Template == nil && a.Text == name })
}

func named(places []place, name string) bool {
	return slices.ContainsFunc(places, func(p place) bool { return p.name == name })
}

// joined are the inputs with the values of names that a template and an argument share
// among the arguments, whichever flag gave them.
func (in Inputs) joined(keys, args []place) Inputs {
	var own []string
	for _, v := range in.Keys {
		name, _, ok := strings.Cut(v, "=")
		if i := slices.IndexFunc(keys, func(p place) bool { return p.name == name && p.typ != nil }); ok && i >= 0 && named(args, name) {
			in.Args = append(slices.Clip(in.Args), v)
		} else {
			own = append(own, v)
		}
	}
	in.Keys = own
	return in
}

// wholeArgs refuses an argument with a template that is given under its own name.
func wholeArgs(s *parser.Script, places []place, values []string, in Inputs) error {
	for _, v := range values {
		name, _, ok := strings.Cut(v, "=")
		if !ok || named(places, name) {
			continue
		}
		for _, a := range s.Args {
			if a.Template != nil && a.Text == name {
				return inputErrorf("%s%s: %s is the template %s; give its placeholders", in.arg(), v, name, a.Template.Text)
			}
		}
	}
	return nil
}

// wholeKeys refuses a template's key that is given under the template's own name.
func wholeKeys(s *parser.Script, places []place, values []string, in Inputs) error {
	for _, v := range values {
		name, _, ok := strings.Cut(v, "=")
		if !ok || named(places, name) {
			continue
		}
		for _, k := range s.Keys {
			if k.Template != nil && k.Text == name {
				return inputErrorf("%s%s: %s is the template %s; give its placeholders: %s", in.key(), v, name, k.Template.Text, placeholderFlags(k.Template, in))
			}
		}
	}
	return nil
}

// placeholderFlags are the flags that give a template its values.
func placeholderFlags(t *parser.Template, in Inputs) string {
	var flags []string
	for _, p := range t.Parts {
		if p.Param != nil {
			flags = append(flags, in.key()+p.Param.Text+"=VALUE")
		}
	}
	return strings.Join(slices.Compact(flags), " ")
}

// assign gives each place its values. have are values that another flag gave for
// names that keys and arguments share.
func assign(flag string, places []place, values []string, have given) (given, error) {
	got := given{}
	var positional []string
	for _, v := range values {
		name, value, ok := strings.Cut(v, "=")
		i := slices.IndexFunc(places, func(p place) bool { return p.name == name })
		switch {
		case ok && i < 0 && near(name, places) != "":
			return nil, inputErrorf("%s%s: no such name; did you mean %s?", flag, v, near(name, places))
		case !ok || i < 0:
			positional = append(positional, v)
		case len(got[name]) > 0 && !places[i].many:
			return nil, inputErrorf("%s%s is given twice", flag, name)
		default:
			got[name] = append(got[name], value)
		}
	}
	var open []place // in need of a positional value
	for _, p := range places {
		if _, shared := have[p.name]; !shared && len(got[p.name]) == 0 {
			open = append(open, p)
		}
	}
	if err := got.fill(flag, open, positional); err != nil {
		return nil, err
	}
	for name, v := range have {
		if named(places, name) {
			got[name] = v
		}
	}
	return got, nil
}

// fill gives positional values to the places in order; a variadic one takes what the
// places after it leave.
func (g given) fill(flag string, open []place, values []string) error {
	total := len(values)
	single := 0
	for _, p := range open {
		if !p.many {
			single++
		}
	}
	for _, p := range open {
		switch {
		case p.many:
			n := max(len(values)-single, 0)
			g[p.name], values = values[:n], values[n:]
		case len(values) > 0:
			g[p.name], values = values[:1], values[1:]
			single--
		case p.optional:
			single--
		default:
			return inputErrorf("no value for %s; give it with %s=VALUE", p.name, p.name)
		}
		if n := len(g[p.name]); n%p.group != 0 {
			return inputErrorf("%s comes in groups of %d values; found %d", p.name, p.group, n)
		}
	}
	if len(values) > 0 {
		return tooMany(flag, open, values[0], total)
	}
	return nil
}

// jointGroups refuses groups of keys and of arguments that share a name, and so are one
// slice in Go, when there are not as many of the one as of the other.
func jointGroups(keys, args []place, gotKeys, gotArgs given) error {
	for _, k := range keys {
		i := slices.IndexFunc(args, func(a place) bool { return a.name == k.name && a.many && k.many })
		if i < 0 {
			continue
		}
		if n, m := len(gotKeys[k.name])/k.group, len(gotArgs[k.name])/args[i].group; n != m {
			return inputErrorf("%s has keys and arguments, as many groups of each; found %d of keys and %d of arguments", k.name, n, m)
		}
	}
	return nil
}

// near returns the declared name that was probably meant.
func near(name string, places []place) string { return suggest.Closest(name, namesOf(places)) }

func namesOf(places []place) []string {
	names := make([]string, len(places))
	for i, p := range places {
		names[i] = p.name
	}
	return names
}

func tooMany(flag string, open []place, value string, found int) error {
	if len(open) == 0 {
		return inputErrorf("%s%s: the script needs no more of them", flag, value)
	}
	return inputErrorf("%s%s: expected %d (%s), found %d", flag, value, len(open), strings.Join(namesOf(open), ", "), found)
}
