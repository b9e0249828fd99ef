package golint

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
)

func goReply() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-reply", Severity: diag.Error, Doc: diag.Doc{
			Title: "a reply that is decoded in Go as what it never is",
			Text: `Int and its kin take an integer or a string, Text takes a string, Slice and its kin take a table. A script whose returns are all of another kind makes every call fail.

Nothing is reported when one of the returns fits, or is not known.`,
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
			for _, d := range s.Decodes {
				s.checkDecode(d)
			}
		},
	}
}

// checkDecode reports a decoding that none of the script's replies has.
func (s *site) checkDecode(d gosource.Decode) {
	accepted, ok := decodes(d.Name)
	if !ok || len(d.Path) > 0 || s.facts == nil || s.facts.RESP3 || len(s.facts.Returns) == 0 {
		return
	}
	var kinds analysis.ReplyKinds
	for _, r := range s.facts.Returns {
		kinds |= r.Reply.Kinds
	}
	const definite = analysis.ReplyInteger | analysis.ReplyBulk | analysis.ReplyStatus | analysis.ReplyArray
	if kinds&(accepted|analysis.ReplyRESP3) == 0 && kinds&definite != 0 {
		s.report(d.Node, diag.Error, "%s cannot decode what the script returns, which is %s", d.Name, spell(kinds&definite))
	}
}

// decodes returns the kinds of reply that a method of go-redis's Cmd takes.
func decodes(method string) (analysis.ReplyKinds, bool) {
	const text = analysis.ReplyBulk | analysis.ReplyStatus
	switch method {
	case "Int", "Int64", "Uint64", "Float32", "Float64", "Bool":
		return text | analysis.ReplyInteger | analysis.ReplyTruncated, true
	case "Text":
		return text, true
	case "Slice", "StringSlice", "Int64Slice", "Uint64Slice", "Float32Slice", "Float64Slice", "BoolSlice":
		return analysis.ReplyArray, true
	}
	return 0, false
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
