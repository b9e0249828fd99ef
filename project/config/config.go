// Package config reads luagen.yaml. Every value remembers its place in the file, and
// all mistakes of a file are reported at once, with line and column.
//
// It does not touch the disk.
package config

import "github.com/luagen/luagen/diag"

// FileName is the name under which the configuration is looked for in the working
// directory.
const FileName = "luagen.yaml"

// Rule is the name under which mistakes in the configuration are reported.
const Rule = "config"

// Rules returns the one rule under which this package reports.
func Rules() []diag.Rule {
	return []diag.Rule{{Name: Rule, Severity: diag.Error, Fixed: true, Doc: diag.Doc{
		Title: "a mistake in luagen.yaml",
		Text: "docs/configuration.md lists the keys; each may stand once. Until the mistake is fixed, luagen generates and checks nothing. " +
			"A name under rename that no script has is a warning.",
	}}}
}

// Config is a luagen.yaml. Everything in it is optional.
type Config struct {
	File        string     // path shown to people
	Scripts     []Folder   // folders of scripts, in file order
	Initialisms []Text     // words that Go names spell in capitals, for every folder
	Lint        []Severity // severities that differ from the rules' defaults, in file order
	Targets     []Text     // servers that every script must run on
}

// Text is a string and its place.
type Text struct {
	Value string
	Span  diag.Span
}

// Folder is one entry of "scripts".
type Folder struct {
	Dir         Text // folder, or "folder/..." for all below it, relative to the file
	Output      Text // folder of the generated package; empty for Dir itself
	Package     Text // its name; empty to take it from the output folder
	Interface   bool // generate Querier and New
	Unexported  bool // begin the names of functions with a small letter
	Parameters  *int // most keys and arguments of a function without a struct; nil for the default
	Rename      []Rename
	Initialisms []Text
}

// Rename gives a name of a script its Go name, as it is exported: parameters begin
// with a small letter all the same.
type Rename struct {
	From, To Text
}

// Severity is one entry of "lint": what is to become of a rule's findings.
type Severity struct {
	Rule  Text
	Level Text // error, warning, hint, note or off, as written
}
