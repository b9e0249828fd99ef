package session

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/scripttest/server"
)

// explain runs the case again up to a call that failed, and finds out what the script did:
// once with a copy of it that records its commands, and once in the debugger, which tells
// the line that replied.
func (e *execution) explain(ctx context.Context, failed *StepResult) {
	if failed.sent == nil {
		return // it was not called
	}
	defer func() { e.conn.Close() }()
	if _, err := e.play(ctx, failed.Step); err != nil {
		return
	}
	if e.clock.hold(e.conn) != nil {
		return
	}
	record := replay.Record
	if e.server.Kind == server.Embedded {
		record = replay.RecordEmbedded
	}
	recorder := record(failed.Script.Script, failed.Script.Facts, e.clock.lua())
	again, err := e.call(ctx, failed.Step, failed.Script, recording(e.conn, recorder))
	if err != nil {
		return
	}
	failed.Issued = recorder.Issued()
	if !slices.Equal(again.Lines, failed.Lines) {
		failed.Notes = append(failed.Notes, "run again to see its commands, it answered otherwise: "+strings.Join(again.Lines, " / "))
	}
	if failed.Replied == nil && e.server.Kind != server.Embedded {
		e.locate(ctx, failed)
	}
}

// longest is how many lines a script is followed for.
const longest = 20_000

// locate finds the line that replied.
func (e *execution) locate(ctx context.Context, failed *StepResult) {
	if _, err := e.play(ctx, failed.Step); err != nil {
		return
	}
	call, ok := failed.debugged(e.clock)
	if !ok || e.clock.hold(e.conn) != nil {
		return
	}
	line, err := lastLine(ctx, e.server, call)
	var refused *ldb.RefusedError
	switch {
	case errors.As(err, &refused):
		failed.Notes = append(failed.Notes, "the line that replied is not known: the server refuses SCRIPT DEBUG")
	case err == nil && line > 0 && !(e.clock.frozen() && line == 1): // which holds the clock's own Lua
		failed.Replied = lineOf(failed.Script, line)
	}
}

// debugged is the call of a step as the debugger takes it.
func (r *StepResult) debugged(c clock) (ldb.Call, bool) {
	call := ldb.Call{Text: c.text(r.Script), ReadOnly: r.Script.ReadOnly}
	if len(r.sent) == 0 {
		return call, false
	}
	n, err := strconv.Atoi(r.sent[0])
	if err != nil || n < 0 || n >= len(r.sent) {
		return call, false
	}
	call.Keys, call.Args = r.sent[1:1+n], r.sent[1+n:]
	return call, true
}

// lastLine runs a script line by line and returns the last one.
func lastLine(ctx context.Context, s *server.Server, call ldb.Call) (int, error) {
	debug, stop, err := ldb.Start(ctx, s.Options, call, ldb.RollBack)
	if err != nil {
		return 0, err
	}
	defer debug.Close()
	last := 0
	for range longest {
		if stop.End != nil {
			return last, nil
		}
		last = stop.Line
		if stop, err = debug.Step(); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// textOfLine is a line of a text, without blanks around it.
func textOfLine(text []byte, line int) string {
	lines := syntax.NewLines(text)
	if line < 1 || line > lines.Count() {
		return ""
	}
	for l := range strings.Lines(string(text)) {
		if line--; line == 0 {
			return strings.TrimSpace(l)
		}
	}
	return ""
}

// find is a line of one of the files that a script consists of.
func (s *Script) find(file string, line int) *Line {
	for i, seg := range s.Segments {
		end := syntax.NewLines(s.Text).Count() + 1
		if i+1 < len(s.Segments) {
			end = s.Segments[i+1].TextLine
		}
		at := seg.TextLine + line - seg.Line
		if (seg.File == file || seg.Name == s.Name && strings.HasSuffix(seg.File, file)) && at >= seg.TextLine && at <= end {
			return &Line{File: seg.File, Line: line, Text: textOfLine(s.Text, at)}
		}
	}
	return &Line{File: file, Line: line}
}
