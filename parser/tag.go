package parser

import (
	"slices"
	"strings"
)

// TagParts reports for each part of a template whether it is a placeholder inside of the
// hash tag whose value may be empty. An empty one must not be sent: a cluster ignores
// an empty tag.
func (t *Template) TagParts() []bool {
	inTag := make([]bool, len(t.Parts))
	const before, inside, after = 0, 1, 2
	at := before
	for i, p := range t.Parts {
		if p.Param != nil {
			inTag[i] = at == inside && mayBeEmpty(p.Param.Type)
			continue
		}
		rest := p.Literal
		if at == before {
			_, behind, found := strings.Cut(rest, "{")
			if !found {
				continue
			}
			at, rest = inside, behind
		}
		if at == inside && strings.Contains(rest, "}") {
			at = after
		}
	}
	if at != after {
		return make([]bool, len(t.Parts)) // never closed, and so no tag
	}
	return inTag
}

// mayBeEmpty reports whether a value of a placeholder's type may be the empty string.
func mayBeEmpty(t Type) bool {
	switch t := t.(type) {
	case *Enum:
		return !t.Ints && slices.ContainsFunc(t.Members, func(m EnumMember) bool { return m.Text == "" })
	case *Scalar:
		return t.Kind == String || t.Kind == Bytes || t.Kind == Text || slices.Contains(t.Words, "")
	default:
		return false
	}
}
