package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/cli/publish"
)

// showStale shows what a generation would change. Beside a report for programs, which
// has stdout for itself and names the files, the differences go to stderr.
func (a *app) showStale(o outcome, stale []publish.Change, format string) error {
	w := a.stdout
	if format != "text" {
		w = a.stderr
	}
	for _, c := range stale {
		if err := a.showChange(w, c); err != nil {
			return err
		}
	}
	if len(stale) == 0 {
		a.say("%s", o.summary(0, 0))
	} else {
		a.say("%s stale; run luagen to regenerate", plural(len(stale), "file"))
	}
	if len(stale) > 0 || diag.HasErrors(o.Findings) {
		return errFindings
	}
	return nil
}

// staleFiles are the changes that a generation would make as findings.
func staleFiles(changes []publish.Change) []diag.Diagnostic {
	var findings []diag.Diagnostic
	for _, c := range changes {
		message := "not what the scripts give now; run luagen to regenerate"
		switch c.Op {
		case publish.Create:
			message = "missing; run luagen to generate it"
		case publish.Remove:
			message = "its script is gone; run luagen to remove it"
		}
		findings = append(findings, diag.Diagnostic{
			Span: diag.Span{File: shown(c.Path)}, Severity: diag.Error, Rule: ruleStale, Message: message,
		})
	}
	return findings
}

// showChange prints one change: a diff, or one line for a file that is missing or too
// many.
func (a *app) showChange(w io.Writer, c publish.Change) error {
	var b strings.Builder
	switch path := shown(c.Path); c.Op {
	case publish.Create:
		fmt.Fprintf(&b, "%s: missing\n", diag.Printable(path))
	case publish.Remove:
		fmt.Fprintf(&b, "%s: its script is gone\n", diag.Printable(path))
	default:
		for line := range strings.Lines(udiff.Unified(path+" (on disk)", path+" (generated)", string(c.Old), string(c.New))) {
			b.WriteString(a.paintDiff(w, line))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// paintDiff colours a line of a unified diff as git does.
func (a *app) paintDiff(w io.Writer, line string) string {
	text, newline := strings.CutSuffix(line, "\n")
	text = diag.Printable(text)
	switch {
	case strings.HasPrefix(text, "--- "), strings.HasPrefix(text, "+++ "):
		text = a.paint(w, bold, text)
	case strings.HasPrefix(text, "@@"):
		text = a.paint(w, cyan, text)
	case strings.HasPrefix(text, "-"):
		text = a.paint(w, red, text)
	case strings.HasPrefix(text, "+"):
		text = a.paint(w, green, text)
	}
	if newline {
		text += "\n"
	}
	return text
}
