package cli

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/cli/publish"
	"github.com/luagen/luagen/internal/parallel"
	"github.com/luagen/luagen/project"
)

// generation is one pass over the scripts of a run: what would be written, and what
// stands in its way.
type generation struct {
	workspace *project.Workspace
	packages  []*packageResult           // sorted by output folder
	folders   map[string]*publish.Folder // what their outputs hold, by path
	stale     []*publish.Plan            // folders whose scripts are all gone
	beyond    []diag.Diagnostic          // what there is to say of other folders below the outputs
	findings  []diag.Diagnostic
	hidden    []diag.Diagnostic // warnings that an earlier run has shown
}

// packageResult is what became of one unit.
type packageResult struct {
	unit    *project.Unit
	files   project.Files
	output  string            // folder, an operating system path
	folder  *publish.Folder   // what it holds; nil when it is no folder
	unread  error             // why the folder cannot be read
	name    string            // of the package
	problem error             // why the output can have no package; nil when it can
	inputs  []generator.Input // what is generated from
	made    *generator.Made   // nil when it is only planned
	failed  bool              // an error keeps the package from being written
	plan    *publish.Plan     // nil when failed
	hidden  []diag.Diagnostic // warnings that an earlier run has shown
}

// since is the pass before one.
type since struct {
	last    *generation // nil for none
	changed []string    // the scripts that alone may have changed since; nil for any files
	// outputs are the outputs of which is told what changes in them, with the names of the files
	// that did; what else is in them has not changed.
	outputs map[string][]string
}

// generate reads, checks and generates everything asked for, and writes nothing. What has
// not changed since an earlier pass is shared with it.
func (a *app) generate(opts generateOptions, paths []string, earlier since) (*generation, error) {
	s, err := a.readSettings()
	if err != nil {
		return nil, err
	}
	return generate(s, opts, paths, earlier)
}

// generate is app.generate with settings that have been read.
func generate(s settings, opts generateOptions, paths []string, earlier since) (*generation, error) {
	letHeapGrow(150)
	req := project.Request{
		Files: s.files, Paths: s.Paths(paths), Root: opts.root, Config: s.Config,
		Before: earlier.last.view(), Changed: earlier.changed,
	}
	if !opts.watch {
		req.Once = &project.Once{Config: s.Lint, Choose: (*project.Script).Generates}
	}
	ws, err := project.Open(req)
	if err != nil {
		return nil, err
	}
	if err := ws.Load(); err != nil {
		return nil, err
	}
	return generateFrom(ws, s, opts, earlier)
}

// generateFrom generates from scripts that have been read. What the outputs held in an earlier
// pass and hold still is shared with it.
func generateFrom(ws *project.Workspace, s settings, opts generateOptions, earlier since) (*generation, error) {
	g := &generation{workspace: ws, folders: map[string]*publish.Folder{}}
	var err error
	if g.packages, err = layOut(ws, s, opts, earlier); err != nil {
		return nil, err
	}
	for _, p := range g.packages {
		if p.folder != nil {
			g.folders[p.output] = p.folder
		}
	}
	scripts := ws.Check(s.Lint, (*project.Script).Generates)
	letHeapGrow(75) // what is generated is kept, and what was read is, too
	results := make([][]diag.Diagnostic, len(ws.Units))
	parallel.Do(len(ws.Units), func(i int) { results[i] = g.packages[i].build(scripts[i], s, opts) })
	g.findings = slices.Concat(append(results, g.unusedRenames(s), ws.Findings)...)
	g.findStale(s, opts, earlier)
	g.findings = diag.Sort(g.findings)
	g.hide()
	if ws.Files() == 0 && len(g.changes()) == 0 && !g.errors() {
		return nil, noScripts(ws.Paths())
	}
	return g, nil
}

// letHeapGrow sets by how many percent of what is kept the heap may grow before garbage is collected,
// unless the user has.
func letHeapGrow(percent int) {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(percent)
	}
}

// view is what the scripts were found to be; nil without an earlier pass.
func (g *generation) view() *project.Workspace {
	if g == nil {
		return nil
	}
	return g.workspace
}

// folder looks at an output.
func (s since) folder(files project.Files, output string) (*publish.Folder, error) {
	var before *publish.Folder
	if s.last != nil {
		before = s.last.folders[output]
	}
	if changed, told := s.outputs[output]; told && before != nil {
		if now, ok := before.Told(changed); ok {
			return now, nil
		}
	}
	return publish.Look(files, output, before)
}

// freshen looks at an output again, so that the next pass need not read what the last one has
// only just written. It reports whether that was of use.
func (g *generation) freshen(output string) bool {
	folder := g.folders[output]
	if folder == nil {
		return false
	}
	now, err := folder.Again()
	if err != nil {
		return false
	}
	g.folders[output] = now
	return true
}

// noScripts is the error for paths below which there is no Lua at all.
func noScripts(paths []string) error {
	return usagef("no .lua file in %s; name a folder of scripts, or begin with luagen init", strings.Join(paths, ", "))
}

