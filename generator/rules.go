package generator

import "github.com/luagen/luagen/diag"

// Rules returns the rules of the findings that are this package's alone.
func Rules() []diag.Rule {
	rule := func(name, title, text string) diag.Rule {
		return diag.Rule{Name: name, Severity: diag.Error, Fixed: true, Doc: diag.Doc{Title: title, Text: text}}
	}
	return []diag.Rule{
		rule(RuleFileName, "a script whose generated file Go would pass over",
			"Go ignores files whose names begin with an underscore. Rename the script."),
		rule(RuleCollision, "two things that would get one Go name",
			"Names of scripts, keys, arguments and types become Go names, and two of them may become the same: post_id and postId are both postID. "+
				"Rename one of them in the annotation, with @name, or with rename in luagen.yaml."),
		rule(RuleName, "a name that Go cannot have",
			"A package name consists of letters and digits and is no keyword. The name of a function, type or field begins with a letter. "+
				"Choose another name, with @name, with --package, or with rename in luagen.yaml."),
	}
}
