package server

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/signature"
)

// SignatureHelp says which words the command takes whose call is being written.
func (s *server) SignatureHelp(ctx context.Context, p *protocol.SignatureHelpParams) (*protocol.SignatureHelp, error) {
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	h, ok := signature.At(d.script, d.offset)
	if !ok {
		return nil, nil
	}
	info := protocol.SignatureInformation{Label: h.Label, Documentation: markdown(h.Documentation)}
	if h.Documentation == "" {
		info.Documentation = nil
	}
	for _, r := range h.Params { // the table of commands is ASCII
		info.Parameters = append(info.Parameters, protocol.ParameterInformation{Label: protocol.ParameterInformationLabelTuple{uint32(r.From), uint32(r.To)}})
	}
	help := &protocol.SignatureHelp{Signatures: []protocol.SignatureInformation{info}}
	if h.Active >= 0 {
		help.ActiveParameter = protocol.NewNullable(uint32(h.Active))
	} else {
		help.ActiveParameter = protocol.NewNullable(uint32(len(h.Params))) // none: every editor knows that
	}
	return help, nil
}
