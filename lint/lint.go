// Package lint finds in a script what breaks in production: what Redis refuses,
// what raises, and replies that are not what they were meant to be.
//
// Every rule is a literal in a file of its own and only reads the facts that package
// analysis found. Mistakes in syntax and annotations are the parser's to report;
// internal/cli prints the findings.
package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
)

// Rule is one check.
type Rule struct {
	// Name is the rule's id in findings, suppressions and the configuration.
	Name string
	// Severity is that of its gravest findings; a finding that is less certain
	// than the rule promises has a lesser one.
	Severity diag.Severity
	Doc      Doc

	// run reports the rule's findings about one script; nil when the parser finds them all.
	run func(*pass)
	// readsHeader is set when it compares the script with what the header declares: where
	// the header is wrong that would only be said again, in other words.
	readsHeader bool
	// fatal is set when its errors leave no script to work with: neither severities
	// nor suppressions apply to them.
	fatal bool
}

// Configurable reports whether the configuration can change the rule's severity and a
// suppression can silence it.
func (r *Rule) Configurable() bool { return !r.fatal }

// Doc is what "luagen explain" and the page of a rule say.
type Doc struct {
	Title string // what it finds, in one line without a final period
	Text  string // why that matters and what to do; paragraphs separated by blank lines
	Bad   string // a script in which exactly this rule finds something
	Good  string // the same script as it should be; no rule finds anything in it
	// Fails is the error with which Redis 7.0 refuses Bad or fails running it, up to the
	// decorations that name the script; empty when Redis runs it.
	Fails string
	// Config is how the configuration changes what the rule finds, apart from its
	// severity; empty when it does not.
	Config string
	// Targets are the targets configured for Bad and Good.
	Targets []string
}

// Rules returns every rule, sorted by name. The rules are new on every call.
func Rules() []*Rule {
	rules := []*Rule{
		annotation(),
		argNameMismatch(),
		argOutOfRange(),
		crossSlot(),
		deprecatedCommand(),
		extraReturn(),
		file(),
		forbiddenCommand(),
		globalWrite(),
		importRule(),
		include(),
		keyNameMismatch(),
		keyOutOfRange(),
		missingToNumber(),
		nilInReply(),
		numberTruncated(),
		precision(),
		readOnlyWrite(),
		returnMismatch(),
		slowCommand(),
		suppressionRule(),
		syntaxRule(),
		tableLost(),
		targetRule(),
		typeRule(),
		unboundedLoop(),
		uncheckedPcall(),
		undeclaredKey(),
		unknownCommand(),
		unknownGlobal(),
		unknownMember(),
		unpackLimit(),
		unreachable(),
		unusedArg(),
		unusedKey(),
		unusedLocal(),
		wrongArity(),
	}
	slices.SortFunc(rules, func(a, b *Rule) int { return strings.Compare(a.Name, b.Name) })
	return rules
}

// Lookup returns the rule of that name.
func Lookup(name string) (*Rule, bool) {
	for _, r := range Rules() {
		if r.Name == name {
			return r, true
		}
	}
	return nil, false
}
