package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/cli/terminal"
	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/scripttest/server"
)

// debugOptions are the flags of debug.
type debugOptions struct {
	callOptions
	keepWrites bool
	stopAtAll  bool
}

func (a *app) debugCommand() *cobra.Command {
	var opts debugOptions
	cmd := &cobra.Command{
		Use:   "debug FILE [NAME=VALUE…]",
		Short: "Debug one script on a real server",
		Long: prose("Debug runs a script under the server's own debugger, with keys and arguments typed by its "+
			"header, and takes commands as gdb and delve do: \"help\" lists them. Every command that the script "+
			"issues is shown with its reply. A script that fails is run once more, up to the line that failed.",
			"The server is one that luagen starts from the redis-server or else the valkey-server on PATH, or what --redis "+
				"names; managed servers often refuse their debugger. What the script and --setup write is rolled back at the end, "+
				"and the server goes on serving others. With --keep-writes it stays, and the server serves nobody else meanwhile."),
		Example: "  luagen debug reserve.lua article=pen units=3 --setup 'SET stock:{pen} 10'\n" +
			"  luagen debug pop.lua --key jobs --redis redis://localhost:6379/1\n" +
			"  printf 'break 12\\ncontinue\\nlocals\\n' | luagen debug reserve.lua article=pen units=3",
		Args:              fileAndInputs,
		ValidArgsFunction: completeScript,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.debug(cmd.Context(), args[0], args[1:], opts)
		},
	}
	opts.flags(cmd, "`URL` of a server, such as redis://localhost:6379; default: one that luagen starts")
	f := cmd.Flags()
	f.BoolVar(&opts.keepWrites, "keep-writes", false, "keep what the script writes; the server serves nobody else meanwhile")
	f.BoolVar(&opts.stopAtAll, "stop-on-errors", false, "stop after every command that fails, not only where the script does")
	return cmd
}

func (a *app) debug(ctx context.Context, file string, inputs []string, opts debugOptions) error {
	d, err := a.debugged(ctx, file, inputs, opts)
	if err != nil {
		return err
	}
	defer d.close()
	interrupts := make(chan struct{}, 1)
	stop := forwardInterrupts(interrupts)
	defer stop()
	err = terminal.Run(ctx, terminal.Config{
		Target: d.target, In: a.lineReader(), Out: a.stdout, Source: d.call.source, Interrupts: interrupts, Outcome: d.outcome(ctx),
		Paint: func(s terminal.Style, text string) string {
			return a.paint(a.stdout, map[terminal.Style]style{terminal.Dim: dim, terminal.Bold: bold, terminal.Red: red, terminal.Green: green}[s], text)
		},
	})
	return unreachable(err, d.target.Server.Addr)
}

// debugged is a call of a script that is to be debugged.
type debugged struct {
	target debugger.Target
	call   *loadedCall
	close  func() // ends the server, where it is luagen's own
}

// outcome says what generated code would make of a reply.
func (d *debugged) outcome(ctx context.Context) func(resp.Value) (string, error) {
	return func(reply resp.Value) (string, error) {
		outcome := d.call.call.Answered(ctx, reply)
		return outcome.Value.String(), outcome.Err
	}
}

// debugged reads a script and its inputs for the debugger.
func (a *app) debugged(ctx context.Context, file string, inputs []string, opts debugOptions) (*debugged, error) {
	l, err := a.loadNamedCall(file, inputs, opts.callOptions)
	if err != nil {
		return nil, err
	}
	d := &debugged{call: l, close: func() {}, target: debugger.Target{Script: l.script, Errors: debugger.FatalErrors}}
	if opts.keepWrites {
		d.target.Writes = ldb.Keep
	}
	if opts.stopAtAll {
		d.target.Errors = debugger.AllErrors
	}
	if d.target.Call, err = ldbCall(ctx, l); err != nil {
		return nil, err
	}
	if opts.redis != "" {
		d.target.Server, err = parseRedisURL(opts.redis)
	} else {
		err = d.startServer(ctx)
	}
	if err == nil {
		err = a.setUp(ctx, &d.target, l)
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// startServer starts a server for the session alone.
func (d *debugged) startServer(ctx context.Context) error {
	binary := serverOnPath()
	if binary == "" {
		return errors.New("there is no redis-server and no valkey-server on PATH to debug on; install one, or name a server with --redis URL")
	}
	s, err := server.Start(ctx, binary)
	if err != nil {
		return err
	}
	d.target.Server, d.close = s.Options, s.Close
	conn, err := s.Dial(ctx, 2)
	if err != nil {
		return err
	}
	defer conn.Close()
	// A script that runs freely can be paused whenever this time is over.
	_, err = conn.Do("CONFIG", "SET", "lua-time-limit", "100")
	return err
}

// serverOnPath is the name of a server that can be started; empty without one.
func serverOnPath() string {
	for _, binary := range []string{"redis-server", "valkey-server"} {
		if _, err := exec.LookPath(binary); err == nil {
			return binary
		}
	}
	return ""
}

// loadNamedCall is loadCall with inputs that are given by name alone.
func (a *app) loadNamedCall(file string, inputs []string, opts callOptions) (*loadedCall, error) {
	if len(inputs) > 0 {
		s, _, err := a.loadOne(file, opts.root)
		if err != nil {
			return nil, err
		}
		named, err := replay.Named(s.Script, inputs)
		if err != nil {
			return nil, usagef("%v", err)
		}
		opts.keys = slices.Concat(opts.keys, named.Keys)
		opts.args = slices.Concat(opts.args, named.Args)
	}
	return a.loadCall(file, opts)
}

// ldbCall is the call as the debugger sends it.
func ldbCall(ctx context.Context, l *loadedCall) (ldb.Call, error) {
	words, err := l.call.Command(ctx)
	if err != nil {
		return ldb.Call{}, err
	}
	call := ldb.Call{Text: l.script.Text, ReadOnly: l.script.ReadOnly}
	keys := 0
	if _, err := fmt.Sscan(words[0].(string), &keys); err != nil {
		return ldb.Call{}, err
	}
	for i, w := range words[1:] {
		text := wireText(w)
		if i < keys {
			call.Keys = append(call.Keys, text)
		} else {
			call.Args = append(call.Args, text)
		}
	}
	return call, nil
}

// wireText is an input as it is sent: the runtime gives strings and bytes.
func wireText(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

// setUp has the set-up commands run in the session; a read-only one refuses them, and they
// are run before it.
func (a *app) setUp(ctx context.Context, t *debugger.Target, l *loadedCall) error {
	readOnly := l.script.ReadOnly || l.script.Shebang != nil && slices.Contains(l.script.Shebang.Flags, "no-writes")
	if readOnly && len(l.setup) > 0 {
		a.say("the script is read-only, so what --setup writes stays on the server")
		return runSetup(ctx, t.Server, l.setup)
	}
	for _, c := range l.setup {
		var words []string
		for _, w := range c.words {
			words = append(words, wireText(w))
		}
		t.Setup = append(t.Setup, words)
	}
	return nil
}

// forwardInterrupts makes interrupts pause scripts instead of ending luagen.
func forwardInterrupts(to chan<- struct{}) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-signals:
			}
			select {
			case to <- struct{}{}:
			default: // one is waiting already
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
