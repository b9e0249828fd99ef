package diag

import (
	"fmt"
	"io"
	"strings"
)

// WriteGitHub writes ds as GitHub Actions workflow commands, which show each
// finding at its line of a pull request. What a terminal that shows the log might act
// upon is escaped.
func WriteGitHub(w io.Writer, ds []Diagnostic) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "::%s file=%s", githubCommand(d.Severity), property.Replace(escape(d.Span.File)))
		if d.Span.Start.Line > 0 {
			fmt.Fprintf(&b, ",line=%d,endLine=%d", d.Span.Start.Line, d.Span.End.Line)
			// The annotation is dropped when columns are given for a span of several lines.
			if d.Span.Start.Line == d.Span.End.Line {
				fmt.Fprintf(&b, ",col=%d,endColumn=%d", d.Span.Start.Column, d.Span.End.Column)
			}
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", property.Replace(d.Rule), data.Replace(Printable(d.Message)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// githubCommand is the workflow command for a severity; there is nothing below a
// notice.
func githubCommand(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "notice"
	}
}
