package replay

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
)

// step writes one key or argument into a call.
type step func(*runtime.Args)

// bind turns inputs into the steps that encode them, keys first.
func bind(s *parser.Script, in Inputs) ([]step, error) {
	if !s.Annotated {
		return raw(in), nil
	}
	keys := keyPlaces(s)
	args := argPlaces(s, keys)
	in = in.joined(keys, args)
	if err := wholeArgs(s, args, in.Args, in); err != nil {
		return nil, err
	}
	// A name that a template and an argument share is one value, whichever flag gives it.
	gotArgs, err := assign(in.arg(), args, in.Args, given{})
	shared := given{}
	for _, p := range keys {
		if v, ok := gotArgs[p.name]; (ok || err != nil) && p.typ != nil && named(args, p.name) {
			shared[p.name] = v
		}
	}
	if err := wholeKeys(s, keys, in.Keys, in); err != nil {
		return nil, err
	}
	gotKeys, keyErr := assign(in.key(), keys, in.Keys, shared)
	if keyErr != nil {
		return nil, keyErr
	}
	if err != nil {
		return nil, err
	}
	if err := jointGroups(keys, args, gotKeys, gotArgs); err != nil {
		return nil, err
	}
	steps, err := keySteps(s, gotKeys)
	if err != nil {
		return nil, err
	}
	all := given{}
	maps.Copy(all, gotArgs)
	maps.Copy(all, gotKeys)
	for _, a := range s.Args {
		if a.Template != nil {
			st, err := templateStep(a.Template, all, argument)
			if err != nil {
				return nil, err
			}
			steps = append(steps, st)
			continue
		}
		at := slices.IndexFunc(args, func(p place) bool { return p.name == a.Text })
		more, err := argSteps(a, args[at], gotArgs[a.Text], in)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return steps, nil
}

// raw passes the inputs of a script without a header on as they are.
func raw(in Inputs) []step {
	var steps []step
	for _, k := range in.Keys {
		steps = append(steps, func(c *runtime.Args) { c.Key(k) })
	}
	for _, a := range in.Args {
		steps = append(steps, func(c *runtime.Args) { c.String(a) })
	}
	return steps
}

func keySteps(s *parser.Script, got given) ([]step, error) {
	var steps []step
	for _, k := range s.Keys {
		if k.Template == nil {
			for _, v := range got[k.Text] {
				steps = append(steps, func(c *runtime.Args) { c.Key(v) })
			}
			continue
		}
		st, err := templateStep(k.Template, got, key)
		if err != nil {
			return nil, err
		}
		steps = append(steps, st)
	}
	return steps, nil
}

// built is what a template makes.
type built int

const (
	key      built = iota // of KEYS
	argument              // of ARGV
)

// templateStep builds a key or an argument from its placeholders.
func templateStep(t *parser.Template, got given, as built) (step, error) {
	parts := make([]func(*runtime.Args) string, len(t.Parts))
	inTag := t.TagParts()
	for i, p := range t.Parts {
		if p.Param == nil {
			parts[i] = func(*runtime.Args) string { return p.Literal }
			continue
		}
		var err error
		if parts[i], err = keyPart(*p.Param, got[p.Param.Text][0]); err != nil {
			return nil, err
		}
	}
	return func(c *runtime.Args) {
		var b strings.Builder
		for i, part := range parts {
			text := part(c)
			switch {
			case inTag[i] && as == argument:
				text = c.ArgTag(t.Parts[i].Param.Text, text)
			case inTag[i]:
				text = c.Tag(t.Parts[i].Param.Text, text)
			}
			b.WriteString(text)
		}
		if as == argument {
			c.String(b.String())
		} else {
			c.Key(b.String())
		}
	}, nil
}

func argSteps(a parser.Arg, p place, values []string, in Inputs) ([]step, error) {
	if len(values) == 0 && a.Optional {
		return []step{func(c *runtime.Args) { c.Skip() }}, nil
	}
	var steps []step
	for i, v := range values {
		switch t := a.Type.(type) {
		case *parser.Tuple:
			f := t.Fields[i%p.group]
			st, err := encode(a.Text+"."+f.Text, f.Type, v)
			if err != nil {
				return nil, err
			}
			steps = append(steps, st)
		case *parser.Map:
			key, value, ok := strings.Cut(v, "=")
			if !ok {
				return nil, inputErrorf("%s%s=%s: expected %s=FIELD=VALUE", in.arg(), a.Text, v, a.Text)
			}
			k, err := encode(a.Text, t.Key, key)
			if err != nil {
				return nil, err
			}
			e, err := encode(a.Text, t.Elem, value)
			if err != nil {
				return nil, err
			}
			steps = append(steps, k, e)
		default:
			st, err := encode(a.Text, t, v)
			if err != nil {
				return nil, err
			}
			steps = append(steps, st)
		}
	}
	return steps, nil
}

// encode reads a value from text and returns the step that sends it.
func encode(name string, t parser.Type, text string) (step, error) {
	if o, ok := t.(*parser.Optional); ok {
		t = o.Elem
	}
	v, err := parseValue(name, t, text)
	if err != nil {
		return nil, err
	}
	return func(c *runtime.Args) {
		if s, ok := t.(*parser.Scalar); ok {
			send(c, s, name, v)
		} else {
			c.String(fmt.Sprint(v)) // an enum's value, which is one of the declared ones
		}
	}, nil
}

// keyPart is a placeholder of a template as it stands in a key.
func keyPart(p parser.Placeholder, text string) (func(*runtime.Args) string, error) {
	v, err := parseValue(p.Text, p.Type, text)
	if err != nil {
		return nil, err
	}
	return func(c *runtime.Args) string {
		s, ok := p.Type.(*parser.Scalar)
		if !ok {
			return fmt.Sprint(v)
		}
		switch s.Kind {
		case parser.String, parser.Bytes, parser.Text, parser.Int, parser.Uint:
			return fmt.Sprint(v)
		default:
			return formatted(c, s, p.Text, v)
		}
	}, nil
}
