package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/luagen/luagen/scripttest/session"
)

// The elements of JUnit's XML that services read.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr"`
		Line    int           `xml:"line,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitFailure `xml:"failure"`
		Skipped *junitSkipped `xml:"skipped"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
)

// JUnit writes results as JUnit's XML, a suite for each run of consecutive results of one file
// and one server.
func JUnit(w io.Writer, results []*session.Result) error {
	all := junitSuites{}
	var total, suiteTook float64
	var suite *junitSuite
	server := ""
	for _, r := range results {
		if suite == nil || suite.Name != valid(r.File.Name) || server != r.Server {
			all.Suites = append(all.Suites, junitSuite{Name: valid(r.File.Name)})
			suite, server, suiteTook = &all.Suites[len(all.Suites)-1], r.Server, 0
		}
		suiteTook += r.Took.Seconds()
		total += r.Took.Seconds()
		suite.Time = fmt.Sprintf("%.3f", suiteTook)
		c := junitCase{Class: valid(r.File.Name + " on " + r.Server), Name: valid(r.Title()), File: valid(r.File.Name), Line: r.Case.Line, Time: fmt.Sprintf("%.3f", r.Took.Seconds())}
		suite.Tests++
		all.Tests++
		switch r.Outcome {
		case session.Failed:
			text := valid(Texts(Failure(r)))
			first, _, _ := strings.Cut(text, "\n")
			c.Failure = &junitFailure{Message: first, Text: text}
			suite.Failures++
			all.Failures++
		case session.Skipped:
			c.Skipped = &junitSkipped{Message: valid(r.Reason)}
			suite.Skipped++
			all.Skipped++
		}
		suite.Cases = append(suite.Cases, c)
	}
	all.Time = fmt.Sprintf("%.3f", total)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// valid is a text with the characters alone that XML can hold.
func valid(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			return '\uFFFD'
		default:
			return r
		}
	}, text)
}
