// Package report prints what was measured: tables that are Markdown as they stand,
// so that docs/benchmarks.md can quote them, the bars with whether they were met,
// and the plots.
package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/luagen/luagen/bench/measure"
)

// Table is a Markdown table whose first column is text and whose others are
// figures, aligned to the right.
type Table struct {
	Title string
	Head  []string
	Rows  [][]string // each as long as Head
	Notes []string   // one paragraph each, below
}

// Write prints the table.
func (t Table) Write(w io.Writer) error {
	widths := make([]int, len(t.Head))
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell), 3)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n", t.Title)
	line := func(row []string) {
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				fmt.Fprintf(&b, "| %s%s ", cell, pad)
			} else {
				fmt.Fprintf(&b, "| %s%s ", pad, cell)
			}
		}
		b.WriteString("|\n")
	}
	line(t.Head)
	for i, width := range widths {
		if i == 0 {
			fmt.Fprintf(&b, "| %s ", strings.Repeat("-", width))
		} else {
			fmt.Fprintf(&b, "| %s: ", strings.Repeat("-", width-1))
		}
	}
	b.WriteString("|\n")
	for _, row := range t.Rows {
		line(row)
	}
	for _, note := range t.Notes {
		fmt.Fprintf(&b, "\n%s\n", note)
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Ratio prints how many times the other the value is: "2.31x".
func Ratio(value, other float64) string {
	if other == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2fx", value/other)
}

// Spread prints a ratio with its quartiles: "0.93x (0.91–0.96)".
func Spread(r measure.Ratio) string {
	if r.Median == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2fx (%.2f–%.2f)", r.Median, r.Low, r.High)
}

// Count prints a number of things, whose plural takes an s: "1 caller", "16 callers".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
