package docs

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/internal/checkout"
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
		returns, more := infer.ResolveReturns(script, analysis.Analyze(script))
		p.mustBeClean(t, append(found, more...))
		inputs = append(inputs, generator.Input{Script: script, Returns: returns.Type})
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
	if name, _ := server.Version(); name != "redis" || server.Before("7.0") {
		t.Skip("docs/annotations.md shows errors in the words of Redis 7")
	}
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
	checkout.WriteModule(t, root, dir, module)

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
