package navigate

import (
	"fmt"
	"slices"

	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

var (
	luaName = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)
	goName  = lazyregexp.New(`^[A-Z][A-Za-z0-9]*$`)
)

// CheckName says why a symbol of a script cannot get a name; here is the file of somebody who asks.
func CheckName(s source.Script, symbol Symbol, name, here string) error {
	switch symbol.Kind {
	case Include:
		return fmt.Errorf("a library is renamed by renaming its file")
	case Type:
		if !goName().MatchString(name) {
			return fmt.Errorf("%q cannot be the name of a type, which is a Go name with a capital letter in front", name)
		}
	case Error:
		if !goName().MatchString(name) || len(name) < 4 || name[:3] != "Err" {
			return fmt.Errorf("%q cannot be the name of an error, which begins with Err", name)
		}
	default:
		if !luaName().MatchString(name) {
			return fmt.Errorf("%q is no name: it has letters, digits and underscores, and no digit in front", name)
		}
		if symbol.Kind == Local && slices.Contains(lexer.Keywords(), name) {
			return fmt.Errorf("%s is a word of Lua and cannot be a name", name)
		}
	}
	if symbol.Kind == Local {
		return conflict(s, symbol, name, here)
	}
	for _, o := range header(s) {
		if o.symbol.Kind == symbol.Kind && o.symbol.Name == name && name != symbol.Name {
			if s.File != here {
				return fmt.Errorf("the header of %s has %s already", s.File, name)
			}
			return fmt.Errorf("the header has %s already", name)
		}
	}
	return nil
}

// conflict says which other variable a local would take the place of, or would be hidden by.
func conflict(s source.Script, symbol Symbol, name, here string) error {
	where := func(r syntax.Range) string {
		span := s.Span(r)
		if span.File == here {
			return fmt.Sprintf("in line %d", span.Start.Line)
		}
		return fmt.Sprintf("in %s, line %d", span.File, span.Start.Line)
	}
	for _, b := range s.Facts.Bindings {
		if b.Name != symbol.Name || local(s, b) != symbol {
			continue
		}
		if !written(s, b) {
			return fmt.Errorf("%s is declared by the colon of its function, and has no other name", b.Name)
		}
		for _, other := range s.Facts.Bindings {
			if other.Name == name && other.Scope.From < b.Scope.To && b.Scope.From < other.Scope.To {
				return fmt.Errorf("there is a local %s already, %s", name, where(other.Decl))
			}
		}
		for _, g := range s.Facts.Globals {
			if r := g.Expr.Span(); g.Name == name && b.Scope.From <= r.From && r.To <= b.Scope.To {
				return fmt.Errorf("the global %s is used where the local would hide it, %s", name, where(r))
			}
		}
	}
	return nil
}
