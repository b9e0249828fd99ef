package cli

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/fuzz"
)

// fuzzOptions are the flags of "luagen fuzz".
type fuzzOptions struct {
	time     time.Duration
	runs     int
	seed     uint64
	budget   time.Duration
	commands int
	edges    bool
	root     string
}

func (a *app) fuzzCommand() *cobra.Command {
	var opts fuzzOptions
	cmd := &cobra.Command{
		Use:   "fuzz FILE",
		Short: "Look for faults of one script with made-up inputs and data",
		Long: prose("Fuzz calls a script with inputs made from its header's types, on data made from the commands that it uses: keys "+
			"that are missing, that hold what the script expects, and now and then something else. It reports a reply that does "+
			"not decode as declared or loses a part of its table, an error that no @error declares or nobody looks at, an error after "+
			"a write, a key that is not declared, numbers compared as text, seconds taken for milliseconds, and a "+
			"call that takes more than the budget. Errors about data of the wrong kind are no faults.",
			"It also tells which lines no call has reached, and which conditions always went one way: they may be wrong, or need data "+
				"that is not made here.",
			"It runs on a server that luagen starts from the redis-server or else the valkey-server on PATH. A finding is made "+
				"as small as it goes and printed as a case for \"luagen test\". The exit code is 1 when there is one."),
		Example: "  luagen fuzz scripts/reserve.lua\n" +
			"  luagen fuzz scripts/reserve.lua --time 1m --edges\n" +
			"  luagen fuzz scripts/reserve.lua --runs 5000 --seed 7 >> scripts/reserve_test.redis",
		Args:              oneFile,
		ValidArgsFunction: completeScript,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := opts.check(cmd.Flags().Changed("seed"), cmd.Flags().Changed("time")); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			return a.fuzz(ctx, args[0], opts)
		},
	}
	f := cmd.Flags()
	f.DurationVar(&opts.time, "time", 10*time.Second, "`TIME` to try for; without a limit when only --runs is given")
	f.IntVar(&opts.runs, "runs", 0, "`NUMBER` of trials")
	f.Uint64Var(&opts.seed, "seed", 0, "`NUMBER` that gives the same trials again; default: another one each time, which is told")
	f.DurationVar(&opts.budget, "budget", time.Second, "`TIME` that a call may take")
	f.IntVar(&opts.commands, "max-commands", 0, "`NUMBER` of commands that a call may issue; default: any")
	f.BoolVar(&opts.edges, "edges", false, "give whole numbers that are zero, negative and huge, and durations of zero, too, in documents as well")
	rootFlag(cmd, &opts.root, "the working directory, or the script's folder elsewhere")
	return cmd
}

func (o *fuzzOptions) check(seeded, timed bool) error {
	switch {
	case o.time <= 0:
		return usagef("--time %v: expected a time such as 10s", o.time)
	case o.runs < 0:
		return usagef("--runs %d: expected 1 or more", o.runs)
	case o.budget <= 0:
		return usagef("--budget %v: expected a time such as 1s", o.budget)
	case o.commands < 0:
		return usagef("--max-commands %d: expected 1 or more", o.commands)
	}
	if o.runs > 0 && !timed {
		o.time = 0
	}
	if !seeded {
		o.seed = rand.Uint64N(1_000_000)
	}
	return nil
}

func (a *app) fuzz(ctx context.Context, file string, opts fuzzOptions) error {
	s, source, err := a.loadOne(file, opts.root)
	if err != nil {
		return err
	}
	if !s.Annotated {
		return usagef("%s has no header, which says what its inputs are; \"luagen infer %s\" proposes one", file, file)
	}
	facts := analysis.Analyze(s.Script)
	returns, unresolved := infer.ResolveReturns(s.Script, facts)
	if diag.HasErrors(unresolved) {
		if err := a.textPrinter(a.stderr, source).Print(a.stderr, unresolved); err != nil {
			return err
		}
		return errFindings
	}
	binary := serverOnPath()
	if binary == "" {
		return errors.New("there is no redis-server and no valkey-server on PATH to try the script on; install one")
	}
	config := fuzz.Config{
		Script: s.Script, Facts: facts, Returns: returns.Type, Word: strings.TrimSuffix(filepath.Base(file), ".lua"), Binary: binary,
		Seed: opts.seed, Runs: opts.runs, Time: opts.time, Budget: opts.budget, Commands: opts.commands, Edges: opts.edges,
	}
	began := time.Now()
	found := 0
	report, err := fuzz.Run(ctx, config, func(f fuzz.Finding) {
		if found++; found > 1 {
			fmt.Fprintln(a.stdout)
		}
		a.showFinding(f, s.File, config.Word)
	})
	if err != nil {
		return err
	}
	if report.Stuck {
		a.say("too many calls did not end: no more are tried")
	}
	for _, m := range report.Missed {
		a.say("not reached: %s", m)
	}
	a.say("%s, %s in %v (seed %d): %s", plural(report.Trials, "trial"), plural(report.Calls, "call"),
		rounded(time.Since(began)), opts.seed, plural(len(report.Findings), "finding"))
	if len(report.Findings) > 0 {
		return errFindings
	}
	return nil
}

// showFinding prints a finding as a case, and what is wrong beside it.
func (a *app) showFinding(f fuzz.Finding, script, word string) {
	at := script
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d", path.Join(path.Dir(script), f.File), f.Line)
	}
	a.say("%s: %s", at, f.Message)
	text := casefile.Print(&casefile.File{Cases: []casefile.Case{f.Case(word)}})
	fmt.Fprintf(a.stdout, "%s\n", strings.TrimRight(string(text), "\n"))
}
