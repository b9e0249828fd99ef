package infer

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/parser"
)

// noteReply notes what is not known of the reply. why says it for a reply that is any as
// a whole.
func (in *inferrer) noteReply(t parser.Type, why string) {
	if t == nil {
		return
	}
	if isAny(t) {
		in.doubt(why + "; any accepts everything")
		return
	}
	var unknown, guessed []string
	in.visitParts(t, "an element", func(name string, s *parser.Scalar) {
		switch {
		case s.Kind == parser.Any && !in.anything[s] && !slices.Contains(unknown, name):
			unknown = append(unknown, name)
		case in.guessed[s] && !slices.Contains(guessed, name):
			guessed = append(guessed, name)
		}
	})
	if len(unknown) > 0 {
		in.doubt("what " + enumerated(unknown) + " of the reply can be is not known; any accepts everything")
	}
	if len(guessed) > 0 {
		in.doubt("for " + enumerated(guessed) + " of the reply Redis may hold a string; float decodes it as long as it is a number")
	}
}

// visitParts calls visit for every scalar of a type with the name of the field that it is
// in, or name where it is in none.
func (in *inferrer) visitParts(t parser.Type, name string, visit func(string, *parser.Scalar)) {
	fields := func(list []parser.Field) {
		for _, f := range list {
			if f.Text != "" {
				in.visitParts(f.Type, f.Text, visit)
			}
		}
	}
	switch t := t.(type) {
	case *parser.Scalar:
		visit(name, t)
	case *parser.Optional:
		in.visitParts(t.Elem, name, visit)
	case *parser.List:
		in.visitParts(t.Elem, name, visit)
	case *parser.Map:
		in.visitParts(t.Elem, name, visit)
	case *parser.Tuple:
		fields(t.Fields)
	case *parser.Flat:
		fields(t.Fields)
	case *parser.Variants:
		for _, v := range t.Variants {
			fields(v.Fields)
			if v.Type != nil {
				in.visitParts(v.Type, v.Text, visit)
			}
		}
	}
}

// enumerated joins names: "a, b and c".
func enumerated(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
