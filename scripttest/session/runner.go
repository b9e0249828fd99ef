// Package session runs test cases of scripts: each case on an empty database, its steps one
// after another, their answers compared with those that the case expects.
//
// It neither prints nor writes files.
package session

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/cover"
	"github.com/luagen/luagen/scripttest/server"
)

// Runner runs cases. It may be used by several goroutines.
type Runner struct {
	Pool    *server.Pool
	Scripts *Scripts
	Timeout time.Duration    // for each step; 0 for 10 seconds
	Explain bool             // run the calls that fail again, to find out what they did
	Cover   *cover.Collector // collects what runs of scripts; nil when nobody asks
}

// Run runs a case, on each of its protocols. An error is one of starting servers, or of the
// context; what a case does wrong is in its results.
func (r *Runner) Run(ctx context.Context, f *casefile.File, c *casefile.Case) ([]Result, error) {
	settings := f.Settings(c)
	var results []Result
	for _, protocol := range settings.Protocols {
		s, err := r.Pool.Get(ctx)
		if err != nil {
			return nil, err
		}
		e := &execution{runner: r, server: s, file: f, test: c, settings: settings, protocol: protocol}
		start := time.Now()
		result := e.run(ctx)
		result.Took = time.Since(start)
		if len(settings.Protocols) > 1 {
			result.Protocol = protocol
		}
		results = append(results, result)
		if e.spoilt && s.Kind == server.Own {
			r.Pool.Drop(s)
		} else {
			r.Pool.Put(s)
		}
		if ctx.Err() != nil {
			return results, ctx.Err()
		}
	}
	return results, nil
}

// execution is the run of one case by one protocol.
type execution struct {
	runner   *Runner
	server   *server.Server
	file     *casefile.File
	test     *casefile.Case
	settings casefile.Settings
	protocol int

	conn     *server.Conn
	clock    clock
	counts   *cover.Session // nil when nothing is counted
	queueing bool           // between MULTI and EXEC
	watching bool           // the calls of scripts are watched for faults
	spoilt   bool           // the server is not to be used any more
}

func (e *execution) run(ctx context.Context) Result {
	result := Result{File: e.file, Case: e.test, Server: e.server.String()}
	if why := e.unfit(); why != "" {
		result.Outcome, result.Reason = Skipped, why
		return result
	}
	e.spoilt = e.spoils()
	steps, err := e.play(ctx, nil)
	if err == nil && e.settings.Strict && !slices.ContainsFunc(steps, func(s StepResult) bool { return s.Failed() }) {
		e.watching = true // once more, since a script is not counted and watched at once
		steps, err = e.play(ctx, nil)
	}
	result.Steps = steps
	if err != nil {
		result.Outcome, result.Reason, e.spoilt = Failed, err.Error(), true
		if at := (*itemError)(nil); errors.As(err, &at) {
			result.Line = at.line
		}
		return result
	}
	for i := range steps {
		if steps[i].Failed() {
			result.Outcome = Failed
			if e.runner.Explain && steps[i].Script != nil {
				e.explain(ctx, &steps[i])
				break // what failed later may follow from it
			}
		}
	}
	return result
}

// folder is where the scripts of the file are.
func (e *execution) folder() string { return filepath.Dir(filepath.FromSlash(e.file.Name)) }

// unfit says why the case cannot be run on the server; empty when it can.
func (e *execution) unfit() string {
	if e.settings.Skip != "" {
		return e.settings.Skip
	}
	fits := func(s casefile.Server) bool { return e.server.Is(s.Name, s.Less, s.Version) }
	if len(e.settings.On) > 0 && !slices.ContainsFunc(e.settings.On, fits) {
		return "not for " + e.server.String()
	}
	switch {
	case e.server.Kind == server.Given && e.spoils():
		return "it changes the server itself, and runs on one of its own only"
	case e.server.Kind == server.Embedded && len(e.settings.Config) > 0:
		return "the embedded server has no configuration"
	case e.server.Kind == server.Embedded && e.protocol == 3:
		return "the embedded server's RESP3 is not Redis's"
	case e.server.Kind == server.Embedded:
		return e.unsupported()
	}
	return ""
}

