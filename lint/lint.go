// Package lint finds in a script what breaks in production: what Redis refuses,
// what raises, and replies that are not what they were meant to be.
//
// Every rule is a literal in a file of its own and only reads the facts that package
// analysis found. Mistakes in syntax and annotations are the parser's to report;
// internal/cli prints the findings. A rule of another package is made with NewRule and
// runs when Config.Extra holds it.
package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// Rule is one check.
type Rule struct {
	diag.Rule

	// run reports the rule's findings about one script; nil when others find them all.
	run func(*pass)
	// readsHeader is set when it compares the script with what the header declares: where
	// the header is wrong that would only be said again, in other words.
	readsHeader bool
	// needs is what must be known of a script with syntax errors for its findings to be right.
	needs extent
}

// extent is how much of a script with syntax errors a rule relies on.
type extent int

const (
	// part: its findings hold, whatever stands on the lines that cannot be read.
	part extent = iota
	// blocks: they also depend on which block each statement belongs to.
	blocks
	// whole: they say what the script nowhere does.
	whole
)

// NewRule makes a rule of one's own: run reports what it finds through its Pass. It runs
// when Config.Extra holds it.
func NewRule(r diag.Rule, run func(Pass)) *Rule {
	return &Rule{Rule: r, run: func(p *pass) { run(Pass{p}) }}
}

// Rules returns luagen's rules, the parser's among them, sorted by name. They are new on
// every call.
func Rules() []*Rule {
	rules := []*Rule{
		argNameMismatch(),
		argOutOfRange(),
		argUse(),
		badArgument(),
		bareTuple(),
		deprecatedCommand(),
		emptyList(),
		extraReturn(),
		forbiddenCommand(),
		globalWrite(),
		keyAsValue(),
		keyNameMismatch(),
		keyOutOfRange(),
		lostTTL(),
		missingToNumber(),
		nilInReply(),
		numberTruncated(),
		partialWrite(),
		precision(),
		readOnlyWrite(),
		replyCondition(),
		returnMismatch(),
		sameMember(),
		slowCommand(),
		suppressionRule(),
		tableLost(),
		targetRule(),
		unboundedLoop(),
		uncheckedNil(),
		uncheckedPcall(),
		undeclaredKey(),
		unknownCommand(),
		unknownGlobal(),
		unknownMember(),
		unpackLimit(),
		unreachable(),
		unseededRandom(),
		unusedArg(),
		unusedKey(),
		unusedLocal(),
		wrongArity(),
	}
	for _, r := range parser.Rules() {
		rule := &Rule{Rule: r}
		switch r.Name {
		case parser.RuleSyntax:
			rule.run = runSyntax
		case parser.RuleCrossSlot:
			rule.run, rule.readsHeader = runCrossSlot, true
		}
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b *Rule) int { return strings.Compare(a.Name, b.Name) })
	return rules
}
