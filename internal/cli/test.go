package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/scripttest/casefile"
)

// testOptions are the flags of "luagen test".
type testOptions struct {
	run      string
	update   bool
	watch    bool
	verbose  bool
	json     bool
	junit    string
	redis    string
	servers  []string
	embedded bool
	parallel int
	timeout  time.Duration
	root     string
	cover    coverOptions

	only *regexp.Regexp // of run
}

func (a *app) testCommand() *cobra.Command {
	var opts testOptions
	cmd := &cobra.Command{
		Use:   "test [path…]",
		Short: "Run the test cases of scripts on a real server",
		Long: prose("Test runs the cases in files named *_test.redis beside the scripts. A case has a title after \"#\", below it "+
			"commands of Redis and calls of scripts after \">\", and below each of those what it answers. A script is called by "+
			"its file's name with its inputs by name, as in \"reserve article=pen units=3\", typed by its header.",
			"Each case begins on an empty database. The cases run in parallel on servers that luagen starts for them, one "+
				"for each core, from the redis-server or else the valkey-server on PATH; without either they run on the server "+
				"embedded in luagen, which is not Redis and says what it lacks.",
			"With --cover it says how much of the scripts' lines and branches the cases run, and what they do not, as the real server "+
				"counts it. --coverprofile writes a profile for \"go tool cover -html\", --lcov one for genhtml and the services that read it.",
			"A path is a *_test.redis file, a script, a folder, or folder/... for all below it; without one it is what "+
				"luagen.yaml lists, or else the working directory. The exit code is 0 when all cases pass, 1 when one fails and 2 for wrong usage."),
		Example: "  luagen test ./scripts/...\n" +
			"  luagen test --run 'sold out' --watch\n" +
			"  luagen test --update                 writes what the scripts answer now; look at the diff\n" +
			"  luagen test --servers redis-server,valkey-server,/opt/redis-8/bin/redis-server",
		ValidArgsFunction: completeAny,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			if err := opts.check(); err != nil {
				return err
			}
			return a.test(ctx, opts, args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.run, "run", "", "run only the cases whose titles match `REGEXP`")
	f.BoolVar(&opts.update, "update", false, "write what the steps answer now into the files; placeholders that fit stay")
	f.BoolVar(&opts.watch, "watch", false, "stay, and run again what a change of a file touches")
	f.BoolVarP(&opts.verbose, "verbose", "v", false, "name cases that pass, and those that are skipped")
	f.BoolVar(&opts.json, "json", false, "print the events of go test -json")
	f.StringVar(&opts.junit, "junit", "", "write the results to `FILE`, as JUnit's XML")
	f.StringVar(&opts.redis, "redis", "", "`URL` of a server to run on, whose database must be empty, such as redis://localhost:6379/9")
	f.StringSliceVar(&opts.servers, "servers", nil, "run on each of these `BINARIES`, paths or names on PATH, and show the differences")
	f.BoolVar(&opts.embedded, "embedded", false, "run on the server embedded in luagen, which is not Redis")
	f.IntVar(&opts.parallel, "parallel", runtime.GOMAXPROCS(0), "run `N` cases at a time, each on a server of its own")
	f.DurationVar(&opts.timeout, "timeout", 10*time.Second, "`TIME` that a step may take")
	rootFlag(cmd, &opts.root, "the working directory, or the scripts' folder elsewhere")
	opts.cover.flags(cmd)
	_ = cmd.MarkFlagFilename("junit", "xml") // as in completeFlag
	return cmd
}

// check refuses flags that make no sense, and reads --run.
func (o *testOptions) check() error {
	var err error
	if o.only, err = regexp.Compile(o.run); err != nil {
		return usagef("--run %s: %v", o.run, err)
	}
	chosen := 0
	for _, given := range []bool{o.redis != "", len(o.servers) > 0, o.embedded} {
		if given {
			chosen++
		}
	}
	switch {
	case chosen > 1:
		return usagef("--redis, --servers and --embedded each say what to run on; expected one of them")
	case o.update && len(o.servers) > 0:
		return usagef("--update writes the answers of one server; found --servers with it")
	case o.update && o.watch:
		return usagef("--update with --watch would write whatever a script answers while you edit it; run them one after the other")
	case o.embedded && o.cover.wanted():
		return usagef("the embedded server counts nothing; expected --cover without --embedded")
	case o.parallel < 1:
		return usagef("--parallel %d: expected 1 or more", o.parallel)
	case o.timeout <= 0:
		return usagef("--timeout %v: expected a time such as 10s", o.timeout)
	}
	return nil
}

// test runs the cases once, or again and again with --watch.
func (a *app) test(ctx context.Context, opts testOptions, paths []string) error {
	t := &testRun{app: a, opts: opts, paths: paths}
	defer t.close()
	if opts.watch {
		return t.watch(ctx)
	}
	return t.pass(ctx)
}

// readCases reads a file of cases. Mistakes in it are reported here.
func (a *app) readCases(path string) (*casefile.File, []byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read the cases: %w", err)
	}
	f, findings := casefile.Parse(shown(path), text)
	if len(findings) > 0 {
		if err := a.textPrinter(a.stderr, func(string) []byte { return text }).Print(a.stderr, findings); err != nil {
			return nil, nil, err
		}
		return nil, nil, errFindings
	}
	return f, text, nil
}
