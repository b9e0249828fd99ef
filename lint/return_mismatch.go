package lint

import (
	"slices"
	"strconv"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func returnMismatch() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     infer.RuleReturnMismatch,
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "what the script returns cannot decode as @returns",
			Text: `The generated function decodes strictly: a reply that is not what @returns declares is a DecodeError. The finding is an error where no reply of a return statement can decode, and a warning where some cannot (GET gives nil for a missing key).

Replies that an @error matches are not checked. Declare what may be missing with ?, and replies of several shapes as variants.`,
			Bad: `--@keys name
--@returns int
return redis.call('HGETALL', KEYS[1])
`,
			Good: `--@keys name
--@returns map[string]string
return redis.call('HGETALL', KEYS[1])
`,
		},
	}, readsHeader: true, needs: blocks, run: runReturnMismatch}
}

func runReturnMismatch(p *pass) {
	s := p.script
	declared := p.returns
	if declared == nil || p.facts.Incomplete {
		return
	}
	f := fitter{claims: s.Errors}
	written := p.writtenKeys()
	for _, r := range p.facts.Returns {
		if r.Stmt == nil {
			continue
		}
		got := f.fit(declared, p.likely(r), r.Expr)
		at := r.Stmt.Range
		if got.at != nil {
			at = got.at.Span()
		} else if r.Expr != nil {
			at = r.Expr.Span()
		}
		switch got.verdict {
		case never:
			p.report(at, "%s, which cannot decode as %s; %s", got.why(), got.want, got.advice())
		case perhaps:
			if got.isNil && p.readsWritten(written, got.at, r.Expr) {
				continue
			}
			p.warn(at, "%s, which does not decode as %s; %s", got.why(), got.want, got.advice())
		}
	}
	p.endWithoutReturn(&f, declared)
}

// likely is a return's reply without what it is only if some argument happens to hold
// an option: SORT's STORE and GET, ZADD's INCR.
func (p *pass) likely(r analysis.Return) analysis.Reply { return p.callBehind(r.Expr).Likely(r.Reply) }

// writtenKeys returns the keys that the script writes, as written in the source, with
// the place where it first does.
func (p *pass) writtenKeys() map[string]int {
	written := map[string]int{}
	for _, c := range p.facts.Calls {
		for _, k := range c.Keys {
			if _, ok := written[p.keyText(k)]; !ok && k.Write {
				written[p.keyText(k)] = c.Expr.To
			}
		}
	}
	return written
}

// keyText identifies a key by how the script writes it.
func (p *pass) keyText(k analysis.KeyUse) string {
	if k.Input.Index > 0 {
		return k.Input.Table.String() + "[" + strconv.Itoa(k.Input.Index) + "]"
	}
	return p.short(k.Expr)
}

// readsWritten reports whether what may be nil is the reply of a command on a key that
// the script has written further above: it knows that there is something.
func (p *pass) readsWritten(written map[string]int, at, whole syntax.Expr) bool {
	if at == nil {
		at = whole
	}
	if call, ok := at.(*syntax.CallExpr); ok && len(call.Args) > 0 && p.facts.Value(call.Func).Op() == library.ToNumber {
		at = call.Args[0]
	}
	c := p.callBehind(at)
	if c == nil || len(c.Keys) == 0 {
		return false
	}
	end, ok := written[p.keyText(c.Keys[0])]
	return ok && end <= c.Expr.From
}

// endWithoutReturn reports a script that can end without a return, and so replies
// nil, where @returns does not allow for that.
func (p *pass) endWithoutReturn(f *fitter, declared parser.Type) {
	if !p.facts.EndReachable {
		return
	}
	got := f.fit(declared, analysis.Reply{Kinds: analysis.ReplyNil}, nil)
	if got.verdict == fits {
		return
	}
	if len(p.facts.Returns) == 0 {
		p.reportSpan(p.script.Returns.Span, "the script returns nothing, and so replies nil, which does not decode as %s; add a return, or drop @returns", got.want)
		return
	}
	d := p.reportSpan(p.script.Returns.Span, "the script can end without a return, and then replies nil, which does not decode as %s; return something at its end, or declare it optional with ?", got.want)
	d.Severity = min(d.Severity, diag.Warning)
}

// claimed reports whether some @error claims replies that match.
func claimed(claims []parser.ReplyErr, match func(parser.Match) bool) bool {
	return slices.ContainsFunc(claims, func(e parser.ReplyErr) bool { return match(e.Match) })
}
