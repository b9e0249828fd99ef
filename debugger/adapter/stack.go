package adapter

import (
	"fmt"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
)

// thread is the one that there is.
const thread = 1

func (a *adapter) stackTrace(arguments dap.StackTraceArguments) (dap.ResponseMessage, error) {
	frames, err := a.currentFrames()
	if err != nil {
		return nil, err
	}
	response := &dap.StackTraceResponse{Body: dap.StackTraceResponseBody{StackFrames: []dap.StackFrame{}, TotalFrames: len(frames)}}
	for i, f := range frames {
		if i < arguments.StartFrame || arguments.Levels > 0 && i >= arguments.StartFrame+arguments.Levels {
			continue
		}
		response.Body.StackFrames = append(response.Body.StackFrames, dap.StackFrame{
			Id: i + 1, Name: f.Name, Source: a.source(f.Place.File), Line: a.line(f.Place.Line), Column: a.column(),
		})
	}
	return response, nil
}

// currentFrames are those of the stop, asked for once.
func (a *adapter) currentFrames() ([]debugger.Frame, error) {
	if err := a.stands(); err != nil {
		return nil, err
	}
	if a.frames == nil {
		frames, err := a.session.Frames()
		if err != nil {
			return nil, err
		}
		a.frames = frames
	}
	return a.frames, nil
}

// frame is the one of an identifier that stackTrace gave.
func (a *adapter) frame(id int) (debugger.Frame, []debugger.Frame, error) {
	frames, err := a.currentFrames()
	if err != nil {
		return debugger.Frame{}, nil, err
	}
	if id < 1 || id > len(frames) {
		return debugger.Frame{}, nil, fmt.Errorf("there is no frame %d at this stop", id)
	}
	return frames[id-1], frames, nil
}
