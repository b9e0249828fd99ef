package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/spf13/cobra"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/parser"
)

// callOptions are the flags that say how a script is called.
type callOptions struct {
	keys, args []string
	redis      string // URL; empty for the embedded server
	setup      []string
	root       string
}

func (o *callOptions) flags(cmd *cobra.Command, redisHelp string) {
	f := cmd.Flags()
	f.StringArrayVar(&o.keys, "key", nil, "a key: `VALUE` for the next one, or NAME=VALUE")
	f.StringArrayVar(&o.args, "arg", nil, "an argument: `VALUE` for the next one, or NAME=VALUE, typed by the header")
	f.StringVar(&o.redis, "redis", "", redisHelp)
	f.StringArrayVar(&o.setup, "setup", nil, "a `COMMAND` to run first, or @FILE with one on each line")
	rootFlag(cmd, &o.root, "the working directory, or the script's folder elsewhere")
}

func (a *app) runCommand() *cobra.Command {
	var opts callOptions
	var trace bool
	cmd := &cobra.Command{
		Use:   "run FILE [NAME=VALUE…]",
		Short: "Run one script and print the decoded reply",
		Long: prose("Run runs a script with keys and arguments typed by its header, decodes the reply as the "+
			"generated code would, and prints it with the time taken. It runs on a server embedded in "+
			"luagen unless --redis names a real one; the embedded one is good for trying a script, and "+
			"says what it lacks. For a key template give the placeholders' values. Values of a group or of "+
			"a variadic name are given one by one, those of a map as NAME=FIELD=VALUE.",
			"With --trace the commands that the script issues are shown with their replies. For that an "+
				"instrumented copy of the script is run."),
		Example: "  luagen run allow.lua user=7 limit=5 window=1m\n" +
			"  luagen run pop.lua --key jobs --setup 'RPUSH jobs a b' --trace\n" +
			"  luagen run pop.lua --key jobs --redis redis://localhost:6379/1",
		Args:              fileAndInputs,
		ValidArgsFunction: completeScript,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.run(cmd.Context(), args[0], args[1:], opts, trace)
		},
	}
	opts.flags(cmd, "`URL` of a real server, such as redis://localhost:6379; default: the embedded one")
	cmd.Flags().BoolVar(&trace, "trace", false, "show the commands that the script issues, with their replies")
	return cmd
}

func (a *app) run(ctx context.Context, file string, inputs []string, opts callOptions, trace bool) error {
	l, err := a.loadNamedCall(file, inputs, opts)
	if err != nil {
		return err
	}
	address := opts.redis
	if address == "" {
		if missing := replay.Unsupported(l.script, l.facts); len(missing) > 0 {
			if err := a.textPrinter(a.stderr, l.source).Print(a.stderr, missing); err != nil {
				return err
			}
			return errFindings
		}
		if err := a.textPrinter(a.stderr, l.source).Print(a.stderr, replay.Differences(l.script, l.facts)); err != nil {
			return err
		}
		server, err := replay.StartEmbedded()
		if err != nil {
			return err
		}
		defer server.Close()
		address = "redis://" + server.Addr()
	}
	options, err := parseRedisURL(address)
	if err != nil {
		return err
	}
	if err := runSetup(ctx, options, l.setup); err != nil {
		return opts.failed(err, options.Addr)
	}
	var tracer *replay.Tracer
	switch {
	case opts.redis == "": // its errors hold no usable position; the recording copy's do
		tracer = replay.TraceEmbedded(l.script, l.facts, options)
	case trace:
		tracer = replay.Trace(l.script, l.facts, options)
	}
	client := redis.NewClient(options)
	defer client.Close()
	outcome := l.call.Run(ctx, client)
	if trace {
		for _, i := range tracer.Issued() {
			a.showIssued(i)
		}
	}
	if outcome.Err != nil {
		return opts.failed(outcome.Err, options.Addr)
	}
	fmt.Fprintln(a.stdout, outcome.Value)
	a.say("%s took %s", l.script.File, rounded(outcome.Took))
	return nil
}

