package docs

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/redistest"
	luaparser "github.com/luagen/luagen/parser"
)

var update = flag.Bool("update", false, "rewrite the documents")

const root = "../.."

// page is one archive of testdata/docs: a part of docs/annotations.md.
type page struct {
	name    string
	prose   string
	scripts []txtar.File
	call    []byte       // a Go file with a function Run
	files   []txtar.File // what is generated
	wire    string       // what went over the connection
	output  string       // what Run printed
}

// TestAnnotations makes docs/annotations.md of the archives in testdata/docs: their
// scripts are generated from, their calls run on a real server, and the page shows
// both, with what went over the wire.
func TestAnnotations(t *testing.T) {
	pages := readPages(t)
	run(t, pages)
	var b bytes.Buffer
	b.WriteString("<!-- Made from testdata/docs by \"make golden\". -->\n\n# The annotation language\n\n")
	for _, p := range pages {
		p.render(t, &b)
	}
	compare(t, filepath.Join(root, "docs/annotations.md"), b.Bytes())
}

// compare holds a document against what it should be, or rewrites it.
func compare(t *testing.T, path string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the archives make (%v): run make golden and read the difference", path, err)
	}
}

func readPages(t *testing.T) []*page {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "testdata/docs/*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	slices.Sort(paths)
	var pages []*page
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		p := &page{name: "page" + strings.SplitN(filepath.Base(path), "-", 2)[0], prose: string(archive.Comment)}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".lua") {
				p.scripts = append(p.scripts, f)
			} else {
				p.call = f.Data
			}
		}
		p.generate(t)
		pages = append(pages, p)
	}
	return pages
}

