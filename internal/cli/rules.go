package cli

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/project/config"
	"github.com/luagen/luagen/scripttest/casefile"
)

// The rules of what the command line itself finds.
const (
	ruleEmptied     = "emptied"
	ruleForeignFile = "foreign-file"
	ruleOrphaned    = "orphaned"
	ruleOutput      = "output"
	ruleStale       = "stale"
)

// Rules returns the rules of all findings, sorted by name. A package that reports lists its
// own; this is the one place that joins them.
func Rules() []diag.Rule {
	return diag.Join(lintRules(), golint.CallRules(), generator.Rules(), config.Rules(), project.Rules(), replay.Rules(), casefile.Rules(), ownRules())
}

// lintRules are the linter's rules, the parser's among them: those that a configuration
// may name.
func lintRules() []diag.Rule {
	var rules []diag.Rule
	for _, r := range lint.Rules() {
		rules = append(rules, r.Rule)
	}
	return rules
}

// ownRules are those of this package.
func ownRules() []diag.Rule {
	return []diag.Rule{
		{Name: ruleEmptied, Severity: diag.Error, Fixed: true, Doc: diag.Doc{
			Title: "an empty script whose code is there",
			Text:  "Some editors empty a file before they write it, and luagen may read it at that moment, so it keeps the generated code of an empty script. To remove the code, remove the script.",
		}},
		{Name: ruleForeignFile, Severity: diag.Error, Fixed: true, Doc: diag.Doc{
			Title: "a file in the way of generated code that luagen did not write",
			Text:  "luagen overwrites and removes only files whose first line is its own. Move the file away, or generate into another folder with -o.",
		}},
		{Name: ruleOrphaned, Severity: diag.Note, Fixed: true, Doc: diag.Doc{
			Title: "a folder of generated code without a script",
			Text:  "Its scripts are gone, or another run wrote it. Code beside the scripts is removed when you name the folder: \"luagen FOLDER\".",
		}},
		{Name: ruleOutput, Severity: diag.Error, Fixed: true, Doc: diag.Doc{
			Title: "a folder that a package cannot be written to",
			Text:  "The folder cannot be read, Go cannot import it, its name cannot be a package's, or two packages would share it. The other packages of the run are written.",
		}},
		{Name: ruleStale, Severity: diag.Error, Fixed: true, Doc: diag.Doc{
			Title: "generated code that is not what the scripts give now",
			Text:  "A script, luagen.yaml or luagen itself has changed since the code was generated. Run luagen with the same paths and flags, without --check, and commit what it writes.",
		}},
	}
}

func ruleNames(rules []diag.Rule) []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.Name)
	}
	return names
}
