package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func sameMember() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "same-member",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a member of a sorted set that two calls share, where members are counted",
			Text: `A sorted set holds each member once. Where the time is both score and member, two calls at the same time add one member, and ZCARD or ZCOUNT counts one: a rate limiter lets more through than its limit.

Make each member unique: append an id that the caller sends, or a counter.`,
			Bad: `--@key window
--@args now:int limit:int
--@returns bool
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, ARGV[1] - 1000)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[1])
return 1
`,
			Good: `--@key window
--@args now:int limit:int id
--@returns bool
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, ARGV[1] - 1000)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[1] .. ':' .. ARGV[3])
return 1
`,
		},
	}, needs: whole, run: runSameMember}
}

func runSameMember(p *pass) {
	for _, c := range p.facts.Calls {
		if c.Match == nil || !c.Match.Writes() || len(c.Keys) == 0 {
			continue
		}
		for i := 1; i < len(c.Words); i++ {
			if c.Match.Role(i-1) != command.Score || c.Match.Role(i) != command.Member {
				continue
			}
			score, member := c.WordExpr(i-1), c.WordExpr(i)
			if score == member || !p.sharesTime(score, member) {
				continue
			}
			count, expires := p.countsMembers(c)
			if count == nil || !expires && !p.isTime(score) {
				continue
			}
			_, name := called(count)
			d := p.report(member.Span(), "%s is the member and the score, so that two calls of one instant add one member, and %s counts them once; append an id of the call's own", p.short(member), name)
			d.Related = []diag.Related{{Span: p.script.Span(count.Expr.Range), Message: "the members are counted here"}}
		}
	}
}

// countsMembers returns a call that counts the members of the set that another call adds to, and whether one
// removes a range of scores from it.
func (p *pass) countsMembers(add *analysis.Call) (count *analysis.Call, expires bool) {
	key := p.keyText(add.Keys[0])
	for _, c := range p.facts.Calls {
		if c.Match == nil || len(c.Keys) == 0 || p.keyText(c.Keys[0]) != key {
			continue
		}
		r := c.Match.Reply()
		switch {
		case c.Match.Writes():
			for i := range c.Words {
				expires = expires || c.Match.Role(i) == command.ScoreBound
			}
		case c.Command.Group == add.Command.Group && r.Kinds == command.IntegerReply && count == nil:
			count = c
		}
	}
	return count, expires
}

// sharesTime reports whether a member is made of nothing but what the score is made of and literals.
func (p *pass) sharesTime(score, member syntax.Expr) bool {
	of := map[string]bool{}
	if !p.parts(score, of, maxRefined) || len(of) == 0 {
		return false
	}
	parts := map[string]bool{}
	if !p.parts(member, parts, maxRefined) || len(parts) == 0 {
		return false
	}
	for part := range parts {
		if !of[part] {
			return false
		}
	}
	return true
}

// parts collects what an expression is made of, literals aside; false when some of it is not known to be
// the same each time.
func (p *pass) parts(e syntax.Expr, into map[string]bool, depth int) bool {
	if depth == 0 {
		return false
	}
	switch e := e.(type) {
	case *syntax.NumberExpr, *syntax.StringExpr:
		return true
	case *syntax.ParenExpr:
		return p.parts(e.X, into, depth-1)
	case *syntax.BinaryExpr:
		return p.parts(e.X, into, depth-1) && p.parts(e.Y, into, depth-1)
	case *syntax.NameExpr:
		b := p.facts.Binding(e)
		switch {
		case b == nil || len(b.Writes) > 0:
			return false
		case b.Init == nil:
			into[variable(b)] = true
			return true
		default:
			return p.parts(b.Init, into, depth-1)
		}
	case *syntax.IndexExpr:
		key := literal(e.Key)
		if key == "" {
			return false
		}
		if in := p.facts.Value(e).Input(); in.Index > 0 {
			into[in.Table.String()+key] = true
			return true
		}
		if c := p.callBehind(e.X); c != nil {
			into[p.source(c.Expr)+key] = true
			return key == "1" // the rest is what tells instants apart
		}
	case *syntax.CallExpr:
		if l := p.facts.Value(e.Func).Lib(); l != nil && (l.Converts || l.Op == library.Floor) && len(e.Args) > 0 {
			return p.parts(e.Args[0], into, depth-1)
		}
	}
	return false
}

// isTime reports whether an expression is a time: what the header declares as one, or the server's clock.
func (p *pass) isTime(e syntax.Expr) bool {
	if p.declaredTime(e) != parser.NoUnit {
		return true
	}
	var parts = map[string]bool{}
	p.parts(e, parts, maxRefined)
	return slices.ContainsFunc(p.facts.Calls, func(c *analysis.Call) bool {
		return c.Match != nil && c.Match.Reply().Shape == command.Fixed && len(c.Keys) == 0 && parts[p.source(c.Expr)+"1"]
	})
}
