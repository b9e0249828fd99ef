package diag

import (
	"io"
	"net/url"
	"path"
	"slices"
)

// Tool describes luagen to those who read a SARIF log.
type Tool struct {
	Version string
	URL     string
	Rules   []Rule
}

// sourceRoot is the base that GitHub and others resolve relative paths against.
const sourceRoot = "%SRCROOT%"

// WriteSARIF writes ds as a SARIF 2.1.0 log of one run, in the order given. Columns
// there count UTF-16 code units, so src is needed to convert those of lines with
// other than ASCII text; where it knows nothing, bytes stand in.
func WriteSARIF(w io.Writer, ds []Diagnostic, tool Tool, src Source) error {
	conv := sarifConverter{source: src, units: map[string]*units{}}
	driver := sarifDriver{Name: "luagen", Version: tool.Version, InformationURI: tool.URL, Rules: []sarifRule{}}
	for _, r := range tool.Rules {
		driver.Rules = append(driver.Rules, sarifRule{
			ID:               r.Name,
			ShortDescription: &sarifMessage{Text: r.Doc.Title},
			Help:             &sarifMessage{Text: r.Markdown(), Markdown: r.Markdown()},
			HelpURI:          r.URL(),
			Configuration:    &sarifLevelOf{Level: sarifLevel(r.Severity)},
		})
	}
	results := []sarifResult{}
	for _, d := range ds {
		i := slices.IndexFunc(driver.Rules, func(r sarifRule) bool { return r.ID == d.Rule })
		if i < 0 { // a rule without help
			i = len(driver.Rules)
			driver.Rules = append(driver.Rules, sarifRule{ID: d.Rule})
		}
		results = append(results, conv.result(d, i))
	}
	return encodeJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{{Tool: sarifTool{Driver: driver}, ColumnKind: "utf16CodeUnits", Results: results}},
	})
}

// sarifLevel is the SARIF level of a severity; there is none between note and
// warning.
func sarifLevel(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "note"
	}
}

// sarifConverter turns spans into SARIF's places.
type sarifConverter struct {
	source Source
	units  map[string]*units // by file
}

// result is a finding of the rule at an index.
func (c sarifConverter) result(d Diagnostic, rule int) sarifResult {
	r := sarifResult{RuleID: d.Rule, RuleIndex: rule, Level: sarifLevel(d.Severity), Message: sarifMessage{Text: d.Message}}
	if d.Span.File != "" {
		r.Locations = []sarifLocation{c.location(d.Span)}
	}
	for _, related := range d.Related {
		place := c.location(related.Span)
		place.Message = &sarifMessage{Text: related.Message}
		r.RelatedLocations = append(r.RelatedLocations, place)
	}
	for _, f := range d.fixes() {
		r.Fixes = append(r.Fixes, c.fix(f))
	}
	return r
}

func (c sarifConverter) location(s Span) sarifLocation {
	place := sarifPlace{ArtifactLocation: artifact(s.File)}
	if s.Start.Line > 0 {
		region := c.region(s)
		place.Region = &region
	}
	return sarifLocation{PhysicalLocation: place}
}

func (c sarifConverter) region(s Span) sarifRegion {
	return sarifRegion{
		StartLine: s.Start.Line, StartColumn: c.column(s.File, s.Start),
		EndLine: max(s.End.Line, s.Start.Line), EndColumn: c.column(s.File, s.End),
	}
}

// column is the 1-based column of p in UTF-16 code units.
func (c sarifConverter) column(file string, p Pos) int {
	u, ok := c.units[file]
	if !ok {
		var text []byte
		if c.source != nil {
			text = c.source(file)
		}
		u = unitsOf(text)
		c.units[file] = u
	}
	return u.column(p)
}

func (c sarifConverter) fix(f Fix) sarifFix {
	fix := sarifFix{Description: sarifMessage{Text: f.Message}}
	for _, e := range f.Edits {
		file := artifact(e.Span.File)
		i := slices.IndexFunc(fix.Changes, func(c sarifChange) bool { return c.ArtifactLocation == file })
		if i < 0 {
			i = len(fix.Changes)
			fix.Changes = append(fix.Changes, sarifChange{ArtifactLocation: file})
		}
		fix.Changes[i].Replacements = append(fix.Changes[i].Replacements, sarifReplacement{
			DeletedRegion:   c.region(e.Span),
			InsertedContent: sarifMessage{Text: e.NewText},
		})
	}
	return fix
}

// artifact is a file as SARIF names it: a URI, relative to the source root unless
// the path is absolute.
func artifact(file string) sarifArtifact {
	if path.IsAbs(file) {
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: file}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: path.Clean(file)}).EscapedPath(), URIBaseID: sourceRoot}
}
