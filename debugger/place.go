package debugger

import (
	"fmt"
	"sort"

	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Place is a line of one of the files that a script is pasted from.
type Place struct {
	File string // as parser.Segment.File has it
	Line int    // 1-based
}

func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// places maps between lines of the text that the server runs and lines of files.
type places struct {
	segments []parser.Segment
	lines    int // of the text
}

func newPlaces(s *parser.Script) *places {
	return &places{segments: s.Segments, lines: syntax.NewLines(s.Text).Count()}
}

// at is the place of a line of the text.
func (p *places) at(line int) Place {
	i := sort.Search(len(p.segments), func(i int) bool { return p.segments[i].TextLine > line }) - 1
	if i < 0 {
		return Place{}
	}
	seg := p.segments[i]
	return Place{File: seg.File, Line: seg.Line + line - seg.TextLine}
}

// line is the line of the text at which a place stands; zero when it is not pasted.
func (p *places) line(at Place) int {
	for i, seg := range p.segments {
		next := p.lines + 1
		if i+1 < len(p.segments) {
			next = p.segments[i+1].TextLine
		}
		if line := seg.TextLine + at.Line - seg.Line; seg.File == at.File && line >= seg.TextLine && line < next {
			return line
		}
	}
	return 0
}

// files are the files that the text is pasted from, the script first.
func (p *places) files(script string) []string {
	list := []string{script}
	seen := map[string]bool{script: true}
	for _, seg := range p.segments {
		if !seen[seg.File] {
			seen[seg.File] = true
			list = append(list, seg.File)
		}
	}
	return list
}
