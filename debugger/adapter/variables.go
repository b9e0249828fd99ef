package adapter

import (
	"fmt"
	"strconv"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/ldb"
)

// holder is something with variables, which the client asks for by its place among all that
// it has been shown at this stop.
type holder func() ([]dap.Variable, error)

func (a *adapter) hold(h holder) (reference int) {
	a.shown = append(a.shown, h)
	return len(a.shown)
}

func (a *adapter) scopes(arguments dap.ScopesArguments) (dap.ResponseMessage, error) {
	frame, frames, err := a.frame(arguments.FrameId)
	if err != nil {
		return nil, err
	}
	vars, err := a.session.Variables(frame, frames)
	if err != nil {
		return nil, err
	}
	var own, outer []debugger.Variable
	for _, v := range vars {
		if v.Outer {
			outer = append(outer, v)
		} else {
			own = append(own, v)
		}
	}
	response := &dap.ScopesResponse{}
	add := func(name, hint string, h holder) {
		response.Body.Scopes = append(response.Body.Scopes, dap.Scope{Name: name, PresentationHint: hint, VariablesReference: a.hold(h)})
	}
	add("Locals", "locals", func() ([]dap.Variable, error) { return a.listed(own), nil })
	if len(outer) > 0 {
		add("Outer", "locals", func() ([]dap.Variable, error) { return a.listed(outer), nil })
	}
	for _, name := range []string{"KEYS", "ARGV"} {
		add(name, "arguments", func() ([]dap.Variable, error) {
			r, err := a.session.Evaluate(frame, frames, name)
			return a.entries(r.Value, name), err
		})
	}
	add("Commands", "", a.commands)
	return response, nil
}

// commands are those that the script has issued, the last one first.
func (a *adapter) commands() ([]dap.Variable, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := make([]dap.Variable, len(a.issued))
	for i, e := range a.issued {
		list[len(list)-1-i] = dap.Variable{Name: fmt.Sprintf("%d  %s", i+1, e.Text), Value: e.Reply, Type: "reply"}
	}
	return list, nil
}

func (a *adapter) listed(vars []debugger.Variable) []dap.Variable {
	list := make([]dap.Variable, len(vars))
	for i, v := range vars {
		switch {
		case v.Problem != "":
			list[i] = dap.Variable{Name: v.Name, Value: v.Problem}
		default:
			list[i] = a.variable(v.Name, v.Name, v.Value)
			if v.Rounded {
				list[i].Value += "  (the server tells six digits)"
			}
		}
	}
	return list
}

// variable is a value under a name. path is the expression for it; empty when there is none.
func (a *adapter) variable(name, path string, v ldb.Value) dap.Variable {
	out := dap.Variable{Name: name, Value: v.String(), Type: kinds[v.Kind], EvaluateName: path}
	if v.Kind == ldb.Table {
		if len(v.Entries) > 0 {
			out.VariablesReference = a.hold(func() ([]dap.Variable, error) { return a.entries(v, path), nil })
		}
		if v.Array {
			out.IndexedVariables = len(v.Entries)
		} else {
			out.NamedVariables = len(v.Entries)
		}
		out.Value = summary(v)
	}
	return out
}

var kinds = map[ldb.Kind]string{
	ldb.Nil: "nil", ldb.Boolean: "boolean", ldb.Number: "number", ldb.String: "string", ldb.Table: "table", ldb.Deep: "table",
	ldb.Function: "function", ldb.Userdata: "userdata", ldb.Thread: "thread",
}

// summary is a table on one line that is not too long.
func summary(v ldb.Value) string {
	const longest = 100
	text := v.String()
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

func (a *adapter) entries(v ldb.Value, path string) []dap.Variable {
	list := make([]dap.Variable, len(v.Entries))
	for i, e := range v.Entries {
		name := e.KeyText()
		list[i] = a.variable(name, entryPath(path, e), e.Value)
	}
	return list
}

// entryPath is the expression for an entry of a table.
func entryPath(path string, e ldb.Entry) string {
	name := e.KeyText()
	switch {
	case path == "":
		return ""
	case name[0] != '[':
		return path + "." + name
	case e.Key.Kind == ldb.String:
		return path + "[" + ldb.Literal(e.Key.Text) + "]"
	case e.Key.Kind == ldb.Number || e.Key.Kind == ldb.Boolean:
		return path + name
	default:
		return ""
	}
}

func (a *adapter) variables(arguments dap.VariablesArguments) (dap.ResponseMessage, error) {
	if err := a.stands(); err != nil {
		return nil, err
	}
	n := arguments.VariablesReference
	if n < 1 || n > len(a.shown) {
		return nil, fmt.Errorf("there are no variables %s at this stop", strconv.Itoa(n))
	}
	list, err := a.shown[n-1]()
	if err != nil {
		return nil, err
	}
	if list = page(list, arguments); list == nil {
		list = []dap.Variable{}
	}
	return &dap.VariablesResponse{Body: dap.VariablesResponseBody{Variables: list}}, nil
}

// page is the part of a list that the client asks for.
func page(list []dap.Variable, arguments dap.VariablesArguments) []dap.Variable {
	from := min(max(arguments.Start, 0), len(list))
	list = list[from:]
	if arguments.Count > 0 {
		list = list[:min(arguments.Count, len(list))]
	}
	return list
}
