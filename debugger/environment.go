package debugger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/parser/syntax"
)

// environment rebuilds variables of a frame as Lua source.
type environment struct {
	session *Session
	frame   Frame
	frames  []Frame

	own     []Variable // of the frame; nil until needed
	names   []string   // rebuilt, in order of need
	sources map[string]string
	rounded []string
}

// need rebuilds a variable, and those that it needs itself. A global one needs nothing.
func (e *environment) need(name string) error {
	if _, done := e.sources[name]; done {
		return nil
	}
	v, local, err := e.variable(name)
	if err != nil || !local {
		return err
	}
	if v.Problem != "" {
		return &EvaluationError{name + ": " + v.Problem}
	}
	if err := e.session.refine(&v); err != nil {
		return err
	}
	if v.Rounded {
		e.rounded = append(e.rounded, name)
	}
	e.sources[name] = "nil" // while what it needs is rebuilt, which may need it
	e.names = append(e.names, name)
	source, err := e.source(name, v.Value, v.binding)
	if err != nil {
		return err
	}
	e.sources[name] = source
	return nil
}

// variable finds a local variable by its name.
func (e *environment) variable(name string) (v Variable, local bool, err error) {
	index := slices.IndexFunc(e.frames, func(g Frame) bool { return g == e.frame })
	if index == 0 {
		if e.own == nil {
			if e.own, err = e.session.ownVariables(e.frame, e.frames, 0); err != nil {
				return Variable{}, false, err
			}
		}
		if i := slices.IndexFunc(e.own, func(v Variable) bool { return v.Name == name }); i >= 0 {
			return e.own[i], true, nil
		}
	}
	b := e.session.code.visible(e.frame.line, e.frame.function)[name]
	if b == nil {
		return Variable{}, false, nil
	}
	v, err = e.session.lookup(b, e.frames, index)
	return v, true, err
}

// declarations are the rebuilt variables as Lua.
func (e *environment) declarations() string {
	if len(e.names) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("local " + strings.Join(e.names, ", ") + " ")
	for _, name := range slices.Backward(e.names) { // what a variable needs comes after it
		b.WriteString(name + " = " + e.sources[name] + " ")
	}
	return b.String()
}

// source is a value as Lua. path says where it stands.
func (e *environment) source(path string, v ldb.Value, b *scope.Binding) (string, error) {
	switch v.Kind {
	case ldb.String:
		return ldb.Literal(v.Text), nil
	case ldb.Number:
		return numberSource(v.Text), nil
	case ldb.Nil, ldb.Boolean:
		return v.Text, nil
	case ldb.Table:
		parts := make([]string, len(v.Entries))
		for i, entry := range v.Entries {
			key, err := e.source(path, entry.Key, nil)
			if err != nil {
				return "", err
			}
			value, err := e.source(path+"."+entry.KeyText(), entry.Value, nil)
			if err != nil {
				return "", err
			}
			parts[i] = "[ " + key + " ] = " + value
		}
		return "{ " + strings.Join(parts, ", ") + " }", nil
	case ldb.Function:
		if source, ok, err := e.function(b); ok || err != nil {
			return source, err
		}
		return "", &EvaluationError{path + " is a function, of which the server's debugger gives no copy"}
	case ldb.Userdata:
		if v.IsNull() {
			return "cjson.null", nil
		}
		return "", &EvaluationError{path + " is userdata, of which the server's debugger gives no copy"}
	case ldb.Deep:
		return "", &EvaluationError{path + " is nested deeper than the server prints"}
	default:
		return "", &EvaluationError{path + " is a coroutine, of which the server's debugger gives no copy"}
	}
}

func numberSource(text string) string {
	switch strings.TrimPrefix(text, "-") {
	case "inf":
		return "(" + strings.TrimSuffix(text, "inf") + "1/0)"
	case "nan":
		return "(0/0)"
	}
	return "(" + text + ")"
}

// function is the source of a function that a variable always stands for: one of a library, or
// one of the script with what it uses from outside.
func (e *environment) function(b *scope.Binding) (source string, ok bool, err error) {
	if b == nil || len(b.Writes) > 0 || b.Init == nil {
		return "", false, nil
	}
	code := e.session.code
	if isLibraryMember(code, b.Init) {
		r := b.Init.Span()
		return string(code.text[r.From:r.To]), true, nil
	}
	f, ok := b.Init.(*syntax.FuncExpr)
	if !ok {
		return "", false, nil
	}
	var problem error
	syntax.Inspect(f, func(n syntax.Node) bool {
		name, is := n.(*syntax.NameExpr)
		if !is || problem != nil {
			return problem == nil
		}
		if used := code.scope.Use(name); used != nil && (used.Decl.From < f.From || used.Decl.To > f.To) {
			if visible := code.visible(e.frame.line, e.frame.function)[name.Name]; visible != nil && visible != used {
				problem = &EvaluationError{fmt.Sprintf("%s uses another variable %s than is visible here", b.Name, name.Name)}
				return false
			}
			problem = e.need(name.Name)
		}
		return true
	})
	text := string(code.text[f.From:f.To])
	if !strings.HasPrefix(text, "function") {
		text = "function" + text
	}
	return text, problem == nil, problem
}

// isLibraryMember reports whether an expression names a member of a library: redis.call.
func isLibraryMember(c *code, x syntax.Expr) bool {
	switch x := x.(type) {
	case *syntax.NameExpr:
		return c.scope.Use(x) == nil
	case *syntax.IndexExpr:
		_, constant := x.Key.(*syntax.StringExpr)
		return constant && isLibraryMember(c, x.X)
	}
	return false
}
