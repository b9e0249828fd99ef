package outline

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/server/source"
)

// Declared returns what a script declares that others may speak of: types, templates, errors, and the functions
// of its top level, in order. It needs no facts about the script.
func Declared(s *parser.Script) []Symbol {
	in := source.Script{Script: s}
	all := slices.DeleteFunc(Header(in), func(d Symbol) bool { return d.Kind != Type && d.Kind != Template && d.Kind != Error })
	if s.Chunk == nil || s.Chunk.Block == nil {
		return all
	}
	for _, stmt := range s.Chunk.Block.Stmts {
		all = appendFunctions(in, all, stmt)
	}
	return all
}

// Match says how well a name fits what somebody types to find it: better ones are less. It reports false when
// the letters of query are not in the name, in their order.
func Match(name, query string) (rank int, ok bool) {
	name, query = strings.ToLower(name), strings.ToLower(query)
	switch {
	case strings.HasPrefix(name, query):
		return 0, true
	case strings.Contains(name, query):
		return 1, true
	}
	for _, r := range query {
		i := strings.IndexRune(name, r)
		if i < 0 {
			return 0, false
		}
		name = name[i+len(string(r)):]
	}
	return 2, true
}
