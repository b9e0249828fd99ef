package lint

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unknownCommand() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unknown-command",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a command or sub-command that no Redis has",
			Text:  `Redis answers "Unknown Redis command called from script". luagen knows the commands of newer servers and of Valkey, and assumes that those of modules (JSON.GET, FT.SEARCH) exist; the rule target reports what your servers lack.`,
			Bad: `--@keys counter
return redis.call('INCRBYY', KEYS[1], 5)
`,
			Good: `--@keys counter
return redis.call('INCRBY', KEYS[1], 5)
`,
			Fails: "ERR Unknown Redis command called from script",
		},
	}, run: runUnknownCommand}
}

// mostSuggested bounds the misspelt names that are compared with all commands.
const mostSuggested = 100

func runUnknownCommand(p *pass) {
	near := speller{left: mostSuggested}
	for _, c := range p.facts.Calls {
		for _, name := range c.Names {
			if _, ok := command.Lookup(name); !ok && !command.IsModule(name) {
				p.unknownCommand(c, name, &near)
			}
		}
		if c.Command != nil && len(c.Command.Subs) > 0 && c.Sub != "" && subCommand(c) == nil {
			p.unknownSub(c, &near)
		}
	}
}

// speller makes a number of suggestions and no more.
type speller struct{ left int }

func (s *speller) suggest(find func(string) (string, bool), name string) (near string, sure bool) {
	if s.left == 0 {
		return "", false
	}
	s.left--
	return find(name)
}

// unknownCommand reports a name that is no command.
func (p *pass) unknownCommand(c *analysis.Call, name string, spell *speller) {
	at := commandAt(c)
	if first, rest, ok := strings.Cut(name, " "); ok {
		if _, known := command.Lookup(first); known {
			p.report(at, "%q is not a command: the command's name and its arguments are separate; write '%s', '%s'", name, first, rest)
			return
		}
	}
	near, sure := spell.suggest(command.Suggest, name)
	if near == "" {
		p.probe(c, p.report(at, "unknown command %s", shown(name)))
		return
	}
	d := p.report(at, "unknown command %s; did you mean %s?", shown(name), near)
	if sure {
		d.Fix = p.respell(c.NameExpr, near)
	} else {
		p.probe(c, d)
	}
}

// unknownSub reports a sub-command that the command does not have.
func (p *pass) unknownSub(c *analysis.Call, spell *speller) {
	near, sure := spell.suggest(c.Command.SuggestSub, c.Sub)
	if near == "" {
		p.probe(c, p.report(c.SubExpr.Span(), "%s has no sub-command %s", c.Name, shown(c.Sub)))
		return
	}
	d := p.report(c.SubExpr.Span(), "%s has no sub-command %s; did you mean %s?", c.Name, shown(c.Sub), near)
	if sure {
		d.Fix = p.respell(c.SubExpr, near)
	} else {
		p.probe(c, d)
	}
}

// probe lowers the severity of a finding about a call that may be there to find out
// whether the server has the command. A plain misspelling is not: it finds out nothing.
func (p *pass) probe(c *analysis.Call, d *diag.Diagnostic) {
	if c.Protected {
		d.Severity = min(d.Severity, diag.Warning)
	}
}

// respell is a fix that replaces a misspelt literal, in its case and its quotes;
// nil when e is no plain literal.
func (p *pass) respell(e syntax.Expr, name string) *diag.Fix {
	s, ok := e.(*syntax.StringExpr)
	if !ok || p.source(s) != "'"+s.Value+"'" && p.source(s) != `"`+s.Value+`"` {
		return nil
	}
	if s.Value == strings.ToLower(s.Value) {
		name = strings.ToLower(name)
	}
	inside := syntax.Range{From: s.From + 1, To: s.To - 1}
	return &diag.Fix{
		Message: "replace " + s.Value + " by " + name,
		Edits:   []diag.Edit{p.replace(inside, name)},
	}
}

// shown is a name for a message, quoted when it is not a plain word.
func shown(name string) string {
	const longest = 40
	if len(name) > longest {
		name = name[:longest] + "…"
	}
	plain := func(r rune) bool { return r == '-' || r == '_' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' }
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
		return `"` + strings.ToValidUTF8(name, "?") + `"`
	}
	return name
}
