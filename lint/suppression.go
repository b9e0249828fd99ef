package lint

import (
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

const ruleSuppression = "suppression"

// suppressionRule reports suppression comments that are wrong themselves; it runs
// after all other rules, from suppress.
func suppressionRule() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     ruleSuppression,
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a suppression without a reason, of an unknown rule, or that suppresses nothing",
			Text: `A comment --lint:ignore rule reason, on the line of a finding or on the line above it, suppresses that rule's findings there; several rules are separated by commas. --lint:file-ignore rule reason in the header does so for the whole file.

The reason is for the next reader of the script. A comment that suppresses nothing may hide a future finding; with a misspelt rule it suppresses nothing at all.

Errors in the header and syntax errors cannot be suppressed: until they are fixed there is no script to work with.`,
			Bad: `--@keys counter
return redis.call('INCR', KEYS[1]) --lint:ignore slow-command
`,
			Good: `--@keys counter
return redis.call('INCR', KEYS[1])
`,
		},
	}}
}

// checkSuppression reports what is wrong with one suppression.
func (p *pass) checkSuppression(rules []*Rule, s *suppression) {
	i := slices.IndexFunc(rules, func(r *Rule) bool { return r.Name == s.rule })
	switch {
	case s.rule == "":
		p.reportSpan(s.span, "this suppression names no rule; write the rule and a reason after the tag, as in --lint:ignore slow-command runs once a night")
	case i < 0:
		p.reportSpan(s.span, "unknown rule %q%s", s.rule, didYouMean(s.rule, ruleNames(rules)))
	case !s.reason:
		p.reportSpan(s.span, "the suppression of %s has no reason; write after it why the finding does not matter here", s.rule)
	case s.stray:
		p.reportSpan(s.span, "--lint:file-ignore is below the first line of code, where it has no effect; move it to the header, or use --lint:ignore")
	case !s.used && !p.unjudged(s, rules[i]):
		p.reportSpan(s.span, "%s finds nothing here, so this suppresses nothing; remove it", s.rule)
	}
}

// unknownDirectives reports the comments that suppress nothing because of their tag.
func (p *pass) unknownDirectives() {
	for _, c := range p.script.Chunk.Comments {
		if c.Block {
			continue
		}
		tag, at := parser.UnknownDirective(p.script.Text[c.From:c.To])
		if tag == "" {
			continue
		}
		from := c.From + at
		p.report(syntax.Range{From: from, To: from + len(tag)},
			"%s suppresses nothing; write --%s rule reason, or --%s rule reason in the header", tag, parser.TagIgnore, parser.TagFileIgnore)
	}
}

// inHeader reports whether a place is in the script's header.
func (p *pass) inHeader(at diag.Span) bool {
	return at.File == p.script.Header.File && at.Start.Offset < p.script.Header.End.Offset
}

// unjudged reports whether this run cannot tell if a suppression is needed: its rule did
// not run, it is in a library and other scripts may need it, or not all of the text could be
// read.
func (p *pass) unjudged(s *suppression, r *Rule) bool {
	return s.file != p.script.File || p.cfg.Library || p.skips(r) ||
		s.rule == ruleTarget && len(p.cfg.Targets) == 0 ||
		p.facts.Incomplete || p.facts.Damage != nil
}

func ruleNames(rules []*Rule) []string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = r.Name
	}
	return names
}
