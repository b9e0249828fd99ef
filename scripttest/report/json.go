package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/luagen/luagen/scripttest/session"
)

// Event is an event of go test -json (cmd/test2json). Package is the file of cases.
type Event struct {
	Time    time.Time
	Action  string // start, run, output, pass, fail or skip
	Package string
	Test    string   `json:",omitempty"` // the case; empty for the file itself
	Elapsed *float64 `json:",omitempty"` // seconds; of pass, fail and skip
	Output  string   `json:",omitempty"`
}

// JSON writes results as the events of go test -json, one on each line.
type JSON struct {
	W io.Writer
}

// Start begins a file.
func (j *JSON) Start(file string) error { return j.write(Event{Action: "start", Package: file}) }

// Result writes a case.
func (j *JSON) Result(r *session.Result, server string) error {
	test := r.Title()
	if server != "" {
		test += " on " + server
	}
	e := Event{Package: r.File.Name, Test: test}
	event := func(action, output string) error {
		e.Action, e.Output = action, output
		return j.write(e)
	}
	if err := event("run", ""); err != nil {
		return err
	}
	var output []string
	switch r.Outcome {
	case session.Failed:
		for _, l := range Failure(r) {
			output = append(output, "    "+l.Text+"\n")
		}
	case session.Skipped:
		output = append(output, "    "+r.Reason+"\n")
	}
	output = append(output, fmt.Sprintf("--- %s: %s (%.2fs)\n", map[session.Outcome]string{session.Passed: "PASS", session.Failed: "FAIL", session.Skipped: "SKIP"}[r.Outcome], test, r.Took.Seconds()))
	for _, o := range output {
		if err := event("output", o); err != nil {
			return err
		}
	}
	e.Elapsed = seconds(r.Took)
	return event(r.Outcome.String(), "")
}

// File ends a file.
func (j *JSON) File(s Summary) error {
	action := "pass"
	switch {
	case s.Failed > 0:
		action = "fail"
	case s.Passed == 0:
		action = "skip"
	}
	return j.write(Event{Action: action, Package: s.File, Elapsed: seconds(s.Took)})
}

func seconds(d time.Duration) *float64 {
	s := d.Round(10 * time.Microsecond).Seconds()
	return &s
}

func (j *JSON) write(e Event) error {
	e.Time = time.Now()
	enc := json.NewEncoder(j.W)
	enc.SetEscapeHTML(false)
	return enc.Encode(e)
}
