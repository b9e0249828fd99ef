package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/cli/bench"
)

// benchOptions are the flags of bench.
type benchOptions struct {
	callOptions
	calls   int
	clients int
	budget  time.Duration
}

// defaultServer is the server that bench measures when none is named.
const defaultServer = "redis://localhost:6379"

// insideCalls is how often the time inside the server is taken.
const insideCalls = 100

func (a *app) benchCommand() *cobra.Command {
	var opts benchOptions
	cmd := &cobra.Command{
		Use:   "bench FILE [NAME=VALUE…]",
		Short: "Measure one script on a real server",
		Long: prose("Bench runs a script many times with the same keys and arguments, first with EVALSHA and then " +
			"with EVAL, and prints latency percentiles and throughput. It also takes the time that the " +
			"script spends inside the server, during which Redis serves nobody else, and warns when that " +
			"passes the budget, and when most calls took an error that the script declares. Every call changes the server's data as the script does: use a test " +
			"server."),
		Example: "  luagen bench allow.lua user=7 limit=5 window=1m\n" +
			"  luagen bench pop.lua --key jobs -n 50000 -c 64 --budget 1ms",
		Args:              fileAndInputs,
		ValidArgsFunction: completeScript,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case opts.calls < 1:
				return usagef("--calls %d: expected one at least", opts.calls)
			case opts.clients < 1:
				return usagef("--clients %d: expected one at least", opts.clients)
			}
			return a.bench(cmd.Context(), args[0], args[1:], opts)
		},
	}
	opts.flags(cmd, "`URL` of the server; default: "+defaultServer)
	f := cmd.Flags()
	f.IntVarP(&opts.calls, "calls", "n", 10000, "`NUMBER` of calls to measure, with EVALSHA and with EVAL")
	f.IntVarP(&opts.clients, "clients", "c", 16, "`NUMBER` of clients that call at the same time")
	f.DurationVar(&opts.budget, "budget", 5*time.Millisecond, "`DURATION` inside the server above which to warn")
	return cmd
}

func (a *app) bench(ctx context.Context, file string, inputs []string, opts benchOptions) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	l, err := a.loadNamedCall(file, inputs, opts.callOptions)
	if err != nil {
		return err
	}
	address := opts.redis
	if address == "" {
		address = defaultServer
	}
	options, err := parseRedisURL(address)
	if err != nil {
		return err
	}
	options.PoolSize = opts.clients
	client := redis.NewClient(options)
	defer client.Close()
	version, err := bench.ServerVersion(ctx, client)
	if err != nil {
		return unreachable(err, options.Addr)
	}
	if err := runSetup(ctx, options, l.setup); err != nil {
		return err
	}
	// Once as generated code would, so that a call that fails is reported in the usual way.
	if outcome := l.call.Run(ctx, client); outcome.Err != nil && !l.call.Declares(outcome.Err) {
		return outcome.Err
	}
	bySHA, byText, err := commands(ctx, client, l)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s on %s at %s\n%d calls each, %s\n\n", l.script.File, version, options.Addr, opts.calls, plural(opts.clients, "client"))
	load := bench.Load{Calls: opts.calls, Clients: opts.clients, Declared: l.call.Declared}
	if err := a.measure(ctx, client, opts, load, bySHA, byText); err != nil {
		return interrupted(ctx, err)
	}
	return nil
}

