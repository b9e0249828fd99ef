package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/extract"
	"github.com/luagen/luagen/internal/cli/publish"
)

// extractOptions are the flags of extract.
type extractOptions struct {
	write, embed, force bool
	output              string
}

func (a *app) extractCommand() *cobra.Command {
	var opts extractOptions
	cmd := &cobra.Command{
		Use:   "extract [path…]",
		Short: "Move scripts from Go strings into .lua files, and their calls to generated functions",
		Long: prose("Extract finds the scripts in Go source, and shows what it would do: a .lua file for each, with the "+
			"header that the script and its calls suggest; the generated package; and each call of go-redis v9 "+
			"rewritten that does exactly the same with a generated function. The others are left, with the reason, "+
			"and take the script's text from the generated package. -w makes the move.",
			"A path is a folder, folder/... or a Go file; without one it is ./... The files go into a folder \"scripts\" "+
				"of the package that holds the scripts, and the functions into the package itself; -o DIR makes a package of its own.",
			"With --embed only the texts move: the program embeds the files, and its calls stay as they are. "+
				"This serves programs with any client."),
		Example: "  luagen extract\n" +
			"  luagen extract -w ./internal/store\n" +
			"  luagen extract -w --embed ./...",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeAny,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.extract(cmd.Context(), opts, args) },
	}
	f := cmd.Flags()
	f.BoolVarP(&opts.write, "write", "w", false, "make the move")
	f.BoolVar(&opts.embed, "embed", false, "only move the texts, to files that the program embeds")
	f.BoolVar(&opts.force, "force", false, "also change files that have changes which are not committed")
	f.StringVarP(&opts.output, "output", "o", "", "put the files and the package generated from them into `DIR`")
	completeFolder(cmd, "output")
	return cmd
}

func (a *app) extract(ctx context.Context, opts extractOptions, paths []string) error {
	if opts.embed && opts.output != "" {
		return usagef("--embed keeps each text beside its package, where go:embed finds it; leave -o out")
	}
	settings, err := a.readSettings()
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"./..."}
	}
	modules, err := extractModules(paths)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	for _, m := range modules {
		if opts.write {
			mended, err := publish.EndMove(ctx, m.root)
			if err != nil {
				return err
			}
			if mended {
				a.say("%s: finished what an interrupted run had begun", relative(m.root))
			}
		}
		loaded, err := gosource.Load(gosource.Request{Dir: m.root, Patterns: []string{"./..."}, Shown: "."})
		if err != nil {
			return err
		}
		found := gosource.Find(loaded.Packages)
		if problem := inTheWay(loaded.Problems, found); problem != "" {
			return fmt.Errorf("only a program that builds can be changed: %s", problem)
		}
		req := extract.Request{
			Root: m.root, Loaded: loaded, Found: found, Wanted: m.wants,
			Files: settings.files, Config: filepath.Join(m.root, "luagen.yaml"), Lint: settings.Lint,
			Embed: opts.embed, Generate: generateCommand(m.root),
		}
		if opts.output != "" {
			req.Output = realPath(opts.output)
		}
		remove := func() {}
		if !opts.embed {
			req.BuildFlags, remove = withRuntime(ctx, m.root)
		}
		plan, err := extract.Make(req)
		remove()
		if err != nil {
			return err
		}
		if err := a.tellPlan(plan, req.Found, opts); err != nil {
			return err
		}
		if len(plan.Broken) > 0 {
			a.say("this no longer compiles with the go-redis that the runtime needs: %s", strings.TrimPrefix(plan.Broken[0], m.root+string(filepath.Separator)))
		}
		if opts.write {
			if len(plan.Broken) > 0 && !opts.force {
				return fmt.Errorf("nothing was moved; go get %s@%s first, and mend that, or use --force", runtimeModule, runtimeVersion())
			}
			if err := a.makeMove(ctx, m.root, plan, opts); err != nil {
				return err
			}
		}
	}
	return nil
}

// inTheWay is a problem of a folder that holds scripts, or of the whole module; empty for none.
func inTheWay(problems []string, found gosource.Result) string {
	for _, problem := range problems {
		file, _, ok := strings.Cut(problem, ".go:")
		if !ok {
			return problem
		}
		dir := filepath.Dir(file)
		for _, s := range found.Scripts {
			if slices.ContainsFunc(s.Uses, func(u gosource.Use) bool { return filepath.Dir(u.Span.File) == dir }) {
				return problem
			}
		}
	}
	return ""
}