// generate makes the page's package.
func (p *page) generate(t *testing.T) {
	t.Helper()
	folder := fstest.MapFS{}
	for _, f := range p.scripts {
		folder[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	loader := &luaparser.Loader{FS: folder}
	var inputs []generator.Input
	for _, f := range p.scripts {
		script, found := loader.Load(f.Name)
		if !script.Annotated || strings.Contains(f.Name, "/") {
			continue
		}
		returns, more := analysis.ResolveReturns(script, analysis.Analyze(script))
		p.mustBeClean(t, append(found, more...))
		inputs = append(inputs, generator.Input{Script: script, Returns: returns})
	}
	files, found := generator.Generate(generator.Options{Package: "gen"}, inputs)
	p.mustBeClean(t, found)
	for _, f := range files {
		p.files = append(p.files, txtar.File{Name: f.Name, Data: f.Data})
	}
}

func (p *page) mustBeClean(t *testing.T, found []diag.Diagnostic) {
	t.Helper()
	for _, d := range found {
		t.Fatalf("%s: %s:%d: %s", p.name, d.Span.File, d.Span.Start.Line, d.Message)
	}
}

// run builds one program of all calls and runs it. The program is a module below
// this one's path, so that it may use the recorder.
func run(t *testing.T, pages []*page) {
	t.Helper()
	const module = "github.com/luagen/luagen/internal/docs/run"
	server := redistest.Start(t)
	dir := t.TempDir()
	var imports, calls strings.Builder
	for _, p := range pages {
		if p.call == nil {
			continue
		}
		write(t, filepath.Join(dir, p.name, "call.go"), bytes.ReplaceAll(p.call, []byte(`"gen"`), []byte(`"`+module+"/"+p.name+`/gen"`)))
		for _, f := range p.files {
			write(t, filepath.Join(dir, p.name, "gen", f.Name), f.Data)
		}
		fmt.Fprintf(&imports, "\t%s %q\n\t%sgen %q\n", p.name, module+"/"+p.name, p.name, module+"/"+p.name+"/gen")
		fmt.Fprintf(&calls, "\tshow(%q, %sgen.Load, %s.Run)\n", p.name, p.name, p.name)
	}
	write(t, filepath.Join(dir, "main.go"), fmt.Appendf(nil, program, &imports, &calls))
	writeModule(t, dir, module)

	shown := txtar.Parse(gotool(t, dir, "run", ".", server.Addr))
	for _, p := range pages {
		for _, f := range shown.Files {
			switch f.Name {
			case p.name + "/output":
				p.output = string(f.Data)
			case p.name + "/wire":
				p.wire = string(f.Data)
			}
		}
	}
}

// program runs every page's calls on an empty server and prints an archive of what
// they print and of what went over the wire.
const program = `package main

import (
	"context"
	"fmt"
	"os"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/docs/wire"
	"github.com/luagen/luagen/runtime"

%s)

func main() {
%s}

func show(name string, load func(context.Context, runtime.Client) error, run func(context.Context, *redis.Client)) {
	ctx := context.Background()
	recorder := &wire.Recorder{}
	rdb := redis.NewClient(&redis.Options{
		Addr: os.Args[1], Protocol: 2, PoolSize: 1, DisableIdentity: true, Dialer: recorder.Dial,
	})
	defer rdb.Close()
	if err := rdb.FlushAll(ctx).Err(); err != nil {
		fail(err)
	}
	if err := load(ctx, rdb); err != nil {
		fail(err)
	}
	recorder.Reset()
	fmt.Printf("-- %%s/output --\n", name)
	run(ctx, rdb)
	text, err := recorder.Text()
	if err != nil {
		fail(err)
	}
	fmt.Printf("-- %%s/wire --\n%%s", name, text)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
`

// writeModule writes a go.mod for a program that uses this checkout.
func writeModule(t *testing.T, dir, module string) {
	t.Helper()
	own, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	checkout, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	_, requirements, _ := strings.Cut(string(own), "\n")
	write(t, filepath.Join(dir, "go.mod"), fmt.Appendf(nil, "module %s\n%s\nrequire github.com/luagen/luagen v0.0.0\nreplace github.com/luagen/luagen => %s\n", module, requirements, checkout))
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.sum"), sums)
}

// gotool runs the go command in dir and returns what it prints.
func gotool(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.Bytes())
	}
	return out
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// render writes the page's part of the document.
func (p *page) render(t *testing.T, b *bytes.Buffer) {
	t.Helper()
	fmt.Fprintf(b, "%s\n\n", strings.TrimSpace(p.prose))
	for _, f := range p.scripts {
		name := ""
		if strings.Contains(f.Name, "/") || len(p.scripts) > 1 {
			name = "`" + f.Name + "`:\n\n"
		}
		fence(b, name, "lua", string(f.Data))
	}
	if p.call == nil {
		return
	}
	var declared strings.Builder
	for _, f := range p.files {
		if f.Name != "luagen.go" {
			declared.WriteString(declarations(t, f.Data))
		}
	}
	fence(b, "The Go:\n\n", "go", declared.String())
	fence(b, "Called:\n\n", "go", body(t, p.call))
	fence(b, "On the wire:\n\n", "", p.wire)
	fence(b, "It prints:\n\n", "", p.output)
}

func fence(b *bytes.Buffer, intro, language, text string) {
	if text == "" {
		return
	}
	fmt.Fprintf(b, "%s```%s\n%s\n```\n\n", intro, language, strings.Trim(text, "\n"))
}

// declarations shows the exported functions, without their bodies, the types and
// the errors of a generated file. The Call forms and the script are left out.
func declarations(t *testing.T, src []byte) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if !d.Name.IsExported() || strings.HasSuffix(d.Name.Name, "Call") {
				continue
			}
			d.Body, d.Doc = nil, nil
		case *ast.GenDecl:
			if d.Tok == token.IMPORT || isPrivate(d) {
				continue
			}
			d.Doc = nil
		}
		var text bytes.Buffer
		if err := format.Node(&text, fset, &printer.CommentedNode{Node: decl, Comments: file.Comments}); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n\n", text.Bytes())
	}
	return b.String()
}

// isPrivate reports a declaration that readers of the page do not need: unexported
// ones and the script itself.
func isPrivate(d *ast.GenDecl) bool {
	if len(d.Specs) == 0 {
		return true
	}
	spec, ok := d.Specs[0].(*ast.ValueSpec)
	return ok && (!spec.Names[0].IsExported() || strings.HasSuffix(spec.Names[0].Name, "Script"))
}

// body is the body of the function Run, without its indentation.
func body(t *testing.T, src []byte) string {
	t.Helper()
	_, after, ok := strings.Cut(string(src), "func Run(ctx context.Context, rdb *redis.Client) {\n")
	if !ok {
		t.Fatalf("no function Run in\n%s", src)
	}
	before, _, _ := strings.Cut(after, "\n}\n")
	var b strings.Builder
	for line := range strings.Lines(before) {
		b.WriteString(strings.TrimPrefix(line, "\t"))
	}
	return b.String()
}
