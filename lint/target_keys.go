package lint

import (
	"bytes"
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// targetKeys reports keys that a target refuses because of where they come from.
func (p *pass) targetKeys(t Target, c *analysis.Call) {
	switch t.Server {
	case Dragonfly:
		if !p.unlocked {
			p.targetUndeclared(c, "Dragonfly refuses keys that are not elements of KEYS; pass it in KEYS, or add the comment --!df flags=allow-undeclared-keys")
		}
	case ElastiCacheServerless:
		p.targetUndeclared(c, "ElastiCache Serverless refuses keys that are not elements of KEYS; pass it in KEYS")
	case Upstash:
		if s := p.script.Shebang; s != nil && slices.ContainsFunc(s.Flags, func(f string) bool { return parser.ForeignFlag(f) != "" }) {
			p.targetUndeclared(c, "Upstash refuses keys that are not elements of KEYS in a script flagged allow-key-locking; pass it in KEYS, or drop the flag")
		}
	case Alibaba:
		for _, k := range c.Keys {
			if !k.Expanded && !p.writtenAsKeys(k.Expr) {
				p.report(k.Expr.Span(), "Alibaba's clusters want keys written as KEYS[n] in the call itself; write that in place of %s", p.short(k.Expr))
			}
		}
	}
}

// targetUndeclared reports the keys of a call that are not elements of KEYS.
func (p *pass) targetUndeclared(c *analysis.Call, message string) {
	var reported syntax.Expr // of the keys of one list the first is enough
	for _, k := range c.Keys {
		if k.Expr != reported && k.From != 0 && k.From&(value.KeysElement|value.FromUnknown) == 0 {
			p.report(k.Expr.Span(), "%s", message)
			reported = k.Expr
		}
	}
}

// unlocksKeys reports whether a comment tells Dragonfly not to lock the script to its KEYS.
func unlocksKeys(s *parser.Script) bool {
	for _, c := range s.Chunk.Comments {
		text := s.Text[c.From:c.To]
		if flags, ok := bytes.CutPrefix(text, []byte("--!df flags=")); ok &&
			(bytes.Contains(flags, []byte("allow-undeclared-keys")) || bytes.Contains(flags, []byte("disable-atomicity"))) {
			return true
		}
	}
	return false
}

// writtenAsKeys reports whether an expression is KEYS[…] itself, not an alias of it.
func (p *pass) writtenAsKeys(e syntax.Expr) bool {
	x, ok := e.(*syntax.IndexExpr)
	if !ok {
		return false
	}
	n, ok := x.X.(*syntax.NameExpr)
	return ok && n.Name == "KEYS" && p.facts.Binding(n) == nil
}
