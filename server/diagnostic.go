package server

import (
	"reflect"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/session"
	"github.com/luagen/luagen/server/text"
)

// toDiagnostic is a finding in a text. Places in other files are counted in their texts, which
// source returns by their paths as findings show them; nil for one that is not there.
func (s *server) toDiagnostic(in *text.Text, d diag.Diagnostic, source func(file string) *text.Text, abs func(file string) string) protocol.Diagnostic {
	to := protocol.Diagnostic{
		Range:    s.toRange(in, d.Span.Start.Offset, d.Span.End.Offset),
		Severity: severity(d.Severity),
		Code:     protocol.String(d.Rule),
		Source:   protocol.NewOptional("luagen"),
		Message:  protocol.String(d.Message),
	}
	if page, ok := s.pages[d.Rule]; ok {
		to.CodeDescription = protocol.CodeDescription{Href: uri.URI(page)}
	}
	switch d.Rule {
	case "unused-arg", "unused-key", "unused-local", "unreachable":
		to.Tags = protocol.NewDiagnosticTags(protocol.DiagnosticTagUnnecessary)
	case "deprecated-command":
		to.Tags = protocol.NewDiagnosticTags(protocol.DiagnosticTagDeprecated)
	}
	for _, r := range d.Related {
		other := in
		if r.Span.File != d.Span.File {
			other = source(r.Span.File)
		}
		if other == nil {
			continue
		}
		to.RelatedInformation = append(to.RelatedInformation, protocol.DiagnosticRelatedInformation{
			Location: protocol.Location{URI: s.uriOf(abs(r.Span.File)), Range: s.toRange(other, r.Span.Start.Offset, r.Span.End.Offset)},
			Message:  r.Message,
		})
	}
	return to
}

func severity(s diag.Severity) protocol.DiagnosticSeverity {
	switch s {
	case diag.Error:
		return protocol.DiagnosticSeverityError
	case diag.Warning:
		return protocol.DiagnosticSeverityWarning
	case diag.Hint:
		return protocol.DiagnosticSeverityHint
	default:
		return protocol.DiagnosticSeverityInformation
	}
}

// sources returns the texts of a project's files, by the paths that findings show.
func (s *server) sources(v *session.View, live *project.Live) func(file string) *text.Text {
	return func(file string) *text.Text {
		if d, ok := v.Document(live.Abs(file)); ok {
			return d.Text
		}
		if content := live.Source(file); content != nil {
			return text.New(content)
		}
		return nil
	}
}

func sameDiagnostic(a, b protocol.Diagnostic) bool { return reflect.DeepEqual(a, b) }
