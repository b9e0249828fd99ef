package extract

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
	"unicode"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// sending is one way to pass an argument to a generated function so that the bytes on the wire
// stay: the type that its annotation has, and the Go expression.
type sending struct {
	typ  string
	expr string
	// strict says that the generated function refuses a value that is sent now: the zero time.
	strict bool
}

// source is where the text of expressions is taken from.
type source struct {
	info *types.Info
	text func(n ast.Node) string
}

// sendings returns the ways to pass an argument, the most telling first; none when the bytes
// that go-redis sends for it are those of no type, or not known here.
func (s source) sendings(e ast.Expr) []sending {
	tv := s.info.Types[e]
	if tv.Type == nil {
		return nil
	}
	if tv.IsNil() {
		return []sending{{typ: "string", expr: `""`}}
	}
	t := types.Unalias(types.Default(tv.Type))
	if isNamed(t, "time", "Duration") {
		return []sending{{typ: "duration(ns)", expr: s.text(e)}}
	}
	if list, ok := t.(*types.Slice); ok && types.Identical(list.Elem(), types.Typ[types.Byte]) {
		return []sending{{typ: "bytes", expr: s.text(e)}}
	}
	basic, ok := t.(*types.Basic)
	if !ok {
		return nil
	}
	switch info := basic.Info(); {
	case info&types.IsString != 0:
		return []sending{{typ: "string", expr: s.text(e)}}
	case info&types.IsBoolean != 0:
		return []sending{{typ: "bool", expr: s.text(e)}}
	case info&types.IsUnsigned != 0:
		return append(s.clock(e), sending{typ: "uint", expr: s.converted(e, tv, "uint64", types.Uint64)})
	case info&types.IsInteger != 0:
		return append(s.clock(e), sending{typ: "int", expr: s.converted(e, tv, "int64", types.Int64)})
	case info&types.IsFloat != 0:
		if basic.Kind() == types.Float32 {
			return nil // the digits of a float32 are fewer than those of the same float64
		}
		if of := s.method(e, "Seconds"); of != nil {
			return []sending{{typ: "duration(s, frac)", expr: s.text(of)}}
		}
		return []sending{{typ: "float", expr: s.text(e)}}
	}
	return nil
}

// converted is an integer expression as one of a type.
func (s source) converted(e ast.Expr, tv types.TypeAndValue, name string, kind types.BasicKind) string {
	if b, ok := types.Unalias(tv.Type).(*types.Basic); ok && (b.Kind() == kind || b.Info()&types.IsUntyped != 0) {
		return s.text(e)
	}
	if lit, ok := ast.Unparen(e).(*ast.BasicLit); ok && lit.Kind == token.INT {
		return s.text(e)
	}
	if id, ok := ast.Unparen(e).(*ast.Ident); ok && tv.Value != nil {
		if c, ok := s.info.ObjectOf(id).(*types.Const); ok && c.Type().(*types.Basic).Info()&types.IsUntyped != 0 {
			return s.text(e)
		}
	}
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && len(call.Args) == 1 && s.info.Types[call.Fun].IsType() && s.isWide(call) {
		return name + "(" + s.text(call.Args[0]) + ")"
	}
	return name + "(" + s.text(e) + ")"
}

// isWide reports whether a conversion is one to int or uint of what is not wider, so that a
// conversion to 64 bits has the same value.
func (s source) isWide(call *ast.CallExpr) bool {
	to, ok := types.Unalias(s.info.TypeOf(call)).(*types.Basic)
	from, ok2 := s.info.TypeOf(call.Args[0]).Underlying().(*types.Basic)
	if !ok || !ok2 || to.Kind() != types.Int {
		return false
	}
	return from.Info()&types.IsFloat != 0 || from.Info()&types.IsInteger != 0 && from.Info()&types.IsUnsigned == 0
}

// clock finds durations and times of which an integer is made.
func (s source) clock(e ast.Expr) []sending {
	e = ast.Unparen(e)
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 1 && s.info.Types[call.Fun].IsType() {
		if b, ok := types.Unalias(s.info.TypeOf(call)).(*types.Basic); !ok || b.Kind() != types.Int && b.Kind() != types.Int64 {
			return nil // fewer bits, or no sign
		}
		inner := ast.Unparen(call.Args[0])
		if of := s.method(inner, "Seconds"); of != nil {
			return []sending{{typ: "duration(s, trunc)", expr: s.text(of)}}
		}
		if t := s.info.TypeOf(inner); t != nil && isNamed(t, "time", "Duration") {
			if of, unit := s.quotient(inner); of != nil {
				return []sending{{typ: "duration(" + unit + ", trunc)", expr: s.text(of)}}
			}
			return []sending{{typ: "duration(ns)", expr: s.text(inner)}}
		}
		e = inner
	}
	for method, typ := range map[string]string{
		"Milliseconds": "duration(ms, trunc)", "Microseconds": "duration(us, trunc)", "Nanoseconds": "duration(ns)",
		"Unix": "time(s)", "UnixMilli": "time(ms)", "UnixMicro": "time(us)",
	} {
		if of := s.method(e, method); of != nil {
			return []sending{{typ: typ, expr: s.text(of), strict: strings.HasPrefix(typ, "time(") && !s.isNow(of)}}
		}
	}
	return nil
}