// showIssued prints a command of the script with its reply, errors in red.
func (a *app) showIssued(i replay.Issued) {
	reply := i.Reply
	if strings.HasPrefix(reply, "(error)") {
		reply = a.paint(a.stderr, red, reply)
	}
	fmt.Fprintf(a.stderr, "%s %s %s\n", i.Command(), a.paint(a.stderr, dim, "->"), reply)
}

// failed puts a failed call into words.
func (o *callOptions) failed(err error, server string) error {
	if o.redis != "" {
		return unreachable(err, server)
	}
	text := embeddedSuffix().ReplaceAllString(err.Error(), "")
	// The embedded server says the one outside of scripts, the other inside.
	for _, unknown := range []string{"unknown command", "Unknown Redis command"} {
		if strings.Contains(text, unknown) {
			return fmt.Errorf("%s; the embedded server does not know every command of Redis: run on a real one with --redis URL",
				strings.TrimRight(text, ", "))
		}
	}
	return errors.New(text)
}

// embeddedSuffix is what the embedded server puts after errors of redis.call: nothing
// that the reader does not know.
var embeddedSuffix = lazyregexp.New(` script: [0-9a-f]{40}, &c\.`)

// unreachable adds to a network error which server cannot be reached.
func unreachable(err error, server string) error {
	var network *net.OpError
	if errors.As(err, &network) {
		return fmt.Errorf("cannot reach the server at %s: %w", server, err)
	}
	return err
}

// loadedCall is a script ready to be called.
type loadedCall struct {
	script *parser.Script
	facts  *analysis.Facts
	call   *replay.Call
	setup  []setupCommand
	source diag.Source
}

// loadCall loads a script and checks its inputs and the set-up commands.
func (a *app) loadCall(file string, opts callOptions) (*loadedCall, error) {
	s, source, err := a.loadOne(file, opts.root)
	if err != nil {
		return nil, err
	}
	facts := analysis.Analyze(s.Script)
	returns, unresolved := infer.ResolveReturns(s.Script, facts)
	if diag.HasErrors(unresolved) {
		if err := a.textPrinter(a.stderr, source).Print(a.stderr, unresolved); err != nil {
			return nil, err
		}
		return nil, errFindings
	}
	call, err := replay.New(s.Script, returns.Type, replay.Inputs{Keys: opts.keys, Args: opts.args})
	var wrong *replay.InputError
	if errors.As(err, &wrong) {
		return nil, usagef("%v", wrong)
	}
	if err != nil {
		return nil, err
	}
	inputs := slices.Concat(opts.keys, opts.args)
	if i := slices.IndexFunc(inputs, namedInput().MatchString); i >= 0 && !s.Annotated {
		a.say("%s has no header, so %s is sent as it is", s.File, inputs[i])
	}
	setup, err := readSetup(opts.setup)
	if err != nil {
		return nil, err
	}
	return &loadedCall{script: s.Script, facts: facts, call: call, setup: setup, source: source}, nil
}

// namedInput matches a key or argument that gives the name it has in a header.
var namedInput = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*=`)

func parseRedisURL(address string) (*redis.Options, error) {
	options, err := redis.ParseURL(address)
	if err != nil {
		return nil, usagef("--redis %s: not the URL of a server (%v); expected one such as redis://localhost:6379/0", address, err)
	}
	options.DisableIdentity = true
	options.MaxRetries = -1
	options.ReadTimeout = -1 // a script takes the time that it takes; an interrupt ends it
	logging.Disable()        // what goes wrong is returned, and told once
	return options, nil
}

// rounded cuts a duration to what is worth reading.
func rounded(d time.Duration) time.Duration {
	switch {
	case d < time.Millisecond:
		return d.Round(time.Microsecond)
	case d < time.Second:
		return d.Round(10 * time.Microsecond)
	default:
		return d.Round(time.Millisecond)
	}
}
