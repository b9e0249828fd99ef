package gosource

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
)

// calls notes the scripts that a package hands to a client.
func (f *Finder) calls(p *Package) {
	f.eachHandover(p, func(h handover) {
		if ast.IsGenerated(h.file) {
			return // whoever generates it is to be told
		}
		switch obj := f.handed(p, h.script).(type) {
		case *types.Var:
			if _, known := f.Fields[obj]; known || h.fn != nil && paramOf(h.fn, obj) >= 0 {
				return // whoever sets it, or calls the function, has the script
			}
		}
		clear(f.asked)
		texts := scriptLike(f.texts(p, h.script))
		if h.fn != nil && f.asksFor(h.fn) {
			f.templates[h.fn] = append(f.templates[h.fn], template{p, h, texts})
			return
		}
		for _, v := range texts {
			f.use(p, h, v)
		}
	})
}

// use notes a text that is handed to a client.
func (f *Finder) use(p *Package, h handover, v value) {
	var s *Script
	if v.why != "" {
		if v.why != generated {
			f.result.Unseen = append(f.result.Unseen, Unseen{f.span(p, h.script), v.why})
		}
	} else {
		use := Use{Client: h.client, Span: f.span(p, h.script), Call: h.call, Expr: h.script}
		if h.form == evals && len(h.rest) > 0 {
			use.Keys, use.Args = h.rest[0], h.rest[1:]
		} else if h.form == sends {
			use.Args = h.rest
		}
		s = f.script(v)
		s.addUse(use)
	}
	if h.call == nil {
		f.setTo[ast.Unparen(h.script)] = alternative(f.setTo[ast.Unparen(h.script)], s)
	} else {
		f.sent[h.call] = alternative(f.sent[h.call], s)
	}
}

// alternative adds one of several scripts; nil stands for one that is not known.
func alternative(all []*Script, s *Script) []*Script {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// allKnown are the scripts of a list when all of them are known.
func allKnown(scripts []*Script) []*Script {
	if slices.Contains(scripts, nil) {
		return nil
	}
	return scripts
}

// script returns the script that a text is, which may be known from another use.
func (f *Finder) script(v value) *Script {
	place := v.text.Text()
	for _, p := range v.text.Pieces() {
		place += fmt.Sprintf("\x00%s:%d:%d", p.Host.File, p.From, p.To)
	}
	s := f.scripts[place]
	if s == nil {
		s = &Script{Text: v.text, Holes: v.holes}
		f.scripts[place] = s
		f.result.Scripts = append(f.result.Scripts, s)
	}
	return s
}

func (s *Script) addUse(u Use) {
	if slices.ContainsFunc(s.Uses, func(other Use) bool { return other.Span == u.Span }) {
		return // a file that two packages have: one and the same with its tests
	}
	if s.Uses = append(s.Uses, u); len(s.Uses) == 1 {
		s.Name = fmt.Sprintf("%s:%d:%d", u.Span.File, u.Span.Start.Line, u.Span.Start.Column)
	}
}
