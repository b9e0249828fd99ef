package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/debugger/adapter"
)

func (a *app) dapCommand() *cobra.Command {
	var listen string
	cmd := &cobra.Command{
		Use:   "dap",
		Short: "Serve the Debug Adapter Protocol to an editor",
		Long: prose("Dap lets editors debug scripts as \"luagen debug\" does, over the Debug Adapter Protocol: on stdin and "+
			"stdout, or for every connection to the address that --listen names.",
			"A launch configuration holds \"program\", the path of a script; \"inputs\", its keys and arguments by name, or "+
				"\"keys\" and \"args\" as lists for --key and --arg; and, where wanted, \"redis\", \"setup\", \"root\", \"keepWrites\" and "+
				"\"stopOnEntry\"."),
		Example: "  luagen dap\n" +
			"  luagen dap --listen 127.0.0.1:4711",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if listen != "" {
				return a.dapListen(cmd.Context(), listen)
			}
			return adapter.Serve(cmd.Context(), a.stdin, a.stdout, a.launch)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "", "serve at an `ADDRESS` such as 127.0.0.1:4711; a port of 0 for any")
	return cmd
}

// dapListen serves every client until it is interrupted.
func (a *app) dapListen(ctx context.Context, address string) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	l, err := net.Listen("tcp", address)
	if err != nil {
		return usagef("--listen %s: %v", address, err)
	}
	context.AfterFunc(ctx, func() { _ = l.Close() })
	a.say("listening at %s", l.Addr())
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		go func() {
			hangUp := context.AfterFunc(ctx, func() { _ = conn.Close() })
			defer hangUp()
			defer conn.Close()
			if err := adapter.Serve(ctx, conn, conn, a.launch); err != nil && ctx.Err() == nil {
				a.say("%v", err)
			}
		}()
	}
}

// launch reads the script of a launch configuration.
func (a *app) launch(ctx context.Context, arguments adapter.Arguments) (adapter.Launched, error) {
	opts := debugOptions{
		callOptions: callOptions{
			keys: arguments.Keys, args: arguments.Args, redis: arguments.Redis, setup: arguments.Setup, root: arguments.Root,
		},
		keepWrites: arguments.KeepWrites,
	}
	// What is reported belongs into the answer: the client may show nobody what is on stderr.
	var told bytes.Buffer
	quiet := *a
	quiet.stderr = &told
	d, err := quiet.debugged(ctx, arguments.Program, launchInputs(arguments.Inputs), opts)
	if errors.Is(err, errFindings) {
		return adapter.Launched{}, errors.New(strings.TrimSpace(told.String()))
	}
	if err != nil {
		return adapter.Launched{}, err
	}
	return adapter.Launched{Target: d.target, Path: absolute, Outcome: d.outcome(ctx), Close: d.close}, nil
}

// absolute is the path of a file as an editor names it.
func absolute(file string) string {
	path, err := filepath.Abs(filepath.FromSlash(file))
	if err != nil {
		return file // there is no working directory
	}
	return path
}

// launchInputs are inputs out of JSON, as they would be typed, in the order of their names.
func launchInputs(inputs map[string]json.RawMessage) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		var values []json.RawMessage
		if json.Unmarshal(inputs[name], &values) != nil {
			values = []json.RawMessage{inputs[name]}
		}
		for _, v := range values {
			list = append(list, name+"="+inputText(v))
		}
	}
	return list
}

// inputText is a JSON value as it would be typed: a string without its quotes, all else as
// it stands, such as the object of a json argument.
func inputText(v json.RawMessage) string {
	var text string
	if json.Unmarshal(v, &text) == nil {
		return text
	}
	return string(v)
}
