package debugger

import (
	"cmp"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/debugger/ldb"
)

// Variable is a variable with its value.
type Variable struct {
	Name  string
	Value ldb.Value
	// Outer is set when it belongs to a function around the frame's.
	Outer bool
	// Rounded is set when a number may have more digits than the server told.
	Rounded bool
	// Problem says why there is no value; empty when there is one.
	Problem string

	binding *scope.Binding // its declaration; nil when it is not known which
}

// Variables are the variables of a frame: its own in the order of their declarations, then
// those of functions around it that it uses.
func (s *Session) Variables(f Frame, frames []Frame) ([]Variable, error) {
	index := slices.IndexFunc(frames, func(g Frame) bool { return g == f })
	vars, err := s.ownVariables(f, frames, index)
	if err != nil {
		return nil, err
	}
	visible := s.code.visible(f.line, f.function)
	var outer []*scope.Binding
	for _, b := range visible {
		if b.Within != s.code.within(f.function) && s.uses(f, b) && !named(vars, b.Name) {
			outer = append(outer, b)
		}
	}
	slices.SortFunc(outer, func(a, b *scope.Binding) int { return cmp.Compare(a.Decl.From, b.Decl.From) })
	for _, b := range outer {
		v, err := s.lookup(b, frames, index+1)
		if err != nil {
			return nil, err
		}
		v.Outer = true
		vars = append(vars, v)
	}
	for i := range vars {
		if err := s.refine(&vars[i]); err != nil {
			return nil, err
		}
	}
	return vars, nil
}

// uses reports whether the function of a frame names a variable.
func (s *Session) uses(f Frame, b *scope.Binding) bool {
	for _, n := range append(slices.Clone(b.Reads), b.Writes...) {
		if f.function != nil && f.function.Expr.From <= n.From && n.To <= f.function.Expr.To {
			return true
		}
	}
	return false
}

func named(vars []Variable, name string) bool {
	return slices.ContainsFunc(vars, func(v Variable) bool { return v.Name == name })
}

// ownVariables are the variables that the function of a frame declares. Of the innermost
// frame the server prints them; those of others are looked up by name.
func (s *Session) ownVariables(f Frame, frames []Frame, index int) ([]Variable, error) {
	visible := s.code.visible(f.line, f.function)
	if index > 0 {
		var own []*scope.Binding
		for _, b := range visible {
			if b.Within == s.code.within(f.function) {
				own = append(own, b)
			}
		}
		slices.SortFunc(own, func(a, b *scope.Binding) int { return cmp.Compare(a.Decl.From, b.Decl.From) })
		vars := make([]Variable, len(own))
		for i, b := range own {
			var err error
			if vars[i], err = s.lookup(b, frames, index); err != nil {
				return nil, err
			}
		}
		return vars, nil
	}
	printed, err := s.client.Locals()
	if err != nil {
		return nil, err
	}
	var vars []Variable
	for _, p := range printed {
		if strings.HasPrefix(p.Name, "(") {
			continue // Lua's own, such as a loop's counter
		}
		// One that another shadows is out of reach.
		vars = slices.DeleteFunc(vars, func(v Variable) bool { return v.Name == p.Name })
		v := Variable{Name: p.Name, Value: p.Value}
		if b := visible[p.Name]; b != nil && b.Within == s.code.within(f.function) {
			v.binding = b
		}
		vars = append(vars, v)
	}
	return vars, nil
}

// lookup asks for a variable of the frame at index or of one that called it. The server finds
// the first of a name, from the innermost frame on, so that another may hide it.
func (s *Session) lookup(b *scope.Binding, frames []Frame, index int) (Variable, error) {
	v := Variable{Name: b.Name, binding: b}
	for i, f := range frames {
		declares := s.declarations(b.Name, f)
		switch {
		case len(declares) == 0:
			continue
		case i >= index && len(declares) == 1 && declares[0] == b:
			value, found, err := s.client.Lookup(b.Name)
			if !found {
				v.Problem = "it has no value yet"
			}
			v.Value = value
			return v, err
		case i >= index && slices.Contains(declares, b):
			v.Problem = "the server does not show it: another variable of this name stands before it in its function"
		default:
			v.Problem = "the server does not show it: a variable of " + f.Name + " has the same name"
		}
		return v, nil
	}
	v.Problem = "the server does not show it: the function that declares it has returned, or runs in another coroutine"
	return v, nil
}

// declarations are the variables of a name that the function of a frame has where it stands,
// hidden ones too.
func (s *Session) declarations(name string, f Frame) []*scope.Binding {
	var list []*scope.Binding
	for _, b := range s.code.scope.Bindings {
		if b.Name == name && b.Within == s.code.within(f.function) && s.code.declared(b, f.line, s.code.lines.Start(f.line)) {
			list = append(list, b)
		}
	}
	return list
}
