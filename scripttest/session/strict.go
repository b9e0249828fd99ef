package session

import (
	"context"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/fault"
	"github.com/luagen/luagen/scripttest/server"
)

// watched calls a script that a case is strict with: the call fails that shows a fault which no answer
// does.
func (e *execution) watched(ctx context.Context, s *casefile.Step, script *Script) (StepResult, error) {
	watch := replay.Watch
	if e.server.Kind == server.Embedded {
		watch = replay.WatchEmbedded
	}
	recorder := watch(script.Script, script.Facts, e.clock.lua())
	result, err := e.call(ctx, s, script, recording(e.conn, recorder))
	if err != nil || result.Failed() || len(result.sent) == 0 {
		return result, err
	}
	n, err := strconv.Atoi(result.sent[0])
	if err != nil || n >= len(result.sent) {
		return result, nil // refused
	}
	result.Issued = recorder.Issued()
	call := fault.Call{
		Script: script.Script, Keys: result.sent[1 : 1+n], Args: result.sent[1+n:],
		Issued: result.Issued, Notes: recorder.Notes(), Failed: result.Replied != nil,
	}
	call.Reply = strings.Join(result.Lines, "\n")
	if found := fault.Find(call); len(found) > 0 {
		f := found[0]
		result.Wrong = f.Kind.String() + ": " + f.Message
		if f.Span.Start.Line > 0 {
			result.Replied = script.find(f.Span.File, f.Span.Start.Line)
		}
	}
	return result, nil
}
