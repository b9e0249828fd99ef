// Package analyzer is luagen's linter of Redis scripts in Go source as an Analyzer of
// golang.org/x/tools/go/analysis, for go vet, golangci-lint, gopls and multicheckers.
//
// It reports the errors and warnings of "luagen lint" that do not depend on luagen.yaml, which it
// does not read. Functions that hand a script on, and variables and fields that hold one, are known
// in the packages that import them.
package analyzer

import (
	"fmt"
	"go/token"
	"go/types"
	"os"

	"golang.org/x/tools/go/analysis"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/lint"
)

// Analyzer checks the Redis scripts that a package hands to a client.
var Analyzer = &analysis.Analyzer{
	Name: "luagen",
	Doc: "check Redis scripts in Go source, and the calls that run them\n\n" +
		"The analyzer finds the Lua scripts that reach a Redis client, and reports what Redis refuses, what raises, " +
		"and replies that are not what they were meant to be.",
	URL:       "https://github.com/luagen/luagen/blob/main/docs/gosource.md",
	Run:       run,
	FactTypes: []analysis.Fact{(*wrapperFact)(nil), (*fieldFact)(nil), (*holderFact)(nil)},
}

// wrapperFact says that a function hands a parameter on as a script.
type wrapperFact struct{ Wrapper gosource.Wrapper }

// AFact marks the type as a fact.
func (*wrapperFact) AFact() {}

// String is the fact in messages of tests.
func (f *wrapperFact) String() string { return "hands a script on to " + f.Wrapper.Client }

// fieldFact says that a field of a struct holds the text of a script.
type fieldFact struct{ Client string }

// AFact marks the type as a fact.
func (*fieldFact) AFact() {}

// String is the fact in messages of tests.
func (f *fieldFact) String() string { return "holds a script for " + f.Client }

// holderFact says that a variable or field holds a script, as the client's type of one or as its
// SHA-1.
type holderFact struct{ Text string }

// AFact marks the type as a fact.
func (*holderFact) AFact() {}

// String is the fact in messages of tests.
func (f *holderFact) String() string { return fmt.Sprintf("holds the script %q", f.Text) }

func run(pass *analysis.Pass) (any, error) {
	finder := gosource.NewFinder()
	for _, f := range pass.AllObjectFacts() {
		switch fact := f.Fact.(type) {
		case *wrapperFact:
			if fn, ok := f.Object.(*types.Func); ok {
				finder.Known[fn] = fact.Wrapper
			}
		case *fieldFact:
			if field, ok := f.Object.(*types.Var); ok {
				finder.Fields[field] = fact.Client
			}
		case *holderFact:
			finder.Holders[f.Object] = fact.Text
		}
	}
	if len(finder.Known)+len(finder.Fields)+len(finder.Holders) == 0 && !gosource.Reaches(pass.Pkg) {
		return nil, nil
	}
	pkg := &gosource.Package{
		Fset: pass.Fset, Files: pass.Files, Types: pass.Pkg, Info: pass.TypesInfo,
		Content: content(pass), Shown: func(file string) string { return file },
	}
	finder.Search(pkg)
	export(pass, finder, pkg)
	result := finder.Result()
	r := &reporter{pass: pass, sources: result.Sources, files: map[string]*token.File{}}
	scripts := golint.Read(append(result.Scripts, result.Elsewhere...))
	for i := range scripts {
		scripts[i].Elsewhere = i >= len(result.Scripts)
	}
	for _, d := range golint.Lint(scripts, result, lint.Config{}) {
		if d.Severity >= diag.Warning {
			r.report(d)
		}
	}
	return nil, nil
}

// export makes facts of what packages that import this one are to know.
func export(pass *analysis.Pass, finder *gosource.Finder, pkg *gosource.Package) {
	for fn, w := range finder.Known {
		if fn.Pkg() == pass.Pkg {
			pass.ExportObjectFact(fn, &wrapperFact{w})
		}
	}
	for field, client := range finder.Fields {
		if field.Pkg() == pass.Pkg && field.Exported() {
			pass.ExportObjectFact(field, &fieldFact{client})
		}
	}
	for obj, text := range finder.Held(pkg) {
		pass.ExportObjectFact(obj, &holderFact{text})
	}
}

// content reads the files of a pass, and those that they embed, which no pass lists.
func content(pass *analysis.Pass) func(string) ([]byte, error) {
	return func(file string) ([]byte, error) {
		if text, err := pass.ReadFile(file); err == nil {
			return text, nil
		}
		return os.ReadFile(file)
	}
}

// reporter reports findings at positions of a pass.
type reporter struct {
	pass    *analysis.Pass
	sources map[string][]byte
	files   map[string]*token.File
}

func (r *reporter) report(d diag.Diagnostic) {
	from, to := r.span(d.Span)
	if !from.IsValid() {
		return
	}
	found := analysis.Diagnostic{
		Pos: from, End: to, Category: d.Rule, Message: d.Message + " (" + d.Rule + ")",
		URL: diag.Rule{Name: d.Rule}.URL(),
	}
	for _, related := range d.Related {
		if from, to := r.span(related.Span); from.IsValid() {
			found.Related = append(found.Related, analysis.RelatedInformation{Pos: from, End: to, Message: related.Message})
		}
	}
	if d.Fix != nil {
		fix := analysis.SuggestedFix{Message: d.Fix.Message}
		for _, e := range d.Fix.Edits {
			from, to := r.span(e.Span)
			fix.TextEdits = append(fix.TextEdits, analysis.TextEdit{Pos: from, End: to, NewText: []byte(e.NewText)})
		}
		found.SuggestedFixes = append(found.SuggestedFixes, fix)
	}
	r.pass.Report(found)
}

// span is a span as positions of the pass.
func (r *reporter) span(s diag.Span) (from, to token.Pos) {
	f := r.file(s.File)
	if f == nil || s.Start.Offset > f.Size() || s.End.Offset > f.Size() {
		return token.NoPos, token.NoPos
	}
	return f.Pos(s.Start.Offset), f.Pos(max(s.Start.Offset, s.End.Offset))
}

// file returns a file of the package, or one that it embeds; nil for others.
func (r *reporter) file(name string) *token.File {
	if f, ok := r.files[name]; ok {
		return f
	}
	var found *token.File
	for _, file := range r.pass.Files {
		if f := r.pass.Fset.File(file.FileStart); f.Name() == name {
			found = f
		}
	}
	if content, ok := r.sources[name]; found == nil && ok {
		found = r.pass.Fset.AddFile(name, -1, len(content))
		found.SetLinesForContent(content)
	}
	r.files[name] = found
	return found
}