// extractModule is a module with the parts of it that were asked for.
type extractModule struct {
	root  string
	asked []string // files as shown, and folders with "/..." after those with all below them
}

// extractModules sorts paths by the modules that they are in.
func extractModules(paths []string) ([]*extractModule, error) {
	var all []*extractModule
	for _, p := range paths {
		dir, below := strings.CutSuffix(filepath.ToSlash(p), "/...")
		info, err := os.Stat(dir)
		if err != nil {
			return nil, usagef("%s: no such file or folder", p)
		}
		asked := shown(dir)
		folder := dir
		switch {
		case !info.IsDir():
			folder = filepath.Dir(dir)
		case below:
			asked += "/..."
		}
		root := moduleRoot(folder)
		if root == "" {
			return nil, usagef("%s is in no Go module; run \"go mod init\" in its root", p)
		}
		i := slices.IndexFunc(all, func(m *extractModule) bool { return m.root == root })
		if i < 0 {
			all, i = append(all, &extractModule{root: root}), len(all)
		}
		all[i].asked = append(all[i].asked, asked)
	}
	return all, nil
}

// wants reports whether a script was asked for.
func (m *extractModule) wants(s *gosource.Script) bool {
	file := s.Uses[0].Span.File
	return slices.ContainsFunc(m.asked, func(asked string) bool {
		if dir, below := strings.CutSuffix(asked, "/..."); below {
			return dir == "." && !strings.HasPrefix(file, "../") || within(filepath.FromSlash(file), filepath.FromSlash(dir))
		}
		return file == asked || shown(filepath.Dir(file)) == asked
	})
}

// generateCommand is what a go:generate line of a module runs.
func generateCommand(root string) string {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err == nil && strings.Contains(string(mod), "github.com/luagen/luagen/cmd/luagen") {
		return "go tool luagen"
	}
	return "luagen"
}

// tellPlan says what becomes of each script, and shows the differences.
func (a *app) tellPlan(plan extract.Plan, found gosource.Result, opts extractOptions) error {
	for _, s := range plan.Scripts {
		for line := range strings.Lines(outcomeText(s)) {
			fmt.Fprintln(a.stdout, diag.Printable(strings.TrimSuffix(line, "\n")))
		}
	}
	if opts.write {
		return nil
	}
	for _, f := range plan.Files {
		if err := a.showFile(a.stdout, f); err != nil {
			return err
		}
	}
	if len(plan.Files) == 0 {
		a.say("nothing to move")
	} else {
		a.say("nothing is written yet; -w writes the %s", plural(len(plan.Files), "file"))
	}
	return nil
}

// outcomeText is what becomes of one script, in lines.
func outcomeText(o extract.Outcome) string {
	var b strings.Builder
	place := fmt.Sprintf("%s:%d", o.At.File, o.At.Start.Line)
	if o.Left != "" {
		fmt.Fprintf(&b, "%s: %s stays: %s\n", place, o.Name, o.Left)
		return b.String()
	}
	fmt.Fprintf(&b, "%s: %s -> %s", place, o.Name, relative(o.File))
	if o.Func != "" {
		fmt.Fprintf(&b, ", %s of %s rewritten to %s", plural(o.Rewritten(), "call"), fmt.Sprint(len(o.Calls)), o.Func)
	}
	b.WriteString("\n")
	for _, c := range o.Calls {
		if c.Left != "" {
			fmt.Fprintf(&b, "\t%s:%d: the call stays: %s\n", c.At.File, c.At.Start.Line, c.Left)
		}
	}
	if o.Kept != "" {
		fmt.Fprintf(&b, "\t%s stays: %s\n", o.Name, o.Kept)
	}
	for _, n := range o.Notes {
		fmt.Fprintf(&b, "\t%s\n", n)
	}
	return b.String()
}

// relative is an absolute path as people see it from the working directory.
func relative(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return shown(path)
	}
	if below, err := filepath.Rel(realPath(wd), path); err == nil {
		return shown(below)
	}
	return shown(path)
}

// showFile prints the difference that a plan makes to a file.
func (a *app) showFile(w io.Writer, f extract.File) error {
	name := relative(f.Path)
	old := name
	if f.Old == nil {
		old = "/dev/null"
	}
	var b strings.Builder
	for line := range strings.Lines(udiff.Unified(old, name, string(f.Old), string(f.New))) {
		b.WriteString(a.paintDiff(w, line))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
