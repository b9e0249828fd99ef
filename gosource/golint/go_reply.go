package golint

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
)

func goReply() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-reply", Severity: diag.Error, Doc: diag.Doc{
			Title: "a reply that is decoded in Go as what it never is",
			Text: `Int and its kin take an integer or a string, Text takes a string, Slice and its kin take a table; a type assertion takes exactly what the client makes of a reply: int64, string, []any, and []byte for redigo. A script whose returns are all of another kind makes every call fail. Nothing is reported when one of the returns fits, or is not known.

A Lua nil or false is an error in Go, redis.Nil: where a script may return one and nothing in the program tests for it, that is a warning.`,
			Language: diag.Go,
			Bad: `var pair = redis.NewScript(` + "`return {1, 2}`" + `)

func Pair(ctx context.Context, c *redis.Client) (int, error) {
	return pair.Run(ctx, c, nil).Int()
}
`,
			Good: `var pair = redis.NewScript(` + "`return {1, 2}`" + `)

func Pair(ctx context.Context, c *redis.Client) ([]int64, error) {
	return pair.Run(ctx, c, nil).Int64Slice()
}
`,
		}},
		check: func(s *site) {
			if s.facts == nil || s.facts.RESP3 {
				return
			}
			for _, d := range s.Decodes {
				switch {
				case d.Name != "" && len(d.Path) == 0:
					s.checkDecoder(d)
				case d.Name == "":
					s.checkAssertion(d)
				}
			}
			s.checkNil()
		},
	}
}

// definite are the kinds of reply that are no error and no nil.
const definite = analysis.ReplyInteger | analysis.ReplyBulk | analysis.ReplyStatus | analysis.ReplyArray

// replyKinds are the kinds of the part of the script's replies that a path leads to, and
// whether they are known.
func (s *site) replyKinds(path []int) (analysis.ReplyKinds, bool) {
	var kinds analysis.ReplyKinds
	for _, r := range s.facts.Returns {
		k, ok := partKinds(r.Reply, path)
		if !ok {
			return 0, false
		}
		kinds |= k
	}
	return kinds, kinds&definite != 0 && kinds&analysis.ReplyRESP3 == 0
}

// partKinds are the kinds of a part of a reply; none of a part that is not there.
func partKinds(r analysis.Reply, path []int) (analysis.ReplyKinds, bool) {
	if len(path) == 0 {
		return r.Kinds, true
	}
	if r.Kinds&analysis.ReplyArray == 0 {
		return 0, true
	}
	if !r.Known {
		return 0, false
	}
	var parts []analysis.Reply
	switch i := path[0]; {
	case i == gosource.Any:
		parts = r.Elems
		if r.Rest != nil {
			parts = append(parts[:len(parts):len(parts)], *r.Rest)
		}
	case i >= 0 && i < len(r.Elems):
		parts = r.Elems[i : i+1]
	case r.Rest != nil:
		parts = []analysis.Reply{*r.Rest}
	}
	var kinds analysis.ReplyKinds
	for _, part := range parts {
		k, ok := partKinds(part, path[1:])
		if !ok {
			return 0, false
		}
		kinds |= k
	}
	return kinds, true
}

// checkDecoder reports a decoding by the client that none of the script's replies has.
func (s *site) checkDecoder(d gosource.Decode) {
	accepted, ok := s.face.decoders[d.Name]
	if !ok {
		return
	}
	kinds, ok := s.replyKinds(nil)
	if !ok {
		return
	}
	if kinds&accepted == 0 {
		s.report(d.Node, diag.Error, "%s cannot decode what the script returns, which is %s", d.Name, spell(kinds&definite))
	} else if word := s.wordFor(d.Name, kinds); word != "" {
		s.report(d.Node, diag.Error, "%s cannot decode what the script returns, which is %q", d.Name, word)
	}
}

