package session

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/server"
)

// step runs a step. An error ends the case; what the step does wrong is in its result.
func (e *execution) step(ctx context.Context, s *casefile.Step) (StepResult, error) {
	script, err := e.runner.Scripts.Find(e.folder(), s.Words[0].Text)
	var broken *BrokenError
	switch {
	case errors.As(err, &broken):
		return StepResult{Step: s, Wrong: "the script cannot be run: " + broken.Error()}, nil
	case err != nil:
		return StepResult{}, err
	case script != nil && e.watching:
		return e.watched(ctx, s, script)
	case script != nil:
		return e.call(ctx, s, script, e.sender(ctx, script))
	default:
		return e.command(s)
	}
}

// streaming are the commands that answer with more than one reply, or with none.
var streaming = map[string]bool{"MONITOR": true, "PSUBSCRIBE": true, "PSYNC": true, "SSUBSCRIBE": true, "SUBSCRIBE": true, "SYNC": true}

// command runs a command of Redis.
func (e *execution) command(s *casefile.Step) (StepResult, error) {
	result := StepResult{Step: s}
	words := s.Texts()
	if name := strings.ToUpper(words[0]); streaming[name] {
		result.Wrong = name + " has no one answer, and cannot be a step"
		return result, nil
	}
	v, err := e.conn.Do(e.clock.command(words)...)
	if err != nil {
		return result, err
	}
	result.Lines = e.clock.reply(words, v).Lines()
	if len(s.Answer) == 0 && (v.Kind == '-' || v.Kind == '!') {
		result.Wrong, result.Unexpected = unexpected, true
	}
	result.judge()
	if result.Failed() && strings.HasPrefix(strings.ToLower(v.Text), "err unknown command") {
		result.Lines = nil
		result.Wrong, result.Unexpected = "there is no such command, and no script "+e.missing(words[0]), false
	}
	return result, nil
}

// unexpected is why an error fails a step without an answer.
const unexpected = "it answered an error; write that below the step when it is what you expect"

// missing names the script that a word does not name, and what is probably meant.
func (e *execution) missing(word string) string {
	path := e.runner.Scripts.shown(Path(e.folder(), word))
	if near := suggest.Closest(word, e.runner.Scripts.Names(e.folder())); near != "" {
		return fmt.Sprintf("%s; did you mean %s?", path, near)
	}
	return path
}

func (s *Scripts) shown(path string) string { return strings.TrimPrefix(path, "./") }

// sender sends the command that calls a script.
type sender func(args []string) (resp.Value, error)

// call calls a script with the step's inputs, by way of send.
func (e *execution) call(ctx context.Context, s *casefile.Step, script *Script, send sender) (StepResult, error) {
	result := StepResult{Step: s, Script: script}
	call, err := newCall(script, s)
	var wrong *replay.InputError
	if errors.As(err, &wrong) {
		result.Wrong = wrong.Error()
		return result, nil
	}
	if err != nil {
		return result, err
	}
	var lost error
	client := e.conn.Client(func(args []string) (resp.Value, error) {
		switch strings.ToLower(args[0]) {
		case "hello", "client": // how clients introduce themselves; the connection has been set up
			return resp.Value{Kind: '-', Raw: []byte("-ERR unknown command\r\n")}, nil
		}
		if len(args) > 2 {
			result.sent = args[2:]
		}
		v, err := send(args)
		if err != nil {
			lost = err
		}
		return v, err
	})
	outcome := call.Run(ctx, client)
	_ = client.Close() // nothing is behind it
	if lost != nil {
		return result, lost
	}
	result.take(call, outcome)
	if e.clock.frozen() && result.Replied != nil && result.Replied.Line == 1 {
		result.Replied = nil // that of the clock's own Lua
	}
	result.judge()
	return result, ctx.Err()
}

// newCall checks the inputs of a step that calls a script.
func newCall(script *Script, s *casefile.Step) (*replay.Call, error) {
	in, err := replay.Named(script.Script, s.Texts()[1:])
	if err != nil {
		return nil, err
	}
	return replay.New(script.Script, script.Returns, in)
}

// take puts what came of a call into lines.
func (r *StepResult) take(call *replay.Call, outcome replay.Outcome) {
	var raised *runtime.ScriptError
	var misfit *runtime.DecodeError
	err := outcome.Err
	switch name := call.DeclaredName(err); {
	case err == nil:
		r.Lines = strings.Split(outcome.Value.String(), "\n")
	case name != "":
		r.Lines = []string{name}
	case errors.As(err, &raised):
		text := strings.TrimSpace(raised.Code + " " + raised.Message)
		r.Lines = strings.Split("(error) "+text, "\n")
		if raised.Line > 0 {
			r.Replied = r.Script.find(raised.File, raised.Line)
		}
		if len(r.Step.Answer) == 0 {
			r.Wrong, r.Unexpected = unexpected, true
		}
	case errors.As(err, &misfit):
		r.Wrong = "the reply is not what the header declares: " + strings.TrimPrefix(misfit.Error(), misfit.Script+": ")
	default:
		r.Wrong = strings.TrimPrefix(err.Error(), r.Script.File+": ")
	}
}

// judge compares the answer with the one that the step expects.
func (r *StepResult) judge() {
	r.Differs = r.Wrong == "" && !casefile.Matches(r.Step.Answer, r.Lines)
}

// sender is how the scripts of the case are called.
func (e *execution) sender(ctx context.Context, script *Script) sender {
	switch {
	case e.counts != nil:
		return func(args []string) (resp.Value, error) {
			return e.counts.Call(ctx, script.Script, e.clock.lua(), args)
		}
	case e.server.Kind == server.Embedded: // its errors hold no usable position; the recording copy's do
		return recording(e.conn, replay.RecordEmbedded(script.Script, script.Facts, e.clock.lua()))
	case e.clock.frozen():
		text := string(e.clock.text(script))
		return func(args []string) (resp.Value, error) {
			args[0] = strings.Replace(strings.ToUpper(args[0]), "EVALSHA", "EVAL", 1)
			args[1] = text
			return e.conn.Do(args...)
		}
	default:
		return func(args []string) (resp.Value, error) { return e.conn.Do(args...) }
	}
}

// recording is a sender that runs the copy of a script that records what it issues.
func recording(conn *server.Conn, r *replay.Recorder) sender {
	return func(args []string) (resp.Value, error) {
		calls := r.Rewrite(args)
		v, err := conn.Do(args...)
		if calls && err == nil {
			v = r.Unwrap(v)
		}
		return v, err
	}
}
