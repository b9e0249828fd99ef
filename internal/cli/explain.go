package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Explain a rule, with a bad and a good example",
		Long: prose("Explain says what a rule finds, why it matters and what to do. Without a rule it lists " +
			"them all."),
		Example:           "  luagen explain\n  luagen explain missing-tonumber",
		ValidArgsFunction: completeRules,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%s explains one rule; found %s", cmd.Name(), strings.Join(args, " "))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listRules()
			}
			name := strings.Trim(args[0], "()") // as it stands in a report
			rules := Rules()
			i := slices.IndexFunc(rules, func(r diag.Rule) bool { return r.Name == name })
			if i < 0 {
				return usagef("%s", project.UnknownRule(name, ruleNames(rules)))
			}
			_, err := fmt.Fprint(a.stdout, a.explanation(rules[i]))
			return err
		},
	}
}

func completeRules(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, r := range Rules() {
		names = append(names, cobra.CompletionWithDesc(r.Name, r.Doc.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) listRules() error {
	rules := Rules()
	widest := 0
	for _, r := range rules {
		widest = max(widest, len(r.Name))
	}
	var b strings.Builder
	for _, r := range rules {
		const indent, severity = 2, 9
		fmt.Fprintf(&b, "%-*s  %-7s  ", widest, r.Name, r.Severity)
		b.WriteString(wrap(r.Doc.Title, textWidth-widest-indent-severity, strings.Repeat(" ", widest+indent+severity)))
		b.WriteString("\n")
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// explanation is the page of a rule for a terminal.
func (a *app) explanation(r diag.Rule) string {
	var b strings.Builder
	severity := r.Severity.String()
	if !r.Fixed {
		severity += " by default"
	}
	fmt.Fprintf(&b, "%s (%s)\n%s.\n", a.paint(a.stdout, bold, r.Name), severity, wrap(r.Doc.Title, textWidth, ""))
	for _, paragraph := range paragraphs(r.Doc.Text) {
		fmt.Fprintf(&b, "\n%s\n", wrap(paragraph, textWidth, ""))
	}
	example := func(title, lua string) {
		if lua == "" {
			return
		}
		fmt.Fprintf(&b, "\n%s\n\n", a.paint(a.stdout, bold, title))
		for line := range strings.Lines(strings.Trim(lua, "\n") + "\n") {
			b.WriteString(strings.TrimRight("    "+line, " \n") + "\n")
		}
	}
	bad := "Bad:"
	if len(r.Doc.Targets) > 0 {
		bad = "Bad, with targets: [" + strings.Join(r.Doc.Targets, ", ") + "]:"
	}
	example(bad, r.Doc.Bad)
	if r.Doc.Fails != "" {
		fmt.Fprintf(&b, "\n%s\n", wrap("Redis says: "+r.Doc.Fails, textWidth, ""))
	}
	example("Good:", r.Doc.Good)
	if r.Doc.Config != "" {
		fmt.Fprintf(&b, "\n%s\n", wrap(r.Doc.Config, textWidth, ""))
	}
	if !r.Fixed {
		fmt.Fprintf(&b, "\n%s\n", wrap("To suppress it on one line: "+r.Suppression()+" reason", textWidth, ""))
	}
	return b.String()
}