// wordFor returns a string that the script replies where a decoder wants a number, when all
// that it replies are such; empty otherwise.
func (s *site) wordFor(decoder string, kinds analysis.ReplyKinds) string {
	if !slices.Contains(s.face.numbers, decoder) || kinds&definite&^text != 0 {
		return ""
	}
	found := ""
	for _, r := range s.facts.Returns {
		if r.Reply.Kinds&definite == 0 {
			continue
		}
		if len(r.Reply.Consts) == 0 {
			if r.Reply.Kinds&definite != analysis.ReplyStatus || r.Value.Origin() != value.FromData {
				return ""
			}
			found = "OK" // of a command
		}
		for _, c := range r.Reply.Consts {
			_, notNumber := strconv.ParseFloat(c.Str, 64)
			_, notBool := strconv.ParseBool(c.Str)
			if !c.IsString || notNumber == nil || decoder == "Bool" && notBool == nil {
				return ""
			}
			found = c.Str
		}
	}
	return found
}

// checkAssertion reports a type assertion that never holds.
func (s *site) checkAssertion(d gosource.Decode) {
	kinds, ok := s.replyKinds(d.Path)
	if !ok || len(s.face.elements) == 0 || !isPlain(d.Type) {
		return
	}
	var are []string
	for _, k := range []analysis.ReplyKinds{integer, analysis.ReplyBulk, analysis.ReplyStatus, text, array} {
		name, known := s.face.elements[k]
		if !known || kinds&definite&k == 0 {
			continue
		}
		if types.TypeString(d.Type, nil) == name || name == "[]interface{}" && types.TypeString(d.Type, nil) == "[]any" {
			return
		}
		are = append(are, name)
	}
	what := "the reply"
	if len(d.Path) > 0 {
		what = "this element of the reply"
	}
	severity, fails := diag.Error, "this assertion panics"
	if d.Tested {
		severity, fails = diag.Warning, "this assertion never holds"
	}
	s.report(d.Node, severity, "%s is %s, which %s decodes as %s: %s", what, spell(kinds&definite), s.Client, strings.Join(are, " or "), fails)
}

// isPlain reports whether a type is one that no decoded reply has by accident: a number, a
// string, a bool, or a list of bytes or of anything.
func isPlain(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return true
	case *types.Slice:
		_, basic := types.Unalias(t.Elem()).(*types.Basic)
		face, ok := t.Elem().Underlying().(*types.Interface)
		return basic || ok && face.Empty()
	case *types.Map:
		return true
	}
	return false
}

// checkNil reports a nil reply that becomes an error which nothing tests for.
func (s *site) checkNil() {
	if s.Wrapper != nil && s.Wrapper.Pkg() != s.Package.Types {
		return // it may see to it
	}
	if s.face.nilError == "" || s.KnowsNil || s.Test || !s.ErrSeen || s.face.nilDecoded && len(s.Decodes) == 0 {
		return
	}
	always, bool, own, data := s.nilReplies()
	becomes := "which " + s.Client + " makes the error " + s.face.nilError
	switch {
	case always:
		s.report(s.Call, diag.Warning, "the script always replies nil, %s: this call always fails; return a value", becomes)
	case bool:
		s.report(s.Call, diag.Warning, "false arrives as nil, %s, and nothing here tests for it; return 1 and 0", becomes)
	case own:
		s.report(s.Call, diag.Warning, "the script may reply nil, %s, and nothing here tests for it", becomes)
	case data:
		s.report(s.Call, diag.Hint, "the script may reply the nil of a command, %s, and nothing here tests for it", becomes)
	}
}

// nilReplies says how the script may reply nil: always, for a Lua bool, by its own doing, as a
// command did.
func (s *site) nilReplies() (always, boolean, own, data bool) {
	always = true
	for _, r := range s.facts.Returns {
		v := r.Value
		switch {
		case r.Reply.Kinds == analysis.ReplyNil:
			own = true
		case r.Reply.Kinds&analysis.ReplyNil == 0:
			always = false
		case v.Is(kind.Bool):
			boolean, always = true, false
		case r.Reply.Kinds&definite != definite:
			data, always = true, false
		default:
			always = false // nothing is known
		}
	}
	own = own || s.facts.EndReachable
	return always && own, boolean, own, data
}

// spell names kinds of reply.
func spell(kinds analysis.ReplyKinds) string {
	var names []string
	for _, k := range []struct {
		kind analysis.ReplyKinds
		name string
	}{
		{analysis.ReplyInteger, "an integer"}, {analysis.ReplyBulk, "a string"},
		{analysis.ReplyStatus, "a status"}, {analysis.ReplyArray, "a table"},
	} {
		if kinds&k.kind != 0 {
			names = append(names, k.name)
		}
	}
	return strings.Join(names, " or ")
}
