package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource/extract"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/project"
)

// inferOptions are the flags of infer.
type inferOptions struct {
	write bool
	root  string
}

func (a *app) inferCommand() *cobra.Command {
	var opts inferOptions
	cmd := &cobra.Command{
		Use:   "infer path…",
		Short: "Propose the header of scripts that have none",
		Long: prose("Infer reads how a script uses KEYS and ARGV, what it returns and what its comments say, and " +
			"prints the annotations that it should have; -w writes them into the file, in place of the comments " +
			"that they repeat, and leaves its body as it is. What cannot be known follows \"-- luagen:\". A script that has annotations gets " +
			"those that are missing. For scripts in Go source the header is printed."),
		Example: "  luagen infer like_post.lua\n" +
			"  luagen infer -w ./scripts/...\n" +
			"  luagen infer store.go",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s needs a script: %s", cmd.Name(), cmd.UseLine())
			}
			return nil
		},
		ValidArgsFunction: completeScripts,
		RunE:              func(_ *cobra.Command, args []string) error { return a.infer(opts, args) },
	}
	f := cmd.Flags()
	f.BoolVarP(&opts.write, "write", "w", false, "write the headers into the files")
	rootFlag(cmd, &opts.root, "the folder asked for, and for a file the working directory")
	return cmd
}

func (a *app) infer(opts inferOptions, paths []string) error {
	settings, err := a.readSettings()
	if err != nil {
		return err
	}
	paths, goPaths := goFiles(paths)
	run := &inference{app: a, write: opts.write}
	var ws *project.Workspace
	var dirs, lua, asked []string
	if len(paths) > 0 {
		if ws, err = project.Open(project.Request{Files: settings.files, Paths: paths, Root: opts.root, Wide: true, Config: settings.Config}); err != nil {
			return err
		}
		if err := ws.Load(); err != nil {
			return err
		}
		dirs, asked = folders(ws), ws.Paths()
		for _, s := range ws.Named() {
			lua = append(lua, s.File)
		}
		run.choose(ws)
	}
	if run.search, err = searchGo(goPaths, dirs, lua); err != nil {
		return err
	}
	if (ws == nil || ws.Files() == 0) && len(run.search.results) == 0 {
		return noScripts(asked)
	}
	for _, s := range run.scripts {
		if err := run.one(s); err != nil {
			return err
		}
	}
	if err := run.inGo(); err != nil {
		return err
	}
	source := func(file string) []byte {
		if text := run.search.source(file); text != nil || ws == nil {
			return text
		}
		return ws.Source(file)
	}
	if err := a.textPrinter(a.stderr, source).Print(a.stderr, diag.Sort(run.broken)); err != nil {
		return err
	}
	run.search.tell(a)
	a.say("%s", run.summary())
	if len(run.broken) > 0 {
		return errFindings
	}
	return nil
}

// note says something about a file.
func (a *app) note(file, text string) { fmt.Fprintln(a.stderr, diag.Printable(file+": "+text)) }

// inference is one run of infer.
type inference struct {
	*app
	write    bool
	scripts  []*project.Script
	search   *goSearch
	proposed int
	broken   []diag.Diagnostic // of scripts that cannot be read
}

// choose notes the scripts of a view to propose for.
func (r *inference) choose(ws *project.Workspace) {
	for _, u := range ws.Units {
		for _, s := range u.Scripts {
			switch {
			case s.Named && !s.Included():
				r.scripts = append(r.scripts, s)
			case s.Named && !u.All:
				r.note(s.File, "nothing to propose: scripts include it, and a library declares nothing")
			}
		}
	}
}

// one proposes for one script.
func (r *inference) one(s *project.Script) error {
	if diag.HasErrors(s.Findings) {
		r.broken = append(r.broken, s.Findings...)
		return nil
	}
	callers, err := r.search.callers(s)
	if err != nil {
		return err
	}
	p := infer.ProposeFor(s.Script, analysis.Analyze(s.Script), callers)
	if p.Skipped != "" {
		r.note(s.File, "nothing to propose: "+p.Skipped)
	} else if err := r.tell(s, p); err != nil {
		return err
	}
	for _, hint := range p.Hints {
		r.note(s.File, "hint: "+hint)
	}
	return nil
}

// tell prints a proposal, or writes it into the file.
func (r *inference) tell(s *project.Script, p infer.Proposal) error {
	r.proposed++
	if r.write {
		for _, u := range p.Unknown {
			r.note(s.File, "not known: "+u)
		}
		if err := replaceFile(filepath.FromSlash(s.File), s.Source, p.Apply(s.Source)); err != nil {
			return fmt.Errorf("cannot write the header of %s: %w", s.File, err)
		}
		return nil
	}
	return r.print(s.File, p)
}

// print prints a proposal, under the script's place where there are several.
func (r *inference) print(place string, p infer.Proposal) error {
	text := strings.Join(p.Lines, "\n") + "\n"
	if r.count() > 1 {
		text = "-- " + place + "\n" + text + "\n"
	}
	_, err := fmt.Fprint(r.stdout, text)
	return err
}

// inGo proposes for the scripts of Go source. Their headers are only printed: what a string
// holds is sent whole, and a header belongs into a .lua file.
func (r *inference) inGo() error {
	for _, result := range r.search.results {
		if len(result.scripts) == 0 {
			continue
		}
		hints, err := extract.NewHinter(result.packages, result.Result)
		if err != nil {
			return err
		}
		for _, s := range result.scripts {
			if s.Elsewhere {
				continue
			}
			at, _ := s.Text.Span(0, 0)
			place := at.String()
			if diag.HasErrors(s.Reported) {
				for _, d := range s.Reported {
					r.broken = append(r.broken, s.Text.Diagnostic(s.Name, d))
				}
				continue
			}
			if len(s.Holes) > 0 {
				r.note(place, "nothing to propose: parts of the script are put in at run time")
				continue
			}
			parsed, facts := s.Parsed, s.Facts
			if text := hints.Text(s.Script); !bytes.Equal(text, parsed.Text) {
				parsed, _ = parser.ParseText(s.Name, text) // what is wrong with it was found before
				facts = analysis.Analyze(parsed)
			}
			p := infer.ProposeFor(parsed, facts, hints.Callers(s.Script))
			switch {
			case p.Skipped != "":
				r.note(place, "nothing to propose: "+p.Skipped)
			case r.write:
				r.note(place, "not written: the script is a string in Go; headers are written into .lua files")
			default:
				r.proposed++
				if err := r.print(place, p); err != nil {
					return err
				}
			}
			for _, hint := range p.Hints {
				r.note(place, "hint: "+hint)
			}
		}
	}
	return nil
}

// callers is what the Go source of the run shows of a .lua file that it embeds.
func (s *goSearch) callers(of *project.Script) (infer.Callers, error) {
	for _, r := range s.results {
		for _, script := range r.scripts {
			if script.Elsewhere && script.Text.Pieces()[0].Host.File == of.File {
				hints, err := extract.NewHinter(r.packages, r.Result)
				if err != nil {
					return infer.Callers{}, err
				}
				return hints.Callers(script.Script), nil
			}
		}
	}
	return infer.Callers{}, nil
}

// count is the number of scripts of the run.
func (r *inference) count() int { return len(r.scripts) + r.search.count() }

func (r *inference) summary() string {
	verb := "proposed"
	if r.write {
		verb = "written"
	}
	return fmt.Sprintf("%s %s for %s", plural(r.proposed, "header"), verb, plural(r.count(), "script"))
}