// build generates one package and plans how to put it on disk.
func (p *packageResult) build(scripts []project.Checked, s settings, opts generateOptions) []diag.Diagnostic {
	if p.problem != nil {
		planned := p.unit.Plan(scripts)
		p.inputs, p.failed = planned.Inputs, true
		return append(append(planned.Findings, p.warnings(planned, nil, opts)...), p.unusable(p.problem))
	}
	generated := p.unit.Generate(scripts, p.generatorOptions(s, opts))
	findings, files := generated.Findings, generated.Files
	p.inputs, p.made = generated.Inputs, generated.Made
	if d, ok := p.emptied(); ok {
		findings = slices.DeleteFunc(findings, func(n diag.Diagnostic) bool { return n.Rule == project.RuleNotAScript && n.Span.File == d.Span.File })
		findings = append(findings, d)
	}
	plan, err := p.folder.Plan(files)
	if p.unread != nil {
		plan, err = nil, p.unread
	}
	findings = append(findings, p.warnings(generated, plan, opts)...)
	if err != nil {
		findings = append(findings, p.notPublished(err)...)
	} else if other := p.othersPackage(plan); other != "" {
		findings = append(findings, diag.Diagnostic{
			Span: diag.Span{File: shown(filepath.Join(p.output, publish.SharedFile))}, Severity: diag.Error, Rule: ruleForeignFile,
			Message: fmt.Sprintf("this is the package of the scripts in %s, and %s would replace it; generate into another folder with -o, or remove this file first", other, p.unit.Path),
		})
	}
	if diag.HasErrors(findings) {
		p.failed = true
		return findings
	}
	p.plan = plan
	return findings
}

// unusable reports that the package cannot be put where it belongs.
func (p *packageResult) unusable(err error) diag.Diagnostic {
	return diag.Diagnostic{Span: diag.Span{File: p.unit.Path}, Severity: diag.Error, Rule: ruleOutput, Message: err.Error()}
}

// notPublished reports what is in the way of a package.
func (p *packageResult) notPublished(err error) []diag.Diagnostic {
	var foreign *publish.ForeignError
	if errors.As(err, &foreign) {
		return foreignFiles(foreign)
	}
	return []diag.Diagnostic{p.unusable(err)}
}

// emptied reports a script that holds nothing while there is code of it: an editor
// empties a file before it writes it anew, and then the code is not to go.
func (p *packageResult) emptied() (diag.Diagnostic, bool) {
	for _, s := range p.unit.Scripts {
		if len(s.Source) > 0 || diag.HasErrors(s.Findings) {
			continue
		}
		name := generator.FileName(path.Base(s.Name))
		if code := filepath.Join(p.output, name); p.folder.Wrote(name) {
			return diag.Diagnostic{
				Span: diag.Span{File: s.File}, Severity: diag.Error, Rule: ruleEmptied,
				Message: fmt.Sprintf("the script is empty, so %s is kept; remove the script to have it removed", shown(code)),
			}, true
		}
	}
	return diag.Diagnostic{}, false
}

// foreignFiles reports the files in a package's way.
func foreignFiles(err *publish.ForeignError) []diag.Diagnostic {
	var findings []diag.Diagnostic
	for _, path := range err.Paths {
		findings = append(findings, diag.Diagnostic{
			Span:     diag.Span{File: shown(path)},
			Severity: diag.Error,
			Rule:     ruleForeignFile,
			Message: fmt.Sprintf("in the way of generated code, and not written by luagen (its first line is not %q); move it away, or generate into another folder with -o",
				publish.Marker),
		})
	}
	return findings
}

// generatorOptions are the options of one package: flags, else luagen.yaml.
func (p *packageResult) generatorOptions(s settings, opts generateOptions) generator.Options {
	o := p.unit.Options(s.Config)
	o.Package, o.Origin = p.name, p.origin()
	o.Neighbours = p.neighbours()
	if opts.querierGiven || p.unit.Entry == nil {
		o.Interface = opts.querier
	}
	return o
}

// errors reports whether anything keeps a package from being written.
func (g *generation) errors() bool { return diag.HasErrors(g.findings) }

// interrupted reports whether a run is at work in one of the outputs, or was when it was killed.
func (g *generation) interrupted() bool {
	for _, f := range g.folders {
		if f.Interrupted() {
			return true
		}
	}
	return len(g.stale) > 0
}

// plans are what is to be done, package by package.
func (g *generation) plans() []*publish.Plan {
	var plans []*publish.Plan
	for _, p := range g.packages {
		if p.plan != nil {
			plans = append(plans, p.plan)
		}
	}
	return append(plans, g.stale...)
}

// changes are all files that are not as they must be.
func (g *generation) changes() []publish.Change {
	var changes []publish.Change
	for _, p := range g.plans() {
		changes = append(changes, p.Changes...)
	}
	return changes
}

// shown is an operating system path as it is shown to people.
func shown(p string) string { return path.Clean(filepath.ToSlash(p)) }
