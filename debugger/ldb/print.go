package ldb

import "strings"

// Variable is a local variable with its value.
type Variable struct {
	Name  string
	Value Value
}

// Locals returns the local variables of the innermost function, in the order of their
// declarations: one that shadows another comes after it. Lua's own, such as "(for index)",
// are among them.
func (s *Session) Locals() ([]Variable, error) {
	lines, err := s.lines("print")
	if err != nil {
		return nil, err
	}
	var vars []Variable
	for _, l := range lines {
		rest, ok := strings.CutPrefix(l, "<value> ")
		if !ok {
			continue // there are none
		}
		name, text, _ := strings.Cut(rest, " = ")
		v, err := ParseValue(text)
		if err != nil {
			return nil, err
		}
		vars = append(vars, Variable{Name: name, Value: v})
	}
	return vars, nil
}

// Lookup returns the value of the first local variable of a name, from the innermost function
// outwards and in the order of their declarations, or of KEYS or ARGV.
func (s *Session) Lookup(name string) (v Value, found bool, err error) {
	lines, err := s.lines("print", name)
	if err != nil || len(lines) == 0 {
		return Value{}, false, err
	}
	text, ok := strings.CutPrefix(lines[0], "<value> ")
	if !ok {
		return Value{}, false, nil
	}
	v, err = ParseValue(text)
	return v, err == nil, err
}
