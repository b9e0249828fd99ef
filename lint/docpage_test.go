package lint

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/diag"
)

// rulePage is a rule's page in docs/rules; bad is what is found in its bad example.
func rulePage(r *Rule, bad []diag.Diagnostic) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s: %s.\n", r.Name, severityName(r.Severity), r.Doc.Title)
	if r.Doc.Bad != "" {
		b.WriteString("\n## Avoid\n\n")
		if len(r.Doc.Targets) > 0 {
			fmt.Fprintf(&b, "With `targets: [%s]` in luagen.yaml:\n\n", strings.Join(r.Doc.Targets, ", "))
		}
		fmt.Fprintf(&b, "```lua\n%s```\n\n", r.Doc.Bad)
		for _, d := range bad {
			fmt.Fprintf(&b, "> line %d, column %d: %s: %s\n", d.Span.Start.Line, d.Span.Start.Column, d.Severity, d.Message)
		}
		if r.Doc.Fails != "" {
			fmt.Fprintf(&b, "\nRedis answers `%s`\n", r.Doc.Fails)
		}
		fmt.Fprintf(&b, "\n## Prefer\n\n```lua\n%s```\n", r.Doc.Good)
	}
	fmt.Fprintf(&b, "\n## Why\n\n%s\n", r.Doc.Text)
	b.WriteString("\n## Configuration\n\n")
	if r.fatal {
		b.WriteString("Errors of this rule leave no script to generate from: they cannot be suppressed or configured.\n")
	} else {
		fmt.Fprintf(&b, "`lint: {%s: off}` in luagen.yaml switches the rule off; hint, warning and error are its other severities. `--lint:ignore %s reason` suppresses one finding.\n", r.Name, r.Name)
	}
	if r.Doc.Config != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Doc.Config)
	}
	return []byte(b.String())
}

// indexPage is docs/rules/README.md.
func indexPage(rules []*Rule) []byte {
	var b strings.Builder
	b.WriteString("# Rules\n\n")
	b.WriteString("What `luagen lint` finds; `luagen explain RULE` prints a rule's page. The pages are generated from the rules.\n\n")
	b.WriteString("An error is certain to be refused, to raise or to lie when that line runs; a warning is probably a mistake.\n\n")
	b.WriteString("| rule | severity | finds |\n| --- | --- | --- |\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", r.Name, r.Name, r.Severity, strings.ReplaceAll(r.Doc.Title, "|", `\|`))
	}
	return []byte(b.String())
}

// severityName is a severity at the beginning of a sentence.
func severityName(s diag.Severity) string {
	name := s.String()
	return strings.ToUpper(name[:1]) + name[1:]
}
