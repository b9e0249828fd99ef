package adapter

import (
	"fmt"
	"strings"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/scripttest/casefile"
)

// The contexts of an evaluation that are treated for themselves.
const (
	hovering = "hover"
	typing   = "repl"
)

func (a *adapter) evaluate(arguments dap.EvaluateArguments) (dap.ResponseMessage, error) {
	expression := strings.TrimSpace(arguments.Expression)
	if arguments.Context == hovering && strings.ContainsAny(expression, "({\"'") {
		return nil, fmt.Errorf("%s is not evaluated while hovering: it may call something", expression)
	}
	frame, frames, err := a.evaluationFrame(arguments.FrameId)
	if err != nil {
		return nil, err
	}
	if command, ok := redisCommand(expression); ok && arguments.Context == typing {
		return a.command(command)
	}
	r, err := a.session.Evaluate(frame, frames, expression)
	if err != nil {
		return nil, err
	}
	v := a.variable("", expression, r.Value)
	if strings.ContainsAny(expression, " (") { // the entries of what is computed are no expressions of their own
		v = a.variable("", "", r.Value)
	}
	if note := r.Note(); note != "" {
		v.Value += "  (" + note + ")"
	}
	return &dap.EvaluateResponse{Body: dap.EvaluateResponseBody{
		Result: v.Value, Type: v.Type, VariablesReference: v.VariablesReference,
		NamedVariables: v.NamedVariables, IndexedVariables: v.IndexedVariables,
	}}, nil
}

// evaluationFrame is the frame that the client names, or the innermost one.
func (a *adapter) evaluationFrame(id int) (debugger.Frame, []debugger.Frame, error) {
	if id == 0 {
		id = 1
	}
	return a.frame(id)
}

// redisCommand is what is typed as "redis GET key", which is no expression.
func redisCommand(text string) (command string, ok bool) {
	name, command, ok := strings.Cut(text, " ")
	command = strings.TrimSpace(command)
	if !ok || !strings.EqualFold(name, "redis") || command == "" {
		return "", false
	}
	first := command[0] | 0x20
	return command, 'a' <= first && first <= 'z'
}

// command runs a command as the script could.
func (a *adapter) command(line string) (dap.ResponseMessage, error) {
	words, err := casefile.Words(line)
	if err != nil {
		return nil, err
	}
	args := make([]string, len(words))
	for i, w := range words {
		args[i] = w.Text
	}
	events, err := a.session.Redis(args...)
	if err != nil {
		return nil, err
	}
	response := &dap.EvaluateResponse{}
	for _, e := range events {
		switch {
		case e.Kind == ldb.Reply:
			response.Body.Result = e.Text
		case e.Kind == ldb.Error && response.Body.Result == "":
			response.Body.Result = "(error) " + e.Text
		}
	}
	return response, nil
}
