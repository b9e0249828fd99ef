package diag

import (
	"slices"
	"strings"
)

// Rule is a kind of finding. Every package that reports lists its rules in a function
// Rules; what lists them all joins those.
type Rule struct {
	// Name is the rule's id in findings, suppressions and the configuration.
	Name string
	// Severity is that of its gravest findings; a finding that is less certain
	// than the rule promises has a lesser one.
	Severity Severity
	// Fixed is set when neither the configuration nor a suppression changes the rule's
	// errors: they leave nothing to work with.
	Fixed bool
	Doc   Doc
}

// Doc is what "luagen explain" and the page of a rule say.
type Doc struct {
	Title string // what it finds, in one line without a final period
	Text  string // why that matters and what to do; paragraphs separated by blank lines
	Bad   string // a script in which exactly this rule finds something; empty when no script shows it
	Good  string // the same script as it should be; no rule finds anything in it
	// Language is what Bad and Good are written in.
	Language Language
	// Fails is the error with which Redis 7.0 refuses Bad or fails running it, up to the
	// decorations that name the script; empty when Redis runs it.
	Fails string
	// Config is how the configuration changes what the rule finds, apart from its
	// severity; empty when it does not.
	Config string
	// Targets are the targets configured for Bad and Good.
	Targets []string
}

// Language is a language of examples.
type Language int

// The languages.
const (
	Lua Language = iota
	Go           // the declarations of a file, which imports what it needs
)

// String is the language's name in a fenced block.
func (l Language) String() string { return [...]string{"lua", "go"}[l] }

// URL is the address of the rule's page.
func (r Rule) URL() string {
	return "https://github.com/luagen/luagen/blob/main/docs/rules/" + r.Name + ".md"
}

// Suppression is the beginning of a comment that suppresses a finding of the rule, in the language that the
// rule is about.
func (r Rule) Suppression() string { return r.SuppressionIn(r.Doc.Language) }

// SuppressionIn is Suppression as a comment of a language.
func (r Rule) SuppressionIn(l Language) string {
	if l == Go {
		return "//lint:ignore luagen/" + r.Name
	}
	return "--lint:ignore " + r.Name
}

// Markdown is what a viewer of findings shows about the rule: its text and examples.
func (r Rule) Markdown() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(r.Doc.Text))
	for _, example := range []struct{ title, text string }{{"Bad", r.Doc.Bad}, {"Good", r.Doc.Good}} {
		if example.text != "" {
			b.WriteString("\n\n" + example.title + ":\n\n```" + r.Doc.Language.String() + "\n" + strings.Trim(example.text, "\n") + "\n```")
		}
	}
	return b.String()
}

// Join puts lists of rules together, sorted by name. Where two lists have a rule of one
// name, it is the first one's.
func Join(lists ...[]Rule) []Rule {
	rules := slices.Concat(lists...)
	slices.SortStableFunc(rules, func(a, b Rule) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(rules, func(a, b Rule) bool { return a.Name == b.Name })
}
