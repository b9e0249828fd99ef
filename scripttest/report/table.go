package report

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/session"
)

// Differences writes a table of the cases that went otherwise on some servers than on others:
// a row for each, a column for each server. It returns how many there are.
func Differences(w io.Writer, servers []string, results []*session.Result) (int, error) {
	type row struct {
		file  *casefile.File
		title string
		got   map[string]session.Outcome
	}
	var rows []*row
	known := map[string]*row{}
	for _, r := range results {
		key := r.File.Name + "\x00" + r.Title()
		if known[key] == nil {
			known[key] = &row{file: r.File, title: r.Title(), got: map[string]session.Outcome{}}
			rows = append(rows, known[key])
		}
		known[key].got[r.Server] = r.Outcome
	}
	differing := rows[:0]
	for _, r := range rows {
		for _, s := range servers[1:] {
			if r.got[s] != r.got[servers[0]] {
				differing = append(differing, r)
				break
			}
		}
	}
	if len(differing) == 0 {
		return 0, nil
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprint(t, "case")
	for _, s := range servers {
		fmt.Fprint(t, "\t", s)
	}
	fmt.Fprintln(t)
	for _, r := range differing {
		fmt.Fprintf(t, "%s: %s", r.file.Name, r.title)
		for _, s := range servers {
			fmt.Fprint(t, "\t", r.got[s])
		}
		fmt.Fprintln(t)
	}
	return len(differing), t.Flush()
}
