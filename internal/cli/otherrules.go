package cli

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/cli/config"
	"github.com/luagen/luagen/internal/cli/replay"
	"github.com/luagen/luagen/lint"
)

// The rules of what is found outside the linter and the generator.
const (
	ruleEmptied     = "emptied"
	ruleForeignFile = "foreign-file"
	ruleNotAScript  = "not-a-script"
	ruleOrphaned    = "orphaned"
	ruleOutput      = "output"
	ruleStale       = "stale"
)

// allRules are the rules of all findings, the linter's first.
func allRules() []*lint.Rule { return append(lint.Rules(), otherRules()...) }

// otherRules are the rules of findings that are not the linter's: they are here to be
// explained.
func otherRules() []*lint.Rule {
	rule := func(name, title, text string) *lint.Rule {
		return &lint.Rule{Name: name, Severity: diag.Error, Doc: lint.Doc{Title: title, Text: text}}
	}
	rules := []*lint.Rule{
		rule(config.Rule, "a mistake in luagen.yaml",
			"The file has keys that luagen knows and no others, each once. docs/configuration.md has them all."),
		rule(replay.RuleEmbedded, "what the embedded server of \"luagen run\" does not have",
			"It runs scripts in Go, without shebang lines, the libraries bit, struct and cmsgpack, and some functions. "+
				"Redis has them: run the script there, with --redis URL."),
		rule(generator.RuleFileName, "a script whose generated file Go would pass over",
			"Go leaves files out whose names end in _test, in an operating system or in an architecture, or begin with an underscore. Rename the script."),
		rule(generator.RuleCollision, "two things that would get one Go name",
			"Names of scripts, keys, arguments and types become Go names, and two may become the same one: post_id and postId are both postID. "+
				"Rename one of them, with @name, in the annotation, or with rename in luagen.yaml."),
		rule(generator.RuleName, "a name that Go cannot have",
			"A package is called by letters and digits, and not by a keyword. A function, type or field begins with a letter. "+
				"Give another name, with @name, with --package, or with rename in luagen.yaml."),
		rule(generator.RuleVariants, "variants that some reply could satisfy alike",
			"The variants of @returns are told apart by literals at the same place, by their length, or by their kind. "+
				"Where some reply would fit two of them, nothing says which it is: give each a literal of its own first, such as 1 and 0."),
		rule(ruleForeignFile, "a file in the way of generated code that luagen did not write",
			"luagen overwrites and removes only files whose first line is its own. Move the file away, or generate into another folder with -o."),
		rule(ruleEmptied, "an empty script whose code is there",
			"An editor empties a file before it writes it anew, and luagen may look at it just then. So the code of an empty script is kept. Remove the script, and its code is removed."),
		rule(ruleOutput, "a folder that a package cannot be written to",
			"It cannot be read, Go could not import it, its name can be no package's, or two packages would share it. Other packages of the run are written all the same."),
		rule(ruleStale, "generated code that is not what the scripts give now",
			"A script, luagen.yaml or luagen itself has changed since the code was generated. Run luagen with the same paths and flags, without --check, and commit what it writes."),
	}
	notes := []*lint.Rule{
		rule(ruleNotAScript, "a .lua file without annotations, for which nothing is generated",
			"\"luagen infer FILE\" proposes the header that it lacks. A file that scripts include needs none."),
		rule(ruleOrphaned, "a folder of generated code without a script",
			"Its scripts are gone, or it is the output of another run. Code that is generated beside the scripts is removed when the folder is named: \"luagen FOLDER\"."),
	}
	for _, n := range notes {
		n.Severity = diag.Note
	}
	return append(rules, notes...)
}
