package lint

import "github.com/luagen/luagen/analysis/library"

// targetNames reports the globals and library members that a target lacks.
func (p *pass) targetNames(t Target) {
	for _, g := range p.facts.Globals {
		if g.Write {
			continue
		}
		on := library.OfGlobal(g.Name)
		switch lib := library.Find(g.Name); {
		case lib != nil && lib.AliasOf != "" && t.Server != Valkey && t.lacksName(on) != "":
			p.report(g.Expr.Span(), "%s exists only in Valkey; use %s, which the target %s has as well", g.Name, lib.AliasOf, t)
		case on.Withdrawn && t.Server != Dragonfly && t.Server != Alibaba:
			p.report(g.Expr.Span(), "not every release has %s: those since October 2025 took it away; the target is %s", g.Name, t)
		case on.NotDragonfly && t.Server == Dragonfly:
			p.report(g.Expr.Span(), "Dragonfly runs Lua 5.4 and has no %s; the target is %s", g.Name, t)
		default:
			if lack := t.lacksName(on); lack != "" {
				p.report(g.Expr.Span(), "%s %s; the target is %s", g.Name, lack, t)
			}
		}
	}
	for _, m := range p.facts.Members {
		if m.Write || m.Member == nil || t.lacksName(m.Lib.Servers) != "" {
			continue // that is another rule's, or said of the library
		}
		if lack := t.lacksName(m.Member.Servers); lack != "" {
			if t.Server == Dragonfly {
				p.report(m.Span(), "Dragonfly has no %s; the target is %s", m, t)
			} else {
				p.report(m.Span(), "%s %s; the target is %s", m, lack, t)
			}
		}
	}
}

// lacksName says what is wrong with a name of the sandbox; empty when the target has it.
func (t Target) lacksName(on library.Servers) string {
	switch {
	case t.Server == Dragonfly && on.NotDragonfly:
		return "does not exist there"
	case on.Since != nil:
		return t.lacks(on.Since.Redis, on.Since.Valkey)
	default:
		return ""
	}
}