// unsupported says what the scripts of the case use that the embedded server lacks.
func (e *execution) unsupported() string {
	for _, s := range e.test.Steps() {
		script, err := e.runner.Scripts.Find(e.folder(), s.Words[0].Text)
		if script == nil || err != nil {
			continue
		}
		if lacks := replay.Unsupported(script.Script, script.Facts); len(lacks) > 0 {
			return lacks[0].Span.String() + ": " + lacks[0].Message
		}
	}
	return ""
}

// changing are the commands that change a server for the cases after it.
var changing = []string{"ACL", "CLUSTER", "CONFIG", "DEBUG", "FAILOVER", "FUNCTION", "MODULE", "REPLICAOF", "SHUTDOWN", "SLAVEOF", "SWAPDB"}

// spoils reports whether the case changes the server beyond its keys.
func (e *execution) spoils() bool {
	if len(e.settings.Config) > 0 {
		return true
	}
	return slices.ContainsFunc(e.test.Steps(), func(s *casefile.Step) bool {
		return slices.Contains(changing, strings.ToUpper(s.Words[0].Text))
	})
}

// play runs the steps of the case, up to one when that is not nil, on an empty database. The
// connection is open until the next play.
func (e *execution) play(ctx context.Context, before *casefile.Step) ([]StepResult, error) {
	if e.conn != nil {
		e.conn.Close()
	}
	conn, err := e.server.Dial(ctx, e.protocol)
	if err != nil {
		return nil, err
	}
	e.conn = conn
	conn.SetTimeout(e.runner.timeout())
	e.counts = nil
	if before == nil {
		defer conn.Close()
		if e.runner.Cover != nil && e.server.Kind != server.Embedded && !e.watching {
			e.counts = e.runner.Cover.Begin(e.server, conn)
		}
	}
	if e.counts != nil && e.spoils() {
		e.counts.NoFunctions()
	}
	if err := e.prepare(); err != nil {
		return nil, err
	}
	results, err := e.steps(ctx, before)
	if err == nil && e.counts != nil {
		err = e.counts.End()
	}
	return results, err
}

// steps runs the steps of the case, up to one when that is not nil.
func (e *execution) steps(ctx context.Context, before *casefile.Step) ([]StepResult, error) {
	var results []StepResult
	for _, item := range slices.Concat(e.file.Before, e.test.Items) {
		switch item := item.(type) {
		case *casefile.Directive:
			if item.Name != casefile.Clock {
				continue
			}
			if err := e.clock.set(e.conn, item); err != nil {
				return results, &itemError{item.Line, item.String(), err}
			}
		case *casefile.Step:
			if item == before {
				return results, nil
			}
			result, err := e.held(ctx, item)
			if err != nil {
				return results, &itemError{item.Line, "> " + item.Command(), err}
			}
			results = append(results, result)
		}
	}
	return results, nil
}

// itemError is why the run of a case came to an end at one of its items.
type itemError struct {
	line int
	item string
	err  error
}

func (e *itemError) Error() string { return e.item + ": " + e.err.Error() }

func (e *itemError) Unwrap() error { return e.err }

// held runs a step while the case's clock stands still. In a transaction the server would only
// queue what holds it.
func (e *execution) held(ctx context.Context, s *casefile.Step) (StepResult, error) {
	switch name := strings.ToUpper(s.Words[0].Text); {
	case name == "EXEC", name == "DISCARD":
		e.queueing = false
		return e.step(ctx, s)
	case name == "MULTI", e.queueing:
		e.queueing = true
		return e.step(ctx, s)
	}
	if err := e.clock.hold(e.conn); err != nil {
		return StepResult{}, err
	}
	result, err := e.step(ctx, s)
	if err == nil {
		err = e.clock.note(e.conn)
	}
	return result, err
}

// prepare empties the database, and configures the server for the case.
func (e *execution) prepare() error {
	e.clock, e.queueing = clock{}, false
	commands := [][]string{{"FLUSHALL"}}
	if e.server.Kind == server.Given {
		commands = [][]string{{"FLUSHDB"}}
	}
	for _, c := range e.settings.Config {
		commands = append(commands, []string{"CONFIG", "SET", c[0], c[1]})
	}
	for _, c := range commands {
		v, err := e.conn.Do(c...)
		if err != nil {
			return err
		}
		if v.Kind == '-' {
			return fmt.Errorf("%s: %s", strings.Join(c, " "), v.Text)
		}
	}
	return nil
}

func (r *Runner) timeout() time.Duration {
	if r.Timeout > 0 {
		return r.Timeout
	}
	return 10 * time.Second
}
