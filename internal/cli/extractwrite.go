package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/luagen/luagen/gosource/extract"
	"github.com/luagen/luagen/internal/cli/publish"
)

// makeMove writes the files of a plan, all or none.
func (a *app) makeMove(ctx context.Context, root string, plan extract.Plan, opts extractOptions) error {
	if len(plan.Files) == 0 {
		a.say("nothing to move")
		return nil
	}
	if !opts.force {
		if err := uncommitted(root, plan.Files); err != nil {
			return err
		}
	}
	move := publish.Move{Root: root}
	for _, f := range plan.Files {
		c := publish.Change{Op: publish.Update, Path: f.Path, Old: f.Old, New: f.New}
		if f.Old == nil {
			c.Op = publish.Create
		}
		move.Changes = append(move.Changes, c)
	}
	if _, err := move.Apply(ctx); err != nil {
		return err
	}
	a.say("%s written", plural(len(plan.Files), "file"))
	if opts.embed {
		return nil
	}
	return a.requireRuntime(ctx, root)
}

// uncommitted refuses to change files that have changes which git does not hold.
func uncommitted(root string, files []extract.File) error {
	args := []string{"status", "--porcelain", "--untracked-files=all", "--"}
	var changed []string
	for _, f := range files {
		if f.Old != nil {
			changed = append(changed, f.Path)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	cmd := exec.Command("git", append(args, changed...)...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s is not in a git repository, which could give back what is changed; commit it to one, or use --force", relative(root))
	}
	var names []string
	for line := range strings.Lines(string(out)) {
		if len(line) > 3 {
			names = append(names, strings.TrimSpace(line[3:]))
		}
	}
	if len(names) > 0 {
		return fmt.Errorf("%s %s changes that are not committed; commit them, or use --force", strings.Join(names, ", "), hasOrHave(len(names)))
	}
	return nil
}

func hasOrHave(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

const runtimeModule = "github.com/luagen/luagen/runtime"

// requireRuntime adds the runtime to the requirements of a module that has generated code now.
func (a *app) requireRuntime(ctx context.Context, root string) error {
	steps := [][]string{{"get", runtimeModule + "@" + runtimeVersion()}}
	switch {
	case requires(root, runtimeModule):
		steps = nil
	default:
		if v := replaced(root, runtimeModule); v != "" {
			steps = [][]string{{"mod", "edit", "-require=" + runtimeModule + "@" + v}, {"mod", "tidy"}}
		}
	}
	if _, err := os.Stat(filepath.Join(root, "vendor", "modules.txt")); err == nil && steps != nil {
		steps = append(steps, []string{"mod", "vendor"})
	}
	for i, args := range steps {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			var rest []string
			for _, s := range steps[i:] {
				rest = append(rest, "go "+strings.Join(s, " "))
			}
			return fmt.Errorf("the files are written, and the module does not have the runtime yet: %s\nrun: %s",
				bytes.TrimSpace(out), strings.Join(rest, " && "))
		}
		a.say("ran go %s", strings.Join(args, " "))
	}
	return nil
}

// withRuntime returns the flags by which the go command sees a module as it will be once it requires
// the runtime, and what removes the files that they name. There are none when the module does
// already, or cannot be made to: then the result is not type-checked beforehand.
func withRuntime(ctx context.Context, root string) (flags []string, remove func()) {
	none := func() {}
	f := goMod(root)
	if f == nil || requires(root, runtimeModule) {
		return nil, none
	}
	dir, err := os.MkdirTemp("", "luagen")
	if err != nil {
		return nil, none
	}
	remove = func() { _ = os.RemoveAll(dir) } // what stays is in the folder for temporary files
	name := filepath.Join(dir, "go.mod")
	v := replaced(root, runtimeModule)
	if v != "" {
		if err := f.AddRequire(runtimeModule, v); err != nil {
			return nil, remove
		}
	}
	text, err := f.Format()
	if err != nil || os.WriteFile(name, text, 0o666) != nil {
		return nil, remove
	}
	if sum, err := os.ReadFile(filepath.Join(root, "go.sum")); err == nil {
		if os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o666) != nil {
			return nil, remove
		}
	}
	if v == "" {
		cmd := exec.CommandContext(ctx, "go", "get", "-modfile="+name, runtimeModule+"@"+runtimeVersion())
		cmd.Dir = root
		if cmd.Run() != nil {
			return nil, remove
		}
	}
	return []string{"-modfile=" + name, "-mod=mod"}, remove
}

// runtimeVersion is the version of the runtime that belongs to this tool.
func runtimeVersion() string {
	if v := version(); semver.IsValid(v) && semver.Prerelease(v) == "" && semver.Build(v) == "" {
		return v
	}
	return "latest"
}

func goMod(root string) *modfile.File {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil
	}
	f, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return nil
	}
	return f
}

// requires reports whether a module requires another.
func requires(root, module string) bool {
	f := goMod(root)
	return f != nil && slices.ContainsFunc(f.Require, func(r *modfile.Require) bool { return r.Mod.Path == module })
}

// replaced is the version of a module that another replaces by a folder; empty when it does not.
func replaced(root, path string) string {
	f := goMod(root)
	if f == nil {
		return ""
	}
	for _, r := range f.Replace {
		if r.Old.Path == path {
			return cmp.Or(r.Old.Version, "v0.0.0-00010101000000-000000000000")
		}
	}
	return ""
}
