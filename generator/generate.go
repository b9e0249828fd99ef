// Package generator turns scripts into the files of a Go package: a typed function
// per script, the types of its arguments and reply, and what the package shares.
//
// It works in three steps. Planning (newFunction and what it calls) settles every
// name, type and comment of one script, without a thought for Go syntax. The
// package's scope is then checked for names that clash. Emitting (emit*.go, the
// only files that know jennifer) writes Go.
//
// Scripts are read by package parser, the type of a bare tuple is found by package
// analysis, and files are written by internal/cli.
package generator

import (
	"fmt"
	"go/token"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// Rules under which the generator reports, beside parser.RuleType.
const (
	RuleName      = "go-name"      // a name or package that Go cannot have
	RuleCollision = "go-collision" // two things that would get one Go name
	RuleFileName  = "file-name"    // a file that Go would pass over
)

// Options are the choices for one generated package.
type Options struct {
	// Package is the package's name.
	Package string
	// Interface adds the interface Querier, with a method per script, and New.
	Interface bool
	// Rename gives a name of the scripts (a file's without .lua, a key's, an
	// argument's, a field's, a value's) the exported Go name that it gets instead
	// of its own in camel case.
	Rename map[string]string
	// Initialisms are words that Go names spell in capitals, beyond those that
	// staticcheck knows by default.
	Initialisms []string
	// Unexported begins the names of functions, and of what is named after them, with a
	// small letter. Names that a script gives in full, by @name, @error or @type, stay.
	Unexported bool
	// Parameters is how many keys and arguments a function takes as parameters before a
	// struct takes their place; nil for DefaultParameters.
	Parameters *int
	// Neighbours are the other Go files of the package's folder; nil when nobody has looked.
	Neighbours *Neighbours
	// Origin is the folder of the scripts as seen from that of the package, slash-separated,
	// to be noted in luagen.go; empty to note nothing.
	Origin string
}

// DefaultParameters is Options.Parameters when nothing else is said.
const DefaultParameters = 6

// OriginComment begins the line of luagen.go that holds Options.Origin.
const OriginComment = "// Scripts: "

// Input is one script of the package.
type Input struct {
	Script *parser.Script
	// Returns is the script's reply with the fields of a bare tuple filled in; nil
	// without @returns.
	Returns parser.Type
}

// File is a generated file.
type File struct {
	Name string // base name: "like_post.lua.go"
	Data []byte
}

// Generate makes all files of one package, sorted by name. The order of the inputs
// does not matter; scripts without annotations are passed over. There are no files
// when a finding is an error, or when there is nothing to generate.
func Generate(opts Options, inputs []Input) ([]File, []diag.Diagnostic) {
	made := (*Made)(nil).Next(opts, inputs)
	return made.Files, made.Findings
}

// checkOptions reports what of the options cannot become Go. The findings have no
// position; file is one of the package's.
func checkOptions(opts Options, file string) []diag.Diagnostic {
	var found []diag.Diagnostic
	report := func(format string, args ...any) {
		found = append(found, diag.Diagnostic{Span: diag.Span{File: file}, Severity: diag.Error, Rule: RuleName, Message: fmt.Sprintf(format, args...)})
	}
	switch name := opts.Package; {
	case token.IsKeyword(name):
		report("the package cannot be called %s, which is a keyword of Go; choose another name or folder for the output", name)
	case name == "documentation":
		report("the package cannot be called documentation: Go passes over the files of such a package; choose another name or folder for the output")
	case !token.IsIdentifier(name) || name == "_":
		report("%q cannot be the name of a Go package; choose one of letters and digits that begins with a letter, such as scripts", name)
	}
	var froms []string
	for from, to := range opts.Rename {
		if !isExportedName(to) {
			froms = append(froms, from)
		}
	}
	slices.Sort(froms)
	for _, from := range froms {
		report("%s cannot be renamed to %q, which is not an exported Go name; write one that begins with a capital, such as PostID", from, opts.Rename[from])
	}
	return found
}
