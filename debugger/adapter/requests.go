package adapter

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
)

// answer carries out a request.
func (a *adapter) answer(request dap.RequestMessage, content []byte) (dap.ResponseMessage, error) {
	switch r := request.(type) {
	case *dap.InitializeRequest:
		return a.initialize(content)
	case *dap.LaunchRequest:
		return &dap.LaunchResponse{}, a.start(r.Arguments)
	case *dap.RestartRequest:
		return &dap.RestartResponse{}, a.restart(r.Arguments)
	case *dap.DisconnectRequest:
		a.leave() // before the answer, after which the client may kill the adapter
		return &dap.DisconnectResponse{}, errDisconnected
	case *dap.TerminateRequest:
		return &dap.TerminateResponse{}, nil
	case *dap.ThreadsRequest:
		response := &dap.ThreadsResponse{}
		response.Body.Threads = []dap.Thread{{Id: thread, Name: "script"}}
		return response, nil
	}
	if a.session == nil {
		return nil, errors.New("nothing is debugged yet: launch comes first")
	}
	switch r := request.(type) {
	case *dap.SetBreakpointsRequest:
		return a.setBreakpoints(r.Arguments)
	case *dap.SetExceptionBreakpointsRequest:
		return a.setExceptionBreakpoints(r.Arguments), nil
	case *dap.BreakpointLocationsRequest:
		if r.Arguments == nil {
			return nil, errors.New("breakpointLocations needs arguments")
		}
		return a.breakpointLocations(*r.Arguments)
	case *dap.LoadedSourcesRequest:
		return a.loadedSources(), nil
	case *dap.ConfigurationDoneRequest:
		return &dap.ConfigurationDoneResponse{}, nil
	case *dap.PauseRequest:
		a.session.Interrupt()
		return &dap.PauseResponse{}, nil
	}
	if a.isRunning() {
		return nil, errors.New("the script is running: pause it first")
	}
	switch r := request.(type) {
	case *dap.ContinueRequest:
		return &dap.ContinueResponse{Body: dap.ContinueResponseBody{AllThreadsContinued: true}}, a.stands()
	case *dap.NextRequest:
		return &dap.NextResponse{}, a.stands()
	case *dap.StepInRequest:
		return &dap.StepInResponse{}, a.stands()
	case *dap.StepOutRequest:
		return &dap.StepOutResponse{}, a.stands()
	case *dap.StackTraceRequest:
		return a.stackTrace(r.Arguments)
	case *dap.ScopesRequest:
		return a.scopes(r.Arguments)
	case *dap.VariablesRequest:
		return a.variables(r.Arguments)
	case *dap.EvaluateRequest:
		return a.evaluate(r.Arguments)
	case *dap.ExceptionInfoRequest:
		return a.exceptionInfo()
	}
	return nil, fmt.Errorf("%s is not supported", request.GetRequest().Command)
}

// after is what follows the answer to a request; nil for nothing.
func (a *adapter) after(request dap.RequestMessage) func() {
	switch request.(type) {
	case *dap.LaunchRequest:
		return func() { a.event("initialized", &dap.InitializedEvent{}) }
	case *dap.ConfigurationDoneRequest:
		return a.configured
	case *dap.RestartRequest:
		return a.configured
	case *dap.TerminateRequest:
		return a.terminate
	case *dap.ContinueRequest:
		return func() { a.run(a.session.Continue) }
	case *dap.NextRequest:
		return func() { a.run(a.session.StepOver) }
	case *dap.StepInRequest:
		return func() { a.run(a.session.StepIn) }
	case *dap.StepOutRequest:
		return func() { a.run(a.session.StepOut) }
	}
	return nil
}

// The filters of errors.
const (
	filterFatal = "fatal"
	filterAll   = "all"
)

func (a *adapter) initialize(content []byte) (dap.ResponseMessage, error) {
	// Lines count from 1 unless the client says otherwise, which the decoded request does not tell.
	var counts struct {
		Arguments struct{ LinesStartAt1, ColumnsStartAt1 *bool }
	}
	if err := json.Unmarshal(content, &counts); err != nil {
		return nil, err
	}
	lines, columns := counts.Arguments.LinesStartAt1, counts.Arguments.ColumnsStartAt1
	a.zeroLines, a.zeroColumns = lines != nil && !*lines, columns != nil && !*columns
	a.errors = debugger.FatalErrors
	return &dap.InitializeResponse{Body: dap.Capabilities{
		SupportsConfigurationDoneRequest:   true,
		SupportsConditionalBreakpoints:     true,
		SupportsHitConditionalBreakpoints:  true,
		SupportsLogPoints:                  true,
		SupportsEvaluateForHovers:          true,
		SupportsExceptionInfoRequest:       true,
		SupportsLoadedSourcesRequest:       true,
		SupportsBreakpointLocationsRequest: true,
		SupportsRestartRequest:             true,
		SupportsTerminateRequest:           true,
		SupportsDelayedStackTraceLoading:   true,
		ExceptionBreakpointFilters: []dap.ExceptionBreakpointsFilter{
			{Filter: filterFatal, Label: "Errors that end the script", Default: true,
				Description: "Run the script again, up to the line that raised the error. Writes must be rolled back."},
			{Filter: filterAll, Label: "Every error of a command", Description: "Stop after a command that failed, caught or not."},
		},
	}}, nil
}

func (a *adapter) exceptionInfo() (dap.ResponseMessage, error) {
	stop := a.standing()
	if stop.Reason != debugger.AtError || stop.End != nil {
		return nil, errors.New("the script does not stand at an error")
	}
	info := dap.ExceptionInfoResponseBody{ExceptionId: "error", Description: stop.Text, BreakMode: "always"}
	if stop.Fatal {
		info.BreakMode = "unhandled"
		info.Details = &dap.ExceptionDetails{Message: "The script was run again up to this line, which raised the error."}
	}
	return &dap.ExceptionInfoResponse{Body: info}, nil
}
