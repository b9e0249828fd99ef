// Command bench measures luagen beside the other ways to call a Redis script and
// prints tables in Markdown. docs/benchmarks.md explains them.
//
//	go run .                  everything; it prints how long that took
//	go run . -quick           the same with few rounds
//	go run . -part storm      one part: tool, build, editor, client, end-to-end, round-trip or storm
//	go run . -base PROGRAM    also generate with an earlier build of luagen
//	go run . -svg DIR         also draw the plots
//
// It starts its own redis-server, uses the loopback only and exits with 0 even where
// a bar is missed: figures depend on the machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/luagen/luagen/bench/report"
	"github.com/luagen/luagen/bench/server"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	quick := flags.Bool("quick", false, "measure for a short time; the figures are rough")
	only := flags.String("part", "", "run only this `part`: "+strings.Join(partNames(), ", "))
	base := flags.String("base", "", "compare generating with this earlier build of luagen, a `program`")
	svg := flags.String("svg", "", "draw the plots into this `folder`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *only != "" && !slices.Contains(partNames(), *only) {
		return fmt.Errorf("there is no part %q; the parts are %s", *only, strings.Join(partNames(), ", "))
	}
	if *svg != "" {
		if err := os.MkdirAll(*svg, 0o755); err != nil {
			return err
		}
	}
	chosen := thorough()
	if *quick {
		chosen = short()
	}
	chosen.tool.Earlier = *base
	return server.Run(func(addr string) error {
		var bars []report.Bar
		began := time.Now()
		for _, p := range parts() {
			if *only != "" && p.name != *only {
				continue
			}
			f, err := p.measure(ctx, addr, chosen)
			if err != nil {
				return err
			}
			if err := f.write(out, *svg); err != nil {
				return err
			}
			bars = append(bars, f.bars...)
		}
		if err := report.WriteBars(out, bars); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "This run took %v.\n", time.Since(began).Round(time.Second))
		return err
	})
}

// findings are what a part has to show.
type findings struct {
	tables []report.Table
	notes  []string
	charts []report.Chart
	bars   []report.Bar
}

// write prints the tables and, where a folder is given, draws the charts.
func (f findings) write(out io.Writer, folder string) error {
	for _, t := range f.tables {
		if err := t.Write(out); err != nil {
			return err
		}
	}
	for _, note := range f.notes {
		if _, err := fmt.Fprintf(out, "%s\n\n", note); err != nil {
			return err
		}
	}
	if folder == "" {
		return nil
	}
	for _, c := range f.charts {
		if err := c.Save(folder); err != nil {
			return err
		}
	}
	return nil
}