// measure takes the times of a call, sent as bySHA and as byText, and prints them.
func (a *app) measure(ctx context.Context, client *redis.Client, opts benchOptions, load bench.Load, bySHA, byText []any) error {
	alone := load
	alone.Command, alone.Calls = bySHA, min(insideCalls, opts.calls)
	bar := a.newProgress("inside the server", alone.Calls)
	inside, err := bench.MeasureInside(ctx, client, alone, bar.at)
	bar.clear()
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%-8s %9s %9s %9s %9s %9s %9s\n", "", "calls/s", "p50", "p95", "p99", "p99.9", "max")
	declared := map[error]int{}
	for _, command := range [][]any{bySHA, byText} {
		name := strings.ToUpper(command[0].(string))
		load.Command = command
		bar := a.newProgress(name, opts.calls)
		r, err := bench.Measure(ctx, client, load, bar.at)
		bar.clear()
		if err != nil {
			return err
		}
		for err, n := range r.Declared {
			declared[err] += n
		}
		fmt.Fprintf(a.stdout, "%-8s %9.0f %9s %9s %9s %9s %9s\n", name, r.PerSecond,
			figures(r.P50), figures(r.P95), figures(r.P99), figures(r.P999), figures(r.Max))
	}
	fmt.Fprintf(a.stdout, "\ninside the server: %s median, %s at most (%s one by one)\n",
		figures(inside.Median), figures(inside.Max), plural(inside.Calls, "call"))
	if inside.Max > opts.budget {
		a.warn("the script held the server for %s, and nobody else was served;\nthe budget is %s", figures(inside.Max), opts.budget)
	}
	a.tellDeclared(declared, 2*opts.calls)
	return nil
}

// tellDeclared warns when most of the calls took a declared error: the times are those of
// failing, which is rarely what was to be measured.
func (a *app) tellDeclared(declared map[error]int, calls int) {
	total := 0
	var most error
	for err, n := range declared {
		total += n
		if most == nil || n > declared[most] || n == declared[most] && err.Error() < most.Error() {
			most = err
		}
	}
	if 2*total <= calls {
		return
	}
	which := fmt.Sprintf("the declared error %v", most)
	if len(declared) > 1 {
		which = fmt.Sprintf("a declared error, %d of them %v", declared[most], most)
	}
	a.warn("%d of %s took %s;\nthese are the times of that reply: prepare the data with --setup, or give other values", total, plural(calls, "call"), which)
}

// warn prints a warning about what was measured.
func (a *app) warn(format string, args ...any) {
	fmt.Fprintf(a.stderr, "luagen: %s %s\n", a.paint(a.stderr, boldYellow, "warning:"), diag.Printable(fmt.Sprintf(format, args...)))
}

// commands loads the script and returns its call as generated code sends it, and with
// the whole text.
func commands(ctx context.Context, client *redis.Client, l *loadedCall) (bySHA, byText []any, err error) {
	operands, err := l.call.Command(ctx)
	if err != nil {
		return nil, nil, err
	}
	text := string(l.script.Text)
	sha, err := client.ScriptLoad(ctx, text).Result()
	if err != nil {
		return nil, nil, err
	}
	evalsha, eval := "evalsha", "eval"
	if l.script.ReadOnly {
		evalsha, eval = "evalsha_ro", "eval_ro"
	}
	return append([]any{evalsha, sha}, operands...), append([]any{eval, text}, operands...), nil
}

// interrupted replaces the error of a measurement that Ctrl-C ended by one that says so.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return err
}

// figures cuts a duration to three figures or so.
func figures(d time.Duration) time.Duration {
	for unit := time.Second; unit > 1; unit /= 10 {
		if d >= unit {
			return d.Round(unit / 100)
		}
	}
	return d
}

// progress shows how far a measurement is, on a terminal only.
type progress struct {
	w     io.Writer // nil when nobody watches
	name  string
	total int

	mu    sync.Mutex
	shown time.Time
}

func (a *app) newProgress(name string, total int) *progress {
	p := &progress{name: name, total: total}
	if isTerminal(a.stderr) {
		p.w = a.stderr
	}
	return p
}

func (p *progress) at(done int) {
	const refresh = 100 * time.Millisecond
	if p.w == nil || !p.mu.TryLock() {
		return
	}
	defer p.mu.Unlock()
	if now := time.Now(); now.Sub(p.shown) >= refresh {
		p.shown = now
		fmt.Fprintf(p.w, "\r%s %d%%", p.name, 100*done/p.total)
	}
}

func (p *progress) clear() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
