package cli

import (
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/project"
)

// lintOptions are the flags of lint.
type lintOptions struct {
	fix    bool
	failOn string
	format string
	root   string
}

func (a *app) lintCommand() *cobra.Command {
	var opts lintOptions
	cmd := &cobra.Command{
		Use:   "lint [path…]",
		Short: "Check scripts for what breaks in production",
		Long: prose("Lint checks every .lua file, annotated or not, and every script in Go source that reaches " +
			"go-redis, rueidis, valkey-go, redigo or radix: strings, templates and embedded files, tests " +
			"included. It reports all findings, sorted, and how many scripts are built at run time. It exits " +
			"with 1 when one is an error; --fail-on changes that. Severities and the servers " +
			"to check against are set in luagen.yaml; \"luagen explain RULE\" says what a rule means and " +
			"how to suppress it."),
		Example: "  luagen lint ./...\n" +
			"  luagen lint store.go\n" +
			"  luagen lint --fix like_post.lua\n" +
			"  luagen lint --format github --fail-on warning ./scripts/...",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeScripts,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(opts.format); err != nil {
				return err
			}
			return a.lint(opts, args)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&opts.fix, "fix", false, "make the changes that are certain to be right, then report the rest")
	f.StringVar(&opts.failOn, "fail-on", "error", "minimum `SEVERITY` that fails the run: "+oneOf(bars))
	completeFlag(cmd, "fail-on", bars...)
	formatFlag(cmd, &opts.format)
	a.cacheFlag(cmd)
	rootFlag(cmd, &opts.root, "the folder asked for, and for a file the working directory")
	return cmd
}

func (a *app) lint(opts lintOptions, paths []string) error {
	fails, err := parseFailOn(opts.failOn)
	if err != nil {
		return err
	}
	m, err := a.rememberLint(opts, paths)
	if err != nil {
		return err
	}
	s, err := a.readSettingsOf(m.readSources())
	if err != nil {
		return err
	}
	l, err := a.lintKnown(m, s, opts, paths)
	if err != nil {
		return err
	}
	fixed := 0
	// A change can make room for another that it overlapped; each pass makes one at least.
	const passes = 10
	for range passes {
		if !opts.fix {
			break
		}
		made, err := fix(l.findings, l.source)
		if err != nil {
			return err
		}
		if len(made) == 0 {
			break
		}
		for _, d := range made {
			a.note(d.Span.String(), "fixed: "+d.Fix.Message+" ("+d.Rule+")")
		}
		fixed += len(made)
		if l, err = lintOnce(s, opts, paths, l.workspace); err != nil {
			return err
		}
	}
	if err := a.report(a.stdout, opts.format, l.findings, l.source); err != nil {
		return err
	}
	if foreign := l.lua.Foreign; len(foreign) > 0 {
		a.say("%s not for Redis passed over, such as %s; name its folder to have it linted", plural(len(foreign), "Lua file"), foreign[0])
	}
	l.search.tell(a)
	a.say("%s", l.summary(fixed))
	if slices.ContainsFunc(l.findings, fails) {
		return errFindings
	}
	return nil
}

// bars are the values of --fail-on.
var bars = []string{"error", "warning", "hint", "never"}

// parseFailOn reads --fail-on: which findings make lint exit with 1.
func parseFailOn(text string) (func(diag.Diagnostic) bool, error) {
	for _, s := range []diag.Severity{diag.Hint, diag.Warning, diag.Error} {
		if text == s.String() {
			return func(d diag.Diagnostic) bool { return d.Severity >= s }, nil
		}
	}
	if text == "never" {
		return func(diag.Diagnostic) bool { return false }, nil
	}
	return nil, usagef("--fail-on %s: expected %s", text, oneOf(bars))
}

// linted is the outcome of one pass of the linter.
type linted struct {
	workspace *project.Workspace // nil when only Go files were asked for, or when the cache knows
	lua       luaOutcome
	search    *goSearch
	findings  []diag.Diagnostic
	texts     diag.Source // the text of a file in Lua
}

