package debugger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/parser/syntax"
)

// EvaluationError says why an expression has no value.
type EvaluationError struct{ Message string }

func (e *EvaluationError) Error() string { return e.Message }

// Result is the value of an expression.
type Result struct {
	Value ldb.Value
	// Rounded are the variables in it of which only six digits are known.
	Rounded []string
}

// Evaluate evaluates an expression of Lua in a frame. The server's debugger does not let code
// see local variables: it gets copies of those that the expression names, rebuilt from what is
// printed of them. So the expression cannot change a variable; commands that it calls do
// change the session's data. What has no value is an *EvaluationError.
func (s *Session) Evaluate(f Frame, frames []Frame, expression string) (Result, error) {
	if problem := notExpression(expression); problem != "" {
		return Result{}, &EvaluationError{problem}
	}
	e := &environment{session: s, frame: f, frames: frames, sources: map[string]string{}}
	for _, name := range freeNames(expression) {
		if err := e.need(name); err != nil {
			return Result{}, err
		}
	}
	v, err := e.eval(expression)
	return Result{Value: v, Rounded: e.rounded}, err
}

// EvaluateHere is Evaluate in the innermost frame.
func (s *Session) EvaluateHere(expression string) (Result, error) {
	frames, err := s.Frames()
	if err != nil {
		return Result{}, err
	}
	if len(frames) == 0 {
		return Result{}, &EvaluationError{"the script runs no function of its own"}
	}
	return s.Evaluate(frames[0], frames, expression)
}

// notExpression says what is wrong with text that is no single expression; empty when it is one.
func notExpression(text string) string {
	chunk := syntax.Parse([]byte("return " + text))
	if len(chunk.Errors) == 0 && len(chunk.Block.Stmts) == 1 {
		if r, ok := chunk.Block.Stmts[0].(*syntax.ReturnStmt); ok && len(r.Exprs) == 1 {
			return ""
		}
	}
	if len(syntax.Parse([]byte(text)).Errors) == 0 {
		return fmt.Sprintf("%q is no single expression, and the server's debugger cannot assign to local variables", text)
	}
	if len(chunk.Errors) == 0 {
		return fmt.Sprintf("%q is no single expression", text)
	}
	wrong := chunk.Errors[0]
	if at := wrong.From - len("return "); 0 < at && at < len(text) && notExpression(text[:at]) == "" {
		return fmt.Sprintf("%q is no single expression: it ends before %q", text, text[at:])
	}
	return fmt.Sprintf("%q is not an expression of Lua: %s", text, wrong.Message)
}

// freeNames are the variables of an expression that are not its own.
func freeNames(expression string) []string {
	var names []string
	for _, n := range scope.Resolve(syntax.Parse([]byte("return " + expression))).Globals {
		names = append(names, n.Name)
	}
	return names
}

// exactly is the Lua that returns a value with all digits of its numbers, as strings that
// begin with a byte 1.
const exactly = `local function exactly(v, depth) ` +
	`if type(v) == "number" then return "\001n" .. string.format("%.17g", v) end ` +
	`if type(v) == "string" and string.sub(v, 1, 1) == "\001" then return "\001s" .. v end ` +
	`if type(v) ~= "table" or depth > 9 then return v end ` +
	`local copy = {} ` +
	`for k, e in next, v do ` +
	`if type(k) == "number" and (k % 1 ~= 0 or k > 99999 or k < -99999) then k = exactly(k, depth) end ` +
	`copy[k] = exactly(e, depth + 1) end ` +
	`return copy end `

// eval evaluates an expression among the variables that have been rebuilt.
func (e *environment) eval(expression string) (ldb.Value, error) {
	code := "(function() " + exactly + "return exactly((function() " + e.declarations() + "return (" + expression + "\n) end)(), 0) end)()"
	v, err := e.session.client.Eval(code)
	var failed *ldb.EvalError
	if errors.As(err, &failed) {
		return ldb.Value{}, &EvaluationError{failed.Message}
	}
	return exactNumbers(v), err
}

// exactNumbers makes numbers of the strings that stand for them.
func exactNumbers(v ldb.Value) ldb.Value {
	switch {
	case v.Kind == ldb.String && strings.HasPrefix(v.Text, "\x01n"):
		return number(v.Text[2:])
	case v.Kind == ldb.String && strings.HasPrefix(v.Text, "\x01s"):
		v.Text = v.Text[2:]
	case v.Kind == ldb.Table:
		entries := make([]ldb.Entry, len(v.Entries))
		for i, e := range v.Entries {
			entries[i] = ldb.Entry{Key: exactNumbers(e.Key), Value: exactNumbers(e.Value)}
		}
		v.Entries = entries
	}
	return v
}

// number is a number that was printed with all its digits, with no more than it needs.
func number(text string) ldb.Value {
	n, err := strconv.ParseFloat(text, 64)
	if err == nil && n == n && n-n == 0 {
		text = strconv.FormatFloat(n, 'g', -1, 64)
		if n == float64(int64(n)) && n < 1e15 && n > -1e15 {
			text = strconv.FormatInt(int64(n), 10)
		}
	}
	return ldb.Value{Kind: ldb.Number, Text: strings.TrimPrefix(text, "+")}
}

// holds evaluates the condition of a breakpoint. A problem stops the script: it is better
// seen than passed over.
func (s *Session) holds(b *breakpoint) (holds bool, problem string, err error) {
	r, err := s.EvaluateHere(b.Condition)
	var failed *EvaluationError
	if errors.As(err, &failed) {
		return false, fmt.Sprintf("the condition %s cannot be evaluated: %s", b.Condition, failed.Message), nil
	}
	if err != nil {
		return false, "", err
	}
	if len(r.Rounded) > 0 && !b.warned {
		b.warned = true
		s.target.Tell(Event{Kind: Warned, Text: fmt.Sprintf("the condition %s at %s: %s", b.Condition, s.Place(), roundedNote(r.Rounded))})
	}
	return r.Value.Kind != ldb.Nil && (r.Value.Kind != ldb.Boolean || r.Value.Text == "true"), "", nil
}

// Note says what limits the result; empty when nothing does.
func (r Result) Note() string {
	if len(r.Rounded) == 0 {
		return ""
	}
	return roundedNote(r.Rounded)
}

func roundedNote(names []string) string {
	return "the server tells only six digits of numbers in " + strings.Join(names, ", ")
}
