package adapter

import (
	"slices"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
)

func (a *adapter) setBreakpoints(arguments dap.SetBreakpointsArguments) (dap.ResponseMessage, error) {
	list := arguments.Breakpoints
	if list == nil {
		for _, line := range arguments.Lines { // of older clients
			list = append(list, dap.SourceBreakpoint{Line: line})
		}
	}
	a.points[arguments.Source.Path] = list
	response := &dap.SetBreakpointsResponse{}
	response.Body.Breakpoints = make([]dap.Breakpoint, len(list))
	file, ok := a.file(arguments.Source.Path)
	if !ok || a.arguments.NoDebug {
		for i, b := range list {
			response.Body.Breakpoints[i] = dap.Breakpoint{Line: b.Line, Message: "the script that is debugged does not use this file"}
		}
		return response, nil
	}
	for i, p := range a.session.SetBreakpoints(file, a.breakpoints(list)) {
		response.Body.Breakpoints[i] = dap.Breakpoint{
			Id: i + 1, Verified: p.Problem == "", Message: p.Problem, Line: a.line(p.Line), Source: a.source(file),
		}
	}
	return response, nil
}

func (a *adapter) breakpoints(list []dap.SourceBreakpoint) []debugger.Breakpoint {
	own := make([]debugger.Breakpoint, len(list))
	for i, b := range list {
		own[i] = debugger.Breakpoint{Line: a.own(b.Line), Condition: b.Condition, Hits: b.HitCondition, Log: b.LogMessage}
	}
	return own
}

func (a *adapter) setExceptionBreakpoints(arguments dap.SetExceptionBreakpointsArguments) dap.ResponseMessage {
	a.errors = debugger.NoErrors
	if slices.Contains(arguments.Filters, filterFatal) {
		a.errors = debugger.FatalErrors
	}
	if slices.Contains(arguments.Filters, filterAll) {
		a.errors = debugger.AllErrors
	}
	if a.arguments.NoDebug {
		a.errors = debugger.NoErrors
	}
	a.session.StopAt(a.errors)
	return &dap.SetExceptionBreakpointsResponse{}
}

func (a *adapter) breakpointLocations(arguments dap.BreakpointLocationsArguments) (dap.ResponseMessage, error) {
	response := &dap.BreakpointLocationsResponse{}
	response.Body.Breakpoints = []dap.BreakpointLocation{}
	file, ok := a.file(arguments.Source.Path)
	if !ok {
		return response, nil
	}
	for _, line := range a.session.StopLines(file, a.own(arguments.Line), a.own(max(arguments.Line, arguments.EndLine))) {
		response.Body.Breakpoints = append(response.Body.Breakpoints, dap.BreakpointLocation{Line: a.line(line)})
	}
	return response, nil
}
