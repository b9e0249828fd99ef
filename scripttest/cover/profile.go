package cover

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"maps"

	"github.com/luagen/luagen/diag"
)

// Profile writes what ran as a profile of Go's, for "go tool cover -html". source returns the
// text of a file.
//
// A block is a statement, or a part of one that is the right side of and or or, which counts no
// statement of its own. go tool cover takes the first column of a file for its second, and needs
// a byte after each block: both is made up for here.
func Profile(w io.Writer, files []File, source diag.Source) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "mode: count")
	for _, f := range files {
		size := len(source(f.Name))
		for _, s := range f.Statements {
			for i, p := range s.Parts {
				statements := 0
				if i == 0 {
					statements = 1
				}
				from, to := p.Span.Start, p.Span.End
				if to.Offset == size && to.Offset > from.Offset {
					to.Column--
				}
				fmt.Fprintf(b, "%s:%d.%d,%d.%d %d %d\n", goName(f.Name), from.Line, goColumn(from), to.Line, goColumn(to), statements, p.Count)
			}
		}
	}
	return b.Flush()
}

func goColumn(p diag.Pos) int {
	if p.Line == 1 {
		return p.Column + 1
	}
	return p.Column
}

// goName is a path as go tool cover takes it for one, not for that of a package.
func goName(name string) string {
	if filepath.IsAbs(name) || strings.HasPrefix(name, ".") {
		return name
	}
	return "./" + name
}

// LCOV writes what ran in the format of lcov's geninfo.
func LCOV(w io.Writer, files []File) error {
	b := bufio.NewWriter(w)
	for _, f := range files {
		fmt.Fprintf(b, "TN:\nSF:%s\n", f.Name)
		lines := f.lineCounts()
		branches := f.Branches()
		for i, d := range f.Decisions {
			for j, n := range []int64{d.Yes, d.No} {
				taken := fmt.Sprint(n)
				if d.Yes+d.No == 0 {
					taken = "-"
				}
				fmt.Fprintf(b, "BRDA:%d,%d,%d,%s\n", d.Span.Start.Line, i, j, taken)
			}
		}
		fmt.Fprintf(b, "BRF:%d\nBRH:%d\n", branches.All, branches.Covered)
		for _, line := range slices.Sorted(maps.Keys(lines)) {
			fmt.Fprintf(b, "DA:%d,%d\n", line, lines[line])
		}
		r := f.Lines()
		fmt.Fprintf(b, "LF:%d\nLH:%d\nend_of_record\n", r.All, r.Covered)
	}
	return b.Flush()
}

// Summary writes a line for each file and one for all of them.
func Summary(w io.Writer, files []File) error {
	b := bufio.NewWriter(w)
	var lines, branches Ratio
	width := utf8.RuneCountInString("total")
	for i := range files {
		width = max(width, utf8.RuneCountInString(files[i].Name))
	}
	line := func(name string, lines, branches Ratio) {
		fmt.Fprintf(b, "%-*s  %s lines  %s branches\n", width, name, figures(lines), figures(branches))
	}
	for i := range files {
		f := &files[i]
		l, r := f.Lines(), f.Branches()
		line(f.Name, l, r)
		lines = Ratio{lines.Covered + l.Covered, lines.All + l.All}
		branches = Ratio{branches.Covered + r.Covered, branches.All + r.All}
	}
	line("total", lines, branches)
	return b.Flush()
}

func figures(r Ratio) string {
	percent := r.Percent()
	if r.Covered < r.All { // 99.97 is not all
		percent = min(percent, 99.9)
	}
	return fmt.Sprintf("%5.1f%% of %4d", percent, r.All)
}
