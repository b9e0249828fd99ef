package value

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// Shape is what is known of the tables that one place in the script makes: a table
// constructor, a command's reply, or one of Redis's own tables.
type Shape struct {
	// Site is the constructor or call that makes the table; nil for KEYS, ARGV and libraries.
	Site syntax.Expr
	// Items are the elements 1, 2, … that are known one by one.
	Items []Value
	// Rest is what further elements under whole numbers can be; the zero Value when there are none.
	Rest Value
	// Fields are the entries under string keys, in the order in which the script writes them.
	Fields []FieldShape
	// Dynamic is what the entries can be whose keys are, or may be, strings that are
	// not known; the zero Value when there are none.
	Dynamic Value
	// Changed is set when the script changes entries of such a table after it is made.
	Changed bool
	// Open is set when the table can have entries that are not listed.
	Open bool

	Library   *library.Library // the library that it is; nil for other tables
	IsGlobals bool             // it is _G
	IsInput   bool             // it is KEYS or ARGV
	Input     InputTable       // which of them
	Serial    int              // how many tables of the script were known before it
	Moved     bool             // elements may have changed places, so that none is known one by one
	Growth    int              // how often its contents changed
}

// ReadOnly is the name of the library, or "_G", that the table is: Redis lets no script change
// those. It is empty for other tables.
func (s *Shape) ReadOnly() string {
	switch {
	case s == nil:
		return ""
	case s.IsGlobals:
		return "_G"
	case s.Library != nil:
		return s.Library.Name
	default:
		return ""
	}
}

// FieldShape is an entry of a table under a string key.
type FieldShape struct {
	Name  string
	Value Value
}

// Callee is a function that a value can be: one of the script's, or a library's.
type Callee struct {
	Func *syntax.FuncExpr
	Lib  *library.Member
}

// OfTable is the value of a known table.
func OfTable(s *Shape, from Origin) Value {
	d := &struct { // as in Constant
		Detail
		one [1]*Shape
	}{Plain(), [1]*Shape{s}}
	d.Tables = d.one[:]
	return Value{kinds: kind.Array, from: from, detail: &d.Detail}
}

// TableKinds is the kinds that a table can be: {err=…}, {ok=…} or another.
func TableKinds(s *Shape) kind.Set {
	k := kind.Set(0)
	for _, special := range [...]struct {
		name string
		kind kind.Set
	}{{"err", kind.ErrorTable}, {"ok", kind.Status}} {
		field := s.Field(special.name)
		if field.Is(kind.String) {
			return k | special.kind
		}
		if field.Can(kind.String) {
			k |= special.kind
		}
	}
	return k | kind.Array
}

// Field returns what the entry under a string key can be; the zero Value when there is none.
func (s *Shape) Field(name string) Value {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return s.Fields[i].Value
		}
	}
	return Value{}
}
