package generator

import (
	"bytes"
	"path"
	"strings"

	"github.com/luagen/luagen/parser"
)

// lineRun is a run of the script's lines and where it was written.
type lineRun struct {
	file  string // relative to the script's folder
	line  int    // the run's first line in file, 1-based
	at    int    // the run's first line in the script's text, 1-based
	count int
}

// lineRuns says where the lines of a script's text were written; nil when every
// line is the script's own, at the same number.
func lineRuns(s *parser.Script) []lineRun {
	var runs []lineRun
	own := true
	for _, seg := range s.Segments {
		text := s.Text[seg.From:seg.To]
		if len(text) == 0 {
			continue
		}
		count := bytes.Count(text, []byte("\n"))
		if text[len(text)-1] != '\n' {
			count++
		}
		run := lineRun{relative(path.Dir(s.Name), seg.Name), seg.Line, seg.TextLine, count}
		own = own && seg.Name == s.Name && run.line == run.at
		runs = append(runs, run)
	}
	if own {
		return nil
	}
	return runs
}

// relative is the slash path that leads from a folder to a file, both below one root.
func relative(dir, file string) string {
	if dir == "." {
		return file
	}
	from, to := strings.Split(dir, "/"), strings.Split(file, "/")
	for len(from) > 0 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return strings.Repeat("../", len(from)) + strings.Join(to, "/")
}
