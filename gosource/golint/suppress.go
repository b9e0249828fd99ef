package golint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/lint"
)

// ruleSuppression is the rule of findings about comments that suppress others.
const ruleSuppression = "suppression"

// suppress drops the findings that comments of the Go source suppress, and reports what is
// wrong with the comments.
func suppress(found []diag.Diagnostic, directives []gosource.Directive, config lint.Config) []diag.Diagnostic {
	rules := Rules()
	used := make([]map[string]bool, len(directives))
	suppressed := func(d diag.Diagnostic) bool {
		drop := false
		for i, c := range directives {
			if c.Covers(d) && !fixed(rules, d.Rule) {
				if used[i] == nil {
					used[i] = map[string]bool{}
				}
				used[i][d.Rule] = true
				drop = true
			}
		}
		return drop
	}
	found = slices.DeleteFunc(found, suppressed)
	severity, ok := config.Severities[ruleSuppression]
	if !ok {
		severity = diag.Warning
	}
	if severity == lint.Off {
		return found
	}
	// What is wrong with a comment can be suppressed as well, so that those about this rule come last.
	for _, last := range []bool{false, true} {
		for i, c := range directives {
			for _, rule := range c.Rules {
				if (rule == ruleSuppression) != last {
					continue
				}
				message := wrong(c, rule, used[i][rule], config, rules)
				d := diag.Diagnostic{Span: c.Span, Severity: severity, Rule: ruleSuppression, Message: message}
				if message != "" && !suppressed(d) {
					found = append(found, d)
				}
			}
		}
	}
	return found
}

// fixed reports whether the findings of a rule cannot be suppressed.
func fixed(rules []diag.Rule, name string) bool {
	return slices.ContainsFunc(rules, func(r diag.Rule) bool { return r.Name == name && r.Fixed })
}

// wrong says what is wrong with a comment's suppression of one rule; empty for nothing.
func wrong(c gosource.Directive, rule string, used bool, config lint.Config, rules []diag.Rule) string {
	if !slices.ContainsFunc(rules, func(r diag.Rule) bool { return r.Name == rule }) {
		var names []string
		for _, r := range rules {
			names = append(names, r.Name)
		}
		message := fmt.Sprintf("unknown rule %q", rule)
		if near := suggest.Closest(rule, names); near != "" {
			message += "; did you mean " + near + "?"
		}
		return message
	}
	severity, configured := config.Severities[rule]
	switch {
	case strings.TrimSpace(c.Reason) == "":
		return fmt.Sprintf("the suppression of %s has no reason; write after it why the finding does not matter here", rule)
	case used || configured && severity == lint.Off || rule == "target" && len(config.Targets) == 0:
		return ""
	default:
		return fmt.Sprintf("%s finds nothing here, so this suppresses nothing; remove it", rule)
	}
}

// Rules returns the rules of all findings about Go source.
func Rules() []diag.Rule {
	var rules []diag.Rule
	for _, r := range lint.Rules() {
		rules = append(rules, r.Rule)
	}
	return append(rules, CallRules()...)
}

// CallRules returns the rules about calls of scripts in Go, sorted by name.
func CallRules() []diag.Rule {
	var rules []diag.Rule
	for _, r := range callRules() {
		rules = append(rules, r.Rule)
	}
	return rules
}
