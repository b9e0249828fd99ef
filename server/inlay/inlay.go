// Package inlay says, between the words of a script, what they stand for.
package inlay

import (
	"cmp"
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/source"
)

// Hint is a text to be shown at a place.
type Hint struct {
	At   int // the offset in the file behind which it stands
	Text string
	Type bool // it is a type, and not a name
}

// In returns the hints in a range of a script's file, in order.
func In(s source.Script, r source.Range) []Hint {
	var hints []Hint
	add := func(at syntax.Range, text string, typ bool) {
		if here, ok := s.Here(at); ok && r.Holds(here.To) {
			hints = append(hints, Hint{here.To, text, typ})
		}
	}
	for _, in := range []*analysis.Inputs{&s.Facts.Keys, &s.Facts.Args} {
		for _, u := range in.Uses {
			e, direct := u.Expr.(*syntax.IndexExpr)
			if !direct || u.Index == 0 || isNamed(s, in.Table, u.Index) {
				continue
			}
			if name, _, _ := describe.Input(s.Script, value.InputRef{Table: in.Table, Index: u.Index}); name != "" {
				add(e.Range, name, false)
			}
		}
	}
	for _, b := range s.Facts.Bindings {
		if b.Kind != scope.Local || b.Init == nil {
			continue
		}
		if isPlain(b.Init) {
			continue // what it is can be seen
		}
		if typ := describe.Value(s.Facts.Value(b.Init)); typ != "" && len(typ) <= mostBytes {
			add(b.Decl, ": "+typ, true)
		}
	}
	slices.SortStableFunc(hints, func(a, b Hint) int { return cmp.Compare(a.At, b.At) })
	return hints
}

// mostBytes is the longest type that is shown.
const mostBytes = 40

// isNamed reports whether a script gives an input the name that its header has for it: beside
// "local user = KEYS[1]" a hint says nothing new.
func isNamed(s source.Script, table value.InputTable, index int) bool {
	in := &s.Facts.Keys
	if table == value.ARGV {
		in = &s.Facts.Args
	}
	name, _, _ := describe.Input(s.Script, value.InputRef{Table: table, Index: index})
	return slices.ContainsFunc(in.Names(index), func(b *scope.Binding) bool { return b.Name == name })
}

// isPlain reports whether an expression shows by itself what it is.
func isPlain(e syntax.Expr) bool {
	switch e := syntax.Unparen(e).(type) {
	case *syntax.StringExpr, *syntax.NumberExpr, *syntax.BoolExpr, *syntax.NilExpr, *syntax.FuncExpr, *syntax.TableExpr:
		return true
	case *syntax.IndexExpr:
		name, ok := e.X.(*syntax.NameExpr)
		return ok && (name.Name == "KEYS" || name.Name == "ARGV")
	}
	return false
}
