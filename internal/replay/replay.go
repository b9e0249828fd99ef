// Package replay runs one script as its header declares it: keys and arguments typed
// in by a person, the reply decoded by the same runtime that generated code calls.
//
// Flags and the printing of an outcome are internal/cli's.
package replay

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Call is one call of a script, its inputs checked.
type Call struct {
	script *parser.Script
	steps  []step
	decode decoder
	errors []error // the declared ones, as the script declares them
}

// New checks the inputs of a call against the script's header. A mistake in them is
// an *InputError. returns is the script's reply type, a bare tuple filled in.
func New(s *parser.Script, returns parser.Type, in Inputs) (*Call, error) {
	steps, err := bind(s, in)
	if err != nil {
		return nil, err
	}
	c := &Call{script: s, steps: steps, decode: decoderFor(returns)}
	for _, e := range s.Errors {
		c.errors = append(c.errors, declaredError(e))
	}
	if !s.Annotated {
		c.decode = func(d *runtime.Decoder) Value { return anyValue(d.Any()) }
	}
	return c, nil
}

// Outcome is what came of a call.
type Outcome struct {
	Value Value
	Err   error // a *runtime.ScriptError, *runtime.DecodeError, a declared error or a failure to reach the server
	Took  time.Duration
}

// Run runs the call once.
func (c *Call) Run(ctx context.Context, client runtime.Client) Outcome {
	call := c.encoded()
	start := time.Now()
	v, err := runtime.Run(ctx, client, call)
	return Outcome{Value: v, Err: err, Took: time.Since(start)}
}

func (c *Call) encoded() *runtime.Call[Value] {
	call := runtime.NewCall(c.runtimeScript(), c.decode, len(c.steps))
	for _, s := range c.steps {
		s(call.Args)
	}
	return call
}

// runtimeScript describes the script as generated code does.
func (c *Call) runtimeScript() *runtime.Script {
	s := c.script
	sum := sha1.Sum(s.Text)
	options := []runtime.Option{runtime.Lines(sources(s)...)}
	if s.ReadOnly {
		options = append(options, runtime.ReadOnly())
	}
	for i, e := range s.Errors {
		options = append(options, declared(e, c.errors[i]))
	}
	return runtime.NewScript(path.Base(s.Name), string(s.Text), hex.EncodeToString(sum[:]), options...)
}

// sources says which file each line of the text comes from.
func sources(s *parser.Script) []runtime.Source {
	runs := make([]runtime.Source, len(s.Segments))
	end := syntax.NewLines(s.Text).Count() + 1 // the line after the segment
	for i := len(runs) - 1; i >= 0; i-- {
		seg := s.Segments[i]
		file := seg.File
		if seg.Name == s.Name {
			file = path.Base(s.Name)
		}
		runs[i] = runtime.Source{File: file, Line: seg.Line, At: seg.TextLine, Count: end - seg.TextLine}
		end = seg.TextLine
	}
	return runs
}

// declaredError is the error for an @error.
func declaredError(e parser.ReplyErr) error {
	if e.Doc != "" {
		return fmt.Errorf("%s: %s", e.Text, e.Doc)
	}
	return errors.New(e.Text)
}

// declared is the option for an @error.
func declared(e parser.ReplyErr, err error) runtime.Option {
	switch e.Match.Kind {
	case parser.MatchInt:
		return runtime.OnInt(e.Match.Int, err)
	case parser.MatchString:
		return runtime.OnString(e.Match.Text, err)
	case parser.MatchNil:
		return runtime.OnNil(err)
	case parser.MatchCode:
		return runtime.OnCode(e.Match.Text, err)
	default:
		return runtime.OnError(e.Match.Text, err)
	}
}

// Command is the EVALSHA command of the call without its name, for measurements:
// number of keys, keys, arguments.
func (c *Call) Command(ctx context.Context) ([]any, error) {
	r := &recorder{}
	if err := runtime.Send(ctx, r, c.encoded()); err != nil && !errors.Is(err, errRecorded) {
		return nil, err
	}
	return r.args, nil
}

// errRecorded ends a call that was not meant to be sent.
var errRecorded = errors.New("recorded, not sent")

// recorder is a client that keeps a command instead of sending it.
type recorder struct{ args []any }

// Process implements runtime.Client.
func (r *recorder) Process(_ context.Context, cmd redis.Cmder) error {
	r.args = []any{fmt.Sprint(cmd.Args()[2])}
	for _, word := range cmd.Args()[core.PrefixWords:] {
		r.args = append(r.args, core.WordText(word))
	}
	cmd.SetErr(errRecorded)
	return errRecorded
}