// luaOutcome is what is found in the .lua files of a run.
type luaOutcome struct {
	Findings []diag.Diagnostic
	Files    []string // those that were linted, as shown
	Foreign  []string // those that were passed over
	Folders  []string // where Go source is searched, with "/..." after those with all below them
	Paths    []string // what was asked for, as shown
}

// rememberLint begins a run of lint.
func (a *app) rememberLint(opts lintOptions, paths []string) (*memo, error) {
	return a.remember("lint", []any{paths, opts.root})
}

// lintKnown is the first pass of a run; what is found in Lua, the cache may know.
func (a *app) lintKnown(m *memo, s settings, opts lintOptions, paths []string) (linted, error) {
	var known luaOutcome
	if opts.fix || !m.knows(&known) {
		l, err := lintOnce(s, opts, paths, nil)
		if err == nil && l.workspace != nil {
			m.keep(l.lua)
		}
		return l, err
	}
	texts := func(file string) []byte {
		text, _ := m.files.ReadFile(filepath.FromSlash(file)) // a report without its source line is better than none
		return text
	}
	_, goPaths := goFiles(s.Paths(paths))
	return withGo(s, goPaths, linted{lua: known, texts: texts})
}

// lintOnce lints the scripts once. What an earlier pass found and has not changed since is
// shared with it; nil for none.
func lintOnce(s settings, opts lintOptions, paths []string, before *project.Workspace) (linted, error) {
	paths, goPaths := goFiles(s.Paths(paths))
	var l linted
	if len(paths) > 0 || len(goPaths) == 0 {
		req := project.Request{Files: s.files, Paths: paths, Root: opts.root, Wide: true, Config: s.Config, Before: before}
		if !opts.fix {
			req.Once = &project.Once{Config: s.Lint, Choose: func(s *project.Script) bool { return s.Named }}
		}
		ws, err := project.Open(req)
		if err != nil {
			return linted{}, err
		}
		if err := ws.Load(); err != nil {
			return linted{}, err
		}
		l.workspace, l.texts = ws, ws.Source
		l.lua = luaOutcome{Findings: ws.Lint(s.Lint), Foreign: ws.Foreign(), Folders: folders(ws), Paths: ws.Paths()}
		for _, script := range ws.Named() {
			if !slices.Contains(l.lua.Foreign, script.File) {
				l.lua.Files = append(l.lua.Files, script.File)
			}
		}
	}
	return withGo(s, goPaths, l)
}

// withGo adds what is found in Go source.
func withGo(s settings, goPaths []string, l linted) (linted, error) {
	var err error
	if l.search, err = searchGo(goPaths, l.lua.Folders, slices.Concat(l.lua.Files, l.lua.Foreign)); err != nil {
		return linted{}, err
	}
	if len(l.lua.Files) == 0 && len(l.search.results) == 0 {
		return linted{}, noScripts(l.lua.Paths)
	}
	l.findings = slices.Clone(l.lua.Findings)
	for _, r := range l.search.results {
		found := golint.Lint(r.scripts, r.Result, s.Lint)
		if len(r.only) > 0 {
			found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return !slices.Contains(r.only, d.Span.File) })
		}
		l.findings = append(l.findings, found...)
	}
	l.findings = diag.Sort(l.findings)
	return l, nil
}

// source returns the text that a finding speaks of.
func (l linted) source(file string) []byte {
	if text := l.search.source(file); text != nil {
		return text
	}
	if l.texts != nil {
		return l.texts(file)
	}
	return nil
}

func (l linted) summary(fixed int) string {
	s := "no findings"
	if t := tally(l.findings); t != "" {
		s = t
	}
	scripts := l.search.count()
	switch {
	case len(l.lua.Files) == 0:
		s += " in " + plural(scripts, "script") + " of Go source"
	case scripts > 0:
		s += " in " + plural(len(l.lua.Files), "file") + " and " + plural(scripts, "script") + " of Go source"
	default:
		s += " in " + plural(len(l.lua.Files), "file")
	}
	if fixed > 0 {
		s += "; " + plural(fixed, "fix") + " made"
	}
	return s
}
