package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/report"
	"github.com/luagen/luagen/scripttest/session"
)

// testRun is the state of one "luagen test".
type testRun struct {
	app   *app
	opts  testOptions
	paths []string
	pools []testPool // started by the first pass
	files []string   // of cases, of the last pass
}

func (t *testRun) close() { closePools(t.pools) }

// caseText is a file of cases with its text.
type caseText struct {
	*casefile.File
	path  string
	text  []byte
	cases []*casefile.Case // those to run
}

// pass runs the cases once.
func (t *testRun) pass(ctx context.Context) error {
	s, err := t.app.readSettings()
	if err != nil {
		return err
	}
	if t.files, err = caseFiles(s, t.paths); err != nil {
		return err
	}
	files, broken := t.read()
	if broken && len(files) == 0 {
		return errFindings
	}
	if t.pools == nil {
		if t.pools, err = t.app.testPools(ctx, t.opts); err != nil {
			return err
		}
	}
	scripts := &session.Scripts{Files: s.files, Root: t.opts.root, Config: s.Config}
	collector, err := t.collector(scripts, files)
	if err != nil {
		return err
	}
	var all []*session.Result
	for _, pool := range t.pools {
		runner := &session.Runner{Pool: pool.Pool, Scripts: scripts, Timeout: t.opts.timeout, Explain: true, Cover: collector}
		results, err := t.runFiles(ctx, runner, pool, files)
		all = append(all, results...)
		if err != nil {
			return err
		}
	}
	if err := t.covered(collector); err != nil {
		return err
	}
	return t.conclude(files, all, broken)
}

// read reads the files of cases, and chooses the cases. Files with mistakes are left out.
func (t *testRun) read() (files []caseText, broken bool) {
	for _, path := range t.files {
		f, text, err := t.app.readCases(path)
		if err != nil {
			broken = true
			if err != errFindings {
				t.app.say("%v", err)
			}
			continue
		}
		c := caseText{File: f, path: path, text: text}
		for i := range f.Cases {
			if t.opts.only.MatchString(f.Cases[i].Title) {
				c.cases = append(c.cases, &f.Cases[i])
			}
		}
		if len(c.cases) > 0 {
			files = append(files, c)
		}
	}
	return files, broken
}

// caseOutcome is what came of one case.
type caseOutcome struct {
	results []session.Result
	err     error
}

// runFiles runs the cases of all files on a kind of server, in parallel, and reports them in
// order as they end.
func (t *testRun) runFiles(ctx context.Context, runner *session.Runner, pool testPool, files []caseText) ([]*session.Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	defer wait.Wait()
	defer cancel()
	slots := make(chan struct{}, t.opts.parallel)
	outcomes := make([][]chan caseOutcome, len(files))
	for i, f := range files {
		outcomes[i] = make([]chan caseOutcome, len(f.cases))
		for j := range f.cases {
			outcomes[i][j] = make(chan caseOutcome, 1)
		}
	}
	wait.Add(1)
	go func() {
		defer wait.Done()
		for i, f := range files {
			for j, c := range f.cases {
				slots <- struct{}{}
				wait.Add(1)
				go func() {
					defer wait.Done()
					results, err := runner.Run(ctx, f.File, c)
					outcomes[i][j] <- caseOutcome{results, err}
					<-slots
				}()
			}
		}
	}()
	return t.report(ctx, pool, files, outcomes)
}

// report prints results as they come. What a case does after an interrupt says nothing about it.
func (t *testRun) report(ctx context.Context, pool testPool, files []caseText, outcomes [][]chan caseOutcome) ([]*session.Result, error) {
	p := t.newPrinter(pool, files)
	defer p.end()
	var all []*session.Result
	for i, f := range files {
		if err := p.start(f.Name); err != nil {
			return all, err
		}
		for j := range f.cases {
			o := p.await(outcomes[i][j])
			if err := interrupted(ctx, nil); err != nil {
				return all, err
			}
			for k := range o.results {
				all = append(all, &o.results[k])
				if err := p.result(&o.results[k]); err != nil {
					return all, err
				}
			}
			if o.err != nil {
				return all, o.err
			}
		}
		if err := p.file(); err != nil {
			return all, err
		}
	}
	return all, nil
}

