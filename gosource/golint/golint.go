// Package golint lints the scripts that package gosource finds, where they are: findings and
// fixes are those of package lint, at their places in the Go source.
package golint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/internal/parallel"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Script is a script of Go source with what is known of it.
type Script struct {
	*gosource.Script
	Parsed   *parser.Script
	Reported []diag.Diagnostic // of reading it, not mapped to the Go source
	Facts    *analysis.Facts
	// Elsewhere says that the text is a .lua file which is linted as such: only what calls it
	// is of interest.
	Elsewhere bool
}

// Read parses and analyses scripts, on all cores.
func Read(scripts []*gosource.Script) []Script {
	read := make([]Script, len(scripts))
	parallel.Do(len(scripts), func(i int) {
		s := scripts[i]
		read[i] = Script{Script: s}
		read[i].Parsed, read[i].Reported = parse(s)
		read[i].Facts = analysis.Analyze(read[i].Parsed)
	})
	return read
}

func parse(s *gosource.Script) (*parser.Script, []diag.Diagnostic) {
	text := []byte(s.Text.Text())
	if len(s.Holes) == 0 {
		return parser.ParseText(s.Name, text)
	}
	holes := make([]syntax.Range, len(s.Holes))
	for i, h := range s.Holes {
		holes[i] = syntax.Range{From: h.From, To: h.To}
	}
	return parser.ParseTemplate(s.Name, text, holes)
}

// Lint returns all findings about scripts and the calls that run them, at their places in the files that hold them,
// sorted. Severities and suppressions are applied, those in the Go source too.
func Lint(scripts []Script, r gosource.Result, config lint.Config) []diag.Diagnostic {
	found := make([][]diag.Diagnostic, len(scripts))
	parallel.Do(len(scripts), func(i int) {
		s, c := scripts[i], config
		if s.Elsewhere {
			return
		}
		c.Reported = s.Reported
		for _, d := range lint.Run(s.Parsed, s.Facts, c) {
			found[i] = append(found[i], s.Text.Diagnostic(s.Name, d))
		}
	})
	all := append(agreed(scripts, found), checkRuns(scripts, r, config)...)
	return diag.Sort(suppress(all, r.Directives, config))
}

// agreed are the findings about scripts. What stands in a text that several scripts have in
// common is wrong only when it is in all of them: a function that one of them does not call
// is for the others.
func agreed(scripts []Script, found [][]diag.Diagnostic) []diag.Diagnostic {
	type finding struct {
		span diag.Span
		rule string
	}
	count := map[finding]int{}
	for _, ds := range found {
		for _, d := range ds {
			count[finding{d.Span, d.Rule}]++
		}
	}
	owners := ownersOf(scripts)
	var all []diag.Diagnostic
	for _, ds := range found {
		for _, d := range ds {
			if count[finding{d.Span, d.Rule}] >= owners.of(d.Span) {
				all = append(all, d)
			}
		}
	}
	return all
}

// owners are the places in files that scripts have their texts from.
type owners map[string][]place

// place is what one script has from one place of a file.
type place struct{ from, to, script int }

func ownersOf(scripts []Script) owners {
	o := owners{}
	for i, s := range scripts {
		for _, p := range s.Text.Pieces() {
			o[p.Host.File] = append(o[p.Host.File], place{p.From, p.To, i})
		}
	}
	return o
}

// of counts the scripts that have the text at the start of a span.
func (o owners) of(s diag.Span) int {
	var holders []int
	for _, p := range o[s.File] {
		if p.from <= s.Start.Offset && s.Start.Offset <= p.to && !slices.Contains(holders, p.script) {
			holders = append(holders, p.script)
		}
	}
	return len(holders)
}
