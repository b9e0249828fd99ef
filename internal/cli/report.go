package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
)

// formats are the values of --format.
var formats = []string{"text", "json", "sarif", "github"}

// formatFlag declares --format.
func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "text", "`FORMAT` of the findings: "+oneOf(formats))
	completeFlag(cmd, "format", formats...)
}

func checkFormat(format string) error {
	if !slices.Contains(formats, format) {
		return usagef("--format %s: expected %s", format, oneOf(formats))
	}
	return nil
}

// oneOf lists choices: "a, b or c".
func oneOf(choices []string) string {
	last := len(choices) - 1
	return strings.Join(choices[:last], ", ") + " or " + choices[last]
}

// report writes sorted findings to w in a format.
func (a *app) report(w io.Writer, format string, findings []diag.Diagnostic, source diag.Source) error {
	switch format {
	case "json":
		return diag.WriteJSON(w, findings)
	case "sarif":
		return diag.WriteSARIF(w, findings, tool(), source)
	case "github":
		return diag.WriteGitHub(w, findings)
	default:
		return a.textPrinter(w, source).Print(w, findings)
	}
}

func tool() diag.Tool {
	return diag.Tool{Version: version(), URL: "https://github.com/luagen/luagen", Rules: Rules()}
}

// tally counts findings in words: "2 errors, 1 warning"; empty for none but notes.
func tally(findings []diag.Diagnostic) string {
	var counts [diag.Error + 1]int
	for _, d := range findings {
		counts[d.Severity]++
	}
	var parts []string
	for s := diag.Error; s > diag.Note; s-- {
		if n := counts[s]; n > 0 {
			parts = append(parts, plural(n, s.String()))
		}
	}
	return strings.Join(parts, ", ")
}

// plural is a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "x") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
