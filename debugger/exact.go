package debugger

import (
	"errors"
	"slices"
	"strconv"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/parser/syntax"
)

// The server prints six digits of a number. Where it is plain how a variable got its number,
// that is done again to know them all: from a command's reply, or from an expression over
// inputs and constants.

// refine gives a variable's number all its digits, or marks the variable as rounded.
func (s *Session) refine(v *Variable) error {
	if v.Problem != "" || !inexact(v.Value) {
		return nil
	}
	v.Rounded = true
	b := v.binding
	if b == nil || v.Value.Kind != ldb.Number || b.Init == nil || len(b.Writes) > 0 {
		return nil
	}
	if call, ok := syntax.Unparen(b.Init).(*syntax.CallExpr); ok {
		if reply := s.replies[s.code.lines.Line(call.From)]; printsAs(reply, v.Value.Text) {
			v.Value, v.Rounded = number(reply), false
			return nil
		}
	}
	if !s.repeatable(b.Init) {
		return nil
	}
	frames, err := s.Frames()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(frames, func(f Frame) bool { return s.code.within(f.function) == b.Within })
	if i < 0 {
		return nil
	}
	r := b.Init.Span()
	result, err := s.Evaluate(frames[i], frames, string(s.code.text[r.From:r.To]))
	var failed *EvaluationError
	if errors.As(err, &failed) {
		return nil
	}
	if err == nil && len(result.Rounded) == 0 && printsAs(result.Value.Text, v.Value.Text) {
		v.Value, v.Rounded = result.Value, false
	}
	return err
}

// inexact reports whether a value holds a number that may have more digits.
func inexact(v ldb.Value) bool {
	return v.Inexact() || slices.ContainsFunc(v.Entries, func(e ldb.Entry) bool { return inexact(e.Key) || inexact(e.Value) })
}

// printsAs reports whether the server would print a number so.
func printsAs(exact, printed string) bool {
	n, err := strconv.ParseFloat(exact, 64)
	return err == nil && strconv.FormatFloat(n, 'g', 6, 64) == printed
}

// repeatable reports whether an expression has the same value whenever it is evaluated: it is
// made of constants, inputs and variables that are never assigned, and calls what only
// computes.
func (s *Session) repeatable(x syntax.Expr) bool {
	switch x := x.(type) {
	case *syntax.NumberExpr, *syntax.StringExpr, *syntax.NilExpr, *syntax.BoolExpr:
		return true
	case *syntax.ParenExpr:
		return s.repeatable(x.X)
	case *syntax.UnaryExpr:
		return s.repeatable(x.X)
	case *syntax.BinaryExpr:
		return s.repeatable(x.X) && s.repeatable(x.Y)
	case *syntax.IndexExpr:
		return s.repeatable(x.X) && s.repeatable(x.Key)
	case *syntax.NameExpr:
		b := s.code.scope.Use(x)
		return b == nil && (x.Name == "KEYS" || x.Name == "ARGV") || b != nil && len(b.Writes) == 0
	case *syntax.CallExpr:
		return x.Method == nil && s.computes(x.Func) && !slices.ContainsFunc(x.Args, func(a syntax.Expr) bool { return !s.repeatable(a) })
	}
	return false
}

// computes reports whether a function of the libraries depends on its arguments alone.
func (s *Session) computes(x syntax.Expr) bool {
	if !isLibraryMember(s.code, x) {
		return false
	}
	r := x.Span()
	switch name := string(s.code.text[r.From:r.To]); name {
	case "tonumber", "tostring", "math.floor", "math.ceil", "math.abs", "math.min", "math.max", "math.fmod", "math.sqrt", "math.pow",
		"string.len", "string.sub", "string.byte", "string.match":
		return true
	}
	return false
}