// quotient is the duration in "d / time.Second", and its unit.
func (s source) quotient(e ast.Expr) (of ast.Expr, unit string) {
	div, ok := e.(*ast.BinaryExpr)
	if !ok || div.Op != token.QUO {
		return nil, ""
	}
	v := s.info.Types[div.Y].Value
	if v == nil || s.info.Types[div.X].Value != nil {
		return nil, ""
	}
	n, _ := constant.Int64Val(v)
	unit, ok = map[int64]string{1: "ns", 1e3: "us", 1e6: "ms", 1e9: "s"}[n]
	if !ok {
		return nil, ""
	}
	return div.X, unit
}

// method is what a method of time.Duration or time.Time is called on; nil for other
// expressions.
func (s source) method(e ast.Expr, name string) ast.Expr {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 0 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return nil
	}
	t := s.info.TypeOf(sel.X)
	if t == nil || !isNamed(t, "time", "Duration") && !isNamed(t, "time", "Time") {
		return nil
	}
	return sel.X
}

func isNamed(t types.Type, path, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == path
}

// nameOf is what an expression calls the value that it has; empty when that says nothing.
func (s source) nameOf(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if tv := s.info.Types[e]; tv.IsNil() || e.Name == "true" || e.Name == "false" || len(e.Name) < 2 {
			return ""
		}
		return lower(e.Name)
	case *ast.SelectorExpr:
		return lower(e.Sel.Name)
	case *ast.StarExpr:
		return s.nameOf(e.X)
	case *ast.BasicLit:
		return lastWord(s.info.Types[e].Value)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			if name := s.nameOf(e.Y); name != "" {
				return name
			}
		}
		return s.nameOf(e.X)
	case *ast.CallExpr:
		return s.nameOfCall(e)
	}
	return ""
}

// lastWord is the last word of a constant text: "taken" of ":taken", "lock" of "lock:%s".
func lastWord(v constant.Value) string {
	if v == nil || v.Kind() != constant.String {
		return ""
	}
	words := strings.FieldsFunc(verb().ReplaceAllString(constant.StringVal(v), " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	if len(words) == 0 || len(words[len(words)-1]) < 2 {
		return ""
	}
	return lower(words[len(words)-1])
}

// verb is one of a format.
var verb = lazyregexp.New(`%[-+# 0-9.\[\]*]*[a-zA-Z%]`)

// nameOfCall names what a function returns.
func (s source) nameOfCall(call *ast.CallExpr) string {
	if s.info.Types[call.Fun].IsType() && len(call.Args) == 1 {
		return s.nameOf(call.Args[0])
	}
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return made(fun.Name)
	case *ast.SelectorExpr:
		if isNamedCall(s.info, fun, "time", "Now") {
			return "now"
		}
		if len(call.Args) == 0 && s.info.Selections[fun] != nil {
			if describes(fun.Sel.Name) {
				return s.nameOf(fun.X)
			}
			return made(fun.Sel.Name)
		}
		if fn, ok := s.info.Uses[fun.Sel].(*types.Func); ok && fn.Pkg() != nil {
			switch fn.Pkg().Path() {
			case "strconv", "strings", "fmt", "errors", "math":
				if fn.Pkg().Path() == "fmt" && len(call.Args) > 1 {
					return lastWord(s.info.Types[call.Args[0]].Value)
				}
				if len(call.Args) > 0 && fn.Pkg().Path() == "strconv" {
					return s.nameOf(call.Args[0])
				}
				return ""
			}
		}
		return made(fun.Sel.Name)
	}
	return ""
}

// describes reports whether a method gives a value of a kind, and does not say what it is.
func describes(method string) bool {
	switch method {
	case "String", "Bytes", "Unix", "UnixMilli", "UnixMicro", "UnixNano", "Seconds", "Milliseconds", "Microseconds", "Nanoseconds", "Int64", "Value", "Load", "Get":
		return true
	}
	return false
}

func isNamedCall(info *types.Info, sel *ast.SelectorExpr, path, name string) bool {
	fn, ok := info.Uses[sel.Sel].(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == path && fn.Name() == name
}

// made is the name of what a function makes: "lockKey" of "makeLockKey".
func made(name string) string {
	for _, verb := range []string{"get", "make", "build", "new", "format", "gen", "generate"} {
		rest := name[min(len(verb), len(name)):]
		if strings.EqualFold(name[:min(len(verb), len(name))], verb) && rest != "" && unicode.IsUpper(rune(rest[0])) {
			name = rest
			break
		}
	}
	return lower(name)
}

// lower is a Go name as one of a script: "userID" of "UserID", "ttl" of "TTL".
func lower(name string) string {
	runes := []rune(name)
	for i := range runes {
		if i > 0 && (!unicode.IsUpper(runes[i]) || i+1 < len(runes) && !unicode.IsUpper(runes[i+1]) && unicode.IsLetter(runes[i+1])) {
			break
		}
		runes[i] = unicode.ToLower(runes[i])
	}
	return string(runes)
}

// isNow reports whether an expression is made of the current time.
func (s source) isNow(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (isNamedCall(s.info, sel, "time", "Now") && s.info.Selections[sel] == nil || s.isNow(sel.X))
}
