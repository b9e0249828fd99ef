package extract_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/extract"
	"github.com/luagen/luagen/internal/checkout"
	"github.com/luagen/luagen/project"
)

var update = flag.Bool("update", false, "rewrite what the archives in testdata want")

// wanted is what the names of the files begin with that a move is to write.
const wanted = "want/"

// Each archive is a module, with the files that extract makes of it below want/ and what it says of
// each script in want/outcomes. The result is built and vetted, and a second run changes nothing.
func TestExtract(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives in testdata")
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := writeModule(t, archive)
			before := unseen(t, dir)
			plan := planOf(t, dir, archive)
			apply(t, plan)
			compare(t, name, archive, dir, plan)
			goRun(t, dir, "vet", "./...")
			if after := unseen(t, dir); !slices.Equal(after, before) {
				t.Errorf("what is built at run time was %q, and is %q after the move", before, after)
			}
			if again := planOf(t, dir, archive); len(again.Files) > 0 {
				t.Errorf("a second run would change %s", again.Files[0].Path)
			}
		})
	}
}

// unseen says why scripts of a module are not known before run time.
func unseen(t *testing.T, dir string) []string {
	t.Helper()
	loaded, err := gosource.Load(gosource.Request{Dir: dir, Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	var reasons []string
	for _, u := range gosource.Find(loaded.Packages).Unseen {
		reasons = append(reasons, u.Why)
	}
	slices.Sort(reasons)
	return reasons
}

// writeModule writes what an archive holds into a module that uses this checkout.
func writeModule(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	checkout.WriteModule(t, filepath.Join("..", ".."), dir, "example.com/shop")
	for _, f := range archive.Files {
		if f.Name == "go.mod.add" {
			mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "go.mod"), append(mod, f.Data...))
		} else if !strings.HasPrefix(f.Name, wanted) {
			write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
		}
	}
	return dir
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// planOf plans for a module as the first line of its archive says: "embed", or "-o folder".
func planOf(t *testing.T, dir string, archive *txtar.Archive) extract.Plan {
	t.Helper()
	loaded, err := gosource.Load(gosource.Request{Dir: dir, Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded.Problems {
		t.Error(p)
	}
	req := extract.Request{
		Root: dir, Loaded: loaded, Found: gosource.Find(loaded.Packages),
		Files: project.Files{FS: os.DirFS("/"), Work: dir}, Config: filepath.Join(dir, "luagen.yaml"), Generate: "go tool luagen",
	}
	how, _, _ := strings.Cut(string(archive.Comment), "\n")
	if how == "embed" {
		req.Embed = true
	} else if out, ok := strings.CutPrefix(how, "-o "); ok {
		req.Output = filepath.Join(dir, filepath.FromSlash(out))
	}
	plan, err := extract.Make(req)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func apply(t *testing.T, plan extract.Plan) {
	t.Helper()
	for _, f := range plan.Files {
		write(t, f.Path, f.New)
	}
}

// compare compares a plan with what its archive wants.
func compare(t *testing.T, name string, archive *txtar.Archive, dir string, plan extract.Plan) {
	t.Helper()
	got := &txtar.Archive{Comment: archive.Comment}
	want := map[string][]byte{}
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, wanted) {
			want[f.Name] = f.Data
		} else {
			got.Files = append(got.Files, f)
		}
	}
	var outcomes strings.Builder
	for _, o := range plan.Scripts {
		outcomes.WriteString(outcome(dir, o))
	}
	made := []txtar.File{{Name: wanted + "outcomes", Data: []byte(outcomes.String())}}
	for _, f := range plan.Files {
		below, err := filepath.Rel(dir, f.Path)
		if err != nil {
			t.Fatal(err)
		}
		text := f.New
		if !bytes.HasSuffix(text, []byte("\n")) {
			text = append(bytes.Clone(text), '\n')
		}
		made = append(made, txtar.File{Name: wanted + filepath.ToSlash(below), Data: text})
	}
	if *update {
		got.Files = append(got.Files, made...)
		write(t, name, txtar.Format(got))
		return
	}
	for _, f := range made {
		if !bytes.Equal(want[f.Name], f.Data) {
			t.Errorf("%s is\n%s\nwant\n%s", f.Name, f.Data, want[f.Name])
		}
		delete(want, f.Name)
	}
	for name := range want {
		t.Errorf("%s was not made", name)
	}
}

func outcome(dir string, o extract.Outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d %s", o.At.File, o.At.Start.Line, o.Name)
	if o.Left != "" {
		fmt.Fprintf(&b, " left: %s\n", o.Left)
		return b.String()
	}
	below, _ := filepath.Rel(dir, o.File)
	fmt.Fprintf(&b, " -> %s %s\n", filepath.ToSlash(below), o.Func)
	for _, c := range o.Calls {
		fmt.Fprintf(&b, "\t%s:%d", c.At.File, c.At.Start.Line)
		if c.Left != "" {
			fmt.Fprintf(&b, " left: %s", c.Left)
		}
		b.WriteString("\n")
	}
	if o.Kept != "" {
		fmt.Fprintf(&b, "\tkept: %s\n", o.Kept)
	}
	for _, n := range o.Notes {
		fmt.Fprintf(&b, "\tnote: %s\n", n)
	}
	return b.String()
}

func goRun(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}
