package generator

import "github.com/luagen/luagen/diag"

// Rules returns the rules of the findings that are this package's alone.
func Rules() []diag.Rule {
	rule := func(name, title, text string) diag.Rule {
		return diag.Rule{Name: name, Severity: diag.Error, Fixed: true, Doc: diag.Doc{Title: title, Text: text}}
	}
	return []diag.Rule{
		rule(RuleFileName, "a script whose generated file Go would pass over",
			"Go leaves files out whose names begin with an underscore. Rename the script."),
		rule(RuleCollision, "two things that would get one Go name",
			"Names of scripts, keys, arguments and types become Go names, and two may become the same one: post_id and postId are both postID. "+
				"Rename one of them, with @name, in the annotation, or with rename in luagen.yaml."),
		rule(RuleName, "a name that Go cannot have",
			"A package is called by letters and digits, and not by a keyword. A function, type or field begins with a letter. "+
				"Give another name, with @name, with --package, or with rename in luagen.yaml."),
	}
}
