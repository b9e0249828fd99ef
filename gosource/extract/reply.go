package extract

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/luagen/luagen/analysis"
)

// reading is what a call does with the reply.
type reading struct {
	// whole is the expression that the generated call takes the place of: the call, or the call
	// with the method that decodes its reply.
	whole  ast.Expr
	method string // that method; empty without
	parent ast.Node
	// ignored says that nothing is done with the reply; blank that only its error is looked at.
	ignored, blank bool
	// held is the variable that holds the reply after Result, and asserted what it is taken for,
	// everywhere, without asking whether it is that; nil and empty without.
	asserted string
	asserts  []*ast.TypeAssertExpr
}

// decoders are the methods of *redis.Cmd that decode a reply, with the type that a header
// declares for the same value in Go.
func decoders() map[string]string {
	return map[string]string{
		"Int": "int(int)", "Int64": "int", "Uint64": "uint", "Float64": "float", "Bool": "bool", "Text": "string",
		"Slice": "[]any", "StringSlice": "[]string", "Int64Slice": "[]int", "Uint64Slice": "[]uint", "Float64Slice": "[]float", "BoolSlice": "[]bool",
		"Result": "any", "Err": "",
	}
}

// read finds what is done with the reply of a call. Why says why it cannot be told.
func (s *site) read() (why string) {
	s.reading = reading{whole: s.Call, parent: s.in.Parent(s.Call)}
	sel, ok := s.reading.parent.(*ast.SelectorExpr)
	if ok && sel.X == s.Call {
		call, ok := s.in.Parent(sel).(*ast.CallExpr)
		if !ok || call.Fun != ast.Expr(sel) {
			return "what is done with its reply is not plain to see"
		}
		if _, known := decoders()[sel.Sel.Name]; !known {
			return "its reply is read by " + sel.Sel.Name + ", which no generated function does"
		}
		s.reading = reading{whole: call, method: sel.Sel.Name, parent: s.in.Parent(call)}
	}
	switch p := s.reading.parent.(type) {
	case *ast.ExprStmt:
		s.reading.ignored = true
	case *ast.GoStmt, *ast.DeferStmt:
		return "it is a go or defer statement"
	case *ast.AssignStmt:
		if s.reading.method == "" {
			if len(p.Lhs) == 1 && isBlank(p.Lhs[0]) && p.Tok == token.ASSIGN {
				return "" // _ = call: nothing is read
			}
			break
		}
		if len(p.Rhs) == 1 && len(p.Lhs) == 2 && isBlank(p.Lhs[0]) {
			s.reading.blank = true
		} else if s.reading.method == "Result" && len(p.Rhs) == 1 && len(p.Lhs) == 2 {
			s.findAsserts(p)
		}
	}
	if s.reading.method == "" && !s.reading.ignored {
		if call, ok := s.reading.parent.(*ast.AssignStmt); !ok || !isBlank(call.Lhs[0]) {
			return "its reply is kept as a *redis.Cmd"
		}
		s.reading.ignored = true
	}
	return s.errorsCompared()
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// findAsserts notes what the variable that holds the reply is taken for, when it is used for
// nothing else.
func (s *site) findAsserts(assign *ast.AssignStmt) {
	name, ok := assign.Lhs[0].(*ast.Ident)
	if !ok {
		return
	}
	v := s.Info.Defs[name]
	if v == nil {
		return
	}
	asserted := ""
	var asserts []*ast.TypeAssertExpr
	for _, use := range s.uses(v) {
		a, ok := s.in.Parent(use).(*ast.TypeAssertExpr)
		if !ok || a.Type == nil || s.isPair(a) {
			return
		}
		text := types.TypeString(s.Info.TypeOf(a.Type), nil)
		if asserted != "" && asserted != text {
			return
		}
		asserted, asserts = text, append(asserts, a)
	}
	typ, ok := map[string]string{"int64": "int", "string": "string", "[]interface{}": "[]any", "[]any": "[]any"}[asserted]
	if !ok {
		return
	}
	s.reading.asserted, s.reading.asserts = typ, asserts
}

// isPair reports whether an assertion asks whether it holds.
func (s *site) isPair(a *ast.TypeAssertExpr) bool {
	switch p := s.in.Parent(a).(type) {
	case *ast.AssignStmt:
		return len(p.Rhs) == 1 && len(p.Lhs) == 2
	case *ast.ValueSpec:
		return len(p.Values) == 1 && len(p.Names) == 2
	}
	return false
}

// takes reports whether the call can be one of a function whose reply has a type, "" for one
// that is thrown away.
func (s *site) takes(typ string) bool {
	r := s.reading
	if r.ignored {
		return true
	}
	if typ == "" {
		return r.method == "Err" || r.blank
	}
	if r.blank {
		return true // of any type
	}
	if r.method == "Err" {
		assign, ok := r.parent.(*ast.AssignStmt)
		return ok && len(assign.Lhs) == 1
	}
	if r.asserted != "" && r.asserted == typ {
		return true
	}
	return decoders()[r.method] == typ
}

// replyTypes are the types that a function may declare for its reply, the most telling first.
func replyTypes() []string {
	return []string{"", "int", "int(int)", "uint", "float", "bool", "string", "[]string", "[]int", "[]uint", "[]float", "[]bool", "[]any", "any"}
}

// chooseReply returns the type that most of the calls can take, and the calls that cannot.
func chooseReply(sites []*site, facts *analysis.Facts) string {
	best, most := "any", -1
	for _, typ := range replyTypes() {
		if !decodesAlike(typ, facts) {
			continue
		}
		n := 0
		for _, s := range sites {
			if s.takes(typ) {
				n++
			}
		}
		if n > most {
			best, most = typ, n
		}
	}
	return best
}

// decodesAlike reports whether generated code makes the same of every reply of a script, of a
// type, as go-redis does. They differ in what they take for a bool: it must be 1 or 0.
func decodesAlike(typ string, facts *analysis.Facts) bool {
	if typ != "bool" {
		return true
	}
	if facts.Incomplete || len(facts.Returns) == 0 {
		return false
	}
	for _, r := range facts.Returns {
		if r.Reply.Kinds&^(analysis.ReplyInteger|analysis.ReplyNil) != 0 {
			return false
		}
		if r.Reply.Kinds&analysis.ReplyInteger != 0 && !isFlag(r.Reply) {
			return false
		}
	}
	return true
}

// isFlag reports whether an integer reply is 1 or 0.
func isFlag(r analysis.Reply) bool {
	if len(r.Consts) == 0 {
		lo, hi := r.Value.Bounds()
		return lo >= 0 && hi <= 1
	}
	for _, c := range r.Consts {
		if c.IsString || c.Num != 0 && c.Num != 1 {
			return false
		}
	}
	return true
}

// mayBeNil reports whether a script may reply nil, which go-redis makes the error redis.Nil.
func mayBeNil(facts *analysis.Facts) bool {
	if facts.Incomplete || facts.EndReachable {
		return true
	}
	for _, r := range facts.Returns {
		if r.Reply.Kinds&analysis.ReplyNil != 0 {
			return true
		}
	}
	return false
}
