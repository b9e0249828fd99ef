package cli

import (
	"fmt"
	"time"

	"github.com/luagen/luagen/scripttest/report"
	"github.com/luagen/luagen/scripttest/session"
)

// testPrinter prints results as they come: as text, or as events.
type testPrinter struct {
	app     *app
	text    *report.Text
	json    *report.JSON // nil for text
	update  bool         // failures that are written as answers are none
	server  string       // empty when there is only one
	summary report.Summary
	done    int
	total   int
	ticker  *time.Ticker
	shown   bool // a line of progress is on the terminal
}

func (t *testRun) newPrinter(pool testPool, files []caseText) *testPrinter {
	a := t.app
	p := &testPrinter{app: a, update: t.opts.update, ticker: time.NewTicker(progressAfter)}
	for _, f := range files {
		p.total += len(f.cases)
	}
	if len(t.pools) > 1 {
		p.server = pool.name
	}
	if t.opts.json {
		p.json = &report.JSON{W: a.stdout}
		return p
	}
	p.text = &report.Text{W: a.stdout, Verbose: t.opts.verbose, Paint: func(s report.Style, text string) string {
		paint, ok := map[report.Style]style{report.Good: green, report.Bad: red, report.Dim: dim}[s]
		if !ok {
			return text
		}
		return a.paint(a.stdout, paint, text)
	}}
	return p
}

// await waits for a case, and shows meanwhile how far the run is.
func (p *testPrinter) await(result <-chan caseOutcome) caseOutcome {
	for {
		select {
		case o := <-result:
			p.done++
			return o
		case <-p.ticker.C:
			p.progress()
		}
	}
}

// progress shows how many cases have run, on a terminal alone.
func (p *testPrinter) progress() {
	if isTerminal(p.app.stderr) {
		fmt.Fprintf(p.app.stderr, "\r%d of %d cases", p.done, p.total)
		p.shown = true
	}
}

// clear takes the line of progress away.
func (p *testPrinter) clear() {
	if p.shown {
		fmt.Fprint(p.app.stderr, "\r\x1b[K")
		p.shown = false
	}
}

func (p *testPrinter) end() {
	p.clear()
	p.ticker.Stop()
}

func (p *testPrinter) start(file string) error {
	p.summary = report.Summary{File: file, Server: p.server}
	if p.json != nil {
		return p.json.Start(file)
	}
	return nil
}

func (p *testPrinter) result(r *session.Result) error {
	p.summary.Add(r)
	if p.json != nil {
		return p.json.Result(r, p.server)
	}
	if p.update && writable(r) {
		return nil
	}
	p.clear()
	p.text.Result(r)
	return nil
}

func (p *testPrinter) file() error {
	if p.json != nil {
		return p.json.File(p.summary)
	}
	if p.update {
		return nil
	}
	p.clear()
	p.text.File(p.summary)
	return nil
}