// conclude writes what is written when all cases have run, and says how it went.
func (t *testRun) conclude(files []caseText, all []*session.Result, broken bool) error {
	left := 0
	if t.opts.update {
		var err error
		if left, err = t.update(files, all); err != nil {
			return err
		}
	}
	if t.opts.junit != "" {
		if err := writeTo(t.opts.junit, func(w io.Writer) error { return report.JUnit(w, all) }); err != nil {
			return err
		}
	}
	names := poolNames(t.pools)
	if len(names) > 1 {
		out := t.app.stdout
		if t.opts.json {
			out = t.app.stderr
		}
		n, err := report.Differences(out, names, all)
		if err != nil {
			return err
		}
		if n == 0 {
			t.app.say("the cases gave the same results on %s", oneOfAll(names))
		}
	}
	var sum report.Summary
	for _, r := range all {
		sum.Add(r)
	}
	failed := sum.Failed > 0 && !t.opts.update || left > 0
	switch {
	case len(all) == 0 && !broken:
		t.app.say("no case has a title that matches %s", t.opts.run)
	case !t.opts.update:
		t.app.say("%s on %s", sum, oneOfAll(names))
	}
	if failed || broken {
		return errFindings
	}
	return nil
}

// oneOfAll lists names: "a, b and c".
func oneOfAll(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	text := names[0]
	for _, n := range names[1:last] {
		text += ", " + n
	}
	return text + " and " + names[last]
}

// writeTo writes a file.
func writeTo(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		_ = f.Close()
		return fmt.Errorf("%s: %w", path, err)
	}
	return f.Close()
}

// update writes the answers of the cases that ran. It returns how many cases fail in a way
// that no answer mends.
func (t *testRun) update(files []caseText, all []*session.Result) (left int, err error) {
	written := 0
	for _, f := range files {
		answers := map[*casefile.Step][]string{}
		for _, r := range all {
			if r.File != f.File || r.Outcome == session.Skipped {
				continue
			}
			if !writable(r) {
				left++
			}
			for i := range r.Steps {
				s := &r.Steps[i]
				if _, twice := answers[s.Step]; !twice && (s.Differs || s.Unexpected || s.Wrong == "" && len(s.Step.Answer) == 0 && pinned(s)) {
					answers[s.Step] = s.Lines
				}
			}
		}
		if len(answers) == 0 {
			continue
		}
		if err := os.WriteFile(f.path, casefile.Update(f.text, answers), 0o644); err != nil {
			return left, err
		}
		written += len(answers)
		t.app.say("%s: wrote %s%s", f.Name, plural(len(answers), "answer"), errorsAmong(answers))
	}
	if written == 0 {
		t.app.say("every answer is as it was")
	}
	if left > 0 {
		t.app.say("%s for another reason than an answer", fails(left))
	}
	return left, nil
}

// errorsAmong says how many answers are errors: what was meant to be set up may not be.
func errorsAmong(answers map[*casefile.Step][]string) string {
	n := 0
	for _, lines := range answers {
		if len(lines) > 0 && strings.HasPrefix(lines[0], "(error)") {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return ", one of them an error"
	default:
		return fmt.Sprintf(", %d of them errors", n)
	}
}

func fails(cases int) string {
	if cases == 1 {
		return "1 case fails"
	}
	return fmt.Sprintf("%d cases fail", cases)
}

// writable reports whether a case fails, if at all, by answers alone, which can be written.
func writable(r *session.Result) bool {
	wrong := func(s session.StepResult) bool { return s.Wrong != "" && !s.Unexpected }
	return r.Reason == "" && !slices.ContainsFunc(r.Steps, wrong)
}

// pinned reports whether --update gives a step that has no answer one: that of a script which
// declares a reply, and that of a command that reads. What others reply is of no interest.
func pinned(s *session.StepResult) bool {
	if s.Script != nil {
		return s.Script.Returns != nil || !s.Script.Annotated
	}
	c, known := command.Lookup(s.Step.Words[0].Text)
	return known && !c.Is(command.Write)
}

// progressAfter is how long a run is quiet before it says how far it is, and how often.
const progressAfter = 2 * time.Second
