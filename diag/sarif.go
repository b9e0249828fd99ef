package diag

import (
	"io"
	"net/url"
	"path"
	"unicode/utf16"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// Tool describes luagen to those who read a SARIF log.
type Tool struct {
	Version string
	URL     string
	Rules   []RuleHelp
}

// RuleHelp is what a SARIF viewer shows about a rule.
type RuleHelp struct {
	ID       string
	Severity Severity // by default
	Summary  string   // one sentence
	Help     string   // Markdown
}

// sourceRoot is the base that GitHub and others resolve relative paths against.
const sourceRoot = "%SRCROOT%"

// WriteSARIF writes ds as a SARIF 2.1.0 log of one run, in the order given. Columns
// there count UTF-16 code units, so src is needed to convert those of lines with
// other than ASCII text; where it knows nothing, bytes stand in.
func WriteSARIF(w io.Writer, ds []Diagnostic, tool Tool, src Source) error {
	conv := sarifConverter{source: src, texts: map[string][]byte{}}
	run := sarif.NewRunWithInformationURI("luagen", tool.URL)
	run.Tool.Driver.WithVersion(tool.Version)
	run.WithColumnKind("utf16CodeUnits")
	for _, r := range tool.Rules {
		run.AddRule(r.ID).
			WithDescription(r.Summary).
			WithMarkdownHelp(r.Help).
			WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(r.Severity)))
	}
	for _, d := range ds {
		run.AddRule(d.Rule) // a rule without help, such as the parser's
		result := run.CreateResultForRule(d.Rule).
			WithLevel(sarifLevel(d.Severity)).
			WithMessage(sarif.NewTextMessage(d.Message))
		if d.Span.File != "" {
			result.AddLocation(conv.location(d.Span))
		}
		for _, r := range d.Related {
			result.AddRelatedLocation(conv.location(r.Span).WithMessage(sarif.NewTextMessage(r.Message)))
		}
		if d.Fix != nil {
			result.AddFixe(conv.fix(*d.Fix))
		}
	}
	report := sarif.NewReport()
	report.AddRun(run)
	return report.PrettyWrite(w)
}

// sarifLevel is the SARIF level of a severity; there is none between note and
// warning.
func sarifLevel(s Severity) string {
	switch s {
	case Error:
		return sarif.LevelError
	case Warning:
		return sarif.LevelWarning
	default:
		return sarif.LevelNote
	}
}

// sarifConverter turns spans into SARIF's places.
type sarifConverter struct {
	source Source
	texts  map[string][]byte // what source gave, by file
}

func (c sarifConverter) location(s Span) *sarif.Location {
	place := sarif.NewPhysicalLocation().WithArtifactLocation(artifact(s.File))
	if s.Start.Line > 0 {
		place.WithRegion(c.region(s))
	}
	return sarif.NewLocationWithPhysicalLocation(place)
}

func (c sarifConverter) region(s Span) *sarif.Region {
	return sarif.NewSimpleRegion(s.Start.Line, max(s.End.Line, s.Start.Line)).
		WithStartColumn(c.column(s.File, s.Start)).
		WithEndColumn(c.column(s.File, s.End))
}

// column is the 1-based column of p in UTF-16 code units.
func (c sarifConverter) column(file string, p Pos) int {
	text, ok := c.texts[file]
	if !ok && c.source != nil {
		text = c.source(file)
		c.texts[file] = text
	}
	start := p.Offset - (p.Column - 1)
	if start < 0 || p.Offset < start || p.Offset > len(text) {
		return max(p.Column, 1)
	}
	units := 0
	for _, r := range string(text[start:p.Offset]) {
		units += utf16.RuneLen(r)
	}
	return units + 1
}

func (c sarifConverter) fix(f Fix) *sarif.Fix {
	fix := sarif.NewFix().WithDescription(sarif.NewTextMessage(f.Message))
	changes := map[string]*sarif.ArtifactChange{}
	for _, e := range f.Edits {
		change := changes[e.Span.File]
		if change == nil {
			change = sarif.NewArtifactChange().WithArtifactLocation(artifact(e.Span.File))
			changes[e.Span.File] = change
			fix.AddArtifactChange(change)
		}
		change.AddReplacement(sarif.NewReplacement().
			WithDeletedRegion(c.region(e.Span)).
			WithInsertedContent(sarif.NewArtifactContent().WithText(e.NewText)))
	}
	return fix
}

// artifact is a file as SARIF names it: a URI, relative to the source root unless
// the path is absolute.
func artifact(file string) *sarif.ArtifactLocation {
	if path.IsAbs(file) {
		return sarif.NewSimpleArtifactLocation((&url.URL{Scheme: "file", Path: file}).String())
	}
	return sarif.NewSimpleArtifactLocation((&url.URL{Path: path.Clean(file)}).EscapedPath()).WithURIBaseID(sourceRoot)
}
