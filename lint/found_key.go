package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// mayBeNil reports whether a reply, or an element of it, can be nil.
func mayBeNil(r *command.Reply) bool {
	return (r.Kinds|r.Elem())&command.Nil != 0
}

// isFound reports whether the script has dealt with the keys of all calls by another command,
// so that by all appearances they exist: before the call, or, with a reply that it tests, before a place.
func (u *nilUses) isFound(o *origins, before int) bool {
	if u.keys == nil {
		u.collectTests()
		u.collectKeys()
	}
	for _, c := range o.calls {
		name, ok := u.keyName(c)
		if !ok || !slices.ContainsFunc(u.keys[name], func(k keyedCall) bool {
			earlier := k.call.Expr.From < c.Expr.From
			later := k.call != c && k.call.Expr.From < before && u.isTestedCall(k.call)
			return (earlier && k.finds || later) && u.findsFor(k.call, c)
		}) {
			return false
		}
	}
	return true
}

// collectKeys lists the calls by their first key.
func (u *nilUses) collectKeys() {
	u.keys = map[string][]keyedCall{}
	for _, c := range u.facts.Calls {
		name, ok := u.keyName(c)
		if !ok || c.Match == nil {
			continue
		}
		r := c.Match.LikelyReply()
		finds := c.Match.Writes() && c.Match.Expiry() != command.RemovesKey || !c.Match.Writes() && (!mayBeNil(&r) || u.isTestedCall(c))
		u.keys[name] = append(u.keys[name], keyedCall{c, finds})
	}
}

// keyName is what calls with the same first key have in common.
func (u *nilUses) keyName(c *analysis.Call) (string, bool) {
	if len(c.Keys) == 0 || c.Keys[0].Expanded {
		return "", false
	}
	k := c.Keys[0]
	if k.Input.Index > 0 && k.From&(value.KeysElement|value.FromArgs) != 0 {
		return k.Input.Table.String() + string(rune('0'+k.Input.Index)), true
	}
	return u.source(k.Expr), true
}

// isTestedCall reports whether the script tests the reply of a call, itself or in a local.
func (u *nilUses) isTestedCall(c *analysis.Call) bool {
	if _, ok := u.tested[u.source(c.Expr)]; ok {
		return true
	}
	return slices.ContainsFunc(u.facts.Bindings, func(b *scope.Binding) bool {
		_, tested := u.tested[b.Name]
		return tested && b.Init == syntax.Expr(c.Expr)
	})
}

// findsFor reports whether what an earlier call finds or makes is what a later one reads: the same
// field or member where the earlier one writes, and any where it reads.
func (u *nilUses) findsFor(earlier, later *analysis.Call) bool {
	if !earlier.Match.Writes() {
		return true
	}
	for i := range later.Words {
		switch later.Match.Role(i) {
		case command.Field, command.Member:
			same := false
			for j := range earlier.Words {
				role := earlier.Match.Role(j)
				if (role == command.Field || role == command.Member) && u.source(earlier.WordExpr(j)) == u.source(later.WordExpr(i)) {
					same = true
				}
			}
			if !same {
				return false
			}
		}
	}
	return true
}
