package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/report"
	"github.com/luagen/luagen/scripttest/session"
)

// results are those of two cases on two servers.
func results(t *testing.T) []*session.Result {
	t.Helper()
	f, findings := casefile.Parse("a_test.redis", []byte("# one \x01 <&\n> GET k\n\"<itn>\"\n\n# two\n> PING\n"))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	wrong := session.StepResult{Step: f.Cases[0].Steps()[0], Lines: []string{"(error) \x1b[31m"}, Differs: true}
	return []*session.Result{
		{File: f, Case: &f.Cases[0], Server: "redis 7.0.15", Outcome: session.Failed, Steps: []session.StepResult{wrong}, Took: time.Second},
		{File: f, Case: &f.Cases[1], Server: "redis 7.0.15", Outcome: session.Skipped, Reason: "no <reason>"},
		{File: f, Case: &f.Cases[0], Server: "valkey 8.1.1", Protocol: 3, Took: 2 * time.Second},
		{File: f, Case: &f.Cases[1], Server: "valkey 8.1.1", Outcome: session.Skipped, Reason: "no <reason>"},
	}
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	if err := report.JUnit(&b, results(t)); err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" skipped="2" time="3.000">
  <testsuite name="a_test.redis" tests="2" failures="1" errors="0" skipped="1" time="1.000">
    <testcase classname="a_test.redis on redis 7.0.15" name="one � &lt;&amp;" file="a_test.redis" line="1" time="1.000">
      <failure message="a_test.redis:3:1: &gt; GET k">a_test.redis:3:1: &gt; GET k&#xA;  - &#34;&lt;itn&gt;&#34;&#xA;    (there is a placeholder &lt;int&gt;)&#xA;  + (error) �[31m&#xA;</failure>
    </testcase>
    <testcase classname="a_test.redis on redis 7.0.15" name="two" file="a_test.redis" line="5" time="0.000">
      <skipped message="no &lt;reason&gt;"></skipped>
    </testcase>
  </testsuite>
  <testsuite name="a_test.redis" tests="2" failures="0" errors="0" skipped="1" time="2.000">
    <testcase classname="a_test.redis on valkey 8.1.1" name="one � &lt;&amp; (RESP3)" file="a_test.redis" line="1" time="2.000"></testcase>
    <testcase classname="a_test.redis on valkey 8.1.1" name="two" file="a_test.redis" line="5" time="0.000">
      <skipped message="no &lt;reason&gt;"></skipped>
    </testcase>
  </testsuite>
</testsuites>
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	if err := xml.Unmarshal(b.Bytes(), new(struct{})); err != nil {
		t.Error(err)
	}
}

func TestText(t *testing.T) {
	var b strings.Builder
	text := &report.Text{W: &b, Paint: func(s report.Style, text string) string { return text }}
	sum := report.Summary{File: "a_test.redis"}
	for _, r := range results(t) {
		text.Result(r)
		sum.Add(r)
	}
	text.File(sum)
	const want = "--- FAIL: one \\x01 <& (1.00s)\n    a_test.redis:3:1: > GET k\n      - \"<itn>\"\n        (there is a placeholder <int>)\n" +
		"      + (error) \\x1b[31m\nFAIL\ta_test.redis\t1 of 4 cases failed, 2 skipped\t3.000s\n"
	if b.String() != want {
		t.Errorf("got\n%q\nwant\n%q", b.String(), want)
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	j := &report.JSON{W: &b}
	for _, r := range results(t) {
		if err := j.Result(r, ""); err != nil {
			t.Fatal(err)
		}
	}
	ended := map[string]int{}
	for dec := json.NewDecoder(&b); dec.More(); {
		var e report.Event
		if err := dec.Decode(&e); err != nil {
			t.Fatal(err)
		}
		if e.Elapsed != nil {
			ended[e.Action]++
		}
	}
	if ended["fail"] != 1 || ended["pass"] != 1 || ended["skip"] != 2 {
		t.Errorf("%v", ended)
	}
}

func TestDifferences(t *testing.T) {
	all := results(t)
	all[2].Protocol = 0 // the same case as the first
	var b strings.Builder
	n, err := report.Differences(&b, []string{"redis 7.0.15", "valkey 8.1.1"}, all)
	const want = "case                       redis 7.0.15  valkey 8.1.1\na_test.redis: one \\x01 <&  fail          pass\n"
	if got := b.String(); n != 1 || err != nil || got != want {
		t.Errorf("%d, %v\n%q\nwant\n%q", n, err, got, want)
	}
}
